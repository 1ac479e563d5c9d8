//! Protocols, and what speaking one implies.

use std::borrow::Cow;

/// What connections speak, and what that implies where the connection itself does not say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol {
    /// The word that names it in files.
    pub name: Cow<'static, str>,
    /// The name as people write it.
    pub title: Cow<'static, str>,
    /// The port it uses by default; `None` where there is no usual one.
    pub port: Option<u16>,
    /// Whether what is sent is encrypted.
    pub encrypted: bool,
    /// Whether callers commonly prove who they are with a secret that is sent.
    pub carries_credentials: bool,
    /// Whether it carries what users or applications have to say, rather than names, times or probes.
    pub carries_content: bool,
    /// Whether it cannot leave the machine.
    pub local: bool,
}

impl Protocol {
    /// The pattern of a name.
    pub const PATTERN: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

    /// Whether a text could be the name of a protocol: lower-case words and digits with hyphens between them.
    pub fn is_name(text: &str) -> bool {
        let is_word = |word: &str| {
            let mut bytes = word.bytes();
            !word.is_empty() && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        text.split('-').all(is_word)
    }
}

/// The protocols that a file can name, in the order of their names.
#[derive(Clone, Debug)]
pub struct ProtocolTable {
    protocols: Vec<Protocol>,
}

impl Default for ProtocolTable {
    fn default() -> Self {
        let mut protocols: Vec<_> = BUILT_IN.iter().map(Row::protocol).collect();
        protocols.sort_by(|left, right| left.name.cmp(&right.name));
        Self { protocols }
    }
}

impl ProtocolTable {
    /// The protocol of this name.
    pub fn get(&self, name: &str) -> Option<&Protocol> {
        let place = self
            .protocols
            .binary_search_by(|protocol| protocol.name.as_ref().cmp(name))
            .ok()?;
        self.protocols.get(place)
    }

    /// Adds a protocol, in time linear in the number of protocols.
    ///
    /// # Errors
    ///
    /// The protocol itself, where its name is taken; the table is as it was.
    pub fn add(&mut self, protocol: Protocol) -> Result<(), Protocol> {
        match self
            .protocols
            .binary_search_by(|known| known.name.cmp(&protocol.name))
        {
            Ok(_) => Err(protocol),
            Err(place) => {
                self.protocols.insert(place, protocol);
                Ok(())
            }
        }
    }

    /// Every protocol, in the order of names.
    pub fn iter(&self) -> std::slice::Iter<'_, Protocol> {
        self.protocols.iter()
    }
}

impl<'a> IntoIterator for &'a ProtocolTable {
    type Item = &'a Protocol;
    type IntoIter = std::slice::Iter<'a, Protocol>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What a protocol says, as the built-in table writes it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    /// Names, times and probes only.
    Signals,
    /// Content, but as a rule no credentials.
    Content,
    /// Content, and credentials with it.
    Credentials,
}

struct Row(&'static str, &'static str, Option<u16>, Wire, Says);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wire {
    Plain,
    Encrypted,
    Local,
}

impl Row {
    fn protocol(&self) -> Protocol {
        let &Self(name, title, port, wire, says) = self;
        Protocol {
            name: Cow::Borrowed(name),
            title: Cow::Borrowed(title),
            port,
            encrypted: wire == Encrypted,
            carries_credentials: says == Credentials,
            carries_content: says != Signals,
            local: wire == Local,
        }
    }
}

use Says::{Content, Credentials, Signals};
use Wire::{Encrypted, Local, Plain};

