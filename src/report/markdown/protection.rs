//! How a design is protected and watched.

use super::escape::{Markdown, prose as markdown};
use crate::model::{Component, Concern, Group, GroupKind, Guarded, Kind, Purpose, Role, Topology, Trust};
use crate::report::prose::Prose;
use crate::report::survey::Survey;

/// One paragraph each on firewalls, encryption and monitoring.
pub(super) fn paragraphs(survey: &Survey<'_>) -> Vec<Markdown> {
    [firewalls(survey), encryption(survey), monitoring(survey)]
        .iter()
        .map(markdown)
        .collect()
}

fn is_silent_on(topology: &Topology, concern: Concern) -> bool {
    topology.out_of_scope.contains(&concern)
}

fn firewalls(survey: &Survey<'_>) -> Prose {
    let topology = survey.topology;
    let devices = topology
        .components
        .values()
        .filter(|component| matches!(component.kind, Kind::Firewall | Kind::Waf));
    let mut text = Prose::default();
    for device in devices {
        text = text.sentence(device_sentence(topology, device));
    }
    let filtered: Vec<_> = topology
        .groups
        .values()
        .filter(|group| group.firewall == Some(true))
        .map(Group::name)
        .chain(
            topology
                .components
                .values()
                .filter(|component| component.firewall == Some(true))
                .map(Component::name),
        )
        .collect();
    if !filtered.is_empty() {
        text = text.sentence(
            Prose::default()
                .words("A firewall policy filters what crosses the border of ")
                .names(filtered)
                .words("."),
        );
    }
    let no_networks = || Prose::default().words(NETWORKS_NOT_MODELLED);
    let is_unknown = !is_silent_on(topology, Concern::Firewall) && !topology.groups.values().any(is_network);
    if !text.is_empty() {
        return if is_unknown {
            text.sentence(no_networks())
        } else {
            text
        };
    }
    let text = Prose::default().words(if is_silent_on(topology, Concern::Firewall) {
        "On firewalls the model is silent."
    } else {
        "There is no firewall: nothing filters what comes in, so whoever can reach the network can try every port of every server."
    });
    if is_unknown {
        text.sentence(no_networks())
    } else {
        text
    }
}

const NETWORKS_NOT_MODELLED: &str =
    "Networks are not modelled, so it cannot be told whether the public entry and the data share one.";

const fn is_network(group: &Group) -> bool {
    matches!(
        group.kind,
        GroupKind::Network | GroupKind::Vpc | GroupKind::Subnet | GroupKind::ClusterNetwork
    )
}

fn device_sentence(topology: &Topology, device: &Component) -> Prose {
    let text = Prose::default().name(device.name());
    if device.guards.is_empty() {
        return text.words(" filters the traffic that is sent through it.");
    }
    let guarded = device.guards.iter().map(|guarded| match guarded {
        Guarded::Group(group) => topology.groups[*group].name(),
        Guarded::Component(component) => topology.components[*component].name(),
    });
    text.words(" filters what comes to ")
        .names(guarded)
        .words(" from outside.")
}

fn encryption(survey: &Survey<'_>) -> Prose {
    let topology = survey.topology;
    if is_silent_on(topology, Concern::Encryption) {
        return Prose::default().words("On encryption the model is silent.");
    }
    let from_outside = || {
        topology.connections.values().filter(|connection| {
            connection.purpose == Purpose::Traffic
                && survey.places.end_trust(topology, connection.from) == Trust::Untrusted
                && connection
                    .protocol
                    .as_ref()
                    .is_none_or(|protocol| protocol.carries_content)
        })
    };
    let targets = |encrypted: bool| {
        let mut names: Vec<_> = from_outside()
            .filter(|connection| connection.encrypted() == Some(encrypted))
            .map(|connection| topology.endpoint_name(connection.to))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let (encrypted, plain) = (targets(true), targets(false));
    let mut text = Prose::default();
    if !encrypted.is_empty() {
        text = text
            .words("What users send to ")
            .names(encrypted)
            .words(" is encrypted on the way: nobody in between can read or change it.");
    }
    if !plain.is_empty() {
        text = text.sentence(
            Prose::default()
                .words("What users send to ")
                .names(plain)
                .words(" is not encrypted (no HTTPS): anybody on the way can read it and change it."),
        );
    }
    if text.is_empty() {
        text = text.words("Whether the traffic from outside is encrypted, the model does not say.");
    }
    text
}

fn monitoring(survey: &Survey<'_>) -> Prose {
    let topology = survey.topology;
    let own: Vec<_> = topology
        .components
        .iter()
        .filter(|(_, component)| !matches!(component.kind.role(), Role::Outside | Role::Support))
        .map(|(index, _)| index)
        .collect();
    let (watched, unwatched): (Vec<_>, Vec<_>) = own
        .into_iter()
        .partition(|&component| survey.coverage.is_monitored(component));
    let monitors: Vec<_> = survey.coverage.monitors().iter().copied().collect();
    if watched.is_empty() {
        return Prose::default().words(if is_silent_on(topology, Concern::Monitoring) {
            "On monitoring the model is silent."
        } else {
            "Nothing is monitored: bottlenecks, failures and attacks go unnoticed until users complain."
        });
    }
    let mut text = Prose::default()
        .words("Monitoring tells the people in charge when something is slow, fails or is attacked. ");
    text = match monitors.len() {
        1 => text
            .name(topology.components[monitors[0]].name())
            .words(" watches "),
        _ => text.names(survey.names(&monitors)).words(" watch "),
    };
    if unwatched.is_empty() {
        text.words("every component that serves requests or keeps data.")
    } else {
        text.names(survey.names(&watched))
            .words("; nothing watches ")
            .names(survey.names(&unwatched))
            .words(".")
    }
}
