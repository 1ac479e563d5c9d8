//! The stylesheet of a picture: what each class looks like.

use std::fmt::Write;

use super::{DARK, LIGHT, Palette, ROOT_CLASS, Stroke, Theme};
use crate::finding::Severity;
use crate::model::Role;

/// The fonts, in the order in which they are looked for. Text is measured in the first, the widest of them.
const FONTS: &str = "'DejaVu Sans',Verdana,'Bitstream Vera Sans','Noto Sans','Segoe UI',Arial,sans-serif";

/// The whole stylesheet: shapes, then colours.
///
/// Plain classes only: custom properties come out black in some of the programs that draw SVG.
pub fn stylesheet(theme: Theme) -> String {
    let mut sheet = String::new();
    rule(&mut sheet, "text", &format!("font-family:{FONTS}"));
    for (class, declarations) in [
        ("heading", "font-size:20px;font-weight:700"),
        ("subheading", "font-size:13px"),
        ("caption", "font-size:12px;font-weight:700"),
        ("frame", "stroke-width:1.2"),
        ("host", "stroke-width:1.6"),
        ("folded", "stroke-width:1.6"),
        (
            "folded-icon",
            "fill:none;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round",
        ),
        ("network", "stroke-width:1.2;stroke-dasharray:7 4"),
        ("hatch", "fill:none;stroke-width:1.4;stroke-opacity:.3"),
        ("frame-title", "font-size:12px;font-weight:700"),
        ("frame-kind", "font-size:11px"),
        ("title", "font-size:13px;font-weight:700"),
        ("detail", "font-size:11px"),
        ("mark", "font-size:10.5px"),
        ("label", "font-size:11px"),
        ("entry", "font-size:12px"),
        ("entry-rule", "font-size:12px;font-weight:700"),
        ("entry-name", "font-weight:700"),
    ] {
        rule(&mut sheet, &format!(".{class}"), declarations);
    }
    for role in Role::ALL {
        rule(&mut sheet, &format!(".box-{role}"), "stroke-width:1.4");
        rule(
            &mut sheet,
            &format!(".icon-{role}"),
            "fill:none;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round",
        );
    }
    rule(
        &mut sheet,
        ".mark-icon,.lock",
        "fill:none;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round",
    );
    for stroke in Stroke::ALL {
        let dashes = stroke
            .dashes()
            .map(|dashes| format!(";stroke-dasharray:{dashes}"))
            .unwrap_or_default();
        let cap = if stroke == Stroke::HealthCheck || stroke == Stroke::Monitoring {
            ";stroke-linecap:round"
        } else {
            ""
        };
        rule(
            &mut sheet,
            &format!(".line-{}", stroke.word()),
            &format!("fill:none;stroke-width:1.7{dashes}{cap}"),
        );
        rule(
            &mut sheet,
            &format!(".arrow-{}", stroke.word()),
            "stroke-width:1.3;stroke-linejoin:round",
        );
    }
    match theme {
        Theme::Auto | Theme::Light => colours(&mut sheet, &LIGHT, 0),
        Theme::Dark => colours(&mut sheet, &DARK, 1),
    }
    rule(&mut sheet, ".light", "stroke-width:1.1");
    for severity in Severity::WORST_FIRST {
        rule(&mut sheet, &format!(".alarm-{severity}"), "stroke-width:2.6");
        rule(&mut sheet, &format!(".alert-{severity}"), "stroke-width:2.2");
        rule(&mut sheet, &format!(".badge-{severity}"), "stroke-width:1.6");
        rule(
            &mut sheet,
            &format!(".count-{severity}"),
            "font-size:11px;font-weight:700",
        );
    }
    if theme == Theme::Auto {
        sheet.push_str("@media (prefers-color-scheme:dark){\n");
        colours(&mut sheet, &DARK, 1);
        sheet.push_str("}\n");
    }
    sheet
}

fn colours(sheet: &mut String, palette: &Palette, theme: usize) {
    let ink = |colour: &str| format!("fill:{colour}");
    rule(sheet, ".paper", &ink(palette.paper));
    rule(
        sheet,
        ".heading,.title,.frame-title,.label,.caption,.entry,.entry-rule",
        &ink(palette.ink),
    );
    rule(sheet, ".subheading,.detail,.frame-kind", &ink(palette.muted));
    rule(sheet, ".mark", &ink(palette.mark));
    rule(sheet, ".mark-icon", &format!("stroke:{}", palette.mark));
    rule(
        sheet,
        ".frame,.host,.network",
        &format!(
            "fill:{};fill-opacity:.055;stroke:{}",
            palette.frame_fill, palette.frame
        ),
    );
    rule(
        sheet,
        ".folded",
        &format!("fill:{};stroke:{}", palette.paper, palette.frame),
    );
    rule(sheet, ".folded-icon", &format!("stroke:{}", palette.muted));
    rule(sheet, ".hatch", &format!("stroke:{}", palette.hatch));
    for (role, [fill, stroke]) in Role::ALL.iter().zip(palette.roles) {
        rule(
            sheet,
            &format!(".box-{role}"),
            &format!("fill:{fill};stroke:{stroke}"),
        );
        rule(sheet, &format!(".icon-{role}"), &format!("stroke:{stroke}"));
    }
    for stroke in Stroke::ALL {
        let colour = stroke.colours()[theme];
        rule(
            sheet,
            &format!(".line-{}", stroke.word()),
            &format!("stroke:{colour}"),
        );
        rule(
            sheet,
            &format!(".arrow-{}", stroke.word()),
            &format!("fill:{colour};stroke:{colour}"),
        );
    }
    rule(
        sheet,
        ".lock",
        &format!("stroke:{}", Stroke::Encrypted.colours()[theme]),
    );
    for (severity, colour) in Severity::WORST_FIRST.into_iter().zip(palette.severities) {
        rule(
            sheet,
            &format!(".alarm-{severity},.alert-{severity}"),
            &format!("stroke:{colour}"),
        );
        rule(
            sheet,
            &format!(".tip-{severity}"),
            &format!("fill:{colour};stroke:{colour}"),
        );
        let hollow = severity <= Severity::Low;
        let (fill, count) = if hollow {
            (palette.paper, colour)
        } else {
            (colour, palette.badge_ink)
        };
        rule(
            sheet,
            &format!(".badge-{severity}"),
            &format!("fill:{fill};stroke:{colour}"),
        );
        rule(sheet, &format!(".count-{severity}"), &ink(count));
    }
    rule(sheet, ".hollow", &ink(palette.paper));
}

/// Writes a rule whose selectors all stand below the class of the picture.
pub(in crate::diagram) fn rule(sheet: &mut String, selectors: &str, declarations: &str) {
    for (place, selector) in selectors.split(',').enumerate() {
        let comma = if place == 0 { "" } else { "," };
        write!(sheet, "{comma}.{ROOT_CLASS} {selector}").expect("a string takes any text");
    }
    writeln!(sheet, "{{{declarations}}}").expect("a string takes any text");
}
