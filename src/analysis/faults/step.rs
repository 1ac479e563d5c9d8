//! The steps from a journey to what has failed, and their words.
//!
//! A step holds what it speaks of by index and is put into words when it is shown: a large model has chains of
//! hundreds of thousands of steps, of which few are ever read.

use super::impact::Impact;
use crate::model::{
    ClusterIndex, ComponentIndex, Endpoint, Failover, FailoverPlan, GroupIndex, Mode, Topology,
};
use crate::source::Span;

/// One step from a journey's entry to what has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What does not work.
    pub part: Part,
    pub(super) reason: Reason,
}

/// A part of a topology that does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A component.
    Component(ComponentIndex),
    /// A cluster.
    Cluster(ClusterIndex),
    /// A failure domain.
    Domain(GroupIndex),
}

impl Part {
    /// The identifier of the part.
    pub fn id(self, topology: &Topology) -> &str {
        match self {
            Self::Component(component) => &topology.components[component].id,
            Self::Cluster(cluster) => &topology.clusters[cluster].id,
            Self::Domain(group) => &topology.groups[group].id,
        }
    }

    /// Where the part stands in the file.
    pub fn span(self, topology: &Topology) -> Span {
        match self {
            Self::Component(component) => topology.components[component].span,
            Self::Cluster(cluster) => topology.clusters[cluster].span,
            Self::Domain(group) => topology.groups[group].span,
        }
    }
}

/// Why a part does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// It is what has failed.
    Failed { restart: Restart },
    /// The domain lies in this one.
    PartOf(Part),
    /// The component needs this.
    Needs(Part),
    /// The component works, but less well without this.
    Misses(Part),
    /// The component reaches its target only through this.
    Behind { target: ComponentIndex, gate: Part },
    /// The component stands in this domain.
    StandsIn { domain: Part, restart: Restart },
    /// The component has too few instances elsewhere.
    TooFewWithout { domain: Part, restart: Restart },
    /// The component would be started again, but not without this.
    RestartNeeds(Part),
    /// The component would be started again, but there is no other place than this.
    NowhereElse(Part),
    /// The rule of the cluster does not hold, perhaps because of the way to a member.
    Cluster {
        rule: BrokenRule,
        way: Option<(ComponentIndex, Part)>,
    },
}

/// Whether a restart would have helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Restart {
    /// None is looked for.
    Unasked,
    /// It would, but does not happen.
    Impossible,
}

/// Why a cluster does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BrokenRule {
    /// Nobody checks whether this member works, or any if none is named.
    Unchecked(Option<ComponentIndex>),
    /// It needs all of its members.
    All,
    /// It needs this many of its members.
    Least(u32),
    /// No member is left that works without what this impact rules out.
    NoneLeft(Impact),
    /// Its leader is not among those that are called.
    LeaderNotCalled,
    /// Another member takes over only with help.
    LateTakeover,
    /// Another member takes over only with this.
    NoTakeoverWithout(Endpoint),
}

impl Step {
    /// The identifier of what does not work.
    pub fn element<'a>(&self, topology: &'a Topology) -> &'a str {
        self.part.id(topology)
    }

    /// Why it does not work, as words that follow its name: "needs `mysql`".
    pub fn reason(&self, topology: &Topology) -> String {
        let id = |part: Part| part.id(topology);
        match self.reason {
            Reason::Failed { restart } => format!("has failed{}", restart.words()),
            Reason::PartOf(domain) => format!("is part of `{}`", id(domain)),
            Reason::Needs(other) => format!("needs `{}`", id(other)),
            Reason::Misses(other) => format!("works less well without `{}`", id(other)),
            Reason::Behind { target, gate } => {
                let target = &topology.components[target].id;
                format!("reaches `{target}` only through `{}`", id(gate))
            }
            Reason::StandsIn { domain, restart } => {
                format!("stands in `{}`{}", id(domain), restart.words())
            }
            Reason::TooFewWithout { domain, restart } => format!(
                "has too few instances left without `{}`{}",
                id(domain),
                restart.words()
            ),
            Reason::RestartNeeds(other) => format!("cannot be started again without `{}`", id(other)),
            Reason::NowhereElse(domain) => {
                format!("cannot be started again in `{}`, nor anywhere else", id(domain))
            }
            Reason::Cluster { rule, way } => {
                let words = match self.part {
                    Part::Cluster(cluster) => rule.words(topology, cluster),
                    Part::Component(_) | Part::Domain(_) => String::new(),
                };
                match way {
                    Some((target, gate)) => {
                        let target = &topology.components[target].id;
                        format!("{words}; the way to `{target}` leads through `{}`", id(gate))
                    }
                    None => words,
                }
            }
        }
    }
}

impl Restart {
    const fn words(self) -> &'static str {
        match self {
            Self::Unasked => "",
            Self::Impossible => " and cannot be started again",
        }
    }
}

impl BrokenRule {
    fn words(self, topology: &Topology, index: ClusterIndex) -> String {
        let cluster = &topology.clusters[index];
        match self {
            Self::Unchecked(member) => {
                let member = match member {
                    Some(member) => format!("`{}`", topology.components[member].id),
                    None => format!("any of `{}`", cluster.id),
                };
                format!(
                    "does not check whether its members work: a share of the requests still goes to {member}"
                )
            }
            Self::All => "needs all of its members".to_owned(),
            Self::Least(least) => format!("needs {least} of its {} members", cluster.members.len()),
            Self::NoneLeft(impact) => {
                let works = match impact {
                    Impact::Outage => "works",
                    Impact::Manual => "works without a person's help",
                    Impact::Brief => "works before something has restarted",
                    Impact::Partial | Impact::Degraded => "works fully",
                };
                format!("has no member left that {works}")
            }
            Self::LeaderNotCalled => {
                let leader = cluster.mode.leader();
                let leader = leader.map_or("", |leader| &topology.components[leader].id);
                let mode = with_failover(&cluster.mode);
                format!("is {mode}, and `{leader}`, which leads, is not called")
            }
            Self::LateTakeover => {
                let leader = cluster.mode.leader();
                let others = cluster.members.iter().filter(|&&member| Some(member) != leader);
                let others: Vec<_> = others
                    .map(|&member| format!("`{}`", topology.components[member].id))
                    .collect();
                let others = others.join(" or ");
                let mode = with_failover(&cluster.mode);
                let when = match cluster.mode.failover().map(FailoverPlan::effective) {
                    Some(Failover::Restart) => "after a restart",
                    Some(Failover::Manual | Failover::Automatic) | None => "when a person acts",
                };
                format!("is {mode}: {others} takes over only {when}")
            }
            Self::NoTakeoverWithout(by) => {
                let by = topology.endpoint_id(by);
                format!("cannot pass to another member without `{by}`")
            }
        }
    }
}

/// The mode of a cluster, and what is stated of its failover.
fn with_failover(mode: &Mode) -> String {
    let stated = match mode.failover().and_then(|failover| failover.stated) {
        Some(stated) => format!("with {stated} failover"),
        None => "without a stated failover, which counts as manual".to_owned(),
    };
    format!("{} {stated}", mode.word())
}
