//! tokentrail finds the places where a Node.js service refuses a JSON Web Token and nobody is told.
//!
//! The flow goes one way: [`discover`] → [`outline`] → [`link`] → [`judge`] → [`report`]; [`engine`] holds the one
//! function that shows it. ARCHITECTURE.md has the map and the table of floors that the imports follow.

pub mod cli;
pub mod discover;
pub mod engine;
pub mod finding;
pub mod judge;
pub mod link;
pub mod outline;
pub mod project;
pub mod report;
pub mod rules;
pub mod suppression;
pub mod syntax;
pub mod text;
pub mod vocabulary;
