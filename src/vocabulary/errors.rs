//! Questions that a program asks of an error, answered for the errors of one class.
//!
//! In: an [`ErrorClass`] and what is compared. Out: whether that holds always, sometimes or never.

use super::facts::{ErrorClass, Messages};

/// What errors have of their own or from their prototypes, whatever their class.
const OF_EVERY_ERROR: [&str; 13] = [
    "__defineGetter__",
    "__defineSetter__",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "message",
    "name",
    "propertyIsEnumerable",
    "stack",
    "toLocaleString",
    "toString",
    "valueOf",
];

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

    /// Whether it is known that the errors have no such member: that reading it gives undefined.
    pub fn lacks(self, member: &str) -> bool {
        let Some(facts) = self.facts() else { return false };
        let Some(fields) = &facts.fields else { return false };
        let has = match member {
            "code" => !facts.codes.is_empty(),
            "status" => facts.status.is_some(),
            member => OF_EVERY_ERROR.contains(&member),
        };
        !has && !fields.iter().any(|field| field == member)
    }

    /// `error.message === message`
    pub fn has_message(self, message: &str) -> Truth {
        match self.facts().map(|facts| &facts.messages) {
            Some(Messages::Fixed(known)) => Truth::one_of(known.iter().any(|one| one == message), known.len() > 1),
            Some(Messages::Open(_)) | None => Truth::Sometimes,
        }
    }
}
