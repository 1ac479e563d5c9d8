//! Why one thing fails because of another, in words.

use super::circuit::{Circuit, GateIndex, Input, Meaning, Rule};
use super::explain::Step;
use super::impact::Impact;
use super::policy::Policies;
use super::simulation::Simulation;
use crate::model::{
    Cluster, ClusterIndex, ComponentIndex, Element, Endpoint, Failover, FailoverPlan, GroupIndex,
    JourneyAccess, JourneyIndex, Mode, Topology,
};

/// What the gates of one step are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Component(ComponentIndex),
    Cluster(ClusterIndex),
    Domain(GroupIndex),
}

impl Subject {
    fn id(self, topology: &Topology) -> &str {
        match self {
            Self::Component(component) => topology.element_id(Element::Component(component)),
            Self::Cluster(cluster) => topology.endpoint_id(Endpoint::Cluster(cluster)),
            Self::Domain(group) => topology.element_id(Element::Group(group)),
        }
    }
}

/// The steps along a path of gates that all fail under `policy`.
pub(super) fn chain(
    topology: &Topology,
    journey: JourneyIndex,
    circuit: &Circuit,
    simulation: &Simulation,
    policy: Impact,
    path: &[GateIndex],
) -> Vec<Step> {
    let mut subjects: Vec<Subject> = Vec::with_capacity(path.len());
    for &gate in path {
        let subject = match circuit.gate(gate).meaning {
            Meaning::Component(component)
            | Meaning::Standing(component)
            | Meaning::Instances(component)
            | Meaning::Restart(component) => Subject::Component(component),
            Meaning::Domain(group) => Subject::Domain(group),
            Meaning::Cluster(cluster)
            | Meaning::Named(cluster)
            | Meaning::Some(cluster)
            | Meaning::Members(cluster)
            | Meaning::Takeover(cluster) => Subject::Cluster(cluster),
            // The way to a component belongs to the one who takes it; a path never begins on one.
            Meaning::Behind(component) => subjects.last().copied().unwrap_or(Subject::Component(component)),
        };
        subjects.push(subject);
    }
    let mut steps = Vec::new();
    let mut first = 0;
    for same in subjects.chunk_by(PartialEq::eq) {
        let next = first + same.len();
        let link = Link {
            topology,
            journey,
            circuit,
            simulation,
            policy,
            gates: &path[first..next],
            next: path.get(next).copied().zip(subjects.get(next).copied()),
        };
        steps.push(Step {
            element: same[0].id(topology).to_owned(),
            reason: link.reason(same[0]),
        });
        first = next;
    }
    steps
}

/// The gates of one step, and what follows behind them.
struct Link<'a> {
    topology: &'a Topology,
    journey: JourneyIndex,
    circuit: &'a Circuit,
    simulation: &'a Simulation,
    policy: Impact,
    gates: &'a [GateIndex],
    next: Option<(GateIndex, Subject)>,
}

