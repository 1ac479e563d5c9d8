//! Quantifiers over relations, compared with the plainest way to evaluate them.
//!
//! The engine answers many entities at once and remembers what they share; the oracle here walks the model for each
//! entity by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use infra_audit::analysis::faults::simulate;
use infra_audit::diagnostic::Problems;
use infra_audit::load;
use infra_audit::model::{ComponentIndex, Endpoint, ProtocolTable, Topology};
use infra_audit::rules::facts::{Entity, Evidence, Sort};
use infra_audit::rules::pattern::{Asker, Compiler, Memory, Truth};
use infra_audit::source::Source;
use infra_audit::yaml::{self, Limits, Spanned, Value};
use proptest::prelude::*;

/// A small model: for each component its group, its cluster and what it says of its firewall; and who calls whom,
/// where numbers past the last component name clusters.
#[derive(Clone, Debug)]
struct Model {
    components: Vec<(Option<usize>, Option<usize>, Option<bool>)>,
    parents: Vec<Option<usize>>,
    calls: Vec<(usize, usize)>,
}

fn model() -> impl Strategy<Value = Model> {
    (2..8_usize, 0..4_usize).prop_flat_map(|(components, groups)| {
        let group = proptest::option::of(0..groups.max(1));
        let component = (
            group,
            proptest::option::of(0..2_usize),
            proptest::option::of(any::<bool>()),
        );
        let parents: Vec<_> = (0..groups)
            .map(|place| proptest::option::of(0..place.max(1)))
            .collect();
        let calls = prop::collection::vec((0..components + 2, 0..components + 2), 0..12);
        (prop::collection::vec(component, components), parents, calls).prop_map(
            move |(components, parents, calls)| Model {
                components: components
                    .into_iter()
                    .map(|(group, cluster, firewall)| (group.filter(|_| groups > 0), cluster, firewall))
                    .collect(),
                // A group stands in an earlier one or in none, so that there is no circle.
                parents: parents
                    .into_iter()
                    .enumerate()
                    .map(|(place, parent)| parent.filter(|_| place > 0))
                    .collect(),
                calls,
            },
        )
    })
}

impl Model {
    /// The model in the topology format. Clusters with fewer than two members are left out.
    fn text(&self) -> String {
        let mut text = String::from("name: Random\ngroups: {");
        for (place, parent) in self.parents.iter().enumerate() {
            let parent = parent
                .map(|parent| format!(", in: g{parent}"))
                .unwrap_or_default();
            write!(text, " g{place}: {{ kind: network{parent} }},").expect("text");
        }
        text += " }\ncomponents: {";
        let mut members: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (place, (group, cluster, firewall)) in self.components.iter().enumerate() {
            let group = group.map(|group| format!(", in: g{group}")).unwrap_or_default();
            let firewall = firewall
                .map(|firewall| format!(", firewall: {firewall}"))
                .unwrap_or_default();
            write!(text, " c{place}: {{ kind: service{group}{firewall} }},").expect("text");
            if let Some(cluster) = cluster {
                members.entry(*cluster).or_default().push(format!("c{place}"));
            }
        }
        members.retain(|_, members| members.len() > 1);
        text += " }\nclusters: {";
        for (cluster, members) in &members {
            let members = members.join(", ");
            write!(
                text,
                " k{cluster}: {{ mode: active-active, members: [{members}] }},"
            )
            .expect("text");
        }
        text += " }\nconnections: [";
        let name = |end: usize| match end.checked_sub(self.components.len()) {
            None => Some(format!("c{end}")),
            Some(cluster) => members.contains_key(&cluster).then(|| format!("k{cluster}")),
        };
        for &(from, to) in &self.calls {
            if let (Some(from), Some(to)) = (name(from), name(to))
                && from != to
            {
                write!(text, " {{ from: {from}, to: {to} }},").expect("text");
            }
        }
        text + " ]\n"
    }
}

fn members(topology: &Topology, end: Endpoint) -> Vec<ComponentIndex> {
    match end {
        Endpoint::Component(component) => vec![component],
        Endpoint::Cluster(cluster) => topology.clusters[cluster].members.clone(),
    }
}

