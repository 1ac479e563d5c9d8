//! The picture as pixels.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{self, ImageHrefResolver, Options, Tree};

/// The longest side of a picture, in pixels.
pub const LONGEST_SIDE: u32 = 32_768;
/// The most pixels of a picture; each takes four bytes of memory while it is drawn.
pub const MOST_PIXELS: u64 = 128 << 20;

/// Why there are no pixels.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The text is no SVG document.
    #[error("the drawing cannot be read: {0}")]
    Unreadable(#[from] usvg::Error),
    /// The picture would have no pixels, or more than allowed.
    #[error("a picture of {width:.0} by {height:.0} pixels cannot be drawn")]
    Size {
        /// How wide it would be.
        width: f32,
        /// How high it would be.
        height: f32,
    },
    /// The pixels cannot be written as PNG.
    #[error("the pixels cannot be written: {0}")]
    Unwritable(String),
}

/// Draws an SVG document, one that follows the reader in its light colours, `scale` pixels for each of its own, as a PNG file.
///
/// Text is set in the bundled font and in no other, so that the picture is the same on every machine; nothing is
/// read from files. Takes time and memory proportional to the number of pixels.
///
/// # Errors
///
/// When the text is no SVG document, or when the picture would be longer than [`LONGEST_SIDE`] on one side or hold
/// more than [`MOST_PIXELS`].
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, PngError> {
    let tree = Tree::from_str(svg, &options())?;
    let mut pixels = canvas(&tree, scale).ok_or(PngError::Size {
        width: tree.size().width() * scale,
        height: tree.size().height() * scale,
    })?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels
        .encode_png()
        .map_err(|error| PngError::Unwritable(error.to_string()))
}

/// Whatever font a drawing asks for, it gets the bundled one; whatever image it refers to, it gets none.
fn options() -> Options<'static> {
    const FAMILY: &str = "DejaVu Sans";
    let mut fonts = Database::new();
    for font in [dejavu::sans::regular(), dejavu::sans::bold()] {
        fonts.load_font_source(Source::Binary(Arc::new(font)));
    }
    fonts.set_sans_serif_family(FAMILY);
    // The last resort for families that are not there.
    fonts.set_serif_family(FAMILY);
    Options {
        font_family: FAMILY.to_owned(),
        fontdb: Arc::new(fonts),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// Pixels for the whole of a picture, if it has any and not too many.
fn canvas(tree: &Tree, scale: f32) -> Option<Pixmap> {
    let size = tree.size().to_int_size().scale_by(scale)?;
    let (width, height) = (size.width(), size.height());
    let fits = width.max(height) <= LONGEST_SIDE && u64::from(width) * u64::from(height) <= MOST_PIXELS;
    fits.then(|| Pixmap::new(width, height)).flatten()
}
