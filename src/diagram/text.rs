//! How wide text is, and making it fit.
//!
//! Widths are sums of the advances of `DejaVu` Sans, the widest of the fonts that the picture names: whichever of
//! them a viewer has, no text grows past the space it was given. Kerning would only make it shorter.

use ttf_parser::Face;

/// How heavy the letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// For most text.
    Regular,
    /// For titles.
    Bold,
}

/// Measures text in the picture's font.
pub struct Metrics {
    regular: Advances,
    bold: Advances,
}

struct Advances {
    face: Face<'static>,
    latin: [u16; 128],
}

impl Advances {
    fn new(data: &'static [u8]) -> Self {
        let face = Face::parse(data, 0).expect("the bundled font is whole");
        let mut latin = [0; 128];
        for (code, advance) in (0_u8..).zip(&mut latin) {
            *advance = advance_of(&face, char::from(code));
        }
        Self { face, latin }
    }

    fn units(&self, letter: char) -> u16 {
        match self.latin.get(letter as usize) {
            Some(&advance) => advance,
            None => advance_of(&self.face, letter),
        }
    }
}

/// A letter that the font lacks is taken for a full square, as wide as any in the fonts that have it.
fn advance_of(face: &Face<'static>, letter: char) -> u16 {
    face.glyph_index(letter)
        .and_then(|glyph| face.glyph_hor_advance(glyph))
        .unwrap_or(face.units_per_em())
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// The metrics of the bundled font.
    pub fn new() -> Self {
        Self {
            regular: Advances::new(dejavu::sans::regular()),
            bold: Advances::new(dejavu::sans::bold()),
        }
    }

    /// The width of one line of text in pixels, for letters of `size` pixels.
    pub fn width(&self, text: &str, size: f64, weight: Weight) -> f64 {
        let advances = match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        };
        let units: f64 = text.chars().map(|letter| f64::from(advances.units(letter))).sum();
        units * size / f64::from(advances.face.units_per_em())
    }

    /// The text itself if it is at most `limit` pixels wide, or else as much of its beginning as fits before an
    /// ellipsis.
    pub fn fit(&self, text: &str, size: f64, weight: Weight, limit: f64) -> String {
        if self.width(text, size, weight) <= limit {
            return text.to_owned();
        }
        let room = limit - self.width("…", size, weight);
        let mut width = 0.0;
        let mut kept = String::new();
        for letter in text.chars() {
            width += self.width(letter.encode_utf8(&mut [0; 4]), size, weight);
            if width > room {
                break;
            }
            kept.push(letter);
        }
        format!("{}…", kept.trim_end())
    }

    /// Breaks the text into lines of at most `limit` pixels, between words where that is possible.
    pub fn wrap(&self, text: &str, size: f64, weight: Weight, limit: f64) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            for part in self.parts(word, size, weight, limit) {
                let joined = if line.is_empty() {
                    part.clone()
                } else {
                    format!("{line} {part}")
                };
                if self.width(&joined, size, weight) <= limit {
                    line = joined;
                } else {
                    lines.push(std::mem::replace(&mut line, part));
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// The word in pieces of at most `limit` pixels; as a rule in one.
    fn parts(&self, word: &str, size: f64, weight: Weight, limit: f64) -> Vec<String> {
        let mut parts = vec![String::new()];
        let mut width = 0.0;
        for letter in word.chars() {
            let advance = self.width(letter.encode_utf8(&mut [0; 4]), size, weight);
            if width + advance > limit && width > 0.0 {
                parts.push(String::new());
                width = 0.0;
            }
            width += advance;
            if let Some(part) = parts.last_mut() {
                part.push(letter);
            }
        }
        parts
    }
}

/// The text on one line, without anything that is no visible letter or that changes how others are read:
/// control characters, zero-width spaces, and marks that turn the direction of writing.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_whitespace() || letter.is_control() {
            if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
        } else if !is_unseen(letter) {
            cleaned.push(letter);
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

const fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    ) || (letter as u32) & 0xfffe == 0xfffe
}
