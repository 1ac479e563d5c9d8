//! What marked elements look like: each mark has a colour and a sign, so that neither tells alone.

use crate::analysis::faults::Impact;
use crate::diagram::theme::{DARK, LIGHT, Palette, Theme, rule};
use crate::model::Trust;

/// What an element is marked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tint {
    /// It has failed.
    Failed,
    /// It suffers, or journeys suffer from its loss.
    Harmed(Impact),
    /// It works as before.
    Unharmed,
    /// It can be trusted so far.
    Trusted(Trust),
    /// It was not there before.
    Came,
    /// It is no longer there.
    Went,
    /// It is not what it was.
    Changed,
}

/// The marks that one overlay can set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tints {
    /// What elements suffer, or how far they are trusted.
    #[default]
    States,
    /// What has become of them.
    Changes,
}

impl Tints {
    /// All of them, in the order of the legend.
    fn all(self) -> Vec<Tint> {
        let harmed = Impact::ALL.iter().map(|&impact| Tint::Harmed(impact));
        let trusted = Trust::ALL.iter().map(|&trust| Tint::Trusted(trust));
        match self {
            Self::States => std::iter::once(Tint::Failed)
                .chain(harmed)
                .chain([Tint::Unharmed])
                .chain(trusted)
                .collect(),
            Self::Changes => vec![Tint::Came, Tint::Went, Tint::Changed],
        }
    }
}

impl Tint {
    /// What it means, for the legend.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Failed => "has failed",
            Self::Harmed(Impact::Outage) => "outage: down until repaired",
            Self::Harmed(Impact::Manual) => "manual: down until a person acts",
            Self::Harmed(Impact::Brief) => "brief: down until something has restarted",
            Self::Harmed(Impact::Partial) => "partial: a share of the requests fails",
            Self::Harmed(Impact::Degraded) => "degraded: works less well",
            Self::Unharmed => "works as before",
            Self::Trusted(trust) => trust.word(),
            Self::Came => "added: it was not there before",
            Self::Went => "removed: it is no longer there",
            Self::Changed => "changed",
        }
    }

    /// Whether it is crossed out.
    pub(super) const fn is_gone(self) -> bool {
        matches!(self, Self::Failed | Self::Went)
    }

    /// The names of its classes: of what is marked, of the sign, of the icon in the sign, and of a line that is marked.
    pub(in crate::diagram) const fn names(self) -> [&'static str; 4] {
        match self {
            Self::Failed => ["tint-failed", "sign-failed", "sign-icon-failed", "trace-failed"],
            Self::Harmed(Impact::Outage) => {
                ["tint-outage", "sign-outage", "sign-icon-outage", "trace-outage"]
            }
            Self::Harmed(Impact::Manual) => {
                ["tint-manual", "sign-manual", "sign-icon-manual", "trace-manual"]
            }
            Self::Harmed(Impact::Brief) => ["tint-brief", "sign-brief", "sign-icon-brief", "trace-brief"],
            Self::Harmed(Impact::Partial) => [
                "tint-partial",
                "sign-partial",
                "sign-icon-partial",
                "trace-partial",
            ],
            Self::Harmed(Impact::Degraded) => [
                "tint-degraded",
                "sign-degraded",
                "sign-icon-degraded",
                "trace-degraded",
            ],
            Self::Unharmed => [
                "tint-unharmed",
                "sign-unharmed",
                "sign-icon-unharmed",
                "trace-unharmed",
            ],
            Self::Trusted(Trust::Untrusted) => [
                "tint-untrusted",
                "sign-untrusted",
                "sign-icon-untrusted",
                "trace-untrusted",
            ],
            Self::Trusted(Trust::Dmz) => ["tint-dmz", "sign-dmz", "sign-icon-dmz", "trace-dmz"],
            Self::Trusted(Trust::Trusted) => [
                "tint-trusted",
                "sign-trusted",
                "sign-icon-trusted",
                "trace-trusted",
            ],
            Self::Trusted(Trust::Restricted) => [
                "tint-restricted",
                "sign-restricted",
                "sign-icon-restricted",
                "trace-restricted",
            ],
            Self::Came => ["tint-added", "sign-added", "sign-icon-added", "trace-added"],
            Self::Went => [
                "tint-removed",
                "sign-removed",
                "sign-icon-removed",
                "trace-removed",
            ],
            Self::Changed => [
                "tint-changed",
                "sign-changed",
                "sign-icon-changed",
                "trace-changed",
            ],
        }
    }

    /// The icon in the sign, as path data on a square of 24 by 24.
    pub(in crate::diagram) const fn path(self) -> &'static str {
        match self {
            // A cross.
            Self::Failed => "M5 5l14 14M19 5L5 19",
            // A switch that is off.
            Self::Harmed(Impact::Outage) => "M12 2.5v9M6.5 6.5a8.5 8.5 0 1 0 11 0",
            // A person.
            Self::Harmed(Impact::Manual) => {
                "M12 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9zM3.5 21c.5-9 16.5-9 17 0"
            }
            // An arrow that comes back to where it began.
            Self::Harmed(Impact::Brief) => "M19.5 8.5a8.5 8.5 0 1 0 1 6M20.5 3v6h-6",
            // A disc from which a piece is missing.
            Self::Harmed(Impact::Partial) => "M12 12V3a9 9 0 1 0 9 9z",
            // An arrow that points down.
            Self::Harmed(Impact::Degraded) => "M12 3v17M5 13l7 7.5l7-7.5",
            // A tick.
            Self::Unharmed => "M4 12.5l5.5 6L20 5.5",
            // A globe.
            Self::Trusted(Trust::Untrusted) => {
                "M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18zM3 12h18M12 3c-6 5.5-6 12.5 0 18M12 3c6 5.5 6 12.5 0 18"
            }
            // A gate.
            Self::Trusted(Trust::Dmz) => "M3 21V9a9 9 0 0 1 18 0v12M8.5 21v-9h7v9",
            // A shield.
            Self::Trusted(Trust::Trusted) => "M12 2.5l8 3v6c0 5-3.5 8.5-8 10c-4.5-1.5-8-5-8-10v-6z",
            // A padlock.
            Self::Trusted(Trust::Restricted) => "M4 11h16v10H4zM7.5 11V7.5a4.5 4.5 0 0 1 9 0V11",
            // Plus.
            Self::Came => "M12 3v18M3 12h18",
            // Minus.
            Self::Went => "M3 12h18",
            // Tilde.
            Self::Changed => "M3 14c2.5-6 6-5.5 9-2s6.5 4 9-2",
        }
    }

    const fn colour(self, palette: &Palette) -> &'static str {
        match self {
            Self::Failed => palette.ink,
            Self::Went => palette.severities[1],
            Self::Harmed(impact) => palette.severities[impact as usize],
            Self::Trusted(Trust::Untrusted) => palette.roles[0][1],
            Self::Trusted(Trust::Dmz) => palette.roles[4][1],
            Self::Unharmed | Self::Came | Self::Trusted(Trust::Trusted) => palette.roles[1][1],
            Self::Changed | Self::Trusted(Trust::Restricted) => palette.roles[2][1],
        }
    }
}

