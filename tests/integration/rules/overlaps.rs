//! One root cause, one finding: which rules may speak about one element at the same time, and why.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use infra_audit::audit::{Audit, Settings};
use infra_audit::finding::Subject;
use infra_audit::load::{self, Loaded};
use infra_audit::model::{GroupIndex, Topology};
use infra_audit::rules::{Catalogue, Example};
use infra_audit::source::Source;
use infra_audit::yaml::Limits;

/// Rules that may stand at one element, because mending what one of them says leaves what the other says.
const INDEPENDENT: &[(&str, &str, &str)] = &[
    (
        "backup-missing",
        "exposed-datastore",
        "copies do not close a door, and a closed door keeps no copies",
    ),
    (
        "backup-missing",
        "fragile-quorum",
        "more voters repeat a deletion, they do not undo it",
    ),
    (
        "backup-missing",
        "manual-failover",
        "a standby repeats a deletion, it does not undo it",
    ),
    (
        "backup-missing",
        "single-point-of-failure",
        "a second instance repeats a deletion, and copies serve nobody",
    ),
    (
        "backup-missing",
        "slow-failover",
        "a standby repeats a deletion, it does not undo it",
    ),
    (
        "backup-missing",
        "unencrypted-data",
        "copies encrypt nothing, and encryption copies nothing",
    ),
    (
        "colocated-roles",
        "shared-fate",
        "copies on two hosts can each stand beside the data, and data that has moved away leaves the copies together",
    ),
    (
        "colocated-roles",
        "single-point-of-failure",
        "two such hosts are no single point, and each still mixes what serves with what keeps data",
    ),
    (
        "dependency-cycle",
        "single-point-of-failure",
        "two of each member still wait for each other in a circle",
    ),
    (
        "duplicate-address",
        "single-point-of-failure",
        "a corrected address adds no second instance",
    ),
    (
        "exposed-admin",
        "missing-firewall",
        "a filter lets administration pass if nothing else is said",
    ),
    (
        "exposed-datastore",
        "fragile-quorum",
        "more voters are reached from outside as well",
    ),
    (
        "exposed-datastore",
        "single-point-of-failure",
        "a second instance is reached from outside as well",
    ),
    (
        "exposed-datastore",
        "slow-failover",
        "a standby that runs is reached from outside as well",
    ),
    (
        "exposed-monitoring",
        "hard-support-dependency",
        "a VPN before the dashboards leaves the need, and an optional need leaves them in sight",
    ),
    (
        "exposed-monitoring",
        "missing-authentication",
        "a login leaves a registry in sight, and a filter at the border asks nobody who they are",
    ),
    (
        "exposed-monitoring",
        "missing-firewall",
        "a filter lets the dashboards' port pass if nothing else is said",
    ),
    (
        "fragile-quorum",
        "single-point-of-failure",
        "of two voters each stops a journey by itself: the faults say which, the quorum says why",
    ),
    (
        "load-balancer-bypass",
        "missing-firewall",
        "a filter on the border leaves the way beside the load balancer",
    ),
    (
        "missing-authentication",
        "missing-firewall",
        "a filter asks nobody who they are",
    ),
    ("missing-firewall", "missing-https", "a filter encrypts nothing"),
    (
        "missing-firewall",
        "no-horizontal-scaling",
        "a filter takes no load",
    ),
    ("missing-firewall", "tls-ends-early", "a filter encrypts nothing"),
    (
        "missing-https",
        "no-horizontal-scaling",
        "encryption takes no load",
    ),
    (
        "missing-monitoring",
        "unreachable-journey",
        "both are said of the model as a whole, of what it watches and of what it serves",
    ),
    (
        "missing-waf",
        "single-point-of-failure",
        "a web application firewall before one instance leaves it one instance",
    ),
    (
        "no-horizontal-scaling",
        "tls-ends-early",
        "encryption takes no load",
    ),
    (
        "shared-fate",
        "single-point-of-failure",
        "a host that two single parts stop as well: copies on two hosts leave them single",
    ),
    (
        "single-point-of-failure",
        "slow-failover",
        "a host that is an outage of one journey, and runs what restarts in others",
    ),
    (
        "single-point-of-failure",
        "third-party-dependency",
        "a second instance of somebody else's service leaves the design in somebody else's hands",
    ),
];

