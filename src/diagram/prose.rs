//! Messages as they are shown: the names in them stand between backticks, and are set in heavier letters instead.

use super::text::{Metrics, Weight, clean};

/// Letters of one weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The letters.
    pub text: String,
    /// Heavy for names.
    pub weight: Weight,
}

type Letter = (char, Weight);

/// The message without the marks around names.
pub fn plain(message: &str) -> String {
    clean(message).replace('`', "")
}

/// Breaks a message into lines of at most `limit` pixels, between words where that is possible; what is behind
/// the last of `most` lines gives way to an ellipsis.
pub fn lines(metrics: &Metrics, message: &str, size: f64, limit: f64, most: usize) -> Vec<Vec<Run>> {
    let letters = letters(message);
    let mut lines: Vec<Vec<Letter>> = Vec::new();
    for word in letters.split(|&(letter, _)| letter == ' ') {
        if let Some(line) = lines.last_mut()
            && width(metrics, line, size) + width(metrics, &[SPACE], size) + width(metrics, word, size)
                <= limit
        {
            line.push(SPACE);
            line.extend(word);
            continue;
        }
        let mut rest = word;
        while rest.len() > 1 && width(metrics, rest, size) > limit {
            let (part, behind) = rest.split_at(fitting(metrics, rest, size, limit).max(1));
            lines.push(part.to_vec());
            rest = behind;
        }
        lines.push(rest.to_vec());
    }
    if lines.len() > most {
        let mut last = lines.split_off(most.saturating_sub(1)).join(&SPACE);
        let room = limit - width(metrics, &[ELLIPSIS], size);
        last.truncate(fitting(metrics, &last, size, room));
        last.push(ELLIPSIS);
        lines.push(last);
    }
    lines.iter().map(|line| runs(line)).collect()
}

const SPACE: Letter = (' ', Weight::Regular);
const ELLIPSIS: Letter = ('…', Weight::Regular);

/// Each letter with its weight.
fn letters(message: &str) -> Vec<Letter> {
    let mut weight = Weight::Regular;
    let mut letters = Vec::with_capacity(message.len());
    for letter in clean(message).chars() {
        match letter {
            '`' => {
                weight = match weight {
                    Weight::Regular => Weight::Bold,
                    Weight::Bold => Weight::Regular,
                }
            }
            _ => letters.push((letter, weight)),
        }
    }
    letters
}

fn width(metrics: &Metrics, letters: &[Letter], size: f64) -> f64 {
    letters
        .iter()
        .map(|&(letter, weight)| metrics.width(letter.encode_utf8(&mut [0; 4]), size, weight))
        .sum()
}

/// How many letters fit into `limit` pixels.
fn fitting(metrics: &Metrics, letters: &[Letter], size: f64, limit: f64) -> usize {
    let mut end = 0.0;
    letters
        .iter()
        .take_while(|&&letter| {
            end += width(metrics, &[letter], size);
            end <= limit
        })
        .count()
}

fn runs(letters: &[Letter]) -> Vec<Run> {
    letters
        .chunk_by(|one, other| one.1 == other.1)
        .filter_map(|run| {
            let &(_, weight) = run.first()?;
            let text = run.iter().map(|&(letter, _)| letter).collect();
            Some(Run { text, weight })
        })
        .collect()
}
