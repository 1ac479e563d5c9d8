//! Events to a tree, within limits.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle};

use super::Limits;
use super::tree::{Content, Place, Tree};
use crate::diagnostic::{Diagnostic, Problems};
use crate::source::Span;

/// The tree of the only document of a text, and what is wrong with it as far as it can be read all the same.
///
/// # Errors
///
/// What makes it unreadable: a syntax error, a limit that it exceeds, nothing in it, a second document.
pub(super) fn parse<'source>(
    text: &'source str,
    limits: &Limits,
) -> Result<(Tree<'source>, Problems), Diagnostic> {
    if text.len() > limits.bytes || u32::try_from(text.len()).is_err() {
        return Err(too_many_bytes(limits));
    }
    let depth = limits.depth.min(Limits::DEEPEST);
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: depth + 1,
        block_nesting_limit: depth + 1,
    };
    let mut builder = Builder::new(text, limits, depth);
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| syntax_error(text, depth, &error))?;
        builder.take(event, &span)?;
    }
    builder.finish()
}

/// A list or mapping whose end has not been read yet.
struct Open {
    place: Place,
    style: StructureStyle,
    /// For a mapping, where its keys begin in `Builder::keys`.
    keys: Option<usize>,
    /// For a mapping, whether a key comes next.
    at_key: bool,
    anchor: usize,
    /// How many levels there are inside.
    height: usize,
    /// `Builder::extent` before it.
    before: Extent,
}

/// How much has been read, aliases counted as if they were written out.
#[derive(Clone, Copy, Default)]
struct Extent {
    elements: usize,
    /// The bytes that writing out the aliases would add.
    added_bytes: usize,
}

/// What an alias can name.
#[derive(Clone, Copy)]
struct Anchor {
    place: Place,
    height: usize,
    extent: Extent,
}

struct Builder<'source, 'limits> {
    source: &'source str,
    limits: &'limits Limits,
    depth: usize,
    tree: Tree<'source>,
    open: Vec<Open>,
    /// The readable keys of the open mappings, innermost last.
    keys: Vec<Place>,
    anchors: BTreeMap<usize, Anchor>,
    extent: Extent,
    documents: usize,
    problems: Problems,
}

impl<'source, 'limits> Builder<'source, 'limits> {
    fn new(source: &'source str, limits: &'limits Limits, depth: usize) -> Self {
        Self {
            source,
            limits,
            depth,
            tree: Tree::new(source),
            open: Vec::new(),
            keys: Vec::new(),
            anchors: BTreeMap::new(),
            extent: Extent::default(),
            documents: 0,
            problems: Problems::default(),
        }
    }