/// What a finding is about: the element at which it stands, and for a cluster its members and the failure domains
/// that hold all of them as well.
fn about(topology: &Topology, subject: Subject) -> Vec<Subject> {
    let Subject::Cluster(cluster) = subject else {
        return vec![subject];
    };
    let members = &topology.clusters[cluster].members;
    let domains = |member| -> BTreeSet<GroupIndex> {
        let component = &topology.components[member];
        let around = component
            .places
            .iter()
            .flat_map(|&place| topology.enclosing(place));
        around
            .filter(|&group| topology.groups[group].kind.is_failure_domain())
            .collect()
    };
    let shared = members.iter().map(|&member| domains(member));
    let shared = shared.reduce(|left, right| &left & &right).unwrap_or_default();
    let members = members.iter().map(|&member| Subject::Component(member));
    let elements = std::iter::once(subject).chain(members);
    elements.chain(shared.into_iter().map(Subject::Group)).collect()
}

/// Every model at hand, with what it is called.
fn models(catalogue: &Catalogue) -> Vec<(String, Loaded, Settings)> {
    let mut models = Vec::new();
    for rule in catalogue.rules() {
        let examples = rule.examples.flagged.iter().chain(&rule.examples.clean);
        for (place, Example { model, today, .. }) in examples.enumerate() {
            let loaded = load::topology_part(model).expect("a valid model");
            models.push((
                format!("example {place} of {}", rule.id),
                loaded,
                Settings { today: *today },
            ));
        }
    }
    for folder in ["models", "tests/integration/faults/cases"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let files = fs::read_dir(folder).expect("a folder of models");
        let mut files: Vec<_> = files.map(|file| file.expect("a readable entry").path()).collect();
        files.retain(|file| file.extension().is_some_and(|ending| ending == "yaml"));
        files.sort();
        for file in files {
            let name = file.display().to_string();
            let source = Source::new(&name, fs::read_to_string(&file).expect("a readable model"));
            let loaded = load::topology(&source, &Limits::default()).expect("a valid model");
            models.push((name, loaded, Settings::default()));
        }
    }
    models
}

#[test]
fn no_two_rules_speak_of_one_root_cause() {
    let catalogue = Catalogue::built_in();
    let mut seen: BTreeMap<(String, String), String> = BTreeMap::new();
    for (name, loaded, settings) in models(&catalogue) {
        let source = Source::new(name.as_str(), "");
        let audit = Audit::new(source, loaded, &catalogue, settings).expect("known rules only");
        let mut rules: BTreeMap<Subject, BTreeSet<&str>> = BTreeMap::new();
        for finding in &audit.findings {
            for element in about(&audit.topology, finding.subject) {
                rules.entry(element).or_default().insert(&finding.rule);
            }
        }
        for (element, rules) in rules {
            for first in &rules {
                for second in
                    rules.range::<str, _>((std::ops::Bound::Excluded(*first), std::ops::Bound::Unbounded))
                {
                    let pair = ((*first).to_owned(), (*second).to_owned());
                    let place = format!("{} in {name}", element.id(&audit.topology));
                    seen.entry(pair).or_insert(place);
                }
            }
        }
    }
    let justified: BTreeSet<(String, String)> = INDEPENDENT
        .iter()
        .map(|&(first, second, _)| (first.to_owned(), second.to_owned()))
        .collect();
    let new: Vec<_> = seen
        .iter()
        .filter(|(pair, _)| !justified.contains(*pair))
        .collect();
    assert!(new.is_empty(), "two rules at one element: {new:#?}");
    let gone: Vec<_> = justified
        .iter()
        .filter(|pair| !seen.contains_key(*pair))
        .collect();
    assert!(
        gone.is_empty(),
        "these never meet, so they need no reason: {gone:#?}"
    );
}
