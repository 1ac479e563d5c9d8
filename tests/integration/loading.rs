//! Files to topologies: what each key means, and that nothing hangs on order or chance.

use infra_audit::diagnostic::{Diagnostic, Level};
use infra_audit::load::{self, Loaded};
use infra_audit::model::{
    Access, Auth, Availability, ComponentIndex, Data, Endpoint, Failover, GroupIndex, Guarded, JourneyAccess,
    Kind, Mode, Need, Purpose, Restarts, ServedJourneys, Topology, Trust,
};
use infra_audit::source::Source;
use infra_audit::yaml::{self, Limits, Spanned, Value};
use proptest::prelude::*;

const EVERYTHING: &str = include_str!("loading/everything.yaml");

fn read(text: &str) -> Result<Loaded, Vec<Diagnostic>> {
    load::topology(&Source::new("model.yaml", text), &Limits::default())
}

fn topology(text: &str) -> Topology {
    read(text).expect("the model is right").topology
}

fn component(topology: &Topology, id: &str) -> ComponentIndex {
    let mut found = topology
        .components
        .iter()
        .filter(|(_, component)| component.id == id);
    found.next().expect("the component is there").0
}

fn group(topology: &Topology, id: &str) -> GroupIndex {
    let mut found = topology.groups.iter().filter(|(_, group)| group.id == id);
    found.next().expect("the group is there").0
}

fn endpoint(topology: &Topology, id: &str) -> Endpoint {
    let cluster = topology.clusters.iter().find(|(_, cluster)| cluster.id == id);
    cluster.map_or_else(
        || Endpoint::Component(component(topology, id)),
        |(cluster, _)| Endpoint::Cluster(cluster),
    )
}

/// A topology in words, without places.
fn without_places(topology: &Topology) -> String {
    let text = format!("{topology:?}");
    let mut parts = text.split("Span { start: ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let end = part.find('}').expect("a span is closed");
        text + "Span {" + &part[end..]
    })
}

#[test]
fn every_key_reaches_the_topology() {
    let loaded = read(EVERYTHING).expect("the model is right");
    assert_eq!(loaded.warnings, []);
    let topology = loaded.topology;
    assert_eq!(topology.name, "Everything");
    assert_eq!(
        topology.description.as_deref(),
        Some("A shop that uses every key there is.")
    );
    assert_eq!(topology.out_of_scope.len(), 5);

    let main = &topology.groups[group(&topology, "vpc.main")];
    assert_eq!(main.parent, Some(group(&topology, "east")));
    assert_eq!((main.trust, main.firewall), (Some(Trust::Restricted), Some(true)));
    assert_eq!(main.monitored_by, [endpoint(&topology, "watcher")]);
    let east = &topology.groups[group(&topology, "east")];
    assert_eq!(
        east.backed_up_by,
        ["vault", "archives"].map(|id| endpoint(&topology, id))
    );
    assert_eq!(
        topology.groups[group(&topology, "internet")].name(),
        "The Internet"
    );
    assert_eq!(topology.groups[group(&topology, "host/1")].firewall, Some(false));

    let balancer = &topology.components[component(&topology, "balancer")];
    assert_eq!(balancer.name(), "The 'balancer'");
    assert_eq!(balancer.description.as_deref(), Some("Spreads\nrequests."));
    assert_eq!(balancer.places, ["host/1", "7"].map(|id| group(&topology, id)));
    let unavailability = |stated: Option<Availability>| stated.map(Availability::unavailability);
    assert_eq!(unavailability(balancer.availability), Some(0.001));
    let zone = &topology.groups[group(&topology, "zone-a")];
    assert_eq!(unavailability(zone.availability), Some(0.0001));
    assert_eq!(balancer.firewall, Some(true));
    assert_eq!(balancer.address.as_deref(), Some("10.0.0.1"));
    let wall = &topology.components[component(&topology, "wall")];
    let guarded = [
        Guarded::Group(group(&topology, "vpc.main")),
        Guarded::Component(component(&topology, "db-1")),
    ];
    assert_eq!(wall.guards, guarded);
    let app = &topology.components[component(&topology, "app")];
    assert_eq!((app.replicas.count, app.replicas.min_available), (4, 2));
    assert_eq!(
        app.replicas.spread,
        ["zone-a", "zone-b"].map(|id| group(&topology, id))
    );
    assert_eq!(
        (app.restarts, app.data),
        (Some(Restarts::Automatic), Some(Data::Internal))
    );
    assert_eq!(
        app.monitored_by,
        ["watcher", "watchers"].map(|id| endpoint(&topology, id))
    );
    let first = &topology.components[component(&topology, "db-1")];
    assert_eq!((first.encrypted_at_rest, first.managed), (Some(true), true));
    assert_eq!(
        first.cluster.map(Endpoint::Cluster),
        Some(endpoint(&topology, "db"))
    );
}

