//! What holds of every comparison.

use std::fmt::Write;
use std::sync::OnceLock;

use infra_audit::analysis::faults::Defaults;
use infra_audit::audit::baseline::{self, Baseline};
use infra_audit::audit::change::{Before, Change, Comparison};
use infra_audit::audit::{Audit, Settings};
use infra_audit::load;
use infra_audit::report::json;
use infra_audit::rules::Catalogue;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;
use proptest::prelude::*;

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(Catalogue::built_in)
}

fn audit(name: &str, text: &str) -> Audit {
    let source = Source::new(name, text);
    let loaded = load::topology(&source, &Limits::default());
    let loaded = loaded.map_err(|problems| format!("{problems:?}\n{text}"));
    let loaded = loaded.expect("the model is right");
    let today = "2026-11-23".parse().ok();
    Audit::new(source, loaded, catalogue(), Settings { today }).expect("an audit")
}

/// A model as choices, of which two versions have many in common.
#[derive(Clone, Debug)]
struct Model {
    groups: Vec<(u8, Option<u8>, u8)>,
    components: Vec<(u8, Option<u8>, u8)>,
    connections: Vec<(u8, u8, u8, u8)>,
    cluster: u8,
    journeys: u8,
    accepted: Vec<(u8, u8)>,
    titles: bool,
}

fn models() -> impl Strategy<Value = Model> {
    let group = (0..4_u8, proptest::option::of(0..4_u8), 0..4_u8);
    let component = (0..10_u8, proptest::option::of(0..4_u8), 0..6_u8);
    let connection = (0..8_u8, 0..8_u8, 0..8_u8, 0..8_u8);
    (
        proptest::collection::vec(group, 0..4),
        proptest::collection::vec(component, 3..8),
        proptest::collection::vec(connection, 0..14),
        0..5_u8,
        0..3_u8,
        proptest::collection::vec((0..3_u8, 0..8_u8), 0..3),
        any::<bool>(),
    )
        .prop_map(
            |(groups, components, connections, cluster, journeys, accepted, titles)| Model {
                groups,
                components,
                connections,
                cluster,
                journeys,
                accepted,
                titles,
            },
        )
}

/// Lines in another order for each seed; zero leaves them as they are.
fn ordered(mut lines: Vec<String>, seed: u64) -> Vec<String> {
    if seed > 0 {
        let mix = |place: usize| (place as u64 + 1).wrapping_mul(seed | 1).rotate_left(17) % 1_000_003;
        let mut keyed: Vec<_> = lines.drain(..).enumerate().collect();
        keyed.sort_by_key(|&(place, _)| mix(place));
        lines = keyed.into_iter().map(|(_, line)| line).collect();
    }
    lines
}

const GROUPS: [&str; 4] = ["host", "zone", "network", "subnet"];

const TRUST: [&str; 4] = [
    "",
    ", trust: untrusted",
    ", firewall: true",
    ", trust: restricted",
];

const KINDS: [&str; 10] = [
    "load-balancer",
    "web-server",
    "app-server",
    "service",
    "database",
    "cache",
    "queue",
    "monitoring",
    "dns",
    "external",
];

const SAYS: [&str; 6] = [
    "",
    ", availability: 99.9%",
    ", replicas: 2",
    ", restarts: automatic",
    ", data: confidential",
    ", managed: true",
];

const PROTOCOLS: [&str; 8] = [
    "http",
    "https",
    "mysql",
    "ssh",
    "tcp",
    "redis",
    "postgresql",
    "dns",
];

const PURPOSES: [&str; 8] = [
    "",
    "",
    "",
    ", dependency: optional",
    ", purpose: admin",
    ", access: read",
    ", port: 8080",
    ", tls: true",
];

const RULES: [&str; 3] = ["single-point-of-failure", "missing-monitoring", "backup-missing"];

/// The group that a choice stands for, as an entry.
fn inside(choice: Option<u8>, before: usize) -> String {
    let group = choice.map(usize::from).filter(|&group| group < before);
    group.map_or_else(String::new, |group| format!(", in: g{group}"))
}

impl Model {
    /// The model as a file, with everything in another order for each seed, and other titles for each word.
    fn text(&self, seed: u64, word: &str) -> String {
        let mut text = "name: Random\n".to_owned();
        for (name, lines) in [
            ("groups", self.groups(word)),
            ("components", self.components(word)),
            ("clusters", self.clusters(word)),
            ("connections", self.connections()),
            ("journeys", self.journeys()),
            ("accepted_risks", self.accepted_risks()),
        ] {
            if !lines.is_empty() {
                writeln!(text, "{name}:\n{}", ordered(lines, seed).join("\n")).expect("a string");
            }
        }
        text
    }

