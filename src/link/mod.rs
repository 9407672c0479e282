//! The program: the outlines of its files, and what ties them together.
//!
//! In: outlines and paths. Out: a [`Program`] in which names are the same numbers in every file, and a binding that is written
//! once leads to the code of its value. Knows no package's meaning and no verdict.

mod declared;
mod places;
mod program;

pub use declared::Declared;
pub use places::Places;
pub use program::{AccessRef, CallRef, CodeRange, FunctionRef, Name, Program, ProgramFile, SiteRef};
