//! The diagram as text that other drawing tools read, for those who have to stay with their tools.
//!
//! `drawing` decides what is drawn: frames, boxes, hubs and lines, with their words and colours. Each format then
//! only says the same in its own language, and has one place where it escapes.
//!
//! In every format a cluster is a box of its own, its hub: connections that name the cluster lead to the hub, and
//! thin lines without arrows lead from there to the members. So each connection of the model is one line.

mod d2;
mod dot;
mod drawing;
mod look;
mod mermaid;
mod names;
mod nesting;
mod page;
mod plantuml;
mod wording;

use crate::finding::Finding;
use crate::model::Topology;

use super::Direction;
use drawing::Drawing;

/// A language of diagrams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The language of Graphviz.
    Dot,
    /// Flowcharts of Mermaid, which many sites for source code show as pictures.
    Mermaid,
    /// The language of D2.
    D2,
    /// Deployment diagrams of `PlantUML`.
    PlantUml,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Dot, Self::Mermaid, Self::D2, Self::PlantUml];

    /// What the names of files in this format end with, without the dot.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::Mermaid => "mmd",
            Self::D2 => "d2",
            Self::PlantUml => "puml",
        }
    }

    /// The format of files whose names end like this, in any case; other common endings count too.
    pub fn from_ending(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "dot" | "gv" => Some(Self::Dot),
            "mmd" | "mermaid" => Some(Self::Mermaid),
            "d2" => Some(Self::D2),
            "puml" | "plantuml" | "pu" => Some(Self::PlantUml),
            _ => None,
        }
    }
}

/// The diagram of a topology in this format.
///
/// Components, groups, clusters and connections that `findings` are about are marked with the worst severity; give
/// none for a plain diagram. The text is the same on every run, and takes time and space proportional to the
/// topology, but for sorting. Groups that are nested more than 32 deep are drawn beside the group that they stand
/// in, because other tools give up on such depths.
pub fn export(format: Format, topology: &Topology, findings: &[Finding], direction: Direction) -> String {
    let drawing = Drawing::new(topology, findings, direction);
    match format {
        Format::Dot => dot::write(&drawing),
        Format::Mermaid => mermaid::write(&drawing),
        Format::D2 => d2::write(&drawing),
        Format::PlantUml => plantuml::write(&drawing),
    }
}
