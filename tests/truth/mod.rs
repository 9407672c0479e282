//! The parts of the truth test; `tests/truth.rs` tells what they are for.

pub(crate) mod compare;
pub(crate) mod construct;
pub(crate) mod emit;
mod emit_code;
mod emit_cond;
pub(crate) mod generate;
mod generate_check;
mod generate_cond;
mod generate_signal;
mod generate_stmt;
pub(crate) mod known;
pub(crate) mod node;
pub(crate) mod outcome;
mod program;
mod rng;
pub(crate) mod settings;
pub(crate) mod shrink;
mod shrink_check;
pub(crate) mod validity;
