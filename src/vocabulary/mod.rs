//! What is known of packages: where a program comes to them, what their calls mean, how their checks fail.
//!
//! In: names of modules, globals and members. Out: [`Surface`]s, places in what packages hand out, and the facts about
//! them; and what names tell by themselves. The facts are data (`rules/vocabulary/*.toml`, `rules/names/*.toml`), compiled
//! into static tables when the tool is built: a look-up costs a few comparisons and nothing at start-up. What a project declares of its own functions ([`Vocabulary`]) is compiled
//! when a run begins, into tables that stand beside those. Knows nothing of syntax, files or verdicts.

mod errors;
mod facts;
mod names;
mod surface;

#[cfg_attr(not(test), allow(dead_code, reason = "the build script and the tests use what the program does not"))]
mod compile;
mod project;

#[cfg(test)]
mod check_tests;
#[cfg(test)]
mod facts_tests;
#[cfg(test)]
mod limits_tests;
#[cfg(test)]
mod names_tests;
#[cfg(test)]
mod surface_tests;
#[cfg(test)]
mod web_tests;

pub use compile::{
    CheckDeclaration, Declarations, DeclaredAs, DeclaredPath, LimiterDeclaration, Mistake, SignalDeclaration, Step,
    WayIn,
};
pub use errors::Truth;
pub use facts::{
    Action, Answer, Argument, Binding, Chosen, Condition, Creation, Denies, Does, ErrorClass, ErrorFacts, Failure,
    FailureMode, Framework, Gives, Hook, KeyAt, Level, Limiter, LimiterHow, LimiterOptions, List, Literal, MakeError,
    Messages, Mute, NameList, OptionIs, OptionValue, OptionsOf, Package, Patch, Promisify, Provides, Receiver,
    ReceiverKind, Refusal, Registrar, RunsWith, Signal, SignalKind, SignalLevel, SourceConfidence, Spot, StatusOf,
    StoreOperation, Strategy, Text, Threshold, Verify, WordList,
};
pub use names::{has_word, is_named, lists_of, spellings, split_name, store_method, store_verb, words};
pub use project::Vocabulary;
pub use surface::{
    EXPRESS, Surface, binders, customary, global, module, packages_of_containers, patch, prefilter_words, registrars,
    says_it_checks, versioned,
};
