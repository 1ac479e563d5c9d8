//! Topologies that nobody thought of: any mixture of groups, clusters and connections.

use std::fmt::Write;

use infra_audit::load;
use infra_audit::model::{Kind, Purpose, Topology};
use infra_audit::source::Source;
use infra_audit::yaml::Limits;

/// Numbers that look random and are the same on each run.
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice that fall the same for the same seed.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// A number below `sides`.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides.max(1) as u64).expect("below a usize")
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }

    fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }
}

/// The topology that a text describes.
pub(crate) fn load(text: &str) -> Topology {
    let source = Source::new("random.yaml", text);
    let limits = Limits {
        elements: usize::MAX,
        ..Limits::default()
    };
    load::topology(&source, &limits).expect(text).topology
}

/// A topology of about `size` components.
pub(crate) fn topology(seed: u64, size: usize) -> Topology {
    load(&text(seed, size))
}

/// The text of such a topology.
pub(crate) fn text(seed: u64, size: usize) -> String {
    let mut dice = Dice::new(seed);
    let components = 1 + dice.below(size);
    let groups = dice.below(components / 2 + 2);
    let mut text = format!("name: Random {seed}\n");
    if groups > 0 {
        text.push_str("groups:\n");
    }
    for group in 0..groups {
        let kind = dice.pick(&["host", "network", "zone", "subnet"]);
        let parent = match group {
            0 => String::new(),
            _ if dice.one_in(3) => String::new(),
            _ => format!(", in: g{}", dice.below(group)),
        };
        let watch = if dice.one_in(6) { ", monitored_by: c0" } else { "" };
        let trust = if dice.one_in(5) { ", trust: untrusted" } else { "" };
        writeln!(text, "  g{group}: {{ kind: {kind}{parent}{trust}{watch} }}")
            .expect("a string takes any text");
    }
    text.push_str("components:\n");
    for component in 0..components {
        // Clients cannot be members of clusters, which begin behind the first component.
        let kind = if component == 0 {
            &Kind::Client
        } else {
            dice.pick(&Kind::ALL[1..])
        };
        let place = if groups > 0 && !dice.one_in(4) {
            format!(", in: g{}", dice.below(groups))
        } else {
            String::new()
        };
        let replicas = if dice.one_in(6) { ", replicas: 3" } else { "" };
        let title = if dice.one_in(3) {
            format!(
                ", title: {}",
                "Some longer name ".repeat(1 + dice.below(3)).trim()
            )
        } else {
            String::new()
        };
        let guards = if groups > 0 && matches!(kind, Kind::Firewall | Kind::Waf) && !dice.one_in(3) {
            format!(", guards: g{}", dice.below(groups))
        } else {
            String::new()
        };
        writeln!(
            text,
            "  c{component}: {{ kind: {kind}{place}{replicas}{title}{guards} }}"
        )
        .expect("a string takes any text");
    }
    let clusters = clusters(&mut dice, components, &mut text);
    connections(&mut dice, &clusters, &mut text);
    text
}

/// Clusters of neighbouring components, and in which of them each component is.
fn clusters(dice: &mut Dice, components: usize, text: &mut String) -> Vec<Option<usize>> {
    let mut first = 1;
    let mut count = 0;
    let mut clusters = vec![None; components];
    let mut lines = String::new();
    while first + 3 < components {
        first += dice.below(6);
        let size = 2 + dice.below(3);
        if first + size > components {
            break;
        }
        let members: Vec<String> = (first..first + size).map(|member| format!("c{member}")).collect();
        let mode = match dice.below(3) {
            0 => "mode: active-active".to_owned(),
            1 => format!("mode: primary-replica, primary: c{first}"),
            _ => "mode: quorum".to_owned(),
        };
        writeln!(
            lines,
            "  k{count}: {{ {mode}, members: [{}] }}",
            members.join(", ")
        )
        .expect("a string takes any text");
        clusters[first..first + size].fill(Some(count));
        count += 1;
        first += size;
    }
    if count > 0 {
        text.push_str("clusters:\n");
        text.push_str(&lines);
    }
    clusters
}

fn connections(dice: &mut Dice, clusters: &[Option<usize>], text: &mut String) {
    let components = clusters.len();
    let count = dice.below(components * 2 + 1);
    if count == 0 || components < 2 {
        return;
    }
    text.push_str("connections:\n");
    for _ in 0..count {
        let from = dice.below(components);
        let to = if dice.one_in(15) {
            from
        } else {
            (from + 1 + dice.below(components - 1)) % components
        };
        // A cluster where one is, now and then; never the one that the other end belongs to.
        let apart = clusters[from] != clusters[to];
        let mut name = |component: usize| match clusters[component] {
            Some(cluster) if apart && dice.one_in(2) => format!("k{cluster}"),
            _ => format!("c{component}"),
        };
        let (from, to) = (name(from), name(to));
        let protocol = dice.pick(&["http", "https", "mysql", "postgresqls", "grpc", "unix", "dns"]);
        let purpose = if dice.one_in(4) {
            format!(", purpose: {}", dice.pick(Purpose::ALL))
        } else {
            String::new()
        };
        let optional = if dice.one_in(6) && purpose.is_empty() {
            ", dependency: optional"
        } else {
            ""
        };
        writeln!(
            text,
            "  - {{ from: {from}, to: {to}, protocol: {protocol}{purpose}{optional} }}"
        )
        .expect("a string takes any text");
    }
    if text.ends_with("connections:\n") {
        text.push_str("  []\n");
    }
}
