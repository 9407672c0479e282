//! Verdicts: what becomes of each check's failure.
mod calls;
mod checks;
mod conditions;
mod control;
mod machine;
mod members;
mod promises;
mod roots;
mod signals;
mod state;
mod value;
