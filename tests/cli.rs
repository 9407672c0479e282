//! The program from outside: arguments in, exit code and streams out.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test fails by panicking")]

#[path = "cli/crashes.rs"]
mod crashes;
#[path = "cli/declared.rs"]
mod declared;
#[path = "cli/ends.rs"]
mod ends;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/masses.rs"]
mod masses;
#[path = "cli/named.rs"]
mod named;
#[path = "cli/outputs.rs"]
mod outputs;
#[path = "cli/program.rs"]
mod program;
#[path = "cli/repositories.rs"]
mod repositories;
#[path = "cli/routes.rs"]
mod routes;
#[path = "cli/streams.rs"]
mod streams;
#[path = "cli/timings.rs"]
mod timings;
#[path = "cli/usage.rs"]
mod usage;
