//! What an element says of itself, key by key as a file would say it.
//!
//! Each function takes its element apart without leaving anything out, so that a new field cannot be forgotten here.

use crate::model::{
    AcceptedRisk, Cluster, Component, ComponentIndex, Connection, Endpoint, Group, GroupIndex, Guarded,
    Journey, Mode, Need, Replicas, ServedJourneys, Threshold, Topology,
};

/// The keys of an element, each with what it says; `None` where the file does not say.
///
/// The keys stand in the same order for every element of a sort, or are absent. What is a set in the file is sorted.
pub(super) type Attributes = Vec<(&'static str, Option<String>)>;

pub(super) fn of_model(topology: &Topology) -> Attributes {
    // What else a topology holds are elements of their own.
    let concerns = topology.out_of_scope.iter().map(ToString::to_string);
    vec![
        ("name", Some(topology.name.clone())),
        ("description", topology.description.clone()),
        ("out_of_scope", list(concerns)),
    ]
}

pub(super) fn of_group(topology: &Topology, group: &Group) -> Attributes {
    let Group {
        id: _,
        span: _,
        kind,
        title,
        parent,
        trust,
        firewall,
        monitored_by,
        backed_up_by,
        availability,
    } = group;
    vec![
        ("kind", text(kind)),
        ("title", title.clone()),
        (
            "in",
            list(parent.iter().map(|&parent| group_id(topology, parent))),
        ),
        ("trust", stated(trust.as_ref())),
        ("firewall", stated(firewall.as_ref())),
        ("monitored_by", endpoints(topology, monitored_by)),
        ("backed_up_by", endpoints(topology, backed_up_by)),
        ("availability", stated(availability.as_ref())),
    ]
}

pub(super) fn of_component(topology: &Topology, component: &Component) -> Attributes {
    let Component {
        id: _,
        span: _,
        kind,
        title,
        software,
        description,
        places,
        replicas: Replicas {
            count,
            min_available,
            spread,
        },
        restarts,
        managed,
        balance,
        firewall,
        guards,
        monitored_by,
        backed_up_by,
        address,
        data,
        encrypted_at_rest,
        availability,
        // The cluster says so.
        cluster: _,
    } = component;
    let shared = places.iter().skip(1).map(|&place| group_id(topology, place));
    let home = component.home().map(|home| group_id(topology, home));
    let guards = guards.iter().map(|guarded| match *guarded {
        Guarded::Group(group) => group_id(topology, group),
        Guarded::Component(component) => component_id(topology, component),
    });
    vec![
        ("kind", text(kind)),
        ("title", title.clone()),
        ("software", software.clone()),
        ("description", description.clone()),
        ("in", list(home.into_iter().chain(sorted(shared)))),
        ("replicas", text(count)),
        ("min_available", text(min_available)),
        (
            "spread",
            list(spread.iter().map(|&group| group_id(topology, group))),
        ),
        ("restarts", stated(restarts.as_ref())),
        ("managed", text(managed)),
        ("balance", stated(balance.as_ref())),
        ("firewall", stated(firewall.as_ref())),
        ("guards", list(sorted(guards))),
        ("monitored_by", endpoints(topology, monitored_by)),
        ("backed_up_by", endpoints(topology, backed_up_by)),
        ("address", address.clone()),
        ("data", stated(data.as_ref())),
        ("encrypted_at_rest", stated(encrypted_at_rest.as_ref())),
        ("availability", stated(availability.as_ref())),
    ]
}

pub(super) fn of_cluster(topology: &Topology, cluster: &Cluster) -> Attributes {
    let Cluster {
        id: _,
        span: _,
        title,
        description,
        mode,
        members,
        address,
    } = cluster;
    let members = members.iter().map(|&member| component_id(topology, member));
    let (min_available, health_checked) = match mode {
        Mode::ActiveActive {
            min_available,
            health_checked,
        } => (Some(min_available), Some(health_checked)),
        Mode::Quorum { min_available } => (Some(min_available), None),
        Mode::ActivePassive { .. } | Mode::PrimaryReplica { .. } => (None, None),
    };
    let leader = mode.leader().map(|leader| component_id(topology, leader));
    let (active, primary) = match mode {
        Mode::PrimaryReplica { .. } => (None, leader),
        _ => (leader, None),
    };
    let failover = mode.failover();
    vec![
        ("mode", text(mode.word())),
        ("title", title.clone()),
        ("description", description.clone()),
        ("members", list(sorted(members))),
        ("active", active),
        ("primary", primary),
        ("failover", stated(failover.and_then(|plan| plan.stated).as_ref())),
        (
            "failover_by",
            list(
                failover
                    .and_then(|plan| plan.by)
                    .map(|by| topology.endpoint_id(by).to_owned())
                    .into_iter(),
            ),
        ),
        (
            "min_available",
            min_available.map(|threshold| of_threshold(topology, threshold)),
        ),
        ("health_checked", stated(health_checked)),
        ("address", address.clone()),
    ]
}

fn of_threshold(topology: &Topology, threshold: &Threshold) -> String {
    let Threshold { default, by_journey } = threshold;
    if by_journey.is_empty() {
        return default.to_string();
    }
    let numbers = by_journey
        .iter()
        .map(|(&journey, number)| format!("{}: {number}", topology.journeys[journey].id));
    numbers
        .chain([format!("else: {default}")])
        .collect::<Vec<_>>()
        .join(", ")
}

pub(super) fn of_connection(topology: &Topology, connection: &Connection) -> Attributes {
    let Connection {
        id: _,
        span: _,
        // They make the identifier.
        from: _,
        to: _,
        protocol,
        port,
        tls,
        redirect,
        purpose,
        need,
        serves,
        access,
        auth,
        data,
        description,
    } = connection;
    let serves = match serves {
        ServedJourneys::All => None,
        ServedJourneys::Only(journeys) => {
            let ids = journeys
                .iter()
                .map(|&journey| topology.journeys[journey].id.clone());
            list(sorted(ids))
        }
    };
    let need = match need {
        Need::Hard => Some("hard"),
        Need::Optional => Some("optional"),
        Need::Startup => Some("startup"),
        Need::Nothing => None,
    };
    vec![
        (
            "protocol",
            stated(protocol.as_ref().map(|protocol| &protocol.name)),
        ),
        ("port", stated(port.as_ref())),
        ("tls", stated(tls.as_ref())),
        ("redirect", text(redirect)),
        ("purpose", text(purpose)),
        ("dependency", stated(need.as_ref())),
        ("for", serves),
        ("access", text(access)),
        ("auth", stated(auth.as_ref())),
        ("data", stated(data.as_ref())),
        ("description", description.clone()),
    ]
}

pub(super) fn of_journey(topology: &Topology, journey: &Journey) -> Attributes {
    let Journey {
        id: _,
        span: _,
        entry,
        access,
        // An assumed journey is no element of the file.
        assumed: _,
    } = journey;
    vec![
        ("entry", text(topology.endpoint_id(*entry))),
        ("access", text(access)),
    ]
}

pub(super) fn of_accepted_risk(risk: &AcceptedRisk) -> Attributes {
    let AcceptedRisk {
        span: _,
        rule_span: _,
        // They make the identifier.
        rule: _,
        at: _,
        reason,
        until,
        by,
    } = risk;
    vec![
        ("reason", Some(reason.clone())),
        ("until", text(until)),
        ("by", by.clone()),
    ]
}

fn group_id(topology: &Topology, group: GroupIndex) -> String {
    topology.groups[group].id.clone()
}

fn component_id(topology: &Topology, component: ComponentIndex) -> String {
    topology.components[component].id.clone()
}

fn endpoints(topology: &Topology, endpoints: &[Endpoint]) -> Option<String> {
    let ids = endpoints
        .iter()
        .map(|&endpoint| topology.endpoint_id(endpoint).to_owned());
    list(sorted(ids))
}

fn sorted(words: impl Iterator<Item = String>) -> std::vec::IntoIter<String> {
    let mut words: Vec<_> = words.collect();
    words.sort_unstable();
    words.into_iter()
}

/// The words with commas between them; nothing is not stated.
fn list(words: impl Iterator<Item = String>) -> Option<String> {
    let words: Vec<_> = words.collect();
    (!words.is_empty()).then(|| words.join(", "))
}

#[expect(clippy::unnecessary_wraps, reason = "it stands among what may be unstated")]
fn text(value: &(impl ToString + ?Sized)) -> Option<String> {
    Some(value.to_string())
}

fn stated(value: Option<&impl ToString>) -> Option<String> {
    value.map(ToString::to_string)
}
