//! A repository of its own for one test.

use std::path::PathBuf;
use std::process::Output;

use crate::program::{Folder, code, git, keep_path};

/// A folder that git keeps the history of.
pub(super) struct Repository {
    pub(super) folder: Folder,
}

impl Repository {
    /// A repository without a commit, on the branch `main`.
    pub(super) fn new() -> Self {
        let repository = Self {
            folder: Folder::new(),
        };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// A repository with one commit, which holds these files.
    pub(super) fn with(files: &[(&str, &str)]) -> Self {
        let mut repository = Self::new();
        for (name, text) in files {
            repository.write(name, text);
        }
        repository.commit();
        repository
    }

    /// Writes a file.
    pub(super) fn write(&mut self, name: &str, text: &str) {
        let folder = std::mem::replace(&mut self.folder, Folder::new());
        self.folder = folder.with(name, text);
    }

    /// Commits everything.
    pub(super) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "A change"]);
    }

    /// Runs git, which must succeed.
    pub(super) fn git(&self, arguments: &[&str]) {
        git(&self.path(), arguments);
    }

    /// The folder of the repository.
    pub(super) fn path(&self) -> PathBuf {
        self.folder.path("")
    }

    /// Runs the program in the repository on a set day.
    pub(super) fn run(&self, arguments: &[&str]) -> Output {
        let (command, rest) = arguments.split_first().expect("a command");
        let all = [&[*command, "--today", "2026-11-23"], rest].concat();
        let mut command = self.folder.command(&all);
        keep_path(&mut command);
        command.output().expect("a program that starts")
    }

    /// Runs the program and tells the exit code, what it prints, and what it says besides.
    pub(super) fn told(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.run(arguments);
        let text = |bytes| String::from_utf8(bytes).expect("output in UTF-8");
        (code(&output), text(output.stdout), text(output.stderr))
    }
}
