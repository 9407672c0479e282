//! How long each stage of a run takes: the one place that reads a clock for it.
//!
//! In: the engine's progress, which it hands on to the bar. Out: [`Timings`]. No verdict depends on it.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::engine::Progress;
use crate::finding::{Stage, Timings};

pub(super) struct Stopwatch<'b> {
    bar: &'b dyn Progress,
    laps: Mutex<Laps>,
}

#[derive(Default)]
struct Laps {
    over: Timings,
    under_way: Option<(Stage, Instant)>,
}

impl Laps {
    fn end(&mut self) {
        if let Some((stage, begun)) = self.under_way.take() {
            self.over.add(stage, begun.elapsed());
        }
    }
}

impl<'b> Stopwatch<'b> {
    pub(super) fn new(bar: &'b dyn Progress) -> Self {
        Self { bar, laps: Mutex::default() }
    }

    /// What was measured; the stage under way ends.
    pub(super) fn stop(self) -> Timings {
        let mut laps = self.laps.into_inner().unwrap_or_else(PoisonError::into_inner);
        laps.end();
        laps.over
    }
}

impl Progress for Stopwatch<'_> {
    fn found(&self, files: usize) {
        self.bar.found(files);
    }

    fn read(&self) {
        self.bar.read();
    }

    fn begins(&self, stage: Stage) {
        self.bar.begins(stage);
        let mut laps = self.laps.lock().unwrap_or_else(PoisonError::into_inner);
        laps.end();
        laps.under_way = Some((stage, Instant::now()));
    }
}

#[cfg(test)]
mod tests {
    use std::thread::sleep;
    use std::time::Duration;

    use super::*;
    use crate::discover::NoProgress;

    #[test]
    fn a_stage_that_is_entered_again_goes_on() {
        let pause = Duration::from_millis(3);
        let watch = Stopwatch::new(&NoProgress);
        for stage in [Stage::Outline, Stage::Closure, Stage::Outline] {
            watch.begins(stage);
            sleep(pause);
        }
        let timings = watch.stop();
        assert_eq!(timings.stages.keys().copied().collect::<Vec<_>>(), [Stage::Closure, Stage::Outline]);
        assert!(timings.stages[&Stage::Outline] >= 2 * pause, "{timings:?}");
        assert!(timings.stages[&Stage::Closure] >= pause, "{timings:?}");
        assert_eq!(timings.total(), timings.stages.values().sum());
    }
}
