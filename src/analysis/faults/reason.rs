//! Why one thing fails because of another.

use super::circuit::{Circuit, GateIndex, Input, Meaning, Rule};
use super::impact::Impact;
use super::policy::Policies;
use super::simulation::Simulation;
use super::step::{BrokenRule, Part, Reason, Restart, Step};
use crate::model::{ClusterIndex, ComponentIndex, FailoverPlan, JourneyAccess, JourneyIndex, Mode, Topology};

/// The steps along a path of gates that all fail under `policy`.
pub(super) fn chain(
    topology: &Topology,
    journey: JourneyIndex,
    circuit: &Circuit,
    simulation: &Simulation,
    policy: Impact,
    path: &[GateIndex],
) -> Vec<Step> {
    let mut parts: Vec<Part> = Vec::with_capacity(path.len());
    for &gate in path {
        let part = match circuit.gate(gate).meaning {
            Meaning::Component(component)
            | Meaning::Standing(component)
            | Meaning::Instances(component)
            | Meaning::Restart(component) => Part::Component(component),
            Meaning::Domain(group) => Part::Domain(group),
            Meaning::Cluster(cluster)
            | Meaning::Named(cluster)
            | Meaning::Some(cluster)
            | Meaning::Members(cluster)
            | Meaning::Takeover(cluster) => Part::Cluster(cluster),
            // The way to a component belongs to the one who takes it; a path never begins on one.
            Meaning::Behind(component) => parts.last().copied().unwrap_or(Part::Component(component)),
        };
        parts.push(part);
    }
    let mut steps = Vec::new();
    let mut first = 0;
    for same in parts.chunk_by(PartialEq::eq) {
        let next = first + same.len();
        let link = Link {
            topology,
            journey,
            circuit,
            simulation,
            policy,
            gates: &path[first..next],
            next: path.get(next).copied().zip(parts.get(next).copied()),
        };
        steps.push(Step {
            part: same[0],
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
    next: Option<(GateIndex, Part)>,
}

impl Link<'_> {
    fn reason(&self, part: Part) -> Reason {
        let Some((_, next)) = self.next else {
            return match part {
                Part::Cluster(cluster) => Reason::Cluster {
                    rule: self.of_cluster(cluster),
                    way: None,
                },
                Part::Component(_) => Reason::Failed {
                    restart: self.restart(),
                },
                Part::Domain(_) => Reason::Failed {
                    restart: Restart::Unasked,
                },
            };
        };
        match part {
            Part::Component(_) => self.of_component(next),
            Part::Domain(_) => Reason::PartOf(next),
            Part::Cluster(cluster) => Reason::Cluster {
                rule: self.of_cluster(cluster),
                way: self.guarded(next).map(|target| (target, next)),
            },
        }
    }

    /// The component that can be reached only through what comes next.
    fn guarded(&self, next: Part) -> Option<ComponentIndex> {
        match self.circuit.gate(*self.gates.last()?).meaning {
            Meaning::Behind(component) if next != Part::Component(component) => Some(component),
            _ => None,
        }
    }

    /// Whether the path goes through a gate of this meaning.
    fn passes(&self, wanted: impl Fn(Meaning) -> bool) -> bool {
        self.gates
            .iter()
            .any(|&gate| wanted(self.circuit.gate(gate).meaning))
    }

    /// Whether a restart would have helped a component that does not stand.
    fn restart(&self) -> Restart {
        let allowed = Policies::before(Impact::Brief).contains(self.policy);
        if allowed && self.passes(|meaning| matches!(meaning, Meaning::Standing(_))) {
            Restart::Impossible
        } else {
            Restart::Unasked
        }
    }

    fn of_component(&self, next: Part) -> Reason {
        let restarts = self.passes(|meaning| matches!(meaning, Meaning::Restart(_)));
        if let Part::Domain(_) = next {
            let several = self
                .gates
                .iter()
                .any(|&gate| matches!(self.circuit.gate(gate).rule, Rule::MoreThan(_)));
            let (domain, restart) = (next, self.restart());
            return if restarts {
                Reason::NowhereElse(domain)
            } else if several {
                Reason::TooFewWithout { domain, restart }
            } else {
                Reason::StandsIn { domain, restart }
            };
        }
        if restarts {
            return Reason::RestartNeeds(next);
        }
        if let Some(target) = self.guarded(next) {
            return Reason::Behind { target, gate: next };
        }
        match self.input_of(self.gates[0]) {
            Some(input) if input.active == Policies::from(Impact::Degraded) => Reason::Misses(next),
            _ => Reason::Needs(next),
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

    fn of_cluster(&self, index: ClusterIndex) -> BrokenRule {
        let cluster = &self.topology.clusters[index];
        match &cluster.mode {
            Mode::ActiveActive {
                health_checked: false,
                ..
            } if self.is_unchecked() => BrokenRule::Unchecked(self.member()),
            Mode::ActiveActive { min_available, .. } | Mode::Quorum { min_available } => {
                let least = min_available.in_journey(self.journey);
                match cluster.members.len() {
                    members if members == least as usize => BrokenRule::All,
                    _ if least > 1 => BrokenRule::Least(least),
                    _ => BrokenRule::NoneLeft(self.policy),
                }
            }
            Mode::PrimaryReplica { .. } if self.reads() => BrokenRule::NoneLeft(self.policy),
            Mode::ActivePassive { failover, .. } | Mode::PrimaryReplica { failover, .. } => {
                self.of_led(failover)
            }
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
    fn member(&self) -> Option<ComponentIndex> {
        match self.next {
            Some((_, Part::Component(component))) => Some(component),
            _ => None,
        }
    }

    /// Why no other member takes over.
    fn of_led(&self, failover: &FailoverPlan) -> BrokenRule {
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
        if inputs.len() == 1 {
            BrokenRule::LeaderNotCalled
        } else {
            BrokenRule::LateTakeover
        }
    }

    /// Why a takeover that is allowed does not happen.
    fn without_takeover(&self, takeover: GateIndex, failover: &FailoverPlan) -> BrokenRule {
        let others = match self.circuit.gate(takeover).meaning {
            Meaning::Takeover(_) => self.circuit.inputs(takeover).first().map(|input| input.gate),
            _ => None,
        };
        let others_work = others.is_some_and(|others| self.simulation.fails(others).is_none());
        match failover.by {
            Some(by) if others_work => BrokenRule::NoTakeoverWithout(by),
            _ => BrokenRule::NoneLeft(self.policy),
        }
    }
}
