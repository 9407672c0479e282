//! Verdicts: what becomes of each check's failure.
//!
//! In: a linked program, the rules, the files' texts. Out: findings and trails. The judge runs the functions around a check
//! on abstract values, with the check made to fail, over all decisions that the code can take. Knows no syntax and no format.

mod arithmetic;
mod builtins;
mod calls;
mod checks;
mod closures;
mod conditions;
mod constructors;
mod control;
mod declared;
mod errors;
mod events;
mod findings;
mod forget;
mod foundation;
mod guards;
mod instances;
mod invoke;
mod iterate;
mod machine;
mod made;
mod members;
mod mentions;
mod platform;
mod promises;
mod receive;
mod record;
mod roots;
mod routes;
mod signals;
mod state;
mod step;
mod tables;
mod tree;
mod value;
mod verdict;
mod ways;

pub use declared::{Idle, IdlePath};
pub use findings::{Judgement, judge};
pub use tree::routes;