#[test]
fn every_cluster_has_its_mode() {
    let topology = topology(EVERYTHING);
    let mode = |id: &str| match endpoint(&topology, id) {
        Endpoint::Cluster(cluster) => topology.clusters[cluster].mode.clone(),
        Endpoint::Component(_) => panic!("{id} is a cluster"),
    };
    let journey = |id: &str| {
        let mut found = topology.journeys.iter().filter(|(_, journey)| journey.id == id);
        found.next().expect("the journey is there").0
    };
    let Mode::PrimaryReplica { primary, failover } = mode("db") else {
        panic!("db has a primary");
    };
    assert_eq!(primary, component(&topology, "db-1"));
    assert_eq!(failover.stated, Some(Failover::Automatic));
    assert_eq!(failover.by, Some(endpoint(&topology, "watchers")));
    let Mode::Quorum { min_available } = mode("caches") else {
        panic!("caches vote");
    };
    assert_eq!(min_available.default, 2, "a majority of three");
    let Mode::ActiveActive {
        min_available,
        health_checked,
    } = mode("workers")
    else {
        panic!("workers are all active");
    };
    assert!(!health_checked);
    let numbers = ["order", "browse", "watch"].map(|id| min_available.in_journey(journey(id)));
    assert_eq!(numbers, [2, 1, 1]);
    let Mode::ActivePassive { active, .. } = mode("gates") else {
        panic!("one gate is active");
    };
    assert_eq!(active, component(&topology, "gate-2"));
    let Endpoint::Cluster(db) = endpoint(&topology, "db") else {
        panic!("db is a cluster");
    };
    let members = ["db-2", "db-1"].map(|id| component(&topology, id));
    assert_eq!(topology.clusters[db].members, members, "in file order");
}

#[test]
fn connections_keep_their_order_and_say_what_is_needed() {
    let topology = topology(EVERYTHING);
    let ids: Vec<_> = topology
        .connections
        .values()
        .map(|connection| connection.id.as_str())
        .collect();
    assert_eq!(
        ids[..3],
        ["visitor -> balancer", "visitor -> balancer #2", "balancer -> app"]
    );
    assert_eq!(ids[14], "balancer -> app #2");
    let needs: Vec<_> = topology
        .connections
        .values()
        .map(|connection| connection.need)
        .collect();
    let expected = {
        use Need::{Hard, Nothing, Optional, Startup};
        [
            Hard, Hard, Hard, Hard, Hard, Optional, Hard, Startup, Nothing, Hard, Optional, Nothing, Nothing,
            Nothing, Nothing,
        ]
    };
    assert_eq!(needs, expected);
    let connections: Vec<_> = topology.connections.values().collect();
    assert_eq!(connections[0].encrypted(), Some(false));
    assert!(connections[0].redirect);
    assert_eq!(connections[1].effective_port(), Some(8443));
    assert_eq!(
        (connections[2].encrypted(), connections[2].effective_port()),
        (Some(true), Some(80))
    );
    assert_eq!(
        (connections[3].access, connections[3].auth),
        (Access::Write, Some(Auth::Certificate))
    );
    assert_eq!(connections[4].encrypted(), None, "no protocol, nothing known");
    assert_eq!(connections[8].purpose, Purpose::Replication);
    assert!(matches!(&connections[9].serves, ServedJourneys::Only(journeys) if journeys.len() == 1));
}

#[test]
fn journeys_and_risks_are_read() {
    let topology = topology(EVERYTHING);
    let journeys: Vec<_> = topology
        .journeys
        .values()
        .map(|journey| (journey.id.as_str(), journey.access))
        .collect();
    let expected = [
        ("batch", JourneyAccess::Any),
        ("browse", JourneyAccess::Read),
        ("order", JourneyAccess::Write),
        ("watch", JourneyAccess::Any),
    ];
    assert_eq!(journeys, expected);
    assert!(topology.journeys.values().all(|journey| !journey.assumed));
    let risks: Vec<_> = topology
        .accepted_risks
        .iter()
        .map(|risk| (risk.at.as_str(), risk.until.to_string()))
        .collect();
    assert_eq!(
        risks,
        [
            ("balancer", "2027-03-31".to_owned()),
            ("visitor -> *", "2028-02-29".to_owned())
        ]
    );
    assert_eq!(topology.accepted_risks[0].by.as_deref(), Some("Ann"));
}

