//! Where things stand: what encloses what, and what follows from it.

use std::collections::BTreeSet;

use crate::model::{
    Component, ComponentIndex, Endpoint, GroupIndex, GroupKind, Index, Kind, Table, Topology, Trust,
};

/// A place: a group, or `None` for the open ground around all groups.
pub type Place = Option<GroupIndex>;

/// What encloses what, prepared so that no question walks up the groups one by one.
///
/// Groups may be nested as deeply as there are groups. Building takes time linear in groups and components; each
/// question takes constant time but for [`Places::common`] and [`Places::outermost_entered`], which take time
/// logarithmic in the depth.
#[derive(Debug)]
pub struct Places {
    groups: Table<GroupIndex, GroupPlace>,
    homes: Table<ComponentIndex, Place>,
    hosts: Table<ComponentIndex, Place>,
    zones: Table<ComponentIndex, Place>,
    trusts: Table<ComponentIndex, Trust>,
    by_place: Vec<ComponentIndex>,
    outermost_first: Vec<GroupIndex>,
}

#[derive(Clone, Debug)]
struct GroupPlace {
    parent: Place,
    depth: u32,
    jump: Place,
    trust: Trust,
    host: Place,
    network: Place,
    zone: Place,
    domain: Place,
    site: Place,
    enter: u32,
    direct: u32,
    exit: u32,
}

impl Places {
    /// The places of a topology.
    pub fn new(topology: &Topology) -> Self {
        let mut places = Self {
            groups: topology
                .groups
                .values()
                .map(|group| GroupPlace {
                    parent: group.parent,
                    depth: 1,
                    jump: None,
                    trust: group.trust.unwrap_or(Trust::Trusted),
                    host: None,
                    network: None,
                    zone: None,
                    domain: None,
                    site: None,
                    enter: 0,
                    direct: 0,
                    exit: 0,
                })
                .collect(),
            homes: Table::default(),
            trusts: Table::default(),
            hosts: Table::default(),
            zones: Table::default(),
            by_place: Vec::new(),
            outermost_first: outermost_first(topology),
        };
        for place in 0..places.outermost_first.len() {
            places.inherit(topology, places.outermost_first[place]);
        }
        let components = || topology.components.values();
        places.homes = components()
            .map(|component| component.home().or_else(|| places.around_spread(component)))
            .collect();
        places.trusts = components().map(|component| places.trust_of(component)).collect();
        places.number();
        places.hosts = places.innermost(topology, |group| group.host);
        places.zones = places.innermost(topology, |group| group.zone);
        places
    }

    fn inherit(&mut self, topology: &Topology, group: GroupIndex) {
        let kind = topology.groups[group].kind;
        let around = topology.groups[group]
            .parent
            .map(|parent| (parent, self.groups[parent].clone()));
        let is_network = matches!(
            kind,
            GroupKind::Network | GroupKind::Vpc | GroupKind::Subnet | GroupKind::ClusterNetwork
        );
        let is_site = matches!(
            kind,
            GroupKind::Host | GroupKind::Rack | GroupKind::Zone | GroupKind::Datacenter | GroupKind::Account
        );
        let is_zone = matches!(kind, GroupKind::Zone | GroupKind::Datacenter);
        let own_or = |own: bool, inherited: fn(&GroupPlace) -> Place| {
            if own {
                Some(group)
            } else {
                around.as_ref().and_then(|(_, place)| inherited(place))
            }
        };
        let host = own_or(kind == GroupKind::Host, |place| place.host);
        let network = own_or(is_network, |place| place.network);
        let zone = own_or(is_zone, |place| place.zone);
        let domain = own_or(kind.is_failure_domain(), |place| place.domain);
        let site = own_or(is_site, |place| place.site);
        let jump = around.as_ref().and_then(|(parent, place)| {
            let first = self.depth(place.jump);
            let second = self.depth(self.jump(place.jump));
            if place.depth - first == first - second {
                self.jump(place.jump)
            } else {
                Some(*parent)
            }
        });
        let own = &mut self.groups[group];
        if let Some((_, place)) = &around {
            own.depth = place.depth + 1;
            if topology.groups[group].trust.is_none() {
                own.trust = place.trust;
            }
        }
        own.host = host;
        own.network = network;
        own.zone = zone;
        own.domain = domain;
        own.site = site;
        own.jump = jump;
    }

