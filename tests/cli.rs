//! The program from outside: arguments in, exit code and streams out.

#[path = "cli/files.rs"]
mod files;
#[path = "cli/program.rs"]
mod program;
#[path = "cli/streams.rs"]
mod streams;
#[path = "cli/usage.rs"]
mod usage;