    fn take(&mut self, event: Event<'_>, place: &granit_parser::Span) -> Result<(), Diagnostic> {
        let span = span_of(place);
        if let Some(tag) = place.tag_span() {
            let tag = span_of(&tag);
            let message = format!("the tag `{}` has no meaning here", self.slice(tag));
            let help = "remove it; to make a value text, put it in quotes";
            self.problems
                .note(Diagnostic::error(message, tag).label("tag").help(help));
        }
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let message = "a file holds one document, and here begins a second";
                    let problem = Diagnostic::error(message, span).label("second document");
                    return Err(problem.help("put it into a file of its own"));
                }
            }
            Event::Scalar(text, style, anchor, _) => self.scalar(span, &text, style, anchor)?,
            Event::SequenceStart(style, anchor, _) => self.start(span, style, anchor, false)?,
            Event::MappingStart(style, anchor, _) => self.start(span, style, anchor, true)?,
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => self.alias(span, anchor)?,
            _ => {}
        }
        Ok(())
    }

    fn finish(self) -> Result<(Tree<'source>, Problems), Diagnostic> {
        let root = (self.tree.next_place() > 0).then(|| self.tree.node(0));
        match root {
            Some(root) if !self.slice(root.span).is_empty() => Ok((self.tree, self.problems)),
            _ => Err(Diagnostic::file_error("the file is empty")),
        }
    }

    fn slice(&self, span: Span) -> &'source str {
        self.source
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    }

    fn scalar(
        &mut self,
        span: Span,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
    ) -> Result<(), Diagnostic> {
        let before = self.extent;
        let place = self.begin_value(span, false)?;
        let plain = style == ScalarStyle::Plain;
        let inside = match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                Span::new(span.start + 1, span.end.saturating_sub(1))
            }
            _ => span,
        };
        let written = self.slice(inside);
        if std::ptr::eq(written, text) || written == text {
            let content = Content::Scalar {
                text: inside,
                copied: false,
                plain,
            };
            self.tree.push(span, content);
        } else {
            self.tree.push_copied(span, text, plain);
        }
        self.remember(anchor, place, 0, before);
        self.end_value(place);
        Ok(())
    }

    fn start(
        &mut self,
        span: Span,
        style: StructureStyle,
        anchor: usize,
        is_map: bool,
    ) -> Result<(), Diagnostic> {
        if self.open.len() >= self.depth {
            return Err(too_deep(span, self.depth));
        }
        let before = self.extent;
        let place = self.begin_value(span, true)?;
        let content = if is_map {
            Content::Map { end: 0 }
        } else {
            Content::List { end: 0 }
        };
        self.tree.push(span, content);
        self.open.push(Open {
            place,
            style,
            keys: is_map.then_some(self.keys.len()),
            at_key: is_map,
            anchor,
            height: 0,
            before,
        });
        Ok(())
    }

    fn end(&mut self, end: Span) {
        let Some(open) = self.open.pop() else { return };
        let start = self.tree.node(open.place).span;
        let span = match open.style {
            StructureStyle::Flow => start.to(end),
            // The parser ends a block where the next thing begins, which may be lines below.
            StructureStyle::Block => Span::new(start.start, self.tree.last_end().max(start.end)),
        };
        self.tree.close(open.place, span);
        if let Some(first) = open.keys {
            self.reject_duplicates(first);
            self.keys.truncate(first);
        }
        let height = open.height + 1;
        self.remember(open.anchor, open.place, height, open.before);
        self.grow(height);
        self.end_value(open.place);
    }

    fn alias(&mut self, span: Span, anchor: usize) -> Result<(), Diagnostic> {
        let Some(&target) = self.anchors.get(&anchor) else {
            let message = "an alias cannot stand inside what it names";
            return Err(Diagnostic::error(message, span).label("alias"));
        };
        if self.open.len() + target.height > self.depth {
            let mut problem = too_deep(span, self.depth);
            let counts = "what the alias stands for counts, too";
            problem.help = Some(match problem.help {
                Some(raised) => format!("{counts}; {raised}"),
                None => counts.to_owned(),
            });
            return Err(problem);
        }
        self.extent.add(target.extent);
        if self.extent.added_bytes.saturating_add(self.source.len()) > self.limits.bytes {
            let limit = byte_count(self.limits.bytes);
            let message = format!("with its aliases written out, the file is larger than {limit}");
            let problem = Diagnostic::error(message, span).label("this alias is one too many");
            return Err(problem.help(raised_by("--max-bytes")));
        }
        let place = self.begin_value(span, false)?;
        self.tree.push(span, Content::Alias(target.place));
        self.grow(target.height);
        self.end_value(place);
        Ok(())
    }

    /// Counts the value that comes next, and takes note of it if it is a key.
    fn begin_value(&mut self, span: Span, is_collection: bool) -> Result<Place, Diagnostic> {
        let place = self.tree.next_place();
        let is_item = match self.open.last() {
            Some(map) if map.keys.is_some() => {
                if map.at_key {
                    self.keys.push(place);
                }
                false
            }
            Some(_) => true,
            None => false,
        };
        self.extent.elements += usize::from(is_collection || is_item);
        if self.extent.elements > self.limits.elements {
            let message = format!("the file holds more than {} elements", self.limits.elements);
            let problem = Diagnostic::error(message, span).label("this one is one too many");
            let raised = raised_by("--max-elements");
            return Err(problem.help(format!(
                "an element is a mapping, a list or an item of a list; {raised}"
            )));
        }
        Ok(place)
    }

    /// Lets key and value take turns.
    fn end_value(&mut self, place: Place) {
        let Some(map) = self.open.last_mut().filter(|open| open.keys.is_some()) else {
            return;
        };
        let is_key = map.at_key;
        map.at_key = !is_key;
        if is_key {
            self.check_key(place);
        }
    }

    fn check_key(&mut self, key: Place) {
        let text = self.tree.text(key);
        let (message, help) = match self.tree.node(key).content {
            Content::Scalar { plain: true, .. } if text == "<<" => (
                "merge keys are not supported",
                "write the merged keys out; for a key of that name, put it in quotes",
            ),
            Content::Scalar { plain: true, .. } if self.slice(self.tree.node(key).span).is_empty() => {
                ("a key is missing before the colon", "write one")
            }
            Content::Scalar { .. } | Content::RejectedKey { .. } => return,
            Content::Alias(_) => ("an alias cannot be a key", "write the key out"),
            Content::List { .. } => (
                "a list cannot be a key",
                "to begin a key with a bracket, put it in quotes",
            ),
            Content::Map { .. } => (
                "a mapping cannot be a key",
                "to begin a key with a brace, put it in quotes",
            ),
        };
        let span = self.tree.short_span(key);
        self.problems.note(
            Diagnostic::error(message, span)
                .label("expected a text")
                .help(help),
        );
        self.tree.reject_key(key, false);
        self.keys.pop();
    }

    /// Lets the first entry of each key of the innermost mapping stand.
    ///
    /// Few keys are compared each with each, which is faster than hashing them; many are hashed, in linear time.
    fn reject_duplicates(&mut self, first: usize) {
        const FEW: usize = 12;
        let keys = self.keys.get(first..).unwrap_or_default();
        let mut found = Vec::new();
        if keys.len() <= FEW {
            for (place, &key) in keys.iter().enumerate() {
                let before = keys.get(..place).unwrap_or_default().iter();
                let text = self.tree.text(key);
                let original = before.copied().find(|&other| self.tree.text(other) == text);
                found.extend(original.map(|original| (original, key)));
            }
        } else {
            let mut originals = HashMap::with_capacity(keys.len());
            for &key in keys {
                match originals.entry(self.tree.text(key)) {
                    Entry::Occupied(original) => found.push((*original.get(), key)),
                    Entry::Vacant(vacant) => {
                        vacant.insert(key);
                    }
                }
            }
        }
        for (original, key) in found {
            let message = format!("duplicate key `{}`", self.tree.text(key));
            let problem = Diagnostic::error(message, self.tree.node(key).span)
                .label("given again here")
                .related(self.tree.node(original).span, "first given here");
            self.problems.note(problem);
            self.tree.reject_key(key, true);
        }
    }

    fn grow(&mut self, height: usize) {
        if let Some(parent) = self.open.last_mut() {
            parent.height = parent.height.max(height);
        }
    }

    fn remember(&mut self, anchor: usize, place: Place, height: usize, before: Extent) {
        if anchor == 0 {
            return;
        }
        let span = self.tree.node(place).span;
        let written = (span.end - span.start) as usize;
        let extent = Extent {
            elements: self.extent.elements - before.elements,
            added_bytes: (self.extent.added_bytes - before.added_bytes).saturating_add(written),
        };
        let target = Anchor {
            place,
            height,
            extent,
        };
        self.anchors.insert(anchor, target);
    }
}

