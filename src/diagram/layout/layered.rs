//! Ranks and the order within them: the only place that knows layout-rs.

use std::panic::{AssertUnwindSafe, catch_unwind};

use layout::adt::dag::NodeHandle;
use layout::core::base::Orientation;
use layout::core::format::Visible;
use layout::core::geometry::{Point, Position};
use layout::core::style::StyleAttr;
use layout::std_shapes::shapes::{Arrow, Element, ShapeKind};
use layout::topo::layout::VisualGraph;
use layout::topo::placer::Placer;

use crate::diagram::geometry::{Axis, Size};

/// More items than this are layered by [`longest_paths`]: layout-rs takes cubic time.
const MOST_ITEMS: usize = 60;

/// The room that layout-rs keeps around each item.
const HALO: f64 = 40.0;

/// Puts items into ranks along `flow`, so that each edge leads to a later rank, and orders each rank so that
/// few edges cross.
///
/// Edges are pairs of places in `sizes`, without cycles. The answer holds every item once.
pub(super) fn ranks(sizes: &[Size], edges: &[(usize, usize)], flow: Axis) -> Vec<Vec<usize>> {
    let edges = in_topological_order(sizes.len(), edges);
    if sizes.is_empty() {
        return Vec::new();
    }
    if sizes.len() > MOST_ITEMS || edges.is_empty() {
        return longest_paths(sizes.len(), &edges);
    }
    // layout-rs has assertions that a graph nobody has thought of could still meet; a plainer picture is
    // better than none.
    let placed = catch_unwind(AssertUnwindSafe(|| place(sizes, &edges, flow)));
    placed.unwrap_or_else(|_| longest_paths(sizes.len(), &edges))
}

fn place(sizes: &[Size], edges: &[(usize, usize)], flow: Axis) -> Vec<Vec<usize>> {
    let orientation = match flow {
        Axis::X => Orientation::LeftToRight,
        Axis::Y => Orientation::TopToBottom,
    };
    let mut graph = VisualGraph::new(orientation);
    // The check walks all paths, which takes exponential time.
    graph.dag.set_validate(false);
    let handles: Vec<NodeHandle> = sizes
        .iter()
        .map(|size| graph.add_node(element(*size, orientation)))
        .collect();
    for &(from, to) in edges {
        graph.add_edge(Arrow::simple(""), handles[from], handles[to]);
    }
    graph.to_valid_dag();
    graph.split_text_edges();
    graph.split_long_edges(false);
    for handle in graph.iter_nodes().collect::<Vec<_>>() {
        graph.element_mut(handle).resize();
    }
    Placer::new(&mut graph).layout(false);

    let mut ranks: Vec<Vec<usize>> = vec![Vec::new(); graph.dag.num_levels()];
    for (item, &handle) in handles.iter().enumerate() {
        ranks[graph.dag.level(handle)].push(item);
    }
    let across = |item: usize| {
        let center = graph.pos(handles[item]).center();
        match flow {
            Axis::X => center.y,
            Axis::Y => center.x,
        }
    };
    for rank in &mut ranks {
        rank.sort_by(|&one, &other| across(one).total_cmp(&across(other)).then(one.cmp(&other)));
    }
    ranks.retain(|rank| !rank.is_empty());
    ranks
}

fn element(size: Size, orientation: Orientation) -> Element {
    let size = Point::new(size.width, size.height);
    Element {
        shape: ShapeKind::None,
        pos: Position::new(Point::zero(), size, Point::zero(), Point::splat(HALO)),
        look: StyleAttr::simple(),
        orientation,
        properties: None,
    }
}

/// The edges sorted by the topological place of their source, each once.
///
/// layout-rs asks for every edge whether it closes a cycle; in this order the answer is found at once.
fn in_topological_order(count: usize, edges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut places = vec![0; count];
    for (place, item) in topological_order(count, edges).into_iter().enumerate() {
        places[item] = place;
    }
    let mut sorted = edges.to_vec();
    sorted.sort_by_key(|&(from, to)| (places[from], places[to]));
    sorted.dedup();
    sorted
}

/// Kahn's algorithm, the smallest item first among those that are free.
fn topological_order(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut waiting = vec![0_usize; count];
    let mut targets = vec![Vec::new(); count];
    for &(from, to) in edges {
        waiting[to] += 1;
        targets[from].push(to);
    }
    let mut free: std::collections::BTreeSet<usize> = (0..count).filter(|&item| waiting[item] == 0).collect();
    let mut order = Vec::with_capacity(count);
    while let Some(item) = free.pop_first() {
        order.push(item);
        for &target in &targets[item] {
            waiting[target] -= 1;
            if waiting[target] == 0 {
                free.insert(target);
            }
        }
    }
    order
}

/// Puts each item one rank behind the last of those that lead to it, and orders each rank by the mean place of
/// its neighbours, in time linear in the number of edges.
///
/// An item that nothing leads to stands just before the first of those it leads to.
fn longest_paths(count: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut level = vec![0_usize; count];
    for &(from, to) in edges {
        level[to] = level[to].max(level[from] + 1);
    }
    let mut entered = vec![false; count];
    let mut nearest = vec![usize::MAX; count];
    for &(from, to) in edges {
        entered[to] = true;
        nearest[from] = nearest[from].min(level[to]);
    }
    for item in 0..count {
        if !entered[item] && nearest[item] != usize::MAX {
            level[item] = nearest[item] - 1;
        }
    }
    let mut ranks = vec![Vec::new(); level.iter().max().map_or(0, |&last| last + 1)];
    for (item, &level) in level.iter().enumerate() {
        ranks[level].push(item);
    }
    order_by_neighbours(&mut ranks, count, edges);
    ranks
}

fn order_by_neighbours(ranks: &mut [Vec<usize>], count: usize, edges: &[(usize, usize)]) {
    const SWEEPS: usize = 6;
    let mut sources = vec![Vec::new(); count];
    let mut targets = vec![Vec::new(); count];
    for &(from, to) in edges {
        sources[to].push(from);
        targets[from].push(to);
    }
    let mut place = vec![0.0; count];
    let remember = |rank: &[usize], place: &mut Vec<f64>| {
        for (position, &item) in rank.iter().enumerate() {
            place[item] = (position as f64 + 0.5) / rank.len() as f64;
        }
    };
    for rank in &*ranks {
        remember(rank, &mut place);
    }
    for sweep in 0..SWEEPS {
        let forward = sweep % 2 == 0;
        let neighbours = if forward { &sources } else { &targets };
        let mut order: Vec<usize> = (0..ranks.len()).collect();
        if !forward {
            order.reverse();
        }
        for level in order {
            let mean = |item: usize| {
                let near = &neighbours[item];
                if near.is_empty() {
                    place[item]
                } else {
                    near.iter().map(|&other| place[other]).sum::<f64>() / near.len() as f64
                }
            };
            let mut keyed: Vec<(f64, usize)> = ranks[level].iter().map(|&item| (mean(item), item)).collect();
            keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
            ranks[level] = keyed.into_iter().map(|(_, item)| item).collect();
            remember(&ranks[level], &mut place);
        }
    }
}