/// Ports are those of the IANA service name registry, or of the product's own documentation.
const BUILT_IN: &[Row] = &[
    Row("http", "HTTP", Some(80), Plain, Content),
    Row("https", "HTTPS", Some(443), Encrypted, Content),
    Row("h2c", "HTTP/2", Some(80), Plain, Content),
    Row("http2", "HTTP/2 over TLS", Some(443), Encrypted, Content),
    Row("http3", "HTTP/3", Some(443), Encrypted, Content),
    Row("ws", "WebSocket", Some(80), Plain, Content),
    Row("wss", "WebSocket over TLS", Some(443), Encrypted, Content),
    Row("grpc", "gRPC", None, Plain, Content),
    Row("grpcs", "gRPC over TLS", None, Encrypted, Content),
    Row("tcp", "TCP", None, Plain, Content),
    Row("udp", "UDP", None, Plain, Content),
    Row("sctp", "SCTP", None, Plain, Content),
    Row("dtls", "DTLS", None, Encrypted, Content),
    Row("tls", "TLS", None, Encrypted, Content),
    Row("quic", "QUIC", None, Encrypted, Content),
    Row("fastcgi", "FastCGI", Some(9000), Plain, Content),
    Row("uwsgi", "uWSGI", Some(3031), Plain, Content),
    Row("thrift", "Thrift", None, Plain, Content),
    Row("wsgi", "WSGI", None, Plain, Content),
    Row("scgi", "SCGI", Some(4000), Plain, Content),
    Row("ajp", "AJP", Some(8009), Plain, Content),
    Row("unix", "Unix socket", None, Local, Content),
    Row("file", "files", None, Local, Content),
    Row("dns", "DNS", Some(53), Plain, Signals),
    Row("dot", "DNS over TLS", Some(853), Encrypted, Signals),
    Row("doh", "DNS over HTTPS", Some(443), Encrypted, Signals),
    Row("dhcp", "DHCP", Some(67), Plain, Signals),
    Row("ntp", "NTP", Some(123), Plain, Signals),
    Row("icmp", "ICMP", None, Plain, Signals),
    Row("vrrp", "VRRP", None, Plain, Signals),
    Row("bgp", "BGP", Some(179), Plain, Signals),
    Row("ssh", "SSH", Some(22), Encrypted, Credentials),
    Row("sftp", "SFTP", Some(22), Encrypted, Credentials),
    Row("rsync", "rsync", Some(873), Plain, Credentials),
    Row("telnet", "Telnet", Some(23), Plain, Credentials),
    Row("rdp", "RDP", Some(3389), Encrypted, Credentials),
    Row("vnc", "VNC", Some(5900), Plain, Credentials),
    Row("winrm", "WinRM", Some(5985), Plain, Credentials),
    Row("winrms", "WinRM over TLS", Some(5986), Encrypted, Credentials),
    Row("ftp", "FTP", Some(21), Plain, Credentials),
    Row("ftps", "FTPS", Some(990), Encrypted, Credentials),
    Row("tftp", "TFTP", Some(69), Plain, Content),
    Row("smtp", "SMTP", Some(25), Plain, Content),
    Row("submission", "SMTP submission", Some(587), Plain, Credentials),
    Row("smtps", "SMTP over TLS", Some(465), Encrypted, Credentials),
    Row("imap", "IMAP", Some(143), Plain, Credentials),
    Row("imaps", "IMAP over TLS", Some(993), Encrypted, Credentials),
    Row("pop3", "POP3", Some(110), Plain, Credentials),
    Row("pop3s", "POP3 over TLS", Some(995), Encrypted, Credentials),
    Row("ldap", "LDAP", Some(389), Plain, Credentials),
    Row("ldaps", "LDAP over TLS", Some(636), Encrypted, Credentials),
    Row("kerberos", "Kerberos", Some(88), Encrypted, Credentials),
    Row("radius", "RADIUS", Some(1812), Plain, Credentials),
    Row("mysql", "MySQL", Some(3306), Plain, Credentials),
    Row("mysqls", "MySQL over TLS", Some(3306), Encrypted, Credentials),
    Row("postgresql", "PostgreSQL", Some(5432), Plain, Credentials),
    Row(
        "postgresqls",
        "PostgreSQL over TLS",
        Some(5432),
        Encrypted,
        Credentials,
    ),
    Row("mssql", "SQL Server", Some(1433), Plain, Credentials),
    Row("oracle", "Oracle Net", Some(1521), Plain, Credentials),
    Row("db2", "Db2", Some(50000), Plain, Credentials),
    Row("mongodb", "MongoDB", Some(27017), Plain, Credentials),
    Row("cassandra", "CQL", Some(9042), Plain, Credentials),
    Row("couchdb", "CouchDB", Some(5984), Plain, Credentials),
    Row("clickhouse", "ClickHouse", Some(9000), Plain, Credentials),
    Row("influxdb", "InfluxDB", Some(8086), Plain, Credentials),
    Row("neo4j", "Bolt", Some(7687), Plain, Credentials),
    Row("elasticsearch", "Elasticsearch", Some(9200), Plain, Credentials),
    Row("redis", "Redis", Some(6379), Plain, Credentials),
    Row("rediss", "Redis over TLS", Some(6379), Encrypted, Credentials),
    Row("memcached", "memcached", Some(11211), Plain, Content),
    Row("amqp", "AMQP", Some(5672), Plain, Credentials),
    Row("amqps", "AMQP over TLS", Some(5671), Encrypted, Credentials),
    Row("kafka", "Kafka", Some(9092), Plain, Credentials),
    Row("kafkas", "Kafka over TLS", Some(9093), Encrypted, Credentials),
    Row("mqtt", "MQTT", Some(1883), Plain, Credentials),
    Row("mqtts", "MQTT over TLS", Some(8883), Encrypted, Credentials),
    Row("nats", "NATS", Some(4222), Plain, Credentials),
    Row("stomp", "STOMP", Some(61613), Plain, Credentials),
    Row("nfs", "NFS", Some(2049), Plain, Content),
    Row("smb", "SMB", Some(445), Plain, Credentials),
    Row("iscsi", "iSCSI", Some(3260), Plain, Content),
    Row("s3", "S3", Some(443), Encrypted, Credentials),
    Row("etcd", "etcd", Some(2379), Plain, Credentials),
    Row("consul", "Consul", Some(8500), Plain, Credentials),
    Row("zookeeper", "ZooKeeper", Some(2181), Plain, Credentials),
    Row("vault", "Vault", Some(8200), Encrypted, Credentials),
    Row("kubernetes", "Kubernetes API", Some(6443), Encrypted, Credentials),
    Row("docker", "Docker API", Some(2375), Plain, Content),
    Row(
        "dockers",
        "Docker API over TLS",
        Some(2376),
        Encrypted,
        Credentials,
    ),
    Row("git", "Git", Some(9418), Plain, Content),
    Row("syslog", "syslog", Some(514), Plain, Content),
    Row("syslog-tls", "syslog over TLS", Some(6514), Encrypted, Content),
    Row("snmp", "SNMP", Some(161), Plain, Credentials),
    Row("snmpv3", "SNMPv3", Some(161), Encrypted, Credentials),
    Row("statsd", "StatsD", Some(8125), Plain, Content),
    Row("graphite", "Graphite", Some(2003), Plain, Content),
    Row("prometheus", "Prometheus", Some(9090), Plain, Content),
    Row("otlp", "OTLP", Some(4317), Plain, Content),
    Row("fluentd", "Fluentd forward", Some(24224), Plain, Content),
    Row("beats", "Beats", Some(5044), Plain, Content),
    Row("nrpe", "NRPE", Some(5666), Encrypted, Content),
    Row("zabbix", "Zabbix", Some(10051), Plain, Content),
    Row("sip", "SIP", Some(5060), Plain, Credentials),
    Row("sips", "SIP over TLS", Some(5061), Encrypted, Credentials),
    Row("rtsp", "RTSP", Some(554), Plain, Content),
    Row("rtmp", "RTMP", Some(1935), Plain, Content),
    Row("xmpp", "XMPP", Some(5222), Plain, Credentials),
    Row("rtp", "RTP", None, Plain, Content),
    Row("srtp", "SRTP", None, Encrypted, Content),
    Row("modbus", "Modbus", Some(502), Plain, Content),
    Row("vxlan", "VXLAN", Some(4789), Plain, Content),
    Row("l2tp", "L2TP", Some(1701), Plain, Content),
    Row("ipsec", "IPsec", Some(500), Encrypted, Content),
    Row("wireguard", "WireGuard", Some(51820), Encrypted, Content),
    Row("openvpn", "OpenVPN", Some(1194), Encrypted, Credentials),
];