#[test]
fn places_are_those_of_the_ids() {
    let source = Source::new("everything.yaml", EVERYTHING);
    let topology = topology(EVERYTHING);
    assert_eq!(source.slice(topology.name_span), "name");
    for component in topology.components.values() {
        assert_eq!(source.slice(component.span), component.id);
    }
    for group in topology.groups.values() {
        assert_eq!(source.slice(group.span).trim_matches('"'), group.id);
    }
    for cluster in topology.clusters.values() {
        assert_eq!(source.slice(cluster.span), cluster.id);
    }
    for connection in topology.connections.values() {
        let entry = source.slice(connection.span);
        assert!(entry.contains("from: ") && !entry.ends_with('\n'), "{entry}");
    }
}

fn journeys(text: &str) -> Vec<(String, JourneyAccess, bool)> {
    let topology = topology(text);
    let journeys = topology.journeys.values();
    journeys
        .map(|journey| (journey.id.clone(), journey.access, journey.assumed))
        .collect()
}

#[test]
fn without_journeys_they_follow_from_the_clients() {
    assert_eq!(journeys("name: x\n"), []);
    let one = "name: x\ncomponents: { user: { kind: client }";
    let serve = ("serve".to_owned(), JourneyAccess::Any, true);
    assert_eq!(journeys(&format!("{one} }}")), [serve]);
    let two =
        format!("{one}, bot: {{ kind: client }}, a: {{ kind: database }}, b: {{ kind: database }} }}\n");
    let ids = |text: &str| journeys(text).into_iter().map(|(id, ..)| id).collect::<Vec<_>>();
    assert_eq!(ids(&two), ["bot-serve", "user-serve"]);
    let with_primary = two + "clusters: { db: { mode: primary-replica, primary: a, members: [a, b] } }\n";
    assert_eq!(
        ids(&with_primary),
        ["bot-read", "bot-write", "user-read", "user-write"]
    );
    assert_eq!(
        ids(&(with_primary + "journeys: {}\n")),
        ["bot-read", "bot-write", "user-read", "user-write"]
    );
}

#[test]
fn a_part_of_a_file_is_a_topology_without_a_name() {
    let text =
        "example:\n  model:\n    components:\n      app: { kind: service }\n      web: { kind: servce }\n";
    let source = Source::new("rule.yaml", text);
    let file: Value = yaml::read(&source, &Limits::default()).expect("the file is right");
    let model = inside(
        inside(
            &Spanned::new(file, infra_audit::source::Span::default()),
            "example",
        ),
        "model",
    )
    .clone();
    let problems = load::topology_part(&model).expect_err("a misspelt kind");
    let [problem] = problems.as_slice() else {
        panic!("one problem: {problems:?}");
    };
    let span = problem.span.expect("a place");
    assert_eq!(
        (source.slice(span), source.position(span.start).to_string()),
        ("servce", "5:20".to_owned())
    );

    let source = Source::new("rule.yaml", text.replace("servce", "service"));
    let file: Value = yaml::read(&source, &Limits::default()).expect("the file is right");
    let model = inside(
        inside(
            &Spanned::new(file, infra_audit::source::Span::default()),
            "example",
        ),
        "model",
    )
    .clone();
    let topology = load::topology_part(&model).expect("the model is right").topology;
    assert_eq!((topology.name.as_str(), topology.components.len()), ("", 2));
    assert_eq!(
        source.slice(topology.components[component(&topology, "web")].span),
        "web"
    );
    assert_eq!(
        topology.components[component(&topology, "web")].kind,
        Kind::Service
    );
}

/// The value of a key.
fn inside<'value>(map: &'value Spanned<Value>, key: &str) -> &'value Spanned<Value> {
    let entries = match &map.value {
        Value::Map(entries) => entries.as_slice(),
        _ => &[],
    };
    let mut found = entries.iter().filter(|(found, _)| found.value == key);
    &found.next().expect("the key is there").1
}

