//! Boxes of components.

use super::{badges, text};
use crate::diagram::compact::Geometry;
use crate::diagram::content::{
    BADGE, BADGE_GAP, BoxContent, Content, ICON, INSET, Look, MOST_BADGES, SHEET, badges_width, worst,
};
use crate::diagram::geometry::{Point, Rect, Size};
use crate::diagram::icons::Icon;
use crate::diagram::scene::{Group, Shape};
use crate::diagram::theme::Class;

const RADIUS: f64 = 6.0;

pub(super) fn shapes(content: &Content, geometry: &Geometry) -> Vec<Shape> {
    content
        .boxes
        .iter()
        .zip(geometry.rects.boxes())
        .map(|(content, rect)| shape(content, *rect))
        .collect()
}

fn shape(content: &BoxContent, outer: Rect) -> Shape {
    let behind = f64::from(content.sheets) * SHEET;
    let size = outer.size();
    let front = Rect::new(
        outer.x.start,
        outer.y.start + behind,
        Size::new(size.width - behind, size.height - behind),
    );
    let (outline, icon, icon_class) = match content.look {
        Look::Component(kind) => (
            Class::Box(kind.role()),
            Icon::Kind(kind),
            Class::Icon(kind.role()),
        ),
        Look::Group => (Class::Folded, Icon::Group, Class::FoldedIcon),
    };
    let mut classes = vec![outline];
    classes.extend(worst(&content.badges).map(Class::Alarm));
    let mut shapes: Vec<Shape> = (0..=content.sheets)
        .rev()
        .map(|sheet| {
            let by = f64::from(sheet) * SHEET;
            Shape::Rect {
                rect: Rect::new(front.x.start + by, front.y.start - by, front.size()),
                radius: RADIUS,
                classes: classes.clone(),
            }
        })
        .collect();
    let middle = front.y.middle();
    shapes.push(Shape::Icon {
        icon,
        at: Point::new(front.x.start + INSET, middle - ICON / 2.0),
        side: ICON,
        classes: vec![icon_class],
    });
    let left = front.x.start + INSET + ICON + 9.0;
    let first = if content.mark.is_some() {
        middle - 11.5
    } else {
        middle - 3.5
    };
    shapes.push(text(
        Point::new(left, first),
        content.title.as_str(),
        Class::Title,
    ));
    shapes.push(text(
        Point::new(left, first + 15.5),
        content.detail.as_str(),
        Class::Detail,
    ));
    if let Some(mark) = &content.mark {
        shapes.push(Shape::Icon {
            icon: match content.look {
                Look::Component(_) => Icon::Cluster,
                Look::Group => Icon::Finding,
            },
            at: Point::new(left, first + 22.5),
            side: 11.0,
            classes: vec![Class::MarkIcon],
        });
        shapes.push(text(
            Point::new(left + 14.0, first + 31.5),
            mark.as_str(),
            Class::Mark,
        ));
    }
    let shown = &content.badges[..content.badges.len().min(MOST_BADGES)];
    let corner = Point::new(
        outer.x.end + BADGE / 2.0 + BADGE_GAP - badges_width(shown),
        outer.y.start - BADGE / 2.0,
    );
    shapes.extend(badges::row(shown, corner));
    Shape::Group(Group {
        id: Some(content.id.clone()),
        hover: Some(content.hover.clone()),
        shapes,
        ..Group::default()
    })
}
