//! `infra-audit diagram MODEL`.

use std::fs;

use super::{BROKEN, CALM, Folder, code};

#[test]
fn a_diagram_goes_to_standard_output_or_to_a_file() {
    let folder = Folder::new().with("calm.yaml", CALM);
    let output = folder.run(&["diagram", "calm.yaml"]);
    assert_eq!(code(&output), 0);
    assert_eq!(
        code(&folder.run(&["diagram", "calm.yaml", "-o", "picture.svg"])),
        0
    );
    assert_eq!(folder.read("picture.svg").as_bytes(), output.stdout);
}

#[test]
fn the_directions_differ() {
    let folder = Folder::new().with("calm.yaml", CALM);
    let right = folder.run(&["diagram", "calm.yaml"]).stdout;
    let down = folder
        .run(&["diagram", "calm.yaml", "--direction", "down"])
        .stdout;
    assert_ne!(right, down);
}

#[test]
fn overlays_take_the_place_of_findings() {
    let folder = Folder::new().with_example("distributed");
    let draw = |overlay: &str| {
        let output = folder.run(&["diagram", "models/distributed.yaml", "--overlay", overlay]);
        assert_eq!(code(&output), 0, "{overlay}");
        String::from_utf8(output.stdout).expect("a picture in UTF-8")
    };
    let usual = folder.run(&["diagram", "models/distributed.yaml"]).stdout;
    assert_eq!(draw("findings").as_bytes(), usual);
    for (overlay, badge, tint) in [
        ("findings", true, false),
        ("faults", false, true),
        ("trust", false, true),
        ("none", false, false),
    ] {
        let picture = draw(overlay);
        assert_eq!(picture.contains("-badge-1\""), badge, "{overlay}");
        assert_eq!(picture.contains("class=\"sign-"), tint, "{overlay}");
    }
    let refused = folder.run(&[
        "diagram",
        "models/distributed.yaml",
        "--overlay",
        "trust",
        "-o",
        "picture.dot",
    ]);
    assert_eq!(code(&refused), 2);
    assert_eq!(folder.files(), ["models/distributed.yaml"]);
}

#[test]
fn a_stale_diagram_fails_the_check() {
    let folder = Folder::new().with("calm.yaml", CALM);
    folder.run(&["diagram", "calm.yaml", "-o", "picture.svg"]);
    assert_eq!(
        code(&folder.run(&["diagram", "calm.yaml", "--check", "picture.svg"])),
        0
    );
    let folder = folder.with("picture.svg", "<svg/>");
    insta::assert_snapshot!(
        "diagram-stale",
        folder.transcript(&["diagram", "calm.yaml", "--check", "picture.svg"])
    );
    assert_eq!(folder.read("picture.svg"), "<svg/>", "a check writes nothing");
    let down = [
        "diagram",
        "calm.yaml",
        "--direction",
        "down",
        "--check=picture.svg",
    ];
    let output = folder.run(&down);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let words: Vec<_> = said.split_whitespace().collect();
    let redraw = words.join(" ");
    let redraw = redraw
        .split_once("draw it again: infra-audit ")
        .expect("a command")
        .1;
    let redraw: Vec<_> = redraw.split(' ').collect();
    assert_eq!(
        redraw,
        [
            "diagram",
            "calm.yaml",
            "--direction",
            "down",
            "--output=picture.svg"
        ]
    );
    assert_eq!(code(&folder.run(&redraw)), 0);
    assert_eq!(code(&folder.run(&down)), 0);
    let folder = folder.with("picture.svg", "<svg/>");
    assert_eq!(
        code(&folder.run(&["diagram", "calm.yaml", "--check", "none.svg"])),
        1
    );
}

#[test]
fn a_diagram_of_nothing() {
    let folder = Folder::new().with("broken.yaml", BROKEN).with("calm.yaml", CALM);
    assert_eq!(
        code(&folder.run(&["diagram", "broken.yaml", "-o", "picture.svg"])),
        2
    );
    insta::assert_snapshot!(
        "diagram-unknown-ending",
        folder.transcript(&["diagram", "calm.yaml", "-o", "picture.gif"])
    );
    assert_eq!(folder.files(), ["broken.yaml", "calm.yaml"]);
}

#[test]
fn a_picture_in_pixels() {
    let folder = Folder::new().with("calm.yaml", CALM);
    let width = |name: &str| {
        let pixels = fs::read(folder.path(name)).expect("a picture");
        assert!(pixels.starts_with(b"\x89PNG"));
        u32::from_be_bytes(pixels[16..20].try_into().expect("four bytes"))
    };
    assert_eq!(
        code(&folder.run(&["diagram", "calm.yaml", "-o", "double.png"])),
        0
    );
    assert_eq!(
        code(&folder.run(&["diagram", "calm.yaml", "--check", "double.png"])),
        0
    );
    folder.run(&["diagram", "calm.yaml", "-o", "single.PNG", "--scale", "1"]);
    assert!(width("double.png").abs_diff(2 * width("single.PNG")) <= 1);
    insta::assert_snapshot!(
        "diagram-scale-of-nothing",
        folder.transcript(&["diagram", "calm.yaml", "-o", "none.png", "--scale", "0"])
    );
    insta::assert_snapshot!(
        "diagram-scale-too-large",
        folder.transcript(&["diagram", "calm.yaml", "-o", "none.png", "--scale", "100000"])
    );
}