impl Link<'_> {
    fn reason(&self, subject: Subject) -> String {
        let Some((_, next)) = self.next else {
            return match subject {
                Subject::Cluster(cluster) => self.of_cluster(cluster),
                Subject::Component(_) => self.unless_restarted("has failed".to_owned()),
                Subject::Domain(_) => "has failed".to_owned(),
            };
        };
        let next_id = next.id(self.topology);
        match subject {
            Subject::Component(_) => self.of_component(next),
            Subject::Domain(_) => format!("is part of `{next_id}`"),
            Subject::Cluster(cluster) => {
                let reason = self.of_cluster(cluster);
                match self.guarded(next) {
                    Some(target) => format!("{reason}; the way to `{target}` leads through `{next_id}`"),
                    None => reason,
                }
            }
        }
    }

    /// The component that can be reached only through what comes next.
    fn guarded(&self, next: Subject) -> Option<&str> {
        match self.circuit.gate(*self.gates.last()?).meaning {
            Meaning::Behind(component) if next != Subject::Component(component) => {
                Some(&self.topology.components[component].id)
            }
            _ => None,
        }
    }

    /// Whether the path goes through a gate of this meaning.
    fn passes(&self, wanted: impl Fn(Meaning) -> bool) -> bool {
        self.gates
            .iter()
            .any(|&gate| wanted(self.circuit.gate(gate).meaning))
    }

    /// The reason why a component does not stand, and that a restart would have helped but does not.
    fn unless_restarted(&self, reason: String) -> String {
        let allowed = Policies::before(Impact::Brief).contains(self.policy);
        if allowed && self.passes(|meaning| matches!(meaning, Meaning::Standing(_))) {
            format!("{reason} and cannot be started again")
        } else {
            reason
        }
    }

    fn of_component(&self, next: Subject) -> String {
        let next_id = next.id(self.topology);
        let passes = |wanted: fn(&Meaning) -> bool| {
            self.gates
                .iter()
                .any(|&gate| wanted(&self.circuit.gate(gate).meaning))
        };
        let restarts = passes(|meaning| matches!(meaning, Meaning::Restart(_)));
        if let Subject::Domain(_) = next {
            let several = self
                .gates
                .iter()
                .any(|&gate| matches!(self.circuit.gate(gate).rule, Rule::MoreThan(_)));
            return if restarts {
                format!("cannot be started again in `{next_id}`, nor anywhere else")
            } else if several {
                self.unless_restarted(format!("has too few instances left without `{next_id}`"))
            } else {
                self.unless_restarted(format!("stands in `{next_id}`"))
            };
        }
        if restarts {
            return format!("cannot be started again without `{next_id}`");
        }
        if let Some(target) = self.guarded(next) {
            return format!("reaches `{target}` only through `{next_id}`");
        }
        match self.input_of(self.gates[0]) {
            Some(input) if input.active == Policies::from(Impact::Degraded) => {
                format!("works less well without `{next_id}`")
            }
            _ => format!("needs `{next_id}`"),
        }
    }

    /// The input of a gate of this step through which the path goes on.
    fn input_of(&self, gate: GateIndex) -> Option<&Input> {
        let place = self.gates.iter().position(|&other| other == gate)?;
        let followed = self
            .gates
            .get(place + 1)
            .copied()
            .or(self.next.map(|(next, _)| next))?;
        let mut inputs = self.circuit.inputs(gate).iter();
        inputs.find(|input| input.gate == followed && input.active.contains(self.policy))
    }

    fn of_cluster(&self, index: ClusterIndex) -> String {
        let cluster = &self.topology.clusters[index];
        match &cluster.mode {
            Mode::ActiveActive {
                health_checked: false,
                ..
            } if self.is_unchecked() => {
                let member = self.member(index);
                format!(
                    "does not check whether its members work: a share of the requests still goes to {member}"
                )
            }
            Mode::ActiveActive { min_available, .. } | Mode::Quorum { min_available } => {
                let least = min_available.in_journey(self.journey);
                match cluster.members.len() {
                    members if members == least as usize => "needs all of its members".to_owned(),
                    members if least > 1 => format!("needs {least} of its {members} members"),
                    _ => self.none_left(),
                }
            }
            Mode::PrimaryReplica { .. } if self.reads() => self.none_left(),
            Mode::ActivePassive {
                active: leader,
                failover,
            }
            | Mode::PrimaryReplica {
                primary: leader,
                failover,
            } => self.of_led(cluster, *leader, failover),
        }
    }

    fn reads(&self) -> bool {
        self.topology.journeys[self.journey].access == JourneyAccess::Read
    }

    /// Whether the path goes on through a member that must work only because nobody checks.
    fn is_unchecked(&self) -> bool {
        self.gates.iter().any(|&gate| {
            self.input_of(gate)
                .is_some_and(|input| input.active == Policies::from(Impact::Partial))
        })
    }

    /// The member through which the path goes on.
    fn member(&self, cluster: ClusterIndex) -> String {
        match self.next {
            Some((_, next @ Subject::Component(_))) => format!("`{}`", next.id(self.topology)),
            _ => format!("any of `{}`", self.topology.clusters[cluster].id),
        }
    }

    fn none_left(&self) -> String {
        let works = match self.policy {
            Impact::Outage => "works",
            Impact::Manual => "works without a person's help",
            Impact::Brief => "works before something has restarted",
            Impact::Partial | Impact::Degraded => "works fully",
        };
        format!("has no member left that {works}")
    }

    /// Why no other member takes over.
    fn of_led(&self, cluster: &Cluster, leader: ComponentIndex, failover: &FailoverPlan) -> String {
        let first = self.gates[0];
        let inputs = self.circuit.inputs(first);
        let whole = matches!(
            self.circuit.gate(first).meaning,
            Meaning::Cluster(_) | Meaning::Named(_)
        );
        let Some(takeover) = inputs.last().filter(|_| whole) else {
            return self.without_takeover(first, failover);
        };
        if takeover.active.contains(self.policy) {
            return self.without_takeover(takeover.gate, failover);
        }
        let mode = cluster.mode.word();
        let stated = match failover.stated {
            Some(stated) => format!("with {stated} failover"),
            None => "without a stated failover, which counts as manual".to_owned(),
        };
        if inputs.len() == 1 {
            let leader = &self.topology.components[leader].id;
            return format!("is {mode} {stated}, and `{leader}`, which leads, is not called");
        }
        let others = cluster.members.iter().filter(|&&member| member != leader);
        let others: Vec<_> = others
            .map(|&member| format!("`{}`", self.topology.components[member].id))
            .collect();
        let others = others.join(" or ");
        match failover.effective() {
            Failover::Restart => format!("is {mode} {stated}: {others} takes over only after a restart"),
            Failover::Manual | Failover::Automatic => {
                format!("is {mode} {stated}: {others} takes over only when a person acts")
            }
        }
    }

    /// Why a takeover that is allowed does not happen.
    fn without_takeover(&self, takeover: GateIndex, failover: &FailoverPlan) -> String {
        let others = match self.circuit.gate(takeover).meaning {
            Meaning::Takeover(_) => self.circuit.inputs(takeover).first().map(|input| input.gate),
            _ => None,
        };
        let others_work = others.is_some_and(|others| self.simulation.fails(others).is_none());
        match failover.by {
            Some(by) if others_work => {
                format!(
                    "cannot pass to another member without `{}`",
                    self.topology.endpoint_id(by)
                )
            }
            _ => self.none_left(),
        }
    }
}
