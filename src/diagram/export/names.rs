//! Names for elements that every language takes as they are.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ClusterIndex, ComponentIndex, Endpoint, GroupIndex, Table, Topology};

/// A name for each element, unique, of letters, digits and underscores.
///
/// A name is made from the identifier, so that a change of one element leaves the names of the others alone. Its
/// first word keeps it apart from the keywords of every language.
#[derive(Debug)]
pub(super) struct Names {
    components: Table<ComponentIndex, String>,
    clusters: Table<ClusterIndex, String>,
    groups: Table<GroupIndex, String>,
}

impl Names {
    /// Names for all elements of a topology.
    pub(super) fn new(topology: &Topology) -> Self {
        let mut given = Given::default();
        Self {
            components: topology
                .components
                .values()
                .map(|component| given.name("c", &component.id))
                .collect(),
            clusters: topology
                .clusters
                .values()
                .map(|cluster| given.name("cluster", &cluster.id))
                .collect(),
            groups: topology
                .groups
                .values()
                .map(|group| given.name("group", &group.id))
                .collect(),
        }
    }

    /// The name of a component, or of the hub of a cluster.
    pub(super) fn endpoint(&self, endpoint: Endpoint) -> &str {
        match endpoint {
            Endpoint::Component(component) => &self.components[component],
            Endpoint::Cluster(cluster) => &self.clusters[cluster],
        }
    }

    /// The name of a group.
    pub(super) fn group(&self, group: GroupIndex) -> &str {
        &self.groups[group]
    }
}

/// The names that are taken.
#[derive(Debug, Default)]
struct Given {
    names: BTreeSet<String>,
    next: BTreeMap<String, usize>,
}

impl Given {
    /// A name that nothing else has. Identifiers that differ in punctuation alone are numbered.
    fn name(&mut self, sort: &str, id: &str) -> String {
        let plain: String = id
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() {
                    letter
                } else {
                    '_'
                }
            })
            .collect();
        let base = format!("{sort}_{plain}");
        if self.names.insert(base.clone()) {
            return base;
        }
        let next = self.next.entry(base.clone()).or_insert(2);
        loop {
            let numbered = format!("{base}_{next}");
            *next += 1;
            if self.names.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Given;

    #[test]
    fn no_two_identifiers_share_a_name() {
        let mut given = Given::default();
        let names = ["a.b", "a-b", "a/b", "a-b-2", "a_b", "é"].map(|id| given.name("c", id));
        assert_eq!(
            names,
            ["c_a_b", "c_a_b_2", "c_a_b_3", "c_a_b_2_2", "c_a_b_4", "c__"]
        );
    }
}