    fn title(&self, word: &str) -> String {
        if self.titles {
            format!(", title: {word} thing")
        } else {
            String::new()
        }
    }

    fn groups(&self, word: &str) -> Vec<String> {
        let groups = self.groups.iter().enumerate();
        let line = |(place, &(kind, parent, trust)): (usize, &(u8, Option<u8>, u8))| {
            let (kind, trust) = (GROUPS[usize::from(kind)], TRUST[usize::from(trust)]);
            let inside = inside(parent, place);
            format!(
                "  g{place}: {{ kind: {kind}{inside}{trust}{} }}",
                self.title(word)
            )
        };
        groups.map(line).collect()
    }

    fn components(&self, word: &str) -> Vec<String> {
        let components = self.components.iter().enumerate();
        let line = |(place, &(kind, home, says)): (usize, &(u8, Option<u8>, u8))| {
            let inside = inside(home, self.groups.len());
            let (kind, says) = match place {
                0 => ("client", ""),
                _ => (KINDS[usize::from(kind)], SAYS[usize::from(says)]),
            };
            format!("  c{place}: {{ kind: {kind}{inside}{says}{} }}", self.title(word))
        };
        components.map(line).collect()
    }

    fn clusters(&self, word: &str) -> Vec<String> {
        let mode = match self.cluster {
            1 => "mode: active-active",
            2 => "mode: primary-replica, primary: c1, failover: manual",
            3 => "mode: active-passive, active: c2",
            4 => "mode: active-active, health_checked: false",
            _ => return Vec::new(),
        };
        vec![format!(
            "  k: {{ {mode}, members: [c1, c2]{} }}",
            self.title(word)
        )]
    }

    fn connections(&self) -> Vec<String> {
        let count = self.components.len();
        let connections = self.connections.iter();
        let line = |&(from, to, protocol, purpose): &(u8, u8, u8, u8)| {
            let (from, to) = (usize::from(from) % count, usize::from(to) % count);
            let (protocol, purpose) = (PROTOCOLS[usize::from(protocol)], PURPOSES[usize::from(purpose)]);
            (from != to).then(|| format!("  - {{ from: c{from}, to: c{to}, protocol: {protocol}{purpose} }}"))
        };
        connections.filter_map(line).collect()
    }

    fn journeys(&self) -> Vec<String> {
        let access = ["read", "write"].iter().take(usize::from(self.journeys));
        access
            .map(|access| format!("  j-{access}: {{ entry: c0, access: {access} }}"))
            .collect()
    }

    fn accepted_risks(&self) -> Vec<String> {
        let accepted = self.accepted.iter();
        let line = |&(rule, at): &(u8, u8)| {
            let rule = RULES[usize::from(rule)];
            format!("  - {{ rule: {rule}, at: c{at}, reason: known, until: 2027-01-01 }}")
        };
        accepted.map(line).collect()
    }
}

fn change<'a>(base: &'a Audit, head: &'a Audit) -> Change<'a> {
    Change::new(Some(base), head, &Defaults::default())
}

/// The rule and the message of each finding, sorted.
fn keys<'a>(findings: impl Iterator<Item = &'a infra_audit::finding::Finding>) -> Vec<(String, String)> {
    let mut keys: Vec<_> = findings
        .map(|finding| (finding.rule.clone(), finding.message.clone()))
        .collect();
    keys.sort();
    keys
}

