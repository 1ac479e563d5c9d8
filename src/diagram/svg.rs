//! A scene as SVG: the only place that writes markup, and the only one that escapes.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::geometry::{Point, same};
use super::icons::Icon;
use super::overlay;
use super::scene::{Anchor, Group, Scene, Shape, Step};
use super::theme::{self, Class};

/// The picture as an SVG document of its own, which can also stand inline in a page.
///
/// Nothing in it runs or is fetched, and every identifier in it begins with the scene's prefix.
pub fn write(scene: &Scene) -> String {
    let mut writer = Writer {
        text: String::new(),
        prefix: escaped(&scene.prefix),
    };
    writer.document(scene);
    writer.text
}

struct Writer {
    text: String,
    prefix: String,
}

impl Writer {
    fn document(&mut self, scene: &Scene) {
        let (width, height) = (number(scene.size.width), number(scene.size.height));
        let prefix = self.prefix.clone();
        self.push(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{root}\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{prefix}-title {prefix}-desc\">\n",
            root = theme::ROOT_CLASS,
        ));
        self.push(&format!(
            "<title id=\"{prefix}-title\">{}</title>\n<desc id=\"{prefix}-desc\">{}</desc>\n",
            escaped(&scene.title),
            escaped(&scene.description)
        ));
        self.push("<style>\n");
        self.push(&theme::stylesheet(scene.theme));
        if let Some(tints) = scene.tints {
            self.push(&overlay::stylesheet(scene.theme, tints));
        }
        self.push("</style>\n<defs>\n");
        self.push(&format!(
            "<pattern id=\"{prefix}-hatch\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><path class=\"{}\" d=\"M0 0V8\"/></pattern>\n",
            Class::HatchLine.name()
        ));
        let mut icons = BTreeSet::new();
        collect_icons(&scene.shapes, &mut icons);
        for icon in icons {
            self.push(&format!(
                "<symbol id=\"{prefix}-{}\" viewBox=\"0 0 24 24\"><path d=\"{}\"/></symbol>\n",
                icon.name(),
                icon.path()
            ));
        }
        self.push("</defs>\n");
        self.push(&format!(
            "<rect class=\"{}\" width=\"{width}\" height=\"{height}\"/>\n",
            Class::Paper.name()
        ));
        for shape in &scene.shapes {
            self.shape(shape);
        }
        self.push("</svg>\n");
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Group(group) => self.group(group),
            Shape::Rect {
                rect,
                radius,
                classes,
            } => {
                let size = rect.size();
                let attributes = format!(
                    " x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
                    number(rect.x.start),
                    number(rect.y.start),
                    number(size.width),
                    number(size.height)
                );
                let radius = if *radius > 0.0 {
                    format!(" rx=\"{}\"", number(*radius))
                } else {
                    String::new()
                };
                self.element("rect", classes, &(attributes + &radius));
            }
            Shape::Path { steps, classes } => {
                let attribute = format!(" d=\"{}\"", path(steps));
                self.element("path", classes, &attribute);
            }
            Shape::Circle {
                center,
                radius,
                classes,
            } => {
                let attributes = format!(
                    " cx=\"{}\" cy=\"{}\" r=\"{}\"",
                    number(center.x),
                    number(center.y),
                    number(*radius)
                );
                self.element("circle", classes, &attributes);
            }
            Shape::Text {
                at,
                anchor,
                content,
                classes,
            } => self.written(*at, *anchor, content, classes),
            Shape::Prose { at, parts, classes } => self.prose(*at, parts, classes),
            Shape::Icon {
                icon,
                at,
                side,
                classes,
            } => {
                let attributes = format!(
                    " href=\"#{}-{}\" x=\"{}\" y=\"{}\" width=\"{side}\" height=\"{side}\"",
                    self.prefix,
                    icon.name(),
                    number(at.x),
                    number(at.y),
                    side = number(*side)
                );
                self.element("use", classes, &attributes);
            }
        }
    }

    fn group(&mut self, group: &Group) {
        if let Some(link) = &group.link {
            let target = format!("<a href=\"#{}-{}\">", self.prefix, escaped(link));
            self.push(&target);
        }
        self.push("<g");
        if let Some(id) = &group.id {
            let id = format!(" id=\"{}-{}\"", self.prefix, escaped(id));
            self.push(&id);
        }
        self.classes(&group.classes);
        self.push(">");
        if let Some(hover) = &group.hover {
            let title = format!("<title>{}</title>", escaped(hover));
            self.push(&title);
        }
        self.push("\n");
        for shape in &group.shapes {
            self.shape(shape);
        }
        self.push("</g>");
        self.push(if group.link.is_some() { "</a>\n" } else { "\n" });
    }

    fn written(&mut self, at: Point, anchor: Anchor, content: &str, classes: &[Class]) {
        let place = format!("<text x=\"{}\" y=\"{}\"", number(at.x), number(at.y));
        self.push(&place);
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => self.push(" text-anchor=\"middle\""),
            Anchor::End => self.push(" text-anchor=\"end\""),
        }
        self.classes(classes);
        let content = format!(">{}</text>\n", escaped(content));
        self.push(&content);
    }

    fn prose(&mut self, at: Point, parts: &[(String, Option<Class>)], classes: &[Class]) {
        let place = format!("<text x=\"{}\" y=\"{}\"", number(at.x), number(at.y));
        self.push(&place);
        self.classes(classes);
        self.push(">");
        for (part, class) in parts {
            let part = escaped(part);
            match class {
                Some(class) => self.push(&format!("<tspan class=\"{}\">{part}</tspan>", class.name())),
                None => self.push(&part),
            }
        }
        self.push("</text>\n");
    }

    fn element(&mut self, name: &str, classes: &[Class], attributes: &str) {
        self.push("<");
        self.push(name);
        self.classes(classes);
        self.push(attributes);
        if classes.contains(&Class::Hatched) {
            let fill = format!(" fill=\"url(#{}-hatch)\"", self.prefix);
            self.push(&fill);
        }
        self.push("/>\n");
    }

    fn classes(&mut self, classes: &[Class]) {
        for (place, class) in classes.iter().enumerate() {
            self.push(if place == 0 { " class=\"" } else { " " });
            self.push(class.name());
        }
        if !classes.is_empty() {
            self.push("\"");
        }
    }
}

