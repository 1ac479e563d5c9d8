//! Writing that fails or is interrupted: nothing is lost that was there.

use super::{CALM, Folder, TODAY, code};

/// What stood in a file before.
const BEFORE: &str = "what was there before\n";

/// Runs `check` on a calm model with these outputs.
fn check(folder: &Folder, outputs: &[&str]) -> std::process::Output {
    let mut arguments = vec!["check", TODAY[0], TODAY[1], "calm.yaml"];
    arguments.extend(outputs.iter().flat_map(|&output| ["--output", output]));
    folder.run(&arguments)
}

fn folder() -> Folder {
    Folder::new().with("calm.yaml", CALM)
}

#[test]
fn a_file_that_cannot_be_written_keeps_nothing_else_back() {
    let folder = folder().with("file", BEFORE);
    let output = check(&folder, &["json=a.json", "sarif=file/b.sarif", "junit=c.xml"]);
    assert_eq!(code(&output), 2);
    let errors = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(errors.matches("cannot be written").count(), 1, "{errors}");
    assert!(!output.stdout.is_empty(), "the findings are printed all the same");
    assert_eq!(folder.files(), ["a.json", "c.xml", "calm.yaml", "file"]);
    assert_eq!(folder.read("file"), BEFORE);
}

#[test]
fn a_report_that_cannot_be_written_keeps_no_picture_back() {
    let folder = folder().with("output/calm.md/note", BEFORE);
    let output = folder.run(&[TODAY[0], TODAY[1], "calm.yaml"]);
    assert_eq!(code(&output), 2);
    assert_eq!(
        folder.files(),
        ["calm.yaml", "output/calm.md/note", "output/calm.svg"]
    );
    assert_eq!(folder.read("output/calm.md/note"), BEFORE);
}

#[test]
fn a_read_only_file_is_left_alone() {
    let folder = folder().with("a.json", BEFORE);
    let file = folder.path("a.json");
    let mut permissions = std::fs::metadata(&file).expect("a file").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&file, permissions).expect("permissions that can be set");
    assert_eq!(code(&check(&folder, &["json=a.json"])), 2);
    assert_eq!(folder.read("a.json"), BEFORE);
    assert_eq!(folder.files(), ["a.json", "calm.yaml"]);
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, File, Permissions};
    use std::io::Read;
    use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, Output};

    use super::{BEFORE, check, code, folder};
    use crate::program::Folder;

    /// Runs `check` under a shell that lets no file grow beyond a block, with what the shell is told before.
    fn check_on_a_full_disk(folder: &Folder, told: &str) -> Output {
        let script = format!(
            "ulimit -c 0; ulimit -f 1; {told} exec \"$0\" check --fail-on never --output json=a.json distributed.yaml"
        );
        Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_infra-audit")])
            .current_dir(folder.path(""))
            .output()
            .expect("a shell")
    }

    fn folder_for_a_full_disk() -> Folder {
        let model = fs::read(crate::program::root().join("models/distributed.yaml")).expect("a model");
        Folder::new()
            .with("distributed.yaml", model)
            .with("a.json", BEFORE)
    }

    #[test]
    fn a_disk_that_runs_full_leaves_the_file_as_it_was() {
        let folder = folder_for_a_full_disk();
        // Whoever ignores the signal gets an error from the write instead.
        let output = check_on_a_full_disk(&folder, "trap '' XFSZ;");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(code(&output), 2, "{errors}");
        assert!(errors.contains("a.json: cannot be written"), "{errors}");
        assert_eq!(folder.read("a.json"), BEFORE);
        assert_eq!(folder.files(), ["a.json", "distributed.yaml"]);
    }

    #[test]
    fn a_run_that_is_ended_while_it_writes_leaves_the_file_as_it_was() {
        let folder = folder_for_a_full_disk();
        let output = check_on_a_full_disk(&folder, "");
        assert_eq!(output.status.code(), None, "{output:?}");
        assert!(output.status.signal().is_some());
        assert_eq!(folder.read("a.json"), BEFORE);
        let files = folder.files();
        let others = files.iter().filter(|file| !file.starts_with(".infra-audit-"));
        assert!(others.eq(["a.json", "distributed.yaml"]), "{files:?}");
    }

    #[test]
    fn a_full_disk_behind_standard_output_keeps_no_file_back() {
        let folder = folder();
        let full = File::options().write(true).open("/dev/full");
        let Ok(full) = full else { return };
        let output = folder
            .command(&["check", "--output", "json=a.json", "calm.yaml"])
            .stdout(full)
            .output()
            .expect("a program that starts");
        assert_eq!(code(&output), 2);
        assert!(folder.read("a.json").ends_with("}\n"));
    }

    #[test]
    fn what_is_no_file_stays_what_it_is() {
        let folder = folder();
        let pipe = folder.path("pipe");
        let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
        assert!(made.success());
        // Open for both, so that nobody waits for the other end.
        let mut reader = File::options()
            .read(true)
            .write(true)
            .open(&pipe)
            .expect("a pipe");
        assert_eq!(code(&check(&folder, &["json=pipe"])), 0);
        assert!(fs::symlink_metadata(&pipe).expect("a pipe").file_type().is_fifo());
        let mut first = [0];
        reader.read_exact(&mut first).expect("what was written");
        assert_eq!(first, [b'{']);
    }

    #[test]
    fn a_link_is_followed() {
        let folder = folder().with("kept/a.json", BEFORE);
        symlink("kept/a.json", folder.path("a.json")).expect("a link");
        assert_eq!(code(&check(&folder, &["json=a.json"])), 0);
        let link = fs::symlink_metadata(folder.path("a.json")).expect("a link");
        assert!(link.is_symlink());
        assert!(folder.read("kept/a.json").starts_with('{'));
    }

    #[test]
    fn permissions_stay() {
        let folder = folder().with("a.json", BEFORE);
        let file = folder.path("a.json");
        fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("permissions that can be set");
        assert_eq!(code(&check(&folder, &["json=a.json"])), 0);
        let mode = fs::metadata(&file).expect("a file").mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(folder.read("a.json").starts_with('{'));
    }
}
