//! Makes loggers and signals, at levels that production keeps or drops.

use super::generate::{Generator, Scope, Voice};
use super::program::{Channel, Given, Library, Logger, Name, Signal, Stmt, Threshold};
use super::program::{Cond, Deferral, Expr};
use super::rng::Rng;

const NPM_LEVELS: [&str; 7] = ["error", "warn", "info", "http", "verbose", "debug", "silly"];
const PINO_LEVELS: [&str; 6] = ["fatal", "error", "warn", "info", "debug", "trace"];

pub(crate) fn logger(rng: &mut Rng, voice: Voice) -> Logger {
    if voice != Voice::LowLevels && rng.percent(45) {
        return Logger::ConsoleOnly;
    }
    let library = rng.pick(&[Library::Winston, Library::Winston, Library::Pino, Library::Bunyan]);
    let threshold = match rng.weighted(&[(40, 0), (35, 1), (15, 2), (10, 3)]) {
        0 => Threshold::Default,
        1 => Threshold::Fixed(rng.pick(&["error", "warn", "info", "debug"])),
        2 => Threshold::ByEnvironment(rng.pick(&["warn", "info"]), "debug"),
        _ => Threshold::Variable,
    };
    Logger::Levelled { library, threshold, child: rng.percent(20) }
}

/// The levels that production keeps, and those that it drops.
fn levels(library: Library, threshold: Threshold) -> (&'static [&'static str], &'static [&'static str]) {
    let all: &'static [&'static str] = match library {
        Library::Winston => &NPM_LEVELS,
        Library::Pino | Library::Bunyan => &PINO_LEVELS,
    };
    let lowest = match threshold {
        Threshold::Default | Threshold::Variable => "info",
        Threshold::Fixed(level) | Threshold::ByEnvironment(level, _) => level,
    };
    let kept = all.iter().position(|level| *level == lowest).map_or(all.len(), |index| index + 1);
    all.split_at(kept)
}

impl Generator {
    pub(crate) fn signal(&mut self, scope: &Scope) -> Signal {
        let error = self.rng.percent(50).then(|| self.some_error(scope)).flatten();
        Signal { channel: self.channel(), error }
    }

    pub(crate) fn some_error(&mut self, scope: &Scope) -> Option<Name> {
        match scope.errors.as_slice() {
            [] => None,
            [.., last] if self.rng.percent(80) => Some(*last),
            errors => Some(self.rng.pick(errors)),
        }
    }

    fn channel(&mut self) -> Channel {
        let low = match self.voice {
            Voice::LowLevels => 100,
            Voice::Mixed => 30,
            Voice::Quiet => 15,
            Voice::Loud => 0,
        };
        let Logger::Levelled { library, threshold, .. } = self.logger else {
            return self.without_logger();
        };
        let (kept, dropped) = levels(library, threshold);
        let level = match self.rng.percent(low) {
            true => self.rng.pick(dropped),
            false if self.rng.percent(35) => return self.without_logger(),
            false => self.rng.pick(kept),
        };
        match (library, self.rng.below(10)) {
            (_, 0) => Channel::OptionalLevel(level),
            (Library::Winston, 1) => Channel::LogAt(level),
            (Library::Winston, 2) => Channel::LogEntry(level),
            _ => Channel::Level(level),
        }
    }

    fn without_logger(&mut self) -> Channel {
        match self.rng.below(10) {
            0 => Channel::Tracker,
            1 => Channel::Counter,
            _ => Channel::Console(self.rng.pick(&["error", "warn", "log", "info", "debug"])),
        }
    }

    /// A signal under a condition that production settles.
    pub(crate) fn guarded_signal(&mut self, scope: &Scope) -> Stmt {
        let mut givens = vec![Given::NotTest, Given::NotTest, Given::Production, Given::Development];
        if self.site.answers() {
            givens.push(Given::HeadersNotSent);
        }
        if self.logger != Logger::ConsoleOnly {
            givens.extend([Given::HasLogger; 2]);
        }
        let given = self.rng.pick(&givens);
        let signal = Expr::Signal(self.signal(scope));
        match self.rng.percent(25) {
            true => Stmt::Expr(Expr::And(Cond::Given(given), Box::new(signal))),
            false => Stmt::If(Cond::Given(given), vec![Stmt::Expr(signal)], None),
        }
    }

    pub(crate) fn deferred_signal(&mut self, scope: &Scope) -> Stmt {
        let deferral = self.rng.pick(&[Deferral::Immediate, Deferral::Immediate, Deferral::Tick, Deferral::Microtask]);
        Stmt::Defer(deferral, self.signal(scope))
    }
}
