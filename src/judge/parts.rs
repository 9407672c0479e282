//! What values are made of.
//!
//! In: a value. Out: the values that it holds directly. Knows nothing of what they mean.

use super::errors::ErrorKind;
use super::value::{Promise, Symbol, Value, ValueId};

/// The values that a value is made of.
pub(super) fn parts_of(value: &Value, out: &mut Vec<ValueId>) {
    match value {
        Value::Symbol(symbol) => match symbol {
            Symbol::Member(base, _)
            | Symbol::Not(base)
            | Symbol::TypeOf(base)
            | Symbol::Default(base)
            | Symbol::Rest(base, _)
            | Symbol::Item(base) => out.push(*base),
            Symbol::Element(base, key) => out.extend([*base, *key]),
            Symbol::Compare(_, left, right) => out.extend([*left, *right]),
            Symbol::Derived(_, parts) | Symbol::Joined(_, parts) => out.extend(parts),
            _ => {}
        },
        Value::Object { members, .. } => out.extend(members.iter().map(|&(_, value)| value)),
        Value::Array { items, .. } => out.extend(items),
        Value::Table { entries, .. } => entries.iter().for_each(|&(key, value)| out.extend([key, value])),
        Value::Iterated(inner)
        | Value::Spread(inner)
        | Value::Promisified(inner)
        | Value::Forwarding(inner)
        | Value::Watched { inner, .. }
        | Value::Turn { of: inner, .. }
        | Value::Twins { of: inner, .. } => out.push(*inner),
        Value::Authenticate(guard) => out.extend(guard.callback),
        Value::NewError { kind, fields, .. } => {
            out.extend(fields.iter().map(|&(_, value)| value));
            if let ErrorKind::Aggregate(errors) = kind {
                out.push(*errors);
            }
        }
        Value::Built { options, .. } | Value::Configured { options, .. } => out.push(*options),
        Value::Method { this, .. } | Value::Super { this, .. } => out.push(*this),
        Value::Described { of, .. } => out.push(*of),
        Value::Bound { function, this, arguments } => {
            out.extend([*function, *this]);
            out.extend(arguments);
        }
        Value::Function(closure) => {
            out.extend(closure.captured.iter().map(|&(_, value)| value));
            out.extend(closure.this);
        }
        Value::Settler { promise, .. } => out.push(*promise),
        Value::Promise(promise) => match promise {
            Promise::Fulfilled(inner) | Promise::Rejected(inner) => out.push(*inner),
            Promise::Check { token, .. } => out.extend(token),
            Promise::Async { callee, this, arguments, .. } => {
                out.extend([*callee, *this]);
                out.extend(arguments);
            }
            Promise::Then { base, fulfilled, rejected, .. } => {
                out.push(*base);
                out.extend(fulfilled);
                out.extend(rejected);
            }
            Promise::Finally { base, handler, .. } => out.extend([*base, *handler]),
            Promise::All { items, .. } => out.extend(items),
            Promise::Job { callee, arguments, .. } => {
                out.push(*callee);
                out.extend(arguments);
            }
            Promise::CheckJob { callee, .. } => out.push(*callee),
            Promise::New(_) => {}
        },
        _ => {}
    }
}