impl Extent {
    fn add(&mut self, other: Self) {
        self.elements = self.elements.saturating_add(other.elements);
        self.added_bytes = self.added_bytes.saturating_add(other.added_bytes);
    }
}

fn span_of(span: &granit_parser::Span) -> Span {
    let offset = |marker: granit_parser::Marker| {
        let offset = marker.byte_offset().unwrap_or_default();
        u32::try_from(offset).unwrap_or(u32::MAX)
    };
    Span::new(offset(span.start), offset(span.end))
}

fn too_many_bytes(limits: &Limits) -> Diagnostic {
    let problem = Diagnostic::file_error(format!("the file is larger than {}", byte_count(limits.bytes)));
    problem.help(raised_by("--max-bytes"))
}

/// What raises a limit. For what is no model the usual limits hold.
fn raised_by(option: &str) -> String {
    format!("for models, {option} raises the limit")
}

fn too_deep(span: Span, depth: usize) -> Diagnostic {
    let problem =
        Diagnostic::error(format!("nested deeper than {depth} levels"), span).label("one level too deep");
    if depth < Limits::DEEPEST {
        problem.help(raised_by("--max-depth"))
    } else {
        problem
    }
}

fn byte_count(bytes: usize) -> String {
    if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) {
        format!("{} MiB", bytes >> 20)
    } else {
        format!("{bytes} bytes")
    }
}

fn syntax_error(text: &str, depth: usize, error: &ScanError) -> Diagnostic {
    let start = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    let length = text
        .get(start..)
        .and_then(|rest| rest.chars().next())
        .filter(|&next| next != '\n' && next != '\r')
        .map_or(0, char::len_utf8);
    let span_at = |start: usize, length: usize| {
        let offset = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span::new(offset(start), offset(start + length))
    };
    let span = span_at(start, length);
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(span, depth),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => {
            // The parser points somewhere near.
            let line = text
                .get(..start)
                .and_then(|before| before.rfind('\n'))
                .map_or(0, |end| end + 1);
            let tab = text.get(line..).and_then(|rest| rest.find('\t'));
            let span = tab.map_or(span, |tab| span_at(line + tab, 1));
            let problem = Diagnostic::error("a tab cannot indent YAML", span).label("tab");
            problem.help("use spaces")
        }
        ErrorKind::UnknownAnchor => Diagnostic::error("an alias names an anchor that does not exist", span)
            .label("no `&` of this name stands above")
            .help("to begin a text with `*`, put it in quotes"),
        ErrorKind::MappingValueNotAllowed => {
            let problem = Diagnostic::error("not valid YAML: a second colon in one line", span).label("here");
            problem.help("put a text that holds a colon and a space in quotes")
        }
        kind => Diagnostic::error(format!("not valid YAML: {kind}"), span).label("here"),
    }
}
