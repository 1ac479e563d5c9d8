//! Running the program in a folder of its own, and writing down what happens.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder for one test, which goes with it.
pub(crate) struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder }
    }

    /// Puts a file into the folder.
    pub(crate) fn with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        let parent = path.parent().expect("a folder around a file");
        fs::create_dir_all(parent).expect("a folder that can be made");
        fs::write(path, text).expect("a file that can be written");
        self
    }

    /// Puts one of the example models into the folder, under `models/`.
    pub(crate) fn with_example(self, stem: &str) -> Self {
        let name = format!("models/{stem}.yaml");
        let text = fs::read(root().join(&name)).expect("an example model");
        self.with(&name, text)
    }

    /// The path of a file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The text of a file in the folder.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file that can be read")
    }

    /// The files in the folder, by path.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a readable folder") {
                let path = entry.expect("a readable entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let relative = path
                        .strip_prefix(self.folder.path())
                        .expect("a path in the folder");
                    files.push(relative.display().to_string());
                }
            }
        }
        files.sort();
        files
    }

    /// The program with these arguments, ready to run in the folder on a set day.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_infra-audit"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear();
        command
    }

    /// Runs the program.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("a program that starts")
    }

    /// Runs the program and writes down the command, the exit code and both streams.
    pub(crate) fn transcript(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        format!(
            "$ infra-audit {}\nexit code: {}\n\n--- standard output\n{}\n--- standard error\n{}",
            arguments.join(" "),
            code(&output),
            String::from_utf8(output.stdout).expect("output in UTF-8"),
            String::from_utf8(output.stderr).expect("output in UTF-8"),
        )
    }
}

/// The exit code of a run.
pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The models in a folder of the project, by path.
pub(crate) fn models_in(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("a readable folder");
    let paths = entries.map(|entry| entry.expect("a readable entry").path());
    let mut models: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    models.sort();
    models
}

/// Runs git in a folder with nobody's configuration but a name; it must succeed.
pub(crate) fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.env_clear();
    keep_path(&mut command);
    let output = command
        .arg("-C")
        .arg(folder)
        .args([
            "-c",
            "user.name=Somebody",
            "-c",
            "user.email=somebody@example.org",
        ])
        .args(["-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "")
        .output()
        .expect("git");
    assert!(
        output.status.success(),
        "git {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The command finds git where the tests do.
pub(crate) fn keep_path(command: &mut Command) {
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
}
