//! What is near something.

use super::Focus;
use crate::model::{ComponentIndex, Index, Topology};

/// Whether each component is within the focus: a search in breadth along connections, in both directions.
pub(super) fn near(topology: &Topology, focus: &Focus) -> Vec<bool> {
    let mut near = vec![false; topology.components.len()];
    let mut ends: Vec<Vec<(usize, bool)>> = vec![Vec::new(); topology.components.len()];
    for (number, connection) in topology.connections.values().enumerate() {
        for (end, leaving) in [(&connection.from, true), (&connection.to, false)] {
            for member in topology.members(end) {
                ends[member.place()].push((number, leaving));
            }
        }
    }
    let connections: Vec<_> = topology.connections.values().collect();
    let mut followed = vec![[false; 2]; connections.len()];
    let mut reached: Vec<ComponentIndex> = focus.on.clone();
    for component in &reached {
        near[component.place()] = true;
    }
    for _ in 0..focus.hops {
        let mut next = Vec::new();
        for component in reached {
            for &(number, leaving) in &ends[component.place()] {
                if std::mem::replace(&mut followed[number][usize::from(leaving)], true) {
                    continue;
                }
                let connection = connections[number];
                let other = if leaving { &connection.to } else { &connection.from };
                for &member in topology.members(other) {
                    if !std::mem::replace(&mut near[member.place()], true) {
                        next.push(member);
                    }
                }
            }
        }
        reached = next;
    }
    near
}
