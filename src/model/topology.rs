//! The topology as a whole, and what follows from where things stand.

use std::collections::BTreeSet;

use super::cluster::{Cluster, ClusterIndex};
use super::component::{Component, ComponentIndex};
use super::connection::{Connection, ConnectionIndex, Endpoint};
use super::group::{Group, GroupIndex};
use super::journey::{Journey, JourneyIndex};
use super::kind::{Concern, GroupKind, Kind, Trust};
use super::risk::AcceptedRisk;
use super::table::Table;
use crate::source::Span;

/// Something that can fail: a component, or a failure domain with everything in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    /// One instance of a component.
    Component(ComponentIndex),
    /// A failure domain.
    Group(GroupIndex),
}

/// One infrastructure, with every reference resolved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topology {
    /// What it is called.
    pub name: String,
    /// Where the `name` key stands.
    pub name_span: Span,
    /// What it is, in the author's words.
    pub description: Option<String>,
    /// The concerns on which the file is silent.
    pub out_of_scope: BTreeSet<Concern>,
    /// Where things are, by identifier.
    pub groups: Table<GroupIndex, Group>,
    /// What does the work, by identifier.
    pub components: Table<ComponentIndex, Component>,
    /// Redundancy, by identifier.
    pub clusters: Table<ClusterIndex, Cluster>,
    /// Who calls whom, in file order.
    pub connections: Table<ConnectionIndex, Connection>,
    /// What users come for, by identifier; assumed ones where the file has none.
    pub journeys: Table<JourneyIndex, Journey>,
    /// Findings that somebody has decided to live with, in file order.
    pub accepted_risks: Vec<AcceptedRisk>,
}

impl Topology {
    /// The group and every group around it, innermost first.
    pub fn enclosing(&self, group: GroupIndex) -> impl Iterator<Item = GroupIndex> {
        std::iter::successors(Some(group), |&inner| self.groups[inner].parent)
    }

    /// The group in which a component is drawn: its own, or else the innermost around all groups that its instances are
    /// spread over.
    pub fn drawn_in(&self, component: ComponentIndex) -> Option<GroupIndex> {
        let own = self.components[component].home();
        own.or_else(|| self.around_spread(component))
    }

    /// The innermost group around everything over which the instances of a component are spread.
    ///
    /// Time: linear in the groups of the spread and in the depth of these.
    pub fn around_spread(&self, component: ComponentIndex) -> Option<GroupIndex> {
        let (&first, rest) = self.components[component].replicas.spread.split_first()?;
        let mut common: Vec<_> = self.enclosing(first).collect();
        for &group in rest {
            let mut around: Vec<_> = self.enclosing(group).collect();
            let (outer, others) = (common.iter().rev(), around.iter().rev());
            let shared = outer.zip(others).take_while(|(one, other)| one == other).count();
            around.drain(..around.len() - shared);
            common = around;
        }
        common.first().copied()
    }

    /// The groups around the place where a component is drawn, innermost first.
    pub fn home_groups(&self, component: ComponentIndex) -> impl Iterator<Item = GroupIndex> {
        self.drawn_in(component)
            .into_iter()
            .flat_map(|home| self.enclosing(home))
    }

    /// The innermost host on which a component stands.
    pub fn host(&self, component: ComponentIndex) -> Option<GroupIndex> {
        self.home_groups(component)
            .find(|&group| self.groups[group].kind == GroupKind::Host)
    }

    /// The trust of what stands directly in a group: its own, or else inherited, or else trusted.
    pub fn group_trust(&self, group: GroupIndex) -> Trust {
        self.enclosing(group)
            .find_map(|group| self.groups[group].trust)
            .unwrap_or(Trust::Trusted)
    }

    /// The trust of a component: that of its home, or else the least of what it is spread over, or, in no group, what
    /// its kind implies.
    pub fn trust(&self, component: ComponentIndex) -> Trust {
        let component = &self.components[component];
        let spread = component.replicas.spread.iter();
        let stands_in = component.home().map(|home| self.group_trust(home));
        match stands_in.or_else(|| spread.map(|&group| self.group_trust(group)).min()) {
            Some(trust) => trust,
            None if matches!(
                component.kind,
                Kind::Client | Kind::External | Kind::Dns | Kind::Cdn
            ) =>
            {
                Trust::Untrusted
            }
            None => Trust::Trusted,
        }
    }

    /// The components that an endpoint names: itself, or the members of the cluster.
    pub fn members<'a>(&'a self, endpoint: &'a Endpoint) -> &'a [ComponentIndex] {
        match endpoint {
            Endpoint::Component(component) => std::slice::from_ref(component),
            Endpoint::Cluster(cluster) => &self.clusters[*cluster].members,
        }
    }

    /// The identifier of an endpoint.
    pub fn endpoint_id(&self, endpoint: Endpoint) -> &str {
        match endpoint {
            Endpoint::Component(component) => &self.components[component].id,
            Endpoint::Cluster(cluster) => &self.clusters[cluster].id,
        }
    }

    /// Where an endpoint stands in the file.
    pub fn endpoint_span(&self, endpoint: Endpoint) -> Span {
        match endpoint {
            Endpoint::Component(component) => self.components[component].span,
            Endpoint::Cluster(cluster) => self.clusters[cluster].span,
        }
    }

    /// The name to show for an endpoint.
    pub fn endpoint_name(&self, endpoint: Endpoint) -> &str {
        match endpoint {
            Endpoint::Component(component) => self.components[component].name(),
            Endpoint::Cluster(cluster) => self.clusters[cluster].name(),
        }
    }

    /// The identifier of an element.
    pub fn element_id(&self, element: Element) -> &str {
        match element {
            Element::Component(component) => &self.components[component].id,
            Element::Group(group) => &self.groups[group].id,
        }
    }

    /// Everything that can fail: each component but clients, then each failure domain.
    pub fn elements(&self) -> impl Iterator<Item = Element> {
        let components = self
            .components
            .iter()
            .filter(|(_, component)| component.kind != Kind::Client);
        let domains = self
            .groups
            .iter()
            .filter(|(_, group)| group.kind.is_failure_domain());
        components
            .map(|(index, _)| Element::Component(index))
            .chain(domains.map(|(index, _)| Element::Group(index)))
    }
}
