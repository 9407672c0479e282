//! The syntax of what lies around a handler: the other files of a program, and the wrappers of its check.
//!
//! Plain values, as in `program`.

use super::program::{Block, Expr, Name};

/// A file beside the first one. Files import only later ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit {
    pub(crate) name: &'static str,
    pub(crate) exports: Exports,
    pub(crate) import: Import,
}

/// How a file hands out its names (CommonJS; ES modules).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exports {
    /// `module.exports = { a, b }`; `export { a, b }`
    Together,
    /// `exports.a = a`; `export function a`
    Apart,
    /// `module.exports = a`; `export default a`, where there is one name to hand out
    Alone,
}

/// How a file is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Import {
    /// `const { a } = require('./x')`; `import { a } from './x'`
    Named,
    /// `const { a: b } = require('./x')`; `import { a as b } from './x'`
    Renamed,
    /// `const x = require('./x')`; `import * as x from './x'`
    Whole,
}

/// An index file, through which the first file imports the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Barrel {
    /// `module.exports = { a: require('./x').a }`; `export { a } from './x'`
    Named,
    /// `module.exports = { ...require('./x') }`; `export * from './x'`
    Star,
}

/// A function of the project around the check. The first calls the library, each other the one before it, and the
/// handlers call the last.
#[derive(Debug, Clone)]
pub(crate) struct Wrapper {
    pub(crate) protocol: Protocol,
    /// 0 for the first file, or the place of its unit, counted from 1.
    pub(crate) file: usize,
    pub(crate) form: Form,
    /// How its caller comes by an object with this method.
    pub(crate) reach: Reach,
    pub(crate) is_async: bool,
    /// It takes the request beside the token.
    pub(crate) takes_request: bool,
    /// It may call itself again, so many times.
    pub(crate) retries: bool,
    pub(crate) body: Block,
}

/// How a wrapper's own failure leaves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    Throws,
    Rejects,
    /// Error first; in a later turn, or before it returns.
    CallsBack {
        late: bool,
    },
    Gives(Failing),
    /// A promise of such a value.
    Resolves(Failing),
}

/// A value that says that the token was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failing {
    /// `null`, `undefined` or `false`
    Nothing,
    /// `{ valid: false }`
    Valid,
    /// `{ ok: false, reason: … }`
    Ok,
    /// `{ error: … }`
    Error,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Declared,
    /// `const f = (token) => …`
    Arrow,
    /// `const tokens = { f(token) { … } }`
    Member,
    /// `static f(token) { … }`
    Static,
    /// `f(token) { … }` of a class
    Method,
    /// `f = (token) => …` of a class
    Field,
    /// A method of the class that the named one extends.
    Inherited,
    /// A method beside that of the wrapper before it, in the same class: it calls `this.g(token)`.
    Beside,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The file hands out an instance.
    Exported,
    /// The caller's file makes one: `const tokens = new Tokens()`
    Made,
    /// Made where it is called: `new Tokens().f(token)`
    InPlace,
    /// Made by the constructor of the caller's class: `this.tokens.f(token)`
    Held,
}

/// A second route, which calls the same wrapper.
#[derive(Debug, Clone)]
pub(crate) struct Second {
    pub(crate) is_async: bool,
    pub(crate) body: Block,
}

/// How a helper calls itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recursion {
    /// `if (depth > 0) return f(failure, depth - 1);` in front, or behind
    Counter { behind: bool },
    /// `if (failure.cause) return f(failure.cause);`
    Cause,
    /// By way of a second function, that calls it back.
    Mutual,
}

/// A function that runs where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inline {
    /// `(() => { … })();`
    Called,
    /// `await (async () => { … })();`
    Awaited,
    /// `KEYS.forEach((key) => { … });`
    EachKey,
    /// `['a', 'b'].forEach((part) => { … });`
    EachPart,
    /// `['a', 'b'].map((part) => { … });`
    MapParts,
}

/// What a check's caller does with a value that says by itself that the token was refused.
#[derive(Debug, Clone)]
pub(crate) enum Tried {
    /// `const { valid } = …`
    Unpacked,
    /// `if (!….valid) { … }`
    Refused(Block),
    /// `return ….valid ? next() : …`
    Chosen(Box<Expr>, Box<Expr>),
    /// `const decoded = … ?? null;`
    Coalesced(Name),
    /// `return { valid: true, payload: … }`
    Packed,
}

/// Tests of a field of a failing value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldTest {
    /// `x.valid`
    Plain,
    /// `x?.valid`
    Optional,
    /// `x && x.valid`
    Guarded,
    /// `x.valid === true`, `x.error !== undefined`
    Strict,
}

impl Protocol {
    /// Callers are handed a promise.
    pub(crate) fn is_promise(self) -> bool {
        matches!(self, Protocol::Rejects | Protocol::Resolves(_))
    }

    /// The object that must come back, whatever happens.
    pub(crate) fn object(self) -> Option<Failing> {
        match self {
            Protocol::Gives(failing) | Protocol::Resolves(failing) => {
                Some(failing).filter(|it| *it != Failing::Nothing)
            }
            Protocol::Throws | Protocol::Rejects | Protocol::CallsBack { .. } => None,
        }
    }
}

impl Failing {
    /// The field that says so.
    pub(crate) fn field(self) -> Option<Name> {
        match self {
            Failing::Nothing => None,
            Failing::Valid => Some(Name("valid")),
            Failing::Ok => Some(Name("ok")),
            Failing::Error => Some(Name("error")),
        }
    }
}

impl Form {
    /// Its method runs with an instance for `this`.
    pub(crate) fn is_of_instance(self) -> bool {
        matches!(self, Form::Method | Form::Field | Form::Inherited | Form::Beside)
    }
}
