//! Parts of the language's and the platform's own library: what their names mean, and what their members are.
//!
//! In: names. Out: [`Builtin`]s. What calling one does stands in `builtins`.

use super::value::{Until, Value};

/// Parts of the language's and the platform's own library that verdicts depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Builtin {
    Promise,
    PromiseResolve,
    PromiseReject,
    /// `all` and its kin. Of `race`, too, the first failure is the whole's.
    PromiseAll(Until),
    Process,
    ProcessEnv,
    /// `process.stdout` and `process.stderr`.
    Stream,
    /// Their `write`: somebody reads it, as with the console.
    Print,
    Require,
    /// `Error` and its kin.
    Error,
    Boolean,
    /// `Number`: a number stays what it is.
    Number,
    /// The global `Math`.
    Math,
    /// `Math.floor`, `Math.trunc`, `parseInt`.
    Truncate,
    /// `setTimeout`, `setImmediate`, `process.nextTick`, `queueMicrotask`: the function runs later.
    Later,
    /// `process.on`: listens to what nobody catches.
    ProcessOn,
    /// The global `Object`.
    Object,
    /// `Object.assign`: its first argument, with what the others hold.
    Assign,
    /// `Object.entries`, `Object.keys`, `Object.values`.
    Listed(Listed),
    /// `Object.getOwnPropertyNames`, `Reflect.ownKeys`
    OwnNames,
    /// `Object.getOwnPropertyDescriptor`
    OwnDescriptor,
    /// `Object.defineProperty`
    DefineProperty,
    /// The global `Reflect`.
    Reflect,
    ReflectApply,
    /// `Map`, `WeakMap`.
    Map,
    /// `Set`, `WeakSet`.
    Set,
    /// Any other global of the language: gives a value made of its arguments, and tells nobody.
    Plain,
}

/// What of an object's members is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Listed {
    Entries,
    Keys,
    Values,
}

impl Builtin {
    /// What a name that nothing declares means by itself.
    pub(super) fn global(name: &str) -> Option<Builtin> {
        Some(match name {
            "Promise" => Builtin::Promise,
            "process" => Builtin::Process,
            "require" => Builtin::Require,
            "Boolean" => Builtin::Boolean,
            "Number" => Builtin::Number,
            "parseInt" => Builtin::Truncate,
            "Math" => Builtin::Math,
            "Reflect" => Builtin::Reflect,
            "Map" | "WeakMap" => Builtin::Map,
            "Set" | "WeakSet" => Builtin::Set,
            "Error" | "TypeError" | "RangeError" | "SyntaxError" | "AggregateError" => Builtin::Error,
            "setTimeout" | "setImmediate" | "queueMicrotask" => Builtin::Later,
            "Object" => Builtin::Object,
            "JSON" | "Array" | "String" | "Date" | "Buffer" | "Symbol" | "URL" | "URLSearchParams"
            | "encodeURIComponent" | "decodeURIComponent" | "parseFloat" | "isNaN" | "clearTimeout"
            | "clearInterval" | "structuredClone" | "TextEncoder" | "TextDecoder" | "Response" | "Headers"
            | "Request" => Builtin::Plain,
            _ => return None,
        })
    }

    /// What a member of it is.
    pub(super) fn member(self, name: &str) -> Option<Value> {
        let member = match (self, name) {
            (Builtin::Promise, "resolve") => Builtin::PromiseResolve,
            (Builtin::Promise, "reject") => Builtin::PromiseReject,
            (Builtin::Promise, "all" | "race") => Builtin::PromiseAll(Until::Failed),
            (Builtin::Promise, "any") => Builtin::PromiseAll(Until::Kept),
            (Builtin::Promise, "allSettled") => Builtin::PromiseAll(Until::Settled),
            (Builtin::Process, "env") => Builtin::ProcessEnv,
            (Builtin::Process, "stdout" | "stderr") => Builtin::Stream,
            (Builtin::Stream, "write") => Builtin::Print,
            (Builtin::Process, "nextTick") => Builtin::Later,
            (Builtin::Process, "on" | "once" | "addListener") => Builtin::ProcessOn,
            (Builtin::Object, "assign" | "freeze" | "seal") => Builtin::Assign,
            (Builtin::Object, "entries") => Builtin::Listed(Listed::Entries),
            (Builtin::Object, "keys") => Builtin::Listed(Listed::Keys),
            (Builtin::Object, "values") => Builtin::Listed(Listed::Values),
            (Builtin::Object, "getOwnPropertyNames") | (Builtin::Reflect, "ownKeys") => Builtin::OwnNames,
            (Builtin::Object | Builtin::Reflect, "getOwnPropertyDescriptor") => Builtin::OwnDescriptor,
            (Builtin::Object | Builtin::Reflect, "defineProperty") => Builtin::DefineProperty,
            (Builtin::Object, _) => Builtin::Plain,
            (Builtin::ProcessEnv, "NODE_ENV") => return Some(Value::Environment),
            (Builtin::Math, "floor" | "trunc") => Builtin::Truncate,
            (Builtin::Number, "parseInt") => Builtin::Truncate,
            (Builtin::Reflect, "apply") => Builtin::ReflectApply,
            (
                Builtin::Map
                | Builtin::Set
                | Builtin::Reflect
                | Builtin::Math
                | Builtin::Plain
                | Builtin::Error
                | Builtin::Number,
                _,
            ) => Builtin::Plain,
            _ => return None,
        };
        Some(Value::Builtin(member))
    }
}
