//! Generated topologies to measure on.

use std::fmt::Write as _;

use infra_audit::load;
use infra_audit::model::Topology;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;

/// How the stacks of a generated topology hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Each stack has a client of its own and needs no other.
    Islands,
    /// One client calls the first stack, and the apps of each stack call the next.
    Chain,
}

/// The components of one stack.
pub const STACK: usize = 10;

/// A topology of as many whole stacks of ten components as `components` holds, as the text of a model.
///
/// A stack is a pair of load balancers, three web servers, two apps and a database pair with a manager, on four hosts
/// in two zones, with about 2.3 connections for each component.
///
/// # Errors
///
/// None in truth: a string takes everything that is written to it.
pub fn topology(components: usize, shape: Shape) -> Result<String, std::fmt::Error> {
    let stacks = components / STACK;
    let mut groups = String::new();
    let mut parts = String::new();
    let mut clusters = String::new();
    let mut connections = String::new();
    let mut journeys = String::new();
    for stack in 0..stacks {
        write_stack(stack, &mut groups, &mut parts, &mut clusters, &mut connections)?;
        if shape == Shape::Islands || stack == 0 {
            write_entry(stack, &mut parts, &mut connections, &mut journeys)?;
        }
        let next = stack + 1;
        if shape == Shape::Chain && next < stacks {
            writeln!(
                connections,
                "  - {{ from: app-{stack}, to: lb-{next}, protocol: https }}"
            )?;
        }
    }
    Ok(format!(
        "name: Generated\ngroups:\n{groups}components:\n{parts}clusters:\n{clusters}connections:\n{connections}\
         journeys:\n{journeys}"
    ))
}

/// One cluster of services, each on a host of its own, all but one of which must work: any two of them stop it.
///
/// # Errors
///
/// None in truth: a string takes everything that is written to it.
pub fn pool(members: usize) -> Result<String, std::fmt::Error> {
    let mut parts = String::from("name: Pool\ncomponents:\n  visitor: { kind: client }\n");
    for member in 0..members {
        writeln!(
            parts,
            "  service-{member}: {{ kind: service, in: host-{member} }}"
        )?;
    }
    writeln!(parts, "groups:")?;
    for member in 0..members {
        writeln!(parts, "  host-{member}: {{ kind: host }}")?;
    }
    write!(
        parts,
        "clusters:\n  pool: {{ mode: active-active, min_available: {}, members: [",
        members - 1
    )?;
    for member in 0..members {
        write!(parts, "service-{member},")?;
    }
    writeln!(parts, "] }}")?;
    writeln!(
        parts,
        "connections:\n  - {{ from: visitor, to: pool, protocol: https }}"
    )?;
    Ok(parts)
}

/// The topology that a text describes.
///
/// # Panics
///
/// The text is no model.
pub fn loaded(text: String) -> Topology {
    let source = Source::new("generated.yaml", text);
    let loaded = load::topology(&source, &Limits::default());
    loaded.expect("generated models are valid").topology
}

fn write_entry(
    stack: usize,
    parts: &mut String,
    connections: &mut String,
    journeys: &mut String,
) -> std::fmt::Result {
    writeln!(parts, "  visitor-{stack}: {{ kind: client }}")?;
    writeln!(
        connections,
        "  - {{ from: visitor-{stack}, to: lb-{stack}, protocol: https, port: 443 }}"
    )?;
    writeln!(
        journeys,
        "  read-{stack}: {{ entry: visitor-{stack}, access: read }}"
    )?;
    writeln!(
        journeys,
        "  write-{stack}: {{ entry: visitor-{stack}, access: write }}"
    )
}

fn write_stack(
    stack: usize,
    groups: &mut String,
    parts: &mut String,
    clusters: &mut String,
    connections: &mut String,
) -> std::fmt::Result {
    for zone in ["a", "b"] {
        writeln!(groups, "  zone-{stack}-{zone}: {{ kind: zone }}")?;
        for host in 1..=2 {
            writeln!(
                groups,
                "  host-{stack}-{zone}{host}: {{ kind: host, in: zone-{stack}-{zone} }}"
            )?;
        }
    }
    let rows = [
        ("lb", "load-balancer", "HAProxy", &["a1", "b1"][..]),
        ("web", "web-server", "Nginx", &["a1", "b1", "b2"]),
        ("app", "app-server", "Gunicorn", &["a2", "b2"]),
        ("db", "database", "MySQL", &["a2", "b2"]),
        ("manager", "service", "Orchestrator", &["a1"]),
    ];
    for (name, kind, software, hosts) in rows {
        for (place, host) in (1..).zip(hosts) {
            writeln!(
                parts,
                "  {name}-{stack}-{place}: {{ kind: {kind}, software: {software}, in: host-{stack}-{host} }}"
            )?;
        }
    }
    writeln!(
        clusters,
        "  lb-{stack}: {{ mode: active-passive, active: lb-{stack}-1, members: [lb-{stack}-1, lb-{stack}-2], \
         failover: automatic }}"
    )?;
    writeln!(
        clusters,
        "  web-{stack}: {{ mode: active-active, members: [web-{stack}-1, web-{stack}-2, web-{stack}-3], \
         min_available: 2 }}"
    )?;
    writeln!(
        clusters,
        "  app-{stack}: {{ mode: active-active, members: [app-{stack}-1, app-{stack}-2] }}"
    )?;
    writeln!(
        clusters,
        "  db-{stack}: {{ mode: primary-replica, primary: db-{stack}-1, members: [db-{stack}-1, db-{stack}-2], \
         failover: restart, failover_by: manager-{stack}-1 }}"
    )?;
    for lb in 1..=2 {
        for web in 1..=3 {
            writeln!(
                connections,
                "  - {{ from: lb-{stack}-{lb}, to: web-{stack}-{web}, protocol: http }}"
            )?;
        }
    }
    for web in 1..=3 {
        for app in 1..=2 {
            writeln!(
                connections,
                "  - {{ from: web-{stack}-{web}, to: app-{stack}-{app}, protocol: http }}"
            )?;
        }
    }
    for app in 1..=2 {
        for db in 1..=2 {
            writeln!(
                connections,
                "  - {{ from: app-{stack}-{app}, to: db-{stack}-{db}, protocol: mysql, port: 3306 }}"
            )?;
        }
    }
    writeln!(
        connections,
        "  - {{ from: db-{stack}-1, to: db-{stack}-2, protocol: mysql, purpose: replication }}"
    )?;
    for target in [
        format!("lb-{stack}"),
        format!("web-{stack}"),
        format!("app-{stack}"),
        format!("db-{stack}"),
    ] {
        writeln!(
            connections,
            "  - {{ from: manager-{stack}-1, to: {target}, purpose: health-check }}"
        )?;
    }
    Ok(())
}
