//! Where output goes.

use std::io::{self, BufWriter, Write};

use anstream::stream::{AsLockedWrite, RawStream};
use anstream::{AutoStream, ColorChoice};

use super::arguments::When;

/// Standard output and standard error, with colours where they are wanted.
pub(super) struct Streams {
    /// For findings and whatever else was asked for.
    pub(super) out: Box<dyn Write>,
    /// For what there is to say about the run.
    pub(super) err: Box<dyn Write>,
    /// Whether somebody sits before standard error and sees what comes and goes there.
    pub(super) watched: bool,
}

impl Streams {
    pub(super) fn new(out: impl Stream, err: impl Stream, color: When) -> Self {
        let choice = match color {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        let watched = err.is_terminal() && anstyle_query::term_supports_color() && !anstyle_query::is_ci();
        let out: Box<dyn Write> = if out.is_terminal() {
            Box::new(AutoStream::new(out, choice))
        } else {
            Box::new(in_large_pieces(out, choice))
        };
        Self {
            watched,
            out: Box::new(WhileOpen::new(BufWriter::new(out))),
            err: Box::new(WhileOpen::new(AutoStream::new(err, choice))),
        }
    }

    /// Hands on what is still held back.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.err.flush()
    }
}

/// What output can go to: standard output, standard error, a file, or a buffer.
pub trait Stream: RawStream + AsLockedWrite + 'static {}

impl<S: RawStream + AsLockedWrite + 'static> Stream for S {}

/// A stream for what is no terminal: what is left when colours have been taken out is written in large pieces.
fn in_large_pieces(out: impl Stream, choice: ColorChoice) -> AutoStream<Box<dyn Write>> {
    const PIECE: usize = 1 << 16;
    let choice = match choice {
        ColorChoice::Auto => AutoStream::choice(&out),
        stated => stated,
    };
    AutoStream::new(Box::new(BufWriter::with_capacity(PIECE, out)), choice)
}

/// A writer that takes what nobody wants to read any more for written.
///
/// A reader such as `head` that closes its end has what it wanted: the run goes on to its exit code.
struct WhileOpen<W> {
    writer: W,
    open: bool,
}

impl<W: Write> WhileOpen<W> {
    const fn new(writer: W) -> Self {
        Self { writer, open: true }
    }

    fn attempt<T>(&mut self, done: T, write: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        if !self.open {
            return Ok(done);
        }
        match write(&mut self.writer) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.open = false;
                Ok(done)
            }
            result => result,
        }
    }
}

impl<W: Write> Write for WhileOpen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.attempt(bytes.len(), |writer| writer.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt((), Write::flush)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};

    use super::WhileOpen;

    /// A pipe whose reader leaves after some bytes.
    struct Pipe(usize);

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            match self.0 {
                0 => Err(io::ErrorKind::BrokenPipe.into()),
                left => {
                    let taken = left.min(bytes.len());
                    self.0 -= taken;
                    Ok(taken)
                }
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// A full disk.
    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_left_is_no_error() {
        let mut writer = WhileOpen::new(Pipe(3));
        writer.write_all(b"abcdef").unwrap();
        writer.flush().unwrap();
    }

    #[test]
    fn any_other_failure_is_one() {
        assert!(WhileOpen::new(Full).write_all(b"a").is_err());
    }
}
