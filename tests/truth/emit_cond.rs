//! Writes conditions.

use super::emit_code::{Code, Level};
use super::program::{Atom, Binding, Cond, ErrorClass, ErrorTest, Failing, FieldTest, Given, ValueTest};

pub(crate) fn condition(code: &mut Code<'_>, cond: &Cond) -> String {
    match cond {
        Cond::Not(inner) => negated(code, inner),
        Cond::And(left, right) => format!("{} && {}", operand(code, left), operand(code, right)),
        Cond::Or(left, right) => format!("{} || {}", operand(code, left), operand(code, right)),
        other => simple(code, other, Sense::Holds),
    }
}

/// A condition as a part of a greater one.
pub(crate) fn operand(code: &mut Code<'_>, cond: &Cond) -> String {
    let text = condition(code, cond);
    match cond {
        Cond::And(..)
        | Cond::Or(..)
        | Cond::Value(ValueTest::GuardedField, _)
        | Cond::Field(FieldTest::Guarded, ..) => format!("({text})"),
        _ => text,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    Holds,
    Fails,
}

/// Negations are written as people do: by the operator where there is one.
fn negated(code: &mut Code<'_>, cond: &Cond) -> String {
    match cond {
        Cond::Not(inner) => format!("!({})", negated(code, inner)),
        Cond::And(..) | Cond::Or(..) => format!("!({})", condition(code, cond)),
        other => simple(code, other, Sense::Fails),
    }
}

fn simple(code: &mut Code<'_>, cond: &Cond, sense: Sense) -> String {
    let equals = if sense == Sense::Holds { "===" } else { "!==" };
    let loosely = if sense == Sense::Holds { "==" } else { "!=" };
    let truthy = |text: String| match sense {
        Sense::Holds => text,
        Sense::Fails => format!("!{text}"),
    };
    let wrapped = |text: String| match sense {
        Sense::Holds => text,
        Sense::Fails => format!("!({text})"),
    };
    match cond {
        Cond::Atom(index) => {
            code.used.insert(*index);
            match code.program.atoms[*index] {
                Atom::Query => format!("req.query.c{index} {equals} 'x'"),
                Atom::Flag => truthy(format!("req.flags.c{index}")),
                Atom::Header => truthy(format!("req.headers['x-c{index}']")),
                Atom::Alias | Atom::Destructured if code.level == Level::Handler => truthy(format!("c{index}")),
                Atom::Alias => truthy(format!("req.c{index}")),
                Atom::Destructured => truthy(format!("req.flags.c{index}")),
                Atom::Token => truthy(String::from("token")),
                Atom::Field | Atom::Choice | Atom::List => truthy(format!("req.c{index}")),
            }
        }
        Cond::Choice(index, value) => {
            code.used.insert(*index);
            format!("req.query.c{index} {equals} '{value}'")
        }
        Cond::Truthy(name) => truthy(String::from(name.0)),
        Cond::Value(test, name) => {
            let name = name.0;
            match test {
                ValueTest::LooseNull => format!("{name} {loosely} null"),
                ValueTest::Null => format!("{name} {equals} null"),
                ValueTest::Undefined => format!("{name} {equals} undefined"),
                ValueTest::OptionalField => truthy(format!("{name}?.sub")),
                ValueTest::GuardedField => wrapped(format!("{name} && {name}.sub")),
                ValueTest::Coalesced => format!("({name} ?? null) {equals} null"),
            }
        }
        Cond::Field(test, failing, name) => {
            let (name, field) = (name.0, failing.field().map_or("sub", |field| field.0));
            match (test, failing) {
                (FieldTest::Plain, _) => truthy(format!("{name}.{field}")),
                (FieldTest::Optional, _) => truthy(format!("{name}?.{field}")),
                (FieldTest::Guarded, _) => wrapped(format!("{name} && {name}.{field}")),
                (FieldTest::Strict, Failing::Error) => format!("{name}.{field} {} undefined", opposite(sense)),
                (FieldTest::Strict, _) => format!("{name}.{field} {equals} true"),
            }
        }
        Cond::Error(test, error) => {
            let error = error.0;
            match test {
                ErrorTest::Instance(class) => {
                    wrapped(format!("{error} instanceof {}", class_text(code.program.binding, *class)))
                }
                ErrorTest::Name(class) => format!("{error}.name {equals} '{}'", class_name(*class)),
                ErrorTest::Message(message) => format!("{error}.message {equals} '{message}'"),
            }
        }
        Cond::Given(given) => match given {
            Given::NotTest => format!("process.env.NODE_ENV {} 'test'", opposite(sense)),
            Given::Production => format!("process.env.NODE_ENV {equals} 'production'"),
            Given::Development => format!("process.env.NODE_ENV {equals} 'development'"),
            Given::HeadersNotSent => wrapped(String::from("!res.headersSent")),
            Given::HasLogger => truthy(String::from("logger")),
        },
        Cond::Not(_) | Cond::And(..) | Cond::Or(..) => {
            unreachable!("compound conditions are taken apart before")
        }
    }
}

fn opposite(sense: Sense) -> &'static str {
    match sense {
        Sense::Holds => "!==",
        Sense::Fails => "===",
    }
}

pub(crate) fn class_name(class: ErrorClass) -> &'static str {
    match class {
        ErrorClass::Token => "JsonWebTokenError",
        ErrorClass::Expired => "TokenExpiredError",
        ErrorClass::NotBefore => "NotBeforeError",
        ErrorClass::Any => "Error",
        ErrorClass::Own => "AuthError",
    }
}

fn class_text(binding: Binding, class: ErrorClass) -> String {
    let qualified = matches!(binding, Binding::Require | Binding::ImportDefault | Binding::ImportNamespace);
    match (qualified, class) {
        (true, ErrorClass::Token | ErrorClass::Expired | ErrorClass::NotBefore) => {
            format!("jwt.{}", class_name(class))
        }
        _ => String::from(class_name(class)),
    }
}
