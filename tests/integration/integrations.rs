//! What others copy or call: the GitHub action, the hooks, the template for GitLab, the image and the releases.
//!
//! The scripts run as they are, with the program that was built and with stand-ins for what speaks to a network.

mod action;
mod comment;
mod files;
mod gitlab;
mod hooks;
mod install;
mod release;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

use crate::program::{Folder, root};

/// The text of a file of the project.
fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect(path)
}

/// A YAML file of the project.
fn yaml(path: &str) -> Value {
    crate::schema::json_of(path, &text(path))
}

/// The words of a list.
fn list(value: &Value) -> Vec<&str> {
    let items = value.as_array().into_iter().flatten();
    items.map(|item| item.as_str().expect("a text")).collect()
}

/// A folder in which scripts run: `work` is the checkout, `bin` comes first on the path, `temp` is for what they keep.
struct Bench {
    folder: Folder,
    variables: BTreeMap<String, String>,
}

impl Bench {
    fn new() -> Self {
        let folder = Folder::new();
        for part in ["work", "bin", "temp"] {
            fs::create_dir(folder.path(part)).expect("a new folder");
        }
        let bench = Self {
            folder,
            variables: BTreeMap::new(),
        };
        // The program as it is built for tests is large, and several tests pack it.
        let program = env!("CARGO_BIN_EXE_infra-audit");
        bench.with_program("infra-audit", &format!("#!/bin/sh\nexec '{program}' \"$@\"\n"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path(name)
    }

    /// Puts a file into the checkout.
    fn with(mut self, name: &str, text: impl AsRef<[u8]>) -> Self {
        self.folder = self.folder.with(&format!("work/{name}"), text);
        self
    }

    /// Puts a program on the path.
    fn with_program(mut self, name: &str, text: &str) -> Self {
        let name = format!("bin/{name}");
        self.folder = self.folder.with(&name, text);
        let everybody = fs::Permissions::from_mode(0o755);
        fs::set_permissions(self.path(&name), everybody).expect("a program");
        self
    }

    /// Sets a variable.
    fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    /// Runs a program in the checkout.
    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let path = std::env::var("PATH").expect("a path");
        Command::new(program)
            .args(arguments)
            .current_dir(self.path("work"))
            .env_clear()
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("HOME", self.path("temp"))
            .envs(&self.variables)
            .output()
            .expect("a program that starts")
    }

    /// Keeps what is in the checkout with git, and gives the commit.
    fn commit(&self) -> String {
        let mut said = String::new();
        for command in ["init", "add .", "commit --quiet --message all", "rev-parse HEAD"] {
            let name = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
            let words: Vec<_> = name.into_iter().chain(command.split(' ')).collect();
            let output = self.run("git", &words);
            assert!(output.status.success(), "{}", shown(&output));
            said = String::from_utf8(output.stdout).expect("text");
        }
        said.trim().to_owned()
    }

    /// Runs a script of the project.
    fn script(&self, path: &str) -> Output {
        let script = root().join(path);
        self.run("bash", &[&script.display().to_string()])
    }

    /// What a step of a workflow has put out under this name, at last.
    fn output(&self, name: &str) -> Option<String> {
        let outputs = fs::read_to_string(self.path("temp/output")).ok()?;
        let value = outputs
            .lines()
            .filter_map(|line| line.split_once('='))
            .rfind(|(key, _)| *key == name);
        value.map(|(_, value)| value.to_owned())
    }
}

/// What a run printed, for messages.
fn shown(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!(
        "{}\n{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(err)
    )
}
