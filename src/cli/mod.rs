//! The rim: arguments in, exit code out. The only part that prints.
//!
//! In: the command line, the environment, the streams. Out: an exit code. Findings go to stdout; warnings, progress and the
//! closing line to stderr. Knows nothing of how a finding is made, nor of how it is laid out.

mod arguments;
mod bar;
mod check;
mod config;
mod exit;
mod explain;
mod input;
mod output;
mod place;
mod project;
mod resolve;
mod routes;
mod stopwatch;
mod stream;
mod unknown;
mod why;

use std::env;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use self::arguments::{Arguments, Command};
use self::exit::Outcome;
use self::stream::Streams;

/// Runs the program.
pub fn run() -> ExitCode {
    let arguments = match Arguments::read(env::args_os()) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help that nobody reads to its end is no failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let streams = Streams::new(arguments.look.color, arguments.look.quiet);
    let told = streams;
    panic::set_hook(Box::new(move |panic| told.error(&format!("internal error: {panic}"))));
    let outcome = guarded(|| dispatch(&arguments, streams)).unwrap_or_else(|| {
        streams.hint("this is a bug in tokentrail; please report it with the lines above");
        Outcome::Trouble
    });
    outcome.into()
}

fn dispatch(arguments: &Arguments, streams: Streams) -> Outcome {
    let look = &arguments.look;
    match &arguments.command {
        None => {
            let advice = unknown::advice(&arguments.check.paths);
            let outcome = check::check(&arguments.check, look, streams);
            if let Some(advice) = advice {
                streams.hint(&advice);
            }
            outcome
        }
        Some(Command::Check(check)) => check::check(check, look, streams),
        Some(Command::Rules) => explain::rules(streams),
        Some(Command::Explain { rule }) => explain::explain(rule, streams),
        Some(Command::Routes(routes)) => routes::routes(routes, look, streams),
        Some(Command::Config(command)) => config::config(command, streams),
        Some(Command::Why { place, project, measuring }) => why::why(place, project, *measuring, streams),
    }
}

/// Runs the program's work; `None` when it panicked, in whatever thread. A bug must not look like a verdict.
fn guarded(work: impl FnOnce() -> Outcome) -> Option<Outcome> {
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_no_verdict() {
        assert_eq!(guarded(|| Outcome::Findings), Some(Outcome::Findings));
        assert_eq!(guarded(|| panic!("on purpose, for the test")), None);
        let in_another_thread = || rayon::join(|| Outcome::Clean, || panic!("on purpose, for the test")).0;
        assert_eq!(guarded(in_another_thread), None);
    }
}