#[test]
fn a_part_of_a_model() {
    let folder = Folder::new().with("calm.yaml", CALM);
    let whole = folder.run(&["diagram", "calm.yaml"]).stdout;
    let none = folder.run(&["diagram", "calm.yaml", "--collapse", "none"]).stdout;
    assert_eq!(whole, none);
    for (name, arguments) in [
        ("diagram-collapse-unknown", ["--collapse", "hosts"]),
        ("diagram-focus-unknown", ["--focus", "visitors"]),
        ("diagram-hops-alone", ["--hops", "2"]),
    ] {
        let mut all = vec!["diagram", "calm.yaml"];
        all.extend(arguments);
        insta::assert_snapshot!(name, folder.transcript(&all));
    }
    insta::assert_snapshot!(
        "diagram-part-in-another-language",
        folder.transcript(&["diagram", "calm.yaml", "--focus", "visitor", "-o", "part.dot"])
    );
    assert_ne!(
        folder
            .run(&["diagram", "calm.yaml", "--focus", "visitor", "--hops", "0"])
            .stdout,
        whole
    );
}

#[test]
fn the_ending_tells_the_language() {
    let folder = Folder::new().with("calm.yaml", CALM);
    for (ending, word) in [
        ("dot", "digraph"),
        ("mmd", "flowchart"),
        ("puml", "@startuml"),
        ("d2", "visitor"),
    ] {
        let file = format!("picture.{ending}");
        assert_eq!(
            code(&folder.run(&["diagram", "calm.yaml", "-o", &file])),
            0,
            "{ending}"
        );
        assert!(
            folder.read(&file).contains(word),
            "{ending}: {}",
            folder.read(&file)
        );
        assert_eq!(
            code(&folder.run(&["diagram", "calm.yaml", "--check", &file])),
            0,
            "{ending}"
        );
    }
}

#[test]
fn a_folder_takes_the_pictures_of_several_models() {
    let folder = Folder::new()
        .with("calm.yaml", CALM)
        .with("other.yaml", CALM.replace("Calm", "Other"))
        .with("compose.yaml", "services: {}\n")
        .with("broken.yaml", BROKEN);
    let run = |arguments: &[&str]| code(&folder.run(&[&["diagram"], arguments].concat()));
    assert_eq!(run(&["calm.yaml", "other.yaml", "-o", "pictures"]), 0);
    let alone = folder.run(&["diagram", "other.yaml"]).stdout;
    assert_eq!(folder.read("pictures/other.svg").as_bytes(), alone);

    let stale = ["--models-only", "--check", "pictures"];
    let changed = ["compose.yaml", "calm.yaml", "other.yaml"];
    assert_eq!(run(&[&stale[..], &changed].concat()), 0);
    assert_eq!(
        run(&[&stale[..], &["compose.yaml"]].concat()),
        0,
        "no model has changed"
    );
    assert_eq!(run(&[&stale[..], &["broken.yaml", "calm.yaml"]].concat()), 2);
    fs::remove_file(folder.path("pictures/calm.svg")).expect("a picture");
    fs::write(folder.path("pictures/other.svg"), "<svg/>").expect("a writable file");
    insta::assert_snapshot!(
        "diagram-stale-folder",
        folder.transcript(&[&["diagram"], &stale[..], &changed].concat())
    );
    assert_eq!(
        folder.read("pictures/other.svg"),
        "<svg/>",
        "a check writes nothing"
    );
}

#[test]
fn several_pictures_do_not_go_into_one_file() {
    let folder = Folder::new()
        .with("calm.yaml", CALM)
        .with("deeper/calm.yaml", CALM)
        .with("other.yaml", CALM);
    insta::assert_snapshot!(
        "diagram-several",
        folder.transcript(&["diagram", "calm.yaml", "other.yaml", "-o", "pictures.svg"])
    );
    assert_eq!(code(&folder.run(&["diagram", "calm.yaml", "other.yaml"])), 2);
    let same_name = ["diagram", "calm.yaml", "deeper/calm.yaml", "-o", "pictures"];
    assert_eq!(code(&folder.run(&same_name)), 2);
    assert_eq!(folder.files(), ["calm.yaml", "deeper/calm.yaml", "other.yaml"]);
}
