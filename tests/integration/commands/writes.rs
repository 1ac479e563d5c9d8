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

#[test]
fn two_outputs_never_take_the_place_of_each_other() {
    for outputs in [
        &["--output", "json=x", "--output", "sarif=x"][..],
        &["--output", "json=x", "--output", "sarif=./x"],
        &["--output", "json=x", "--output", "sarif=folder/../x"],
        &["--write-baseline", "x", "--output", "json=x"],
        &["--write-baseline", "calm.yaml"],
    ] {
        let folder = folder().with("folder/note", BEFORE);
        let output = folder.run(&[&["check", "calm.yaml"], outputs].concat());
        assert_eq!(code(&output), 2, "{outputs:?}");
        assert!(output.stdout.is_empty());
        assert_eq!(folder.files(), ["calm.yaml", "folder/note"], "{outputs:?}");
        assert_eq!(folder.read("calm.yaml"), CALM);
    }
    let folder = folder();
    let output = folder.run(&["--output", "json=output/calm.svg", "calm.yaml"]);
    assert_eq!(code(&output), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("two outputs would be written to it"));
    assert_eq!(folder.files(), ["calm.yaml"]);
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
    fn a_link_to_nowhere_that_is_named_is_followed() {
        let folder = folder().with("kept/note", BEFORE);
        symlink("kept/new.json", folder.path("a.json")).expect("a link");
        assert_eq!(code(&check(&folder, &["json=a.json"])), 0);
        assert!(
            fs::symlink_metadata(folder.path("a.json"))
                .expect("a link")
                .is_symlink()
        );
        assert!(folder.read("kept/new.json").starts_with('{'));
        symlink("round", folder.path("round")).expect("a link");
        assert_eq!(
            code(&check(&folder, &["json=round"])),
            0,
            "a link to itself leads to no other file"
        );
    }

    #[test]
    fn what_the_program_names_never_leaves_its_folder() {
        let folder = folder().with("secret", BEFORE);
        fs::create_dir_all(folder.path("output")).expect("a folder");
        for name in ["calm.svg", "calm.md"] {
            symlink("../secret", folder.path("output").join(name)).expect("a link");
        }
        assert_eq!(code(&folder.run(&["calm.yaml"])), 0);
        assert_eq!(folder.read("secret"), BEFORE);
        assert!(folder.read("output/calm.svg").contains("<svg"));
        for (arguments, name) in [
            (&["diagram", "calm.yaml", "-o", "output"][..], "calm.svg"),
            (&["man", "--out", "output"], "infra-audit.1"),
        ] {
            let file = folder.path("output").join(name);
            let _ = fs::remove_file(&file);
            symlink("../secret", &file).expect("a link");
            assert_eq!(code(&folder.run(arguments)), 0);
            assert!(fs::symlink_metadata(&file).expect("a file").is_file(), "{name}");
            assert_eq!(folder.read("secret"), BEFORE);
        }
    }

    #[test]
    fn the_usual_folder_is_in_the_folder_of_the_run() {
        let elsewhere = Folder::new();
        let folder = folder().with("inside/note", BEFORE);
        symlink(elsewhere.path(""), folder.path("output")).expect("a link");
        let output = folder.run(&["calm.yaml"]);
        assert_eq!(code(&output), 2);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("--out output"), "{said}");
        assert!(elsewhere.files().is_empty());
        assert_eq!(
            code(&folder.run(&["--out", "output", "calm.yaml"])),
            0,
            "it was named"
        );
        assert_eq!(elsewhere.files(), ["calm.md", "calm.svg"]);
        fs::remove_file(folder.path("output")).expect("a link");
        symlink("inside", folder.path("output")).expect("a link");
        assert_eq!(
            code(&folder.run(&["calm.yaml"])),
            0,
            "the link leads to a folder of the same"
        );
    }

    /// Mounting takes rights that whoever runs the tests may lack.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_is_mounted_by_itself_is_written_in_place() {
        let folder = folder().with("a.json", BEFORE).with("b.json", BEFORE);
        let script =
            "mount --bind b.json a.json || exit 99; exec \"$0\" check --output json=a.json calm.yaml";
        let output = Command::new("unshare")
            .args(["--mount", "--map-root-user", "sh", "-c", script])
            .arg(env!("CARGO_BIN_EXE_infra-audit"))
            .current_dir(folder.path(""))
            .output();
        let Ok(output) = output else { return };
        if !matches!(output.status.code(), Some(0 | 2)) {
            return;
        }
        assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
        assert!(folder.read("b.json").starts_with('{'));
        assert_eq!(folder.read("a.json"), BEFORE);
    }

    #[test]
    fn errors_do_not_name_files_that_nobody_knows() {
        let folder = folder();
        let long = "x".repeat(250);
        let output = check(
            &folder,
            &[&format!("json={long}/{long}/{long}/a.json/{long}{long}")],
        );
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(code(&output), 2, "{said}");
        assert!(!said.contains(".infra-audit-"), "{said}");
        let output = folder.run(&["check", "--output", "json=/proc/a.json", "calm.yaml"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains(".infra-audit-"), "{said}");
        assert!(said.contains("/proc/a.json: cannot be written"), "{said}");
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
