//! The picture as pixels.

use std::fs;
use std::path::Path;

use infra_audit::diagram::png::{LONGEST_SIDE, PngError, png};

/// What the header of a PNG file says of its width and height.
fn size(png: &[u8]) -> (u32, u32) {
    let header = png.get(..24).expect("a header");
    assert_eq!(header.get(..8), Some(&b"\x89PNG\r\n\x1a\n"[..]));
    assert_eq!(header.get(12..16), Some(&b"IHDR"[..]));
    let number = |range: std::ops::Range<usize>| {
        let bytes = header.get(range).and_then(|bytes| bytes.try_into().ok());
        u32::from_be_bytes(bytes.expect("four bytes"))
    };
    (number(16..20), number(20..24))
}

fn picture(width: u32, height: u32, content: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">{content}</svg>")
}

#[test]
fn every_drawing_has_as_many_pixels_as_asked_for() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("output");
    let mut drawings = 0;
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.extension().is_none_or(|ending| ending != "svg") {
            continue;
        }
        let svg = fs::read_to_string(&path).expect("a readable drawing");
        let stated = |name: &str| {
            let (_, behind) = svg.split_once(&format!("{name}=\"")).expect("an attribute");
            let (number, _) = behind.split_once('"').expect("a closing quote");
            number.parse::<f32>().expect("a number")
        };
        let (width, height) = size(&png(&svg, 2.0).expect("a picture"));
        assert!((stated("width") * 2.0 - width as f32).abs() <= 2.0, "{width}");
        assert!((stated("height") * 2.0 - height as f32).abs() <= 2.0, "{height}");
        drawings += 1;
    }
    assert!(drawings > 0);
}

#[test]
fn the_same_drawing_gives_the_same_pixels() {
    let svg = picture(
        60,
        30,
        "<text x=\"5\" y=\"20\" font-family=\"sans-serif\">Web</text>",
    );
    assert_eq!(
        png(&svg, 1.0).expect("a picture"),
        png(&svg, 1.0).expect("a picture")
    );
}

#[test]
fn text_is_set_in_the_bundled_font() {
    let blank = png(&picture(60, 30, ""), 1.0).expect("a picture");
    for family in ["DejaVu Sans", "Verdana", "No Such Font", "serif"] {
        for weight in ["400", "700"] {
            let text = format!(
                "<text x=\"5\" y=\"20\" font-family=\"{family}\" font-weight=\"{weight}\">Web</text>"
            );
            let drawn = png(&picture(60, 30, &text), 1.0).expect("a picture");
            assert_ne!(drawn, blank, "{family} {weight}");
        }
    }
}

#[test]
fn the_dark_colours_are_for_screens_only() {
    let style = "<style>.a{fill:#ffffff}@media (prefers-color-scheme:dark){.a{fill:#000000}}</style>";
    let styled = picture(
        8,
        8,
        &format!("{style}<rect class=\"a\" width=\"8\" height=\"8\"/>"),
    );
    let light = picture(8, 8, "<rect fill=\"#ffffff\" width=\"8\" height=\"8\"/>");
    assert_eq!(
        png(&styled, 1.0).expect("a picture"),
        png(&light, 1.0).expect("a picture")
    );
}

#[test]
fn nothing_is_read_from_files() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("output/simple.svg");
    let image = format!("<image href=\"{}\" width=\"8\" height=\"8\"/>", file.display());
    let drawn = png(&picture(8, 8, &image), 1.0).expect("a picture");
    assert_eq!(drawn, png(&picture(8, 8, ""), 1.0).expect("a picture"));
}

#[test]
fn a_picture_that_is_too_large_is_refused() {
    for (svg, scale) in [
        (picture(LONGEST_SIDE, 10, ""), 1.1),
        (picture(20_000, 20_000, ""), 1.0),
        (picture(10, 10, ""), f32::INFINITY),
        (picture(10, 10, ""), f32::NAN),
        (picture(10, 10, ""), 0.0),
        (picture(10, 10, ""), -1.0),
    ] {
        let error = png(&svg, scale).expect_err("a picture that nobody can draw");
        assert!(matches!(error, PngError::Size { .. }), "{error}");
    }
}

#[test]
fn what_is_no_drawing_is_refused() {
    for text in ["", "no drawing", "<svg", "<html/>"] {
        let error = png(text, 1.0).expect_err("no drawing");
        assert!(matches!(error, PngError::Unreadable(_)), "{error}");
    }
}
