//! What is known of packages, as plain values: what a call means, how a check fails, which object is a logger.
//!
//! In: nothing. Out: types that the generated tables are made of. Compiled twice, by the crate and by its build script:
//! names neither.

mod call;
mod check;
mod container;
mod error;
mod limit;
mod signal;
mod store;
mod tables;
mod text;
mod web;
mod words;

pub use call::{Action, Promisify};
pub use check::{Argument, Condition, Failure, FailureMode, Verify};
pub use container::{Binding, Gives, KeyAt, Provides};
pub use error::{ErrorClass, ErrorFacts, MakeError, Messages, StatusOf};
pub use limit::{Denies, Limiter, LimiterHow, LimiterOptions, OptionIs, OptionValue, OptionsOf, Refusal};
pub use signal::{Creation, Level, Literal, Mute, Receiver, ReceiverKind, Signal, SignalKind, SignalLevel, Threshold};
pub use store::{Answer, Chosen, Does, Hook, RunsWith, StoreOperation};
pub(super) use tables::{Node, Tables};
pub use tables::{Package, SourceConfidence, Spot};
pub use text::{List, Text};
pub use web::{Framework, Patch, Registrar, Strategy};
pub use words::{NameList, WordList};
