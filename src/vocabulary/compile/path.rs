//! Paths: how an entry writes down a place in what a package hands out.
//!
//! In: `createLogger().warn`, `@logger.child()`, `withScope{0}`, `@client.*.find`. Out: where the path starts and its steps.
//! Knows nothing of packages. Compiled twice, by the crate's tests and by its build script.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, de};

/// A path from a module, or from an object that the entry has named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Path {
    pub(super) base: Base,
    pub(super) steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Base {
    Module,
    /// `@name`.
    Object(String),
}

/// The name of every member that has no place of its own. No identifier is called so.
pub(in super::super) const ANY: &str = "*";

/// One step of a path, from a value to the next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// `.name`, or `name` at a path's start; [`ANY`] for any name that nothing else is said of.
    Member(String),
    /// `()`: what a call gives, with or without `new`, awaited or not.
    Call,
    /// `{n}`: parameter n of the callback that a call is given.
    Parameter(u8),
}

impl FromStr for Path {
    type Err = String;

    fn from_str(text: &str) -> Result<Path, String> {
        let wrong = |what: &str| format!("`{text}` is no path: {what}");
        let (base, mut rest) = match text.strip_prefix('@') {
            None => (Base::Module, text),
            Some(named) => {
                let (name, rest) = named.split_at(name_length(named));
                if name.is_empty() {
                    return Err(wrong("`@` needs the name of an object"));
                }
                (Base::Object(name.to_owned()), rest)
            }
        };
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let at_start = steps.is_empty() && base == Base::Module;
            if let Some(after) = rest.strip_prefix("()") {
                steps.push(Step::Call);
                rest = after;
            } else if let Some(after) = rest.strip_prefix('{') {
                let (number, after) = after.split_once('}').ok_or_else(|| wrong("`{` is never closed"))?;
                let number = number.parse().map_err(|_| wrong("`{}` needs the number of a parameter"))?;
                steps.push(Step::Parameter(number));
                rest = after;
            } else {
                let named = if at_start { Some(rest) } else { rest.strip_prefix('.') };
                let named = named.ok_or_else(|| wrong(&format!("`.`, `()` or `{{n}}` was expected at `{rest}`")))?;
                let (name, after) = named.split_at(name_length(named));
                if name.is_empty() {
                    return Err(wrong(&format!("a name was expected at `{named}`")));
                }
                steps.push(Step::Member(name.to_owned()));
                rest = after;
            }
        }
        Ok(Path { base, steps })
    }
}

/// How much of the text's start is a JavaScript name (of those letters that packages really use).
fn name_length(text: &str) -> usize {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    if text.starts_with(ANY) {
        return ANY.len();
    }
    text.find(|c| !inside(c)).unwrap_or(text.len())
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Path, D::Error> {
        deserializer.deserialize_str(Written)
    }
}

/// Reads a path while it is visited: an error that is made later would have lost its place inside a list.
struct Written;

impl de::Visitor<'_> for Written {
    type Value = Path;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a path, as in `createLogger().warn`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Path, E> {
        text.parse().map_err(E::custom)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut at_start = true;
        if let Base::Object(name) = &self.base {
            write!(f, "@{name}")?;
            at_start = false;
        }
        for step in &self.steps {
            match step {
                Step::Member(name) if at_start => write!(f, "{name}")?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Call => write!(f, "()")?,
                Step::Parameter(number) => write!(f, "{{{number}}}")?,
            }
            at_start = false;
        }
        Ok(())
    }
}
