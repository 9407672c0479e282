//! The parts of the truth test of limiters; `tests/truth_limits.rs` tells what they are for.

mod choices;
pub(crate) mod compare;
pub(crate) mod emit;
mod emit_limits;
mod emit_site;
pub(crate) mod generate;
pub(crate) mod known;
pub(crate) mod node;
#[path = "../truth_express/packages.rs"]
pub(crate) mod packages;
pub(crate) mod program;
#[allow(dead_code, reason = "choices are made of plain numbers")]
#[path = "../truth/rng.rs"]
mod rng;
pub(crate) mod settings;
pub(crate) mod shapes;
