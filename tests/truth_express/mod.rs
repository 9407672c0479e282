//! The parts of the truth test under the real Express; `tests/truth_express.rs` tells what they are for.

pub(crate) mod compare;
pub(crate) mod emit;
mod emit_code;
mod emit_parts;
mod emit_site;
pub(crate) mod generate;
mod generate_block;
pub(crate) mod known;
pub(crate) mod node;
#[path = "../truth/outcome.rs"]
pub(crate) mod outcome;
pub(crate) mod packages;
pub(crate) mod parts;
#[path = "../truth/process.rs"]
mod process;
pub(crate) mod program;
#[path = "../truth/rng.rs"]
mod rng;
pub(crate) mod settings;
pub(crate) mod shapes;
pub(crate) mod shrink;
mod validity;
#[path = "../truth/variables.rs"]
mod variables;
