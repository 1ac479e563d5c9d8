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

const fn words(one: &'static str, many: &'static str, role: &'static str) -> KindWords {
    KindWords { one, many, role }
}

/// How a kind of component is spoken of.
pub(crate) const fn kind_words(kind: Kind) -> KindWords {
    match kind {
        Kind::Client => words(
            "a client",
            "clients",
            "stands for the users, whose requests the whole design is there to answer",
        ),
        Kind::Dns => words(
            "a DNS service",
            "DNS services",
            "turns the name that users type into the address to which their requests go",
        ),
        Kind::Cdn => words(
            "a content delivery network",
            "content delivery networks",
            "answers requests for static content from copies that are near the users, and passes the rest on",
        ),
        Kind::Firewall => words(
            "a firewall",
            "firewalls",
            "lets through only the traffic that the rules allow, by address and port, and so keeps unwanted traffic from what stands behind it",
        ),
        Kind::Waf => words(
            "a web application firewall",
            "web application firewalls",
            "looks into web requests and keeps out those that look like attacks on the application",
        ),
        Kind::LoadBalancer => words(
            "a load balancer",
            "load balancers",
            "spreads the incoming requests over several servers, so that none of them is overwhelmed and further ones can be added",
        ),
        Kind::Proxy => words(
            "a proxy",
            "proxies",
            "stands between callers and servers, and forwards requests on their behalf",
        ),
        Kind::ApiGateway => words(
            "an API gateway",
            "API gateways",
            "is the single entrance to the services behind it: it checks who is calling, keeps to limits and forwards each request to the right service",
        ),
        Kind::WebServer => words(
            "a web server",
            "web servers",
            "serves static content such as pages, images and style sheets fast, hands requests for dynamic content on, and can balance them over several application servers in a simple way",
        ),
        Kind::AppServer => words(
            "an application server",
            "application servers",
            "runs the application's code: it carries out the business logic, asks the data stores, and makes the dynamic content",
        ),
        Kind::Service => words(
            "a service",
            "services",
            "does one part of the application's work for whoever calls it",
        ),
        Kind::Function => words(
            "a function",
            "functions",
            "is code that the provider runs on demand, for each request or event",
        ),
        Kind::Worker => words(
            "a worker",
            "workers",
            "works off jobs in the background, so that users do not wait for them",
        ),
        Kind::Scheduler => words("a scheduler", "schedulers", "starts jobs at set times"),
        Kind::Database => words(
            "a database",
            "databases",
            "keeps the application's records and answers queries on them",
        ),
        Kind::Cache => words(
            "a cache",
            "caches",
            "keeps copies of what is asked for often, so that answers come faster and the stores behind it have less to do",
        ),
        Kind::Queue => words(
            "a queue",
            "queues",
            "holds messages until somebody works on them, so that senders and receivers need not keep the same pace",
        ),
        Kind::ObjectStore => words(
            "an object store",
            "object stores",
            "keeps files of any size under a key",
        ),
        Kind::FileStore => words(
            "a file store",
            "file stores",
            "keeps files, such as the code of the application and what users have uploaded",
        ),
        Kind::Search => words(
            "a search engine",
            "search engines",
            "keeps an index and answers full-text queries",
        ),
        Kind::Secrets => words(
            "a secret store",
            "secret stores",
            "keeps keys and passwords, and hands them only to those who may have them",
        ),
        Kind::Identity => words(
            "an identity provider",
            "identity providers",
            "knows who somebody is and signs users in",
        ),
        Kind::Mail => words(
            "a mail service",
            "mail services",
            "sends or receives mail for the application",
        ),
        Kind::Monitoring => words(
            "a monitoring service",
            "monitoring services",
            "watches the other components and calls people when something is wrong",
        ),
        Kind::Logging => words(
            "a log store",
            "log stores",
            "collects the log lines of the other components, so that one can find out later what happened",
        ),
        Kind::Backup => words(
            "a backup store",
            "backup stores",
            "keeps copies of the data from which it can be recovered",
        ),
        Kind::Bastion => words(
            "a bastion",
            "bastions",
            "is the one host through which administrators come in, so that no other has to be open to them",
        ),
        Kind::Vpn => words(
            "a VPN gateway",
            "VPN gateways",
            "ends private tunnels, through which known people and sites come in",
        ),
        Kind::Nat => words(
            "a NAT gateway",
            "NAT gateways",
            "lets components without a public address reach the outside",
        ),
        Kind::Router => words("a router", "routers", "forwards packets between networks"),
        Kind::Switch => words("a switch", "switches", "connects the machines of one network"),
        Kind::Registry => words(
            "a registry",
            "registries",
            "keeps the images and packages from which the others are deployed",
        ),
        Kind::External => words(
            "an external service",
            "external services",
            "is run by somebody else: we can use it, but not mend it",
        ),
    }
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
