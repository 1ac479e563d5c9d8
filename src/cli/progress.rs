//! How far a long run has come, for a person who waits at a terminal.

use std::io::{self, Write};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::streams::Streams;

/// A run that is over by then is not worth a bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long a bar stands before it is drawn again.
const INTERVAL: Duration = Duration::from_millis(100);

/// How many signs wide the bar is.
const WIDTH: usize = 30;

/// How many models are done.
#[derive(Default)]
pub(super) struct Done(AtomicUsize);

impl Done {
    /// One more is.
    pub(super) fn count(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn number(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// Does `work` on several models, and shows meanwhile how many are done if it takes long enough and somebody sees it.
///
/// The bar is drawn by the thread that calls, which holds standard error, while another one works.
///
/// # Errors
///
/// Standard error cannot be written to.
pub(super) fn watch<T: Send>(
    models: usize,
    streams: &mut Streams,
    work: impl FnOnce(&Done) -> T + Send,
) -> io::Result<T> {
    if streams.watched && models > 1 {
        watch_for(PATIENCE, models, &mut streams.err, work)
    } else {
        Ok(work(&Done::default()))
    }
}

fn watch_for<T: Send>(
    patience: Duration,
    models: usize,
    writer: &mut dyn Write,
    work: impl FnOnce(&Done) -> T + Send,
) -> io::Result<T> {
    let done = Done::default();
    let (ready, is_ready) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let worker = scope.spawn(|| {
            // The channel closes when the work ends, however it does.
            let _ready = ready;
            work(&done)
        });
        let mut wait = patience;
        let mut shown = None;
        while is_ready.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            let number = done.number();
            if shown != Some(number) {
                draw(writer, number, models)?;
                shown = Some(number);
            }
            wait = INTERVAL;
        }
        if shown.is_some() {
            clear(writer, models)?;
        }
        worker.join().map_err(|panic| resume_unwind(panic))
    })
}

fn draw(writer: &mut dyn Write, done: usize, models: usize) -> io::Result<()> {
    write!(writer, "\r{}", line(done, models))?;
    writer.flush()
}

/// Takes the bar away by writing over it: sequences that delete do not pass where colours are not wanted.
fn clear(writer: &mut dyn Write, models: usize) -> io::Result<()> {
    let blank = " ".repeat(line(models, models).len());
    write!(writer, "\r{blank}\r")?;
    writer.flush()
}

fn line(done: usize, models: usize) -> String {
    let full = WIDTH * done.min(models) / models.max(1);
    let (bar, rest) = ("#".repeat(full), "-".repeat(WIDTH - full));
    let width = models.to_string().len();
    format!("audited [{bar}{rest}] {done:>width$} of {models} models")
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::Duration;

    use super::{Done, line, watch_for};

    const NONE: Duration = Duration::ZERO;

    fn shown(patience: Duration, work: impl FnOnce(&Done) + Send) -> String {
        let mut written = Vec::new();
        watch_for(patience, 2, &mut written, work).unwrap();
        String::from_utf8(written).unwrap()
    }

    #[test]
    fn the_bar_fills_as_models_are_done() {
        assert_eq!(
            line(0, 200),
            "audited [------------------------------]   0 of 200 models"
        );
        assert_eq!(
            line(100, 200),
            "audited [###############---------------] 100 of 200 models"
        );
        assert_eq!(
            line(200, 200),
            "audited [##############################] 200 of 200 models"
        );
    }

    #[test]
    fn long_work_is_shown_and_what_was_shown_is_taken_away() {
        let text = shown(NONE, |done| {
            done.count();
            thread::sleep(Duration::from_millis(400));
        });
        assert!(text.contains("1 of 2 models"), "{text:?}");
        let last = text.trim_end_matches('\r').rsplit('\r').next().unwrap();
        assert_eq!(last.trim(), "", "{text:?}");
        assert_eq!(last.len(), line(1, 2).len());
        assert!(!text.contains('\n'));
    }

    #[test]
    fn short_work_is_not_shown() {
        assert_eq!(shown(Duration::from_secs(600), Done::count), "");
    }

    #[test]
    #[should_panic(expected = "the work failed")]
    fn work_that_panics_does_not_wait_for_ever() {
        shown(NONE, |_| panic!("the work failed"));
    }
}
