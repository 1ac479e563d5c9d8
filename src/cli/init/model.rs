//! The text of a first model.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use askama::Template;

use super::answers::{Answers, Database};

#[derive(Template)]
#[template(path = "model.yaml", escape = "none")]
struct Model<'a> {
    answers: &'a Answers,
    /// The file that tells editors what can stand in the model.
    schema: &'a str,
    /// The entry of the name, written as YAML.
    name: String,
    is_single: bool,
    is_replicated: bool,
    has_database: bool,
    has_database_server: bool,
    /// What stands for the application in a connection.
    callers: &'static str,
    /// The protocol of users and of the balancer.
    web: &'static str,
    /// The protocol of the database.
    sql: &'static str,
}

/// A model that says what the answers say, with comments that teach the format.
///
/// Of all that is asked for only the name is text of the user's own; it stands at the top level, where every
/// spelling that the YAML writer chooses is right.
pub(super) fn text(answers: &Answers, schema: &str) -> String {
    let database = answers.database;
    let model = Model {
        answers,
        schema,
        name: entry_of_the_name(&answers.name),
        is_single: database == Database::Single,
        is_replicated: database == Database::Replicated,
        has_database: database != Database::None,
        has_database_server: matches!(database, Database::Single | Database::Replicated),
        callers: if answers.servers > 1 { "apps" } else { "app-1" },
        web: if answers.encryption { "https" } else { "http" },
        sql: if answers.encryption {
            "postgresqls"
        } else {
            "postgresql"
        },
    };
    model
        .render()
        .expect("writing to memory does not fail, and the template calls nothing else that does")
}

/// The words that YAML 1.1 reads as something else than text, in lower case.
const OTHER_THAN_TEXT: [&str; 6] = ["y", "n", "yes", "no", "on", "off"];

