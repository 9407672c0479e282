//! Verdicts: what becomes of each check's failure.
//!
//! In: a linked program, the rules, the files' texts. Out: findings and trails. The judge runs the functions around a check
//! on abstract values, with the check made to fail, over all decisions that the code can take. Knows no syntax and no format.

mod absence;
mod answers;
mod arithmetic;
mod builtins;
mod calls;
mod checks;
mod closures;
mod comparisons;
mod concern;
mod conditions;
mod constructors;
mod context;
mod control;
mod declared;
mod disclosure;
mod emitters;
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
mod invoke;
mod iterate;
mod leaks;
mod leaks_read;
mod limits;
mod machine;
mod made;
mod members;
mod mentions;
mod names;
mod passage;
mod platform;
mod promises;
mod purpose;
mod receive;
mod record;
mod requested;
mod revocations;
mod roots;
mod routes;
mod serve;
mod signals;
mod sites;
mod state;
mod step;
mod stores;
mod switches;
mod tables;
mod tree;
mod value;
mod verdict;
mod versions;
mod ways;

pub use declared::{Idle, IdlePath};
pub use findings::{Judgement, judge};
pub use names::may_list_tokens;
pub use tree::routes;