/// A value as JSON, which is YAML too, with the entries of each mapping in an order that follows from the seed.
fn shuffled(value: &Value, seed: &mut u64, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(truth) => text.push_str(&truth.to_string()),
        Value::Integer(number) => text.push_str(&number.to_string()),
        Value::Float(number) => text.push_str(&number.to_string()),
        Value::Text(content) => text.push_str(&quoted(content)),
        Value::List(items) => {
            text.push('[');
            for item in items {
                shuffled(&item.value, seed, text);
                text.push_str(", ");
            }
            text.push(']');
        }
        Value::Map(entries) => {
            let mut order: Vec<_> = entries.iter().collect();
            for last in (1..order.len()).rev() {
                *seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let other = usize::try_from(*seed >> 33).expect("31 bits fit") % (last + 1);
                order.swap(last, other);
            }
            text.push('{');
            for (key, value) in order {
                text.push_str(&quoted(&key.value));
                text.push_str(": ");
                shuffled(&value.value, seed, text);
                text.push_str(", ");
            }
            text.push('}');
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}

fn everything() -> Value {
    yaml::read(&Source::new("everything.yaml", EVERYTHING), &Limits::default()).expect("the file is right")
}

#[test]
fn a_component_may_talk_to_itself_but_does_not_need_itself() {
    let text = |purpose: &str| {
        format!(
            "name: Loop\ncomponents:\n  cache: {{ kind: cache, replicas: 3 }}\nconnections:\n  \
             - {{ from: cache, to: cache{purpose} }}\n"
        )
    };
    let peers = read(&text(", purpose: replication")).expect("a model");
    assert_eq!(peers.warnings, []);
    let loop_of_requests = read(&text("")).expect("a model");
    let [warning] = loop_of_requests.warnings.as_slice() else {
        panic!("one warning: {:?}", loop_of_requests.warnings);
    };
    assert_eq!(warning.message, "`cache` is connected to itself");
    assert_eq!(warning.level, Level::Warning);
}

proptest! {
    #[test]
    fn the_order_of_keys_means_nothing(mut seed: u64) {
        let mut text = String::new();
        shuffled(&everything(), &mut seed, &mut text);
        prop_assert_eq!(without_places(&topology(&text)), without_places(&topology(EVERYTHING)));
    }

    #[test]
    fn a_part_means_what_the_file_means(mut seed: u64) {
        let mut text = String::new();
        shuffled(&everything(), &mut seed, &mut text);
        let file: Value = yaml::read(&Source::new("m", text), &Limits::default()).expect("the file is right");
        let part = Spanned::new(file, infra_audit::source::Span::default());
        let topology_of_part = load::topology_part(&part).expect("the part is right").topology;
        prop_assert_eq!(without_places(&topology_of_part), without_places(&topology(EVERYTHING)));
    }

    /// A damaged file is read or refused; what is refused has its places within the file.
    #[test]
    fn a_damaged_file_does_no_harm(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..9_usize), 1..6)
    ) {
        const SCRAPS: [&str; 9] =
            ["", ":", "- ", "{", "]", "\t", "&a *a", "!!t 5", "\r\n  \"é\n"];
        let mut text = EVERYTHING.to_owned();
        for (start, length, scrap) in cuts {
            let length = length.index(20);
            let start = start.index(text.len());
            if text.is_char_boundary(start) && text.is_char_boundary((start + length).min(text.len())) {
                let end = (start + length).min(text.len());
                text.replace_range(start..end, SCRAPS[scrap]);
            }
        }
        check(&text)?;
    }

    /// Anything that looks a little like YAML is read or refused.
    #[test]
    fn whatever_looks_like_yaml_does_no_harm(
        tokens in prop::collection::vec(
            prop::sample::select(vec![
                "name", "components", "groups", "clusters", "connections", "journeys", "kind", "in", "from", "to",
                "client", "a", "b", ": ", ":", "\n", "\n  ", "\n    ", "\n- ", "- ", "{", "}", "[", "]", ", ", "&a ",
                "*a", "!t ", "|\n", ">-\n", "'", "\"", "#", "? ", "---\n", "...\n", "%YAML 1.2\n", "<<", "~", "1", "-.5",
                "\t", "\r\n", "\u{feff}", "é", "\u{0}", "\\", "@", "`", "accepted_risks", "members", "mode",
            ]),
            0..60,
        )
    ) {
        check(&tokens.concat())?;
    }

    #[test]
    fn any_text_does_no_harm(text in "\\PC{0,200}") {
        check(&text)?;
    }
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let problems = match read(text) {
        Ok(loaded) => loaded.warnings,
        Err(problems) => {
            prop_assert!(!problems.is_empty());
            problems
        }
    };
    let end = u32::try_from(text.len()).expect("the text is short");
    for problem in problems {
        let related = problem.related.iter().map(|(span, _)| *span);
        for span in problem.span.into_iter().chain(related) {
            prop_assert!(span.start <= span.end && span.end <= end, "{problem:?}");
            prop_assert!(text.is_char_boundary(span.start as usize), "{problem:?}");
            prop_assert!(text.is_char_boundary(span.end as usize), "{problem:?}");
        }
    }
    Ok(())
}
