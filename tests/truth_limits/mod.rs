//! The parts of the truth test of limiters; `tests/truth_limits.rs` tells what they are for.

mod choices;
pub(crate) mod compare;
pub(crate) mod emit;
mod emit_limits;
mod emit_site;
pub(crate) mod generate;
pub(crate) mod known;
pub(crate) mod known_paths;
pub(crate) mod node;
#[path = "../truth_express/packages.rs"]
pub(crate) mod packages;
#[path = "../truth_express/parts.rs"]
mod parts;
#[path = "../truth/process.rs"]
mod process;
pub(crate) mod program;
#[allow(dead_code, reason = "choices are made of plain numbers")]
#[path = "../truth/rng.rs"]
mod rng;
#[path = "../truth_express/settings.rs"]
pub(crate) mod settings;
pub(crate) mod shapes;
#[path = "../truth/variables.rs"]
mod variables;