    /// For each component the first group of a sort around any of its places, or else around all that it is spread over.
    fn innermost(
        &self,
        topology: &Topology,
        wanted: fn(&GroupPlace) -> Place,
    ) -> Table<ComponentIndex, Place> {
        let components = topology.components.values();
        components
            .map(|component| {
                let mut places = component.places.iter();
                let own = places.find_map(|&place| wanted(&self.groups[place]));
                own.or_else(|| wanted(&self.groups[self.around_spread(component)?]))
            })
            .collect()
    }

    fn trust_of(&self, component: &Component) -> Trust {
        let spread = component.replicas.spread.iter();
        let stands_in = component.home().map(|home| self.groups[home].trust);
        let stands_in = stands_in.or_else(|| spread.map(|&group| self.groups[group].trust).min());
        stands_in.unwrap_or(match component.kind {
            Kind::Client | Kind::External | Kind::Dns | Kind::Cdn => Trust::Untrusted,
            _ => Trust::Trusted,
        })
    }

    /// Numbers components so that what one group holds has consecutive numbers, what it holds directly first.
    fn number(&mut self) {
        let order = &self.outermost_first;
        for home in self.homes.values().flatten() {
            self.groups[*home].direct += 1;
        }
        for &group in order.iter().rev() {
            self.groups[group].exit += self.groups[group].direct;
            if let Some(parent) = self.groups[group].parent {
                self.groups[parent].exit += self.groups[group].exit;
            }
        }
        let mut next_child = vec![0; order.len()];
        let mut next_root = 0;
        for &group in order {
            let size = self.groups[group].exit;
            let next = match self.groups[group].parent {
                Some(parent) => &mut next_child[parent.place()],
                None => &mut next_root,
            };
            let enter = *next;
            *next += size;
            let own = &mut self.groups[group];
            own.enter = enter;
            own.exit = enter + size;
            next_child[group.place()] = enter + own.direct;
        }
        let mut next_direct: Vec<u32> = self.groups.values().map(|group| group.enter).collect();
        let placed = next_root as usize;
        self.by_place = vec![ComponentIndex::new(0); placed];
        for (component, home) in self.homes.iter() {
            if let Some(home) = home {
                let next = &mut next_direct[home.place()];
                self.by_place[*next as usize] = component;
                *next += 1;
            }
        }
    }

    /// All groups, each behind the one around it.
    pub fn outermost_first(&self) -> &[GroupIndex] {
        &self.outermost_first
    }

    /// The innermost group around everything over which the instances of a component are spread.
    pub fn around_spread(&self, component: &Component) -> Place {
        let (&first, rest) = component.replicas.spread.split_first()?;
        rest.iter()
            .try_fold(first, |around, &group| self.common(Some(around), Some(group)))
    }

    /// The place where a component is drawn: its own, or else the innermost around all that it is spread over.
    pub fn home(&self, component: ComponentIndex) -> Place {
        self.homes[component]
    }

    /// The trust of what stands directly in a group.
    pub fn group_trust(&self, group: GroupIndex) -> Trust {
        self.groups[group].trust
    }

    /// The trust of a component: that of its own place, or else the least of what it is spread over, or, in no group,
    /// what its kind implies.
    pub fn trust(&self, component: ComponentIndex) -> Trust {
        self.trusts[component]
    }

    /// The trust of an endpoint; that of a cluster is that of its least trusted member.
    pub fn end_trust(&self, topology: &Topology, end: Endpoint) -> Trust {
        topology
            .members(&end)
            .iter()
            .map(|&member| self.trust(member))
            .min()
            .unwrap_or(Trust::Trusted)
    }

    /// The innermost host around the first of its places that has one, or else around all that it is spread over.
    pub fn host(&self, component: ComponentIndex) -> Place {
        self.hosts[component]
    }

    /// The innermost network around a component.
    pub fn network(&self, component: ComponentIndex) -> Place {
        self.homes[component].and_then(|home| self.groups[home].network)
    }

    /// The innermost zone or data centre around the first of its places that has one, or else around all that it is
    /// spread over.
    pub fn zone(&self, component: ComponentIndex) -> Place {
        self.zones[component]
    }

    /// The innermost host that is a group or lies around it.
    pub fn host_around(&self, group: GroupIndex) -> Place {
        self.groups[group].host
    }

    /// The innermost zone or data centre that is a group or lies around it.
    pub fn zone_around(&self, group: GroupIndex) -> Place {
        self.groups[group].zone
    }

