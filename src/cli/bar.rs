//! The progress bar, for people who wait.
//!
//! In: the engine's progress. Out: a line on stderr that comes when a run is long and goes when it ends. Nothing of it
//! stays, and nothing of it is in the way of a run that is short or that nobody watches.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::engine::Progress;

/// A run shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(120);

pub(super) struct Bar {
    line: ProgressBar,
    /// Dropped with the bar, which wakes the thread that would show it.
    alarm: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Bar {
    /// A bar that shows itself after a while, or one that never does.
    pub(super) fn start(is_watched: bool) -> Self {
        let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        line.set_message("looking for files");
        let alarm = is_watched.then(|| {
            let (send, wake) = mpsc::channel::<()>();
            let line = line.clone();
            let thread = thread::spawn(move || {
                if wake.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    line.set_draw_target(ProgressDrawTarget::stderr());
                    line.enable_steady_tick(TICK);
                }
            });
            (send, thread)
        });
        Self { line, alarm }
    }
}

impl Progress for Bar {
    fn found(&self, files: usize) {
        self.line.set_length(files as u64);
        // The template is ours and holds; were it wrong, indicatif's own would do.
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {wide_bar} {pos}/{len}") {
            self.line.set_style(style);
        }
        self.line.set_message("reading");
    }

    fn read(&self) {
        self.line.inc(1);
        if self.line.length() == Some(self.line.position()) {
            self.line.set_message("following failures");
        }
    }
}

impl Drop for Bar {
    /// Clears the line before anything else is printed.
    fn drop(&mut self) {
        if let Some((wake, thread)) = self.alarm.take() {
            drop(wake);
            // The thread does nothing that can panic; if it did, there would be no bar to clear.
            let _ = thread.join();
        }
        self.line.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_run_shows_no_bar_and_does_not_wait_for_one() {
        let started = std::time::Instant::now();
        let bar = Bar::start(true);
        bar.found(2);
        bar.read();
        bar.read();
        assert_eq!(bar.line.position(), 2);
        assert_eq!(bar.line.message(), "following failures");
        assert!(bar.line.is_hidden());
        drop(bar);
        assert!(started.elapsed() < PATIENCE);
    }
}
