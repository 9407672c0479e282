//! Verdicts: what becomes of each check's failure.
//!
//! In: a linked program, the rules, the files' texts. Out: findings and trails. The judge runs the functions around a check
//! on abstract values, with the check made to fail, over all decisions that the code can take. Knows no syntax and no format.

mod absence;
mod answers;
mod builtins;
mod calls;
mod checks;
mod closures;
mod comparisons;
mod conditions;
mod context;
mod control;
mod declared;
mod disclosure;
mod errors;
mod event;
mod exchange;
mod fails_open;
mod findings;
mod forget;
mod foundation;
mod guards;
mod hits;
mod instances;
mod leaks;
mod leaks_read;
mod limits;
mod machine;
mod members;
mod mentions;
mod names;
mod passage;
mod promises;
mod purpose;
mod receive;
mod record;
mod revocations;
mod roots;
mod routes;
mod serve;
mod signals;
mod sites;
mod state;
mod step;
mod stores;
mod tree;
mod value;
mod verdict;
mod ways;

pub use declared::{Idle, IdlePath};
pub use findings::{Judgement, judge};
pub use tree::routes;