    /// Every innermost host on which an instance of a component stands or may be started again, in order.
    pub fn hosts(&self, component: &Component) -> BTreeSet<GroupIndex> {
        let places = component.standing_places();
        places.filter_map(|place| self.host_around(place)).collect()
    }

    /// Every innermost zone or data centre in which an instance of a component stands or may be started again, in
    /// order.
    pub fn zones(&self, component: &Component) -> BTreeSet<GroupIndex> {
        let places = component.standing_places();
        places.filter_map(|place| self.zone_around(place)).collect()
    }

    /// The innermost failure domain that is a group or lies around it.
    pub fn domain(&self, group: GroupIndex) -> Place {
        self.groups[group].domain
    }

    /// The innermost host, rack, zone, data centre or account that is a group or lies around it.
    pub fn site(&self, group: GroupIndex) -> Place {
        self.groups[group].site
    }

    /// The components whose home is a group or lies inside it.
    pub fn inside(&self, group: GroupIndex) -> &[ComponentIndex] {
        let GroupPlace { enter, exit, .. } = self.groups[group];
        &self.by_place[enter as usize..exit as usize]
    }

    /// The components whose home is the group itself.
    pub fn directly_inside(&self, group: GroupIndex) -> &[ComponentIndex] {
        let GroupPlace { enter, direct, .. } = self.groups[group];
        &self.by_place[enter as usize..(enter + direct) as usize]
    }

    /// Every component that stands in a group, so that [`Places::inside`] of each group is one run of it.
    pub fn by_place(&self) -> &[ComponentIndex] {
        &self.by_place
    }

    /// Where the components of [`Places::inside`] begin and end in [`Places::by_place`].
    pub fn run(&self, group: GroupIndex) -> std::ops::Range<usize> {
        let GroupPlace { enter, exit, .. } = self.groups[group];
        enter as usize..exit as usize
    }

    /// The innermost place around both places.
    pub fn common(&self, left: Place, right: Place) -> Place {
        let depth = self.depth(left).min(self.depth(right));
        let (mut left, mut right) = (self.at_depth(left, depth), self.at_depth(right, depth));
        while left != right {
            let jumps = (self.jump(left), self.jump(right));
            if jumps.0 == jumps.1 {
                (left, right) = (self.parent(left), self.parent(right));
            } else {
                (left, right) = jumps;
            }
        }
        left
    }

    /// Whether `inner` is `outer` or stands inside it.
    pub fn is_within(&self, inner: Place, outer: GroupIndex) -> bool {
        self.at_depth(inner, self.groups[outer].depth) == Some(outer)
    }

    /// The outermost group that one enters on the way from one place to another.
    pub fn outermost_entered(&self, from: Place, to: Place) -> Place {
        let common = self.common(from, to);
        (to != common)
            .then(|| self.at_depth(to, self.depth(common) + 1))
            .flatten()
    }

    /// How many groups lie around a place, itself counted.
    pub fn depth(&self, place: Place) -> u32 {
        place.map_or(0, |group| self.groups[group].depth)
    }

    /// The place around a place.
    pub fn parent(&self, place: Place) -> Place {
        place.and_then(|group| self.groups[group].parent)
    }

    fn jump(&self, place: Place) -> Place {
        place.and_then(|group| self.groups[group].jump)
    }

    /// The place around `place` that lies at most this deep.
    ///
    /// Each place holds its parent and one far ancestor, chosen so that any depth is found in logarithmic time.
    /// Source: Eugene W. Myers, "An applicative random-access stack", Information Processing Letters 17, 1983.
    fn at_depth(&self, mut place: Place, depth: u32) -> Place {
        while self.depth(place) > depth {
            let jump = self.jump(place);
            place = if self.depth(jump) < depth {
                self.parent(place)
            } else {
                jump
            };
        }
        place
    }
}

/// All groups, each behind the one around it.
fn outermost_first(topology: &Topology) -> Vec<GroupIndex> {
    let mut children: Vec<Vec<GroupIndex>> = vec![Vec::new(); topology.groups.len()];
    let mut order = Vec::with_capacity(topology.groups.len());
    for (index, group) in topology.groups.iter() {
        match group.parent {
            Some(parent) => children[parent.place()].push(index),
            None => order.push(index),
        }
    }
    let mut done = 0;
    while let Some(&group) = order.get(done) {
        order.append(&mut children[group.place()]);
        done += 1;
    }
    order
}
