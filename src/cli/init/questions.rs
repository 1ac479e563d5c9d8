//! Asking somebody at a terminal.

use std::fmt::Display;
use std::io::{BufRead, Write};
use std::ops::RangeInclusive;

use clap::ValueEnum;

use super::super::Failure;

/// Somebody who can be asked.
pub(super) struct Questions<'a> {
    input: &'a mut dyn BufRead,
    output: &'a mut dyn Write,
    is_first: bool,
}

impl<'a> Questions<'a> {
    /// Somebody who reads `output` and answers into `input`.
    pub(super) fn new(input: &'a mut dyn BufRead, output: &'a mut dyn Write) -> Self {
        Self {
            input,
            output,
            is_first: true,
        }
    }

    /// Asks for a line of text that is not empty.
    pub(super) fn text(&mut self, question: &str, default: String) -> Result<String, Failure> {
        self.ask(question, &default.clone(), default, |answer| {
            if answer.chars().any(char::is_control) {
                Err("that has a control character in it".to_owned())
            } else {
                Ok(answer.to_owned())
            }
        })
    }

    /// Asks for a number within bounds.
    pub(super) fn number(
        &mut self,
        question: &str,
        bounds: RangeInclusive<u8>,
        default: u8,
    ) -> Result<u8, Failure> {
        let expected = format!("{} to {}", bounds.start(), bounds.end());
        let question = format!("{question} ({expected})");
        self.ask(&question, &default, default, |answer| {
            let number = answer.parse().ok().filter(|number| bounds.contains(number));
            number.ok_or_else(|| format!("that is no number from {expected}"))
        })
    }

    /// Asks for one of a few words.
    pub(super) fn choice<T: ValueEnum>(&mut self, question: &str, default: T) -> Result<T, Failure> {
        let words: Vec<_> = T::value_variants().iter().map(word).collect();
        let words = words.join(", ");
        self.ask(
            &format!("{question} ({words})"),
            &word(&default),
            default,
            |answer| T::from_str(answer, true).map_err(|_| format!("that is none of {words}")),
        )
    }

    /// Asks until the answer can be taken. Nothing but blanks stands for the default.
    fn ask<T>(
        &mut self,
        question: &str,
        shown_default: &dyn Display,
        default: T,
        take: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Failure> {
        if self.is_first {
            self.is_first = false;
            writeln!(
                self.output,
                "A few questions. Enter takes the answer in brackets."
            )?;
        }
        loop {
            write!(self.output, "{question} [{shown_default}] ")?;
            self.output.flush()?;
            let mut line = String::new();
            if self.input.read_line(&mut line).map_err(Failure::Input)? == 0 {
                writeln!(self.output)?;
                return Err(Failure::NoAnswer);
            }
            let answer = line.trim();
            if answer.is_empty() {
                return Ok(default);
            }
            match take(answer) {
                Ok(answer) => return Ok(answer),
                Err(complaint) => writeln!(self.output, "{complaint}, once more:")?,
            }
        }
    }
}

/// The word for a choice.
fn word<T: ValueEnum>(choice: &T) -> String {
    let word = choice.to_possible_value();
    word.map_or_else(String::new, |word| word.get_name().to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::answers::{Answers, Database, Given};
    use super::{Failure, Questions};

    /// What becomes of these lines at a terminal, and what is shown there.
    fn answer(lines: &str) -> (Result<Answers, Failure>, String) {
        let mut shown = Vec::new();
        let answers = Given::default().complete(Some(Questions::new(&mut lines.as_bytes(), &mut shown)));
        (answers, String::from_utf8(shown).expect("text"))
    }

    #[test]
    fn enter_takes_the_defaults() {
        let (answers, shown) = answer("\n\n\n\n\n\n\n");
        let answers = answers.expect("answers");
        assert_eq!(answers.name, "My service");
        assert_eq!(answers.servers, 2);
        assert_eq!(answers.database, Database::Single);
        assert!(answers.encryption && answers.firewall && answers.monitoring && answers.backup);
        assert!(shown.contains("What is it called? [My service] "), "{shown}");
        assert!(
            shown.contains("Where is the data kept? (none, single, replicated, managed) [single] "),
            "{shown}"
        );
    }

    #[test]
    fn answers_are_taken() {
        let (answers, _) = answer("  Web shop \n3\nManaged\nn\nNO\nyes\ny\n");
        let answers = answers.expect("answers");
        assert_eq!(answers.name, "Web shop");
        assert_eq!(answers.servers, 3);
        assert_eq!(answers.database, Database::Managed);
        assert!(!answers.encryption && !answers.firewall && answers.monitoring && answers.backup);
    }

    #[test]
    fn a_wrong_answer_is_asked_for_once_more() {
        let (answers, shown) = answer("\u{1b}[D\nShop\n0\nmany\n256\n4\nbig\nnone\n\n\n\n");
        let answers = answers.expect("answers");
        assert_eq!(answers.name, "Shop");
        assert_eq!(answers.servers, 4);
        assert_eq!(answers.database, Database::None);
        assert_eq!(shown.matches("once more").count(), 5, "{shown}");
        assert!(!shown.contains("backup"), "there is nothing to copy:\n{shown}");
    }

    #[test]
    fn an_end_is_no_answer() {
        assert!(matches!(answer("Shop\n").0, Err(Failure::NoAnswer)));
    }
}
