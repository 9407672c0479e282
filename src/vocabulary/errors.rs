//! Questions that a program asks of an error, answered for the errors of one class.
//!
//! In: an [`ErrorClass`] and what is compared. Out: whether that holds always, sometimes or never.

use super::facts::{ErrorClass, Messages};

/// How often a comparison holds for errors of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Truth {
    Always,
    Sometimes,
    Never,
}

impl Truth {
    fn from_bool(holds: bool) -> Truth {
        if holds { Truth::Always } else { Truth::Never }
    }

    /// For a value that is one of several, of which one is asked for.
    fn one_of(asked: bool, others: bool) -> Truth {
        match (asked, others) {
            (true, false) => Truth::Always,
            (true, true) => Truth::Sometimes,
            (false, _) => Truth::Never,
        }
    }
}

impl ErrorClass {
    /// Whether the errors are `instanceof` the other class too.
    pub fn is_a(self, other: ErrorClass) -> bool {
        self == other || self.facts().is_some_and(|facts| facts.supers.contains(&other))
    }

    /// Whether the class says that a genuine token's time is over.
    pub fn is_expired(self) -> bool {
        self.facts().is_some_and(|facts| facts.expired)
    }

    /// `error.name === name`
    pub fn has_name(self, name: &str) -> Truth {
        Truth::from_bool(self.facts().is_some_and(|facts| facts.name == name))
    }

    /// `error.code === code`
    pub fn has_code(self, code: &str) -> Truth {
        let codes = self.facts().map_or(&[][..], |facts| &*facts.codes);
        Truth::one_of(codes.iter().any(|known| known == code), codes.len() > 1)
    }

    /// `error.message === message`
    pub fn has_message(self, message: &str) -> Truth {
        match self.facts().map(|facts| &facts.messages) {
            Some(Messages::Fixed(known)) => Truth::one_of(known.iter().any(|one| one == message), known.len() > 1),
            Some(Messages::Open(_)) | None => Truth::Sometimes,
        }
    }
}