fn collect_icons(shapes: &[Shape], icons: &mut BTreeSet<Icon>) {
    for shape in shapes {
        match shape {
            Shape::Icon { icon, .. } => {
                icons.insert(*icon);
            }
            // Groups nest three deep, by the scenes that are built.
            Shape::Group(group) => collect_icons(&group.shapes, icons),
            _ => {}
        }
    }
}

fn path(steps: &[Step]) -> String {
    let mut data = String::new();
    let mut pen: Option<Point> = None;
    for step in steps {
        match *step {
            Step::Move(to) => append(&mut data, format_args!("M{} {}", number(to.x), number(to.y))),
            Step::Line(to) if pen.is_some_and(|pen| same(pen.x, to.x)) => {
                append(&mut data, format_args!("V{}", number(to.y)));
            }
            Step::Line(to) if pen.is_some_and(|pen| same(pen.y, to.y)) => {
                append(&mut data, format_args!("H{}", number(to.x)));
            }
            Step::Line(to) => append(&mut data, format_args!("L{} {}", number(to.x), number(to.y))),
            Step::Curve(by, to) => append(
                &mut data,
                format_args!(
                    "Q{} {} {} {}",
                    number(by.x),
                    number(by.y),
                    number(to.x),
                    number(to.y)
                ),
            ),
            Step::Close => append(&mut data, format_args!("Z")),
        }
        if let Step::Move(to) | Step::Line(to) | Step::Curve(_, to) = *step {
            pen = Some(to);
        }
    }
    data
}

fn append(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("a string takes any text");
}

/// A coordinate with at most two digits behind the point.
fn number(value: f64) -> String {
    if value.fract() == 0.0 {
        // Most are whole. The sum has no sign if it is zero.
        return (value + 0.0).to_string();
    }
    let mut text = format!("{value:.2}");
    while text.ends_with('0') {
        text.pop();
    }
    if text.ends_with('.') {
        text.pop();
    }
    if text == "-0" { "0".to_owned() } else { text }
}

/// Text as it may stand in content and in attributes; characters that XML has no way to write are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if letter.is_control() => {}
            _ => escaped.push(letter),
        }
    }
    escaped
}