/// The entry of the name, as the YAML writer spells it, in quotes where other programs might not read a text.
///
/// The writer folds at breaks of lines that only YAML 1.1 knows, so that blanks would come in: a name that holds one is
/// quoted as in JSON, which YAML 1.2 has taken over, with escapes for what YAML does not print.
fn entry_of_the_name(name: &str) -> String {
    const OLD_BREAKS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];
    const UNPRINTED: [char; 3] = ['\u{feff}', '\u{fffe}', '\u{ffff}'];
    if OTHER_THAN_TEXT.contains(&name.to_lowercase().as_str()) {
        return format!("name: \"{name}\"\n");
    }
    if !name.contains(OLD_BREAKS) {
        let entry = BTreeMap::from([("name", name)]);
        return serde_yaml::to_string(&entry).expect("text can be written as YAML");
    }
    let mut entry = "name: ".to_owned();
    for letter in serde_json::Value::from(name).to_string().chars() {
        if letter.is_control() || OLD_BREAKS.contains(&letter) || UNPRINTED.contains(&letter) {
            write!(entry, "\\u{:04x}", u32::from(letter)).expect("writing to memory does not fail");
        } else {
            entry.push(letter);
        }
    }
    entry.push('\n');
    entry
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use clap::ValueEnum;
    use proptest::prelude::*;

    use super::super::answers::{Answers, Database};
    use super::text;
    use crate::audit::{Audit, Settings};
    use crate::finding::{Finding, Severity};
    use crate::load::{self, Loaded};
    use crate::rules::Catalogue;
    use crate::source::Source;
    use crate::yaml::Limits;

    /// What users get who only press Enter.
    fn usual() -> Answers {
        Answers {
            name: "My service".to_owned(),
            servers: 2,
            database: Database::Single,
            encryption: true,
            firewall: true,
            monitoring: true,
            backup: true,
        }
    }

    fn load(text: String) -> (Source, Loaded) {
        let source = Source::new("topology.yaml", text);
        match load::topology(&source, &Limits::default()) {
            Ok(loaded) => (source, loaded),
            Err(problems) => panic!("{}\n{problems:#?}", source.text()),
        }
    }

    /// What is found in a model, worst first.
    fn findings(text: String) -> Vec<Finding> {
        static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::built_in);
        let (source, loaded) = load(text);
        let audit = Audit::new(source, loaded, &CATALOGUE, Settings { today: None });
        audit.expect("an audit").findings
    }

    /// The rules that find something worse than an information.
    fn rules(findings: &[Finding]) -> Vec<&str> {
        let findings = findings.iter();
        let bad = findings.filter(|finding| finding.severity > Severity::Info);
        bad.map(|finding| finding.rule.as_str()).collect()
    }

    /// Every combination of answers.
    fn all() -> impl Iterator<Item = Answers> {
        let servers = [1, 2, 9].into_iter();
        servers.flat_map(|servers| {
            let databases = Database::value_variants().iter();
            databases.flat_map(move |&database| {
                (0..16_u8).map(move |bits| Answers {
                    servers,
                    database,
                    encryption: bits & 1 != 0,
                    firewall: bits & 2 != 0,
                    monitoring: bits & 4 != 0,
                    backup: bits & 8 != 0 && database != Database::None,
                    ..usual()
                })
            })
        })
    }

    #[test]
    fn every_answer_makes_a_model_without_errors_and_warnings() {
        for answers in all() {
            let (source, loaded) = load(text(&answers, "schema.json"));
            assert_eq!(loaded.warnings, [], "{}", source.text());
        }
    }

    #[test]
    fn findings_follow_from_the_answers() {
        let catalogue = Catalogue::built_in();
        for answers in all() {
            let findings = findings(text(&answers, "schema.json"));
            let about = |rule: &str| {
                assert!(catalogue.rule(rule).is_some(), "{rule}");
                findings.iter().any(|finding| finding.rule == rule)
            };
            assert_eq!(about("missing-https"), !answers.encryption, "{answers:?}");
            assert_eq!(about("missing-firewall"), !answers.firewall, "{answers:?}");
            assert_eq!(about("missing-monitoring"), !answers.monitoring, "{answers:?}");
            assert_eq!(
                about("backup-missing"),
                !answers.backup && answers.database != Database::None,
                "{answers:?}"
            );
            let is_alone = answers.servers == 1 || answers.database == Database::Single;
            assert_eq!(about("single-point-of-failure"), is_alone, "{answers:?}");
        }
    }

    #[test]
    fn the_defaults_show_one_single_point_of_failure() {
        let findings = findings(text(&usual(), "schema.json"));
        assert_eq!(rules(&findings), ["single-point-of-failure"]);
    }

    #[test]
    fn the_lines_that_the_comments_offer_mend_it() {
        let offered = text(&usual(), "schema.json");
        assert_eq!(offered.matches("#+ ").count(), 5);
        assert_eq!(rules(&findings(offered.replace("#+ ", ""))), [""; 0]);
    }

    #[test]
    fn a_replicated_or_managed_database_leaves_nothing_to_find() {
        for database in [Database::Replicated, Database::Managed, Database::None] {
            let answers = Answers {
                database,
                backup: database != Database::None,
                ..usual()
            };
            assert_eq!(
                rules(&findings(text(&answers, "schema.json"))),
                [""; 0],
                "{database:?}"
            );
        }
    }

    #[test]
    fn hostile_names_come_back_the_same() {
        for name in [
            "It's \"quoted\": a # name",
            "two\nlines",
            "\n\n  - { a: b }\n",
            "yes",
            "~",
            "1e3",
            "{{ name }} {% if %}",
            "\u{85}\u{2028}\u{feff}\u{7f}\u{1}\t",
            "\u{2028}A",
            "A\u{85}B\u{2029} C\u{fffe}\u{feff}🦀",
            " blanks around ",
            "größer 🦀 مرحبا",
            "# comment",
            "--- |",
        ] {
            comes_back(name);
        }
    }

    fn comes_back(name: &str) {
        let answers = Answers {
            name: name.to_owned(),
            ..usual()
        };
        let (_, loaded) = load(text(&answers, "schema.json"));
        assert_eq!(loaded.topology.name, name);
    }

    proptest! {
        #[test]
        fn every_name_comes_back_the_same(name in any::<String>().prop_filter("a blank name is refused", |name| !name.trim().is_empty())) {
            comes_back(&name);
        }

        #[test]
        fn every_name_of_yaml_characters_comes_back_the_same(name in "[-a:#\"'{}\\[\\],&*!|>%@`\\\\? \n\r\t]{0,12}[a-z]") {
            comes_back(&name);
        }
    }
}