/// The rules for marks, in light and for those who prefer the dark.
pub(in crate::diagram) fn stylesheet(theme: Theme, tints: Tints) -> String {
    let mut sheet = String::new();
    rule(&mut sheet, ".struck", "text-decoration:line-through");
    for tint in tints.all() {
        let [marked, sign, icon, line] = tint.names();
        let dashes = if tint.is_gone() {
            ";stroke-dasharray:6 4"
        } else {
            ""
        };
        rule(
            &mut sheet,
            &format!(".{marked}"),
            &format!("stroke-width:2.4{dashes}"),
        );
        rule(&mut sheet, &format!(".{sign}"), "stroke-width:1.6");
        let lines = "fill:none;stroke-width:3;stroke-linecap:round;stroke-linejoin:round";
        rule(&mut sheet, &format!(".{icon}"), lines);
        if tints == Tints::Changes {
            rule(&mut sheet, &format!(".{line}"), "stroke-width:2.6");
        }
    }
    match theme {
        Theme::Auto | Theme::Light => colours(&mut sheet, &LIGHT, tints),
        Theme::Dark => colours(&mut sheet, &DARK, tints),
    }
    if theme == Theme::Auto {
        sheet.push_str("@media (prefers-color-scheme:dark){\n");
        colours(&mut sheet, &DARK, tints);
        sheet.push_str("}\n");
    }
    sheet
}

fn colours(sheet: &mut String, palette: &Palette, tints: Tints) {
    for tint in tints.all() {
        let [marked, sign, icon, line] = tint.names();
        let colour = tint.colour(palette);
        let pale = mixed(palette.paper, colour);
        rule(
            sheet,
            &format!(".{marked}"),
            &format!("fill:{pale};stroke:{colour}"),
        );
        let frames = format!(".frame.{marked},.host.{marked},.network.{marked}");
        rule(
            sheet,
            &frames,
            &format!("fill:{colour};fill-opacity:.1;stroke:{colour}"),
        );
        rule(
            sheet,
            &format!(".{sign}"),
            &format!("fill:{colour};stroke:{}", palette.paper),
        );
        rule(
            sheet,
            &format!(".{icon}"),
            &format!("stroke:{}", palette.badge_ink),
        );
        if tints == Tints::Changes {
            rule(sheet, &format!(".{line}"), &format!("stroke:{colour}"));
        }
    }
}

/// Paper with a little of a colour in it, so little that text on it stays legible.
fn mixed(paper: &str, colour: &str) -> String {
    let channel = |text: &str, at: usize| {
        let digits = text.get(at..at + 2);
        digits
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .unwrap_or(0)
    };
    let mix = |at| (channel(paper, at) * 86 + channel(colour, at) * 14) / 100;
    format!("#{:02x}{:02x}{:02x}", mix(1), mix(3), mix(5))
}