/// The connections that lead from or to a component, by name or by the name of its cluster.
fn connections(topology: &Topology, component: ComponentIndex, forward: bool) -> Vec<Endpoint> {
    let all = topology.connections.values();
    all.map(|connection| (connection.from, connection.to))
        .map(|(from, to)| if forward { (from, to) } else { (to, from) })
        .filter(|&(near, _)| members(topology, near).contains(&component))
        .map(|(_, far)| far)
        .collect()
}

fn reach(topology: &Topology, component: ComponentIndex, forward: bool) -> BTreeSet<ComponentIndex> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![component];
    while let Some(next) = waiting.pop() {
        for end in connections(topology, next, forward) {
            for member in members(topology, end) {
                if reached.insert(member) {
                    waiting.push(member);
                }
            }
        }
    }
    reached
}

fn stated(topology: &Topology, component: ComponentIndex) -> Truth {
    topology.components[component]
        .firewall
        .map_or(Truth::Unknown, Truth::from)
}

fn least(truths: impl Iterator<Item = Truth>) -> Truth {
    truths.min().unwrap_or(Truth::Yes)
}

fn quantified(quantifier: &str, truths: Vec<Truth>) -> Truth {
    match quantifier {
        "every" => least(truths.into_iter()),
        "none" => least(truths.into_iter().map(|truth| !truth)),
        _ => !least(truths.into_iter().map(|truth| !truth)),
    }
}

fn pattern(text: &str) -> Spanned<Value> {
    yaml::read(&Source::new("pattern", text), &Limits::default()).expect("YAML")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agree_with_an_oracle(model in model()) {
        let source = Source::new("model.yaml", model.text());
        let topology = load::topology(&source, &Limits::default()).expect("a valid model").topology;
        let faults = simulate(&topology);
        let evidence = Evidence::new(&topology, &faults);
        for quantifier in ["every", "some", "none"] {
            let protocols = ProtocolTable::default();
            let mut compiler = Compiler::new(&protocols, 0, Problems::default());
            let mut compile = |sort, relation: &str, inner: &str| {
                compiler.pattern(sort, &pattern(&format!("{{ {quantifier}: {{ {relation}: {inner} }} }}")))
            };
            let own = "{ firewall: true }";
            let downstream = compile(Sort::Component, "downstream", own);
            let upstream = compile(Sort::Component, "upstream", own);
            let outgoing = compile(Sort::Component, "outgoing", "{ to: { firewall: true } }");
            let incoming = compile(Sort::Component, "incoming", "{ from: { firewall: true } }");
            let holds = compile(Sort::Group, "holds", own);
            let memory = Memory::new(compiler.slots());
            prop_assert!(!compiler.finish().has_error());
            let asker = Asker::new(&evidence, &memory);
            for component in topology.components.indices() {
                let entity = Entity::Component(component);
                for (pattern, forward) in [(&downstream, true), (&upstream, false)] {
                    let reached = reach(&topology, component, forward);
                    let truths = reached.into_iter().map(|other| stated(&topology, other)).collect();
                    prop_assert_eq!(asker.ask(pattern, entity), quantified(quantifier, truths));
                }
                for (pattern, forward) in [(&outgoing, true), (&incoming, false)] {
                    let ends = connections(&topology, component, forward).into_iter();
                    let truths = ends.map(|end| {
                        let members = members(&topology, end).into_iter();
                        quantified("some", members.map(|member| stated(&topology, member)).collect())
                    });
                    prop_assert_eq!(asker.ask(pattern, entity), quantified(quantifier, truths.collect()));
                }
            }
            for group in topology.groups.indices() {
                let inside = topology.components.indices().filter(|&component| {
                    topology.home_groups(component).any(|around| around == group)
                });
                let truths = inside.map(|component| stated(&topology, component)).collect();
                prop_assert_eq!(asker.ask(&holds, Entity::Group(group)), quantified(quantifier, truths));
            }
        }
    }
}
