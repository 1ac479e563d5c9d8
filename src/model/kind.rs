//! What a component, a group or a piece of data can be.

use super::words::words;

words! {
    /// What a component is.
    pub enum Kind {
        /// Somebody or something that uses the system from its edge; never fails.
        Client = "client",
        /// Name resolution.
        Dns = "dns",
        /// A content delivery network.
        Cdn = "cdn",
        /// A device that filters traffic by address and port.
        Firewall = "firewall",
        /// A device that filters web requests by content.
        Waf = "waf",
        /// Spreads requests over several targets.
        LoadBalancer = "load-balancer",
        /// Forwards requests, in either direction.
        Proxy = "proxy",
        /// The single entrance to several services, with authentication and limits.
        ApiGateway = "api-gateway",
        /// Serves static content and hands the rest on.
        WebServer = "web-server",
        /// Runs the application's code.
        AppServer = "app-server",
        /// A service that others call.
        Service = "service",
        /// Code that a provider runs on demand.
        Function = "function",
        /// Works off jobs in the background.
        Worker = "worker",
        /// Starts jobs at set times.
        Scheduler = "scheduler",
        /// Keeps records and answers queries.
        Database = "database",
        /// Keeps copies for speed; can be filled again.
        Cache = "cache",
        /// Hands messages from producers to consumers.
        Queue = "queue",
        /// Keeps objects under keys.
        ObjectStore = "object-store",
        /// Keeps files.
        FileStore = "file-store",
        /// Answers full-text queries.
        Search = "search",
        /// Keeps keys and passwords.
        Secrets = "secrets",
        /// Knows who somebody is.
        Identity = "identity",
        /// Sends or receives mail.
        Mail = "mail",
        /// Watches other components.
        Monitoring = "monitoring",
        /// Collects log lines.
        Logging = "logging",
        /// Keeps copies for recovery.
        Backup = "backup",
        /// The one host through which administrators come in.
        Bastion = "bastion",
        /// The end of a private tunnel.
        Vpn = "vpn",
        /// Translates private addresses for traffic that leaves.
        Nat = "nat",
        /// Forwards packets between networks.
        Router = "router",
        /// Connects the machines of one network.
        Switch = "switch",
        /// Keeps images or packages that others fetch.
        Registry = "registry",
        /// A service that somebody else runs.
        External = "external",
    }
}

words! {
    /// What part a kind of component plays in a design.
    pub enum Role {
        /// Stands before the design: its users, and what others run for it.
        Outside = "outside",
        /// Receives, filters or forwards traffic.
        Edge = "edge",
        /// Does the work that users come for.
        Serving = "serving",
        /// Keeps state.
        Data = "data",
        /// Helps to run the rest.
        Support = "support",
    }
}

impl Kind {
    /// The part that this kind plays.
    pub const fn role(self) -> Role {
        match self {
            Self::Client | Self::Dns | Self::Cdn | Self::External => Role::Outside,
            Self::Firewall
            | Self::Waf
            | Self::LoadBalancer
            | Self::Proxy
            | Self::ApiGateway
            | Self::Nat
            | Self::Router
            | Self::Switch => Role::Edge,
            Self::WebServer
            | Self::AppServer
            | Self::Service
            | Self::Function
            | Self::Worker
            | Self::Scheduler => Role::Serving,
            Self::Database
            | Self::Cache
            | Self::Queue
            | Self::ObjectStore
            | Self::FileStore
            | Self::Search => Role::Data,
            Self::Secrets
            | Self::Identity
            | Self::Mail
            | Self::Monitoring
            | Self::Logging
            | Self::Backup
            | Self::Bastion
            | Self::Vpn
            | Self::Registry => Role::Support,
        }
    }
}

words! {
    /// What a group is.
    pub enum GroupKind {
        /// A cloud or hosting provider.
        Provider = "provider",
        /// A region of a provider.
        Region = "region",
        /// An availability zone.
        Zone = "zone",
        /// A data centre.
        Datacenter = "datacenter",
        /// A rack.
        Rack = "rack",
        /// A power feed.
        Power = "power",
        /// A machine, real or virtual.
        Host = "host",
        /// A network.
        Network = "network",
        /// A virtual private cloud.
        Vpc = "vpc",
        /// A part of a network.
        Subnet = "subnet",
        /// The inner network of an orchestrator.
        ClusterNetwork = "cluster-network",
        /// An account with a provider.
        Account = "account",
    }
}

impl GroupKind {
    /// Whether such a group can fail as a whole.
    pub const fn is_failure_domain(self) -> bool {
        matches!(
            self,
            Self::Provider
                | Self::Region
                | Self::Zone
                | Self::Datacenter
                | Self::Rack
                | Self::Power
                | Self::Host
        )
    }
}

words! {
    /// How far what stands in a group is trusted, least first.
    pub enum Trust {
        /// Anybody can be there.
        Untrusted = "untrusted",
        /// Reachable by anybody, run by us.
        Dmz = "dmz",
        /// Ours.
        Trusted = "trusted",
        /// Ours, and guarded more closely than the rest.
        Restricted = "restricted",
    }
}

words! {
    /// How sensitive data is, least first.
    pub enum Data {
        /// Nothing that would be missed.
        None = "none",
        /// Not for the public.
        Internal = "internal",
        /// Harmful in the wrong hands.
        Confidential = "confidential",
    }
}

words! {
    /// How a balancer chooses the next target.
    pub enum Balance {
        /// One after the other, in turn.
        RoundRobin = "round-robin",
        /// The one with the fewest open connections.
        LeastConnections = "least-connections",
        /// The same target for the same client address.
        SourceHash = "source-hash",
        /// Any, by chance.
        Random = "random",
        /// In proportion to a weight for each target.
        Weighted = "weighted",
    }
}

words! {
    /// Who brings a component back when its place has failed.
    pub enum Restarts {
        /// An orchestrator does, by itself.
        Automatic = "automatic",
    }
}

words! {
    /// A matter that rules are about.
    pub enum Concern {
        /// Whether users are served when something fails.
        Availability = "availability",
        /// Where things stand, and what fails together.
        Placement = "placement",
        /// What filters traffic.
        Firewall = "firewall",
        /// What is readable on the way or at rest.
        Encryption = "encryption",
        /// Who is let in.
        Access = "access",
        /// What is watched.
        Monitoring = "monitoring",
        /// What can be recovered.
        Backup = "backup",
        /// Whether the model describes a working system.
        Structure = "structure",
    }
}