/// The findings of a comparison that were this before.
fn that<'a>(
    audit: &'a Audit,
    comparison: &'a Comparison<'_>,
    is_wanted: impl Fn(Before) -> bool + 'a,
) -> impl Iterator<Item = &'a infra_audit::finding::Finding> {
    let findings = audit.findings.iter().zip(&comparison.findings);
    findings
        .filter(move |(_, before)| is_wanted(**before))
        .map(|(finding, _)| finding)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_has_changed_in_what_is_the_same(model in models()) {
        let [base, head] = ["base", "head"].map(|name| audit(name, &model.text(0, "the")));
        let change = change(&base, &head);
        prop_assert!(change.elements.is_empty(), "{:?}", change.elements);
        prop_assert!(change.journeys.is_empty(), "{:?}", change.journeys);
        prop_assert!(change.findings.fixed.is_empty());
        for (finding, before) in head.findings.iter().zip(&change.findings.findings) {
            prop_assert_eq!(*before, Before::Open(finding.severity));
        }
        prop_assert!(change.findings.accepted.iter().all(|&before| before == Before::Accepted));
    }

    #[test]
    fn order_and_titles_move_no_finding(model in models(), seed in 1..u64::MAX) {
        let base = audit("base", &model.text(0, "the"));
        let head = audit("head", &model.text(seed, "another"));
        let change = change(&base, &head);
        let new: Vec<_> = that(&head, &change.findings, Before::is_new).map(|finding| &finding.message).collect();
        prop_assert!(new.is_empty(), "{:?}\n{}\n{}", new, base.source.text(), head.source.text());
        prop_assert!(change.findings.fixed.is_empty());
        for (finding, before) in head.findings.iter().zip(&change.findings.findings) {
            prop_assert_eq!(*before, Before::Open(finding.severity), "{}", finding.message);
        }
        prop_assert!(change.journeys.is_empty(), "{:?}", change.journeys);
        prop_assert!(change.elements.added.is_empty() && change.elements.removed.is_empty());
        for changed in &change.elements.changed {
            let keys: Vec<_> = changed.keys.iter().map(|key| key.key).collect();
            prop_assert_eq!(keys, ["title"]);
        }
    }

    #[test]
    fn there_and_back_is_the_same_the_other_way_round(one in models(), other in models()) {
        let [base, head] = [one, other].map(|model| audit("model", &model.text(0, "the")));
        let there = change(&base, &head);
        let back = change(&head, &base);
        let plainly_new = |before| before == Before::Absent;
        let plainly_fixed = |change: &Change<'_>| {
            let fixed = change.findings.fixed.iter().filter(|fixed| !fixed.was_accepted);
            keys(fixed.map(|fixed| fixed.finding))
        };
        prop_assert_eq!(keys(that(&head, &there.findings, plainly_new)), plainly_fixed(&back));
        prop_assert_eq!(plainly_fixed(&there), keys(that(&base, &back.findings, plainly_new)));
        let kept = |before: Before| !before.is_new();
        prop_assert_eq!(
            that(&head, &there.findings, kept).count(),
            that(&base, &back.findings, kept).count()
        );
        let newly_accepted = |change: &Change<'_>| {
            change.findings.accepted.iter().filter(|&&before| before != Before::Accepted).count()
        };
        let no_longer_accepted = |change: &Change<'_>| {
            let reopened = change.findings.findings.iter().filter(|&&before| before == Before::Accepted);
            let gone = change.findings.fixed.iter().filter(|fixed| fixed.was_accepted);
            reopened.count() + gone.count()
        };
        prop_assert_eq!(newly_accepted(&there), no_longer_accepted(&back));
        prop_assert_eq!(no_longer_accepted(&there), newly_accepted(&back));
        prop_assert_eq!(&there.elements.added, &back.elements.removed);
        prop_assert_eq!(&there.elements.removed, &back.elements.added);
        prop_assert_eq!(there.elements.changed.len(), back.elements.changed.len());
        prop_assert_eq!(there.journeys.len(), back.journeys.len());
        for (forth, back) in there.journeys.iter().zip(&back.journeys) {
            prop_assert_eq!(&forth.id, &back.id);
            prop_assert_eq!(forth.impacts.len(), back.impacts.len());
            for (forth, back) in forth.impacts.iter().zip(&back.impacts) {
                prop_assert_eq!((&forth.element, forth.from, forth.to), (&back.element, back.to, back.from));
            }
        }
    }

    #[test]
    fn every_finding_is_told_once(one in models(), other in models()) {
        let [base, head] = [one, other].map(|model| audit("model", &model.text(0, "the")));
        let comparison = Comparison::new(Some(&base), &head);
        prop_assert_eq!(comparison.findings.len(), head.findings.len());
        prop_assert_eq!(comparison.accepted.len(), head.accepted.len());
        let before = comparison.findings.iter().chain(&comparison.accepted);
        let kept = before.filter(|&&before| before != Before::Absent).count();
        prop_assert_eq!(kept + comparison.fixed.len(), base.findings.len() + base.accepted.len());
    }

    #[test]
    fn a_baseline_knows_what_it_was_made_of(model in models(), seed in 0..u64::MAX) {
        let base = audit("model.yaml", &model.text(0, "the"));
        let written = Baseline::of([("model.yaml", &base)]);
        let mut bytes = Vec::new();
        json::baseline(&mut bytes, &written).expect("writing to memory");
        let source = Source::from_bytes("baseline.json", bytes).expect("text");
        let read = baseline::read(&source, &Limits::default()).expect("a baseline");
        prop_assert_eq!(&read, &written);
        let head = audit("model.yaml", &model.text(seed, "another"));
        let audits = [("model.yaml".to_owned(), &head)];
        let compared = read.compare(&audits, |_| false);
        prop_assert!(compared.elsewhere.is_empty());
        let [comparison] = compared.comparisons.as_slice() else { panic!("one model") };
        prop_assert!(comparison.stale.is_empty(), "{:?}", comparison.stale);
        prop_assert!(comparison.findings.iter().all(|before| !before.is_new()));
    }
}
