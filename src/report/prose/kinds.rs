//! What each kind of component and group is, in plain words.

use crate::model::{GroupKind, Kind};

/// How a kind is spoken of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KindWords {
    /// One of them, with its article: "a web server".
    pub(crate) one: &'static str,
    /// Several of them: "web servers".
    pub(crate) many: &'static str,
    /// What one of them does in any design, as a predicate: "serves static content".
    pub(crate) role: &'static str,
}

/// Declares how each kind of component is spoken of, as a table.
macro_rules! kinds {
    ( $( $kind:ident: $one:literal, $many:literal, $role:literal; )+ ) => {
        /// How a kind of component is spoken of.
        pub(crate) const fn kind_words(kind: Kind) -> KindWords {
            match kind {
                $( Kind::$kind => KindWords { one: $one, many: $many, role: $role }, )+
            }
        }
    };
}

kinds! {
    Client: "a client", "clients",
        "stands for the users, whose requests the whole design is there to answer";
    Dns: "a DNS service", "DNS services",
        "turns the name that users type into the address to which their requests go";
    Cdn: "a content delivery network", "content delivery networks",
        "answers requests for static content from copies that are near the users, and passes the rest on";
    Firewall: "a firewall", "firewalls",
        "lets through only the traffic that the rules allow, by address and port, and so keeps unwanted \
         traffic from what stands behind it";
    Waf: "a web application firewall", "web application firewalls",
        "looks into web requests and keeps out those that look like attacks on the application";
    LoadBalancer: "a load balancer", "load balancers",
        "spreads the incoming requests over several servers, so that none of them is overwhelmed and further \
         ones can be added";
    Proxy: "a proxy", "proxies",
        "stands between callers and servers, and forwards requests on their behalf";
    ApiGateway: "an API gateway", "API gateways",
        "is the single entrance to the services behind it: it checks who is calling, keeps to limits and \
         forwards each request to the right service";
    WebServer: "a web server", "web servers",
        "serves static content such as pages, images and style sheets fast, hands requests for dynamic \
         content on, and can balance them over several application servers in a simple way";
    AppServer: "an application server", "application servers",
        "runs the application's code: it carries out the business logic, asks the data stores, and makes the \
         dynamic content";
    Service: "a service", "services",
        "does one part of the application's work for whoever calls it";
    Function: "a function", "functions",
        "is code that the provider runs on demand, for each request or event";
    Worker: "a worker", "workers",
        "works off jobs in the background, so that users do not wait for them";
    Scheduler: "a scheduler", "schedulers",
        "starts jobs at set times";
    Database: "a database", "databases",
        "keeps the application's records and answers queries on them";
    Cache: "a cache", "caches",
        "keeps copies of what is asked for often, so that answers come faster and the stores behind it have \
         less to do";
    Queue: "a queue", "queues",
        "holds messages until somebody works on them, so that senders and receivers need not keep the same \
         pace";
    ObjectStore: "an object store", "object stores",
        "keeps files of any size under a key";
    FileStore: "a file store", "file stores",
        "keeps files, such as the code of the application and what users have uploaded";
    Search: "a search engine", "search engines",
        "keeps an index and answers full-text queries";
    Secrets: "a secret store", "secret stores",
        "keeps keys and passwords, and hands them only to those who may have them";
    Identity: "an identity provider", "identity providers",
        "knows who somebody is and signs users in";
    Mail: "a mail service", "mail services",
        "sends or receives mail for the application";
    Monitoring: "a monitoring service", "monitoring services",
        "watches the other components and calls people when something is wrong";
    Logging: "a log store", "log stores",
        "collects the log lines of the other components, so that one can find out later what happened";
    Backup: "a backup store", "backup stores",
        "keeps copies of the data from which it can be recovered";
    Bastion: "a bastion", "bastions",
        "is the one host through which administrators come in, so that no other has to be open to them";
    Vpn: "a VPN gateway", "VPN gateways",
        "ends private tunnels, through which known people and sites come in";
    Nat: "a NAT gateway", "NAT gateways",
        "lets components without a public address reach the outside";
    Router: "a router", "routers",
        "forwards packets between networks";
    Switch: "a switch", "switches",
        "connects the machines of one network";
    Registry: "a registry", "registries",
        "keeps the images and packages from which the others are deployed";
    External: "an external service", "external services",
        "is run by somebody else: we can use it, but not mend it";
}

/// One and several of a kind of group: `("server", "servers")`.
pub(crate) const fn group_words(kind: GroupKind) -> (&'static str, &'static str) {
    match kind {
        GroupKind::Provider => ("provider", "providers"),
        GroupKind::Region => ("region", "regions"),
        GroupKind::Zone => ("availability zone", "availability zones"),
        GroupKind::Datacenter => ("data centre", "data centres"),
        GroupKind::Rack => ("rack", "racks"),
        GroupKind::Power => ("power feed", "power feeds"),
        GroupKind::Host => ("server", "servers"),
        GroupKind::Network => ("network", "networks"),
        GroupKind::Vpc => ("virtual private cloud", "virtual private clouds"),
        GroupKind::Subnet => ("subnet", "subnets"),
        GroupKind::ClusterNetwork => ("cluster network", "cluster networks"),
        GroupKind::Account => ("account", "accounts"),
    }
}
