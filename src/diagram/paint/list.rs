//! The findings in words, below the picture.

use super::{badges, text};
use crate::diagram::content::{BADGE, Content, MOST_LISTED};
use crate::diagram::geometry::Point;
use crate::diagram::prose;
use crate::diagram::scene::{Group, Shape};
use crate::diagram::text::{Metrics, Weight, clean};
use crate::diagram::theme::Class;
use crate::finding::Finding;

const SIZE: f64 = 12.0;
const LINE: f64 = 17.0;
/// Where the parts of a line begin: severity, rule, message.
const SEVERITY: f64 = BADGE + 8.0;
const RULE: f64 = SEVERITY + 58.0;
const WIDEST_RULE: f64 = 240.0;
/// Longer messages end in an ellipsis; the hover text has the whole.
const MOST_LINES: usize = 3;

/// Draws the list at most `width` wide, and tells where it ends.
pub(super) fn draw(
    findings: &[Finding],
    content: &Content,
    metrics: &Metrics,
    corner: Point,
    width: f64,
    shapes: &mut Vec<Shape>,
) -> f64 {
    let mut y = corner.y + 6.0;
    let listed = || content.shown.iter().take(MOST_LISTED);
    let rules = listed()
        .map(|shown| &findings[shown.place])
        .map(|finding| metrics.width(&finding.rule, SIZE, Weight::Bold))
        .fold(0.0, f64::max)
        .min(WIDEST_RULE);
    let left = RULE + rules + 14.0;
    for (number, shown) in (1..).zip(listed()) {
        let finding = &findings[shown.place];
        let lines = prose::lines(metrics, &finding.message, SIZE, width - left, MOST_LINES);
        let base = y + 14.0;
        let mut parts = badges::plain(
            finding.severity,
            &number.to_string(),
            Point::new(corner.x, y + 0.5),
        );
        parts.push(text(
            Point::new(corner.x + SEVERITY, base),
            finding.severity.word(),
            Class::Entry,
        ));
        let rule = metrics.fit(&clean(&finding.rule), SIZE, Weight::Bold, rules + 1.0);
        parts.push(text(Point::new(corner.x + RULE, base), rule, Class::EntryRule));
        let count = lines.len().max(1);
        for (line, number) in lines.into_iter().zip(0_u32..) {
            let at = Point::new(corner.x + left, base + f64::from(number) * LINE);
            let name = |weight: Weight| (weight == Weight::Bold).then_some(Class::EntryName);
            parts.push(Shape::Prose {
                at,
                parts: line.into_iter().map(|run| (run.text, name(run.weight))).collect(),
                classes: vec![Class::Entry],
            });
        }
        shapes.push(Shape::Group(Group {
            id: Some(format!("finding-{number}")),
            hover: Some(prose::plain(&finding.message)),
            link: shown.has_badge.then(|| format!("badge-{number}")),
            shapes: parts,
            ..Group::default()
        }));
        y += count as f64 * LINE + 7.0;
    }
    let unlisted = content.shown.len().saturating_sub(MOST_LISTED);
    if unlisted > 0 {
        let words = format!("and {unlisted} more, which the report lists");
        shapes.push(text(Point::new(corner.x + RULE, y + 14.0), words, Class::Entry));
        y += LINE + 7.0;
    }
    y
}
