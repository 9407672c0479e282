//! What a look-up gave, and what code finds out by asking it: rows, counts, positions.
//!
//! In: a look-up's answer. Out: the values of its members, comparisons and methods. A truth that depends on it is marked as
//! telling of the event, so that the branch which asks is known for the place where the look-up's outcome is taken in.

use super::event::{Event, Found};
use super::machine::Machine;
use super::value::{Symbol, Value, ValueId};
use crate::link::Name;
use crate::outline::code::Comparison;
use crate::vocabulary::{Answer, WordList};

impl Found {
    /// Whether something was found.
    fn is_something(self) -> bool {
        self != Found::Nothing
    }

    /// The truth of what a look-up gave.
    pub(super) fn truth(self, answer: Answer) -> Option<bool> {
        match answer {
            Answer::Truth | Answer::Row | Answer::Count => Some(self.is_something()),
            Answer::List | Answer::Rows => Some(true),
            // A position may be 0; that nothing is found is -1.
            Answer::Index => (!self.is_something()).then_some(true),
        }
    }

    fn number(self, answer: Answer) -> Option<i32> {
        match answer {
            Answer::Count => Some(i32::from(self.is_something())),
            Answer::Index => Some(if self.is_something() { 0 } else { -1 }),
            Answer::Truth | Answer::Row | Answer::List | Answer::Rows => None,
        }
    }
}

impl Machine<'_> {
    /// A member of what a look-up gave.
    pub(super) fn member_of_answer(&mut self, object: ValueId, found: Found, answer: Answer, name: Name) -> ValueId {
        if (answer, found) == (Answer::Row, Found::Nothing) {
            return self.values.make(Value::NoResult);
        }
        let text = self.program.text(name);
        let is_mark = answer == Answer::Row && (self.is_revoked_flag(name) || self.says(name).says(WordList::Version));
        self.run.asks_mark |= is_mark;
        let answer = match (answer, text) {
            (_, "length" | "rowCount" | "count" | "size" | "rowsAffected") => Answer::Count,
            (Answer::Rows, "rows" | "recordset" | "recordsets") => Answer::List,
            (Answer::Row, _) if found == Found::RevokedRow && self.says(name).says(WordList::Version) => {
                return self.looked_up(Found::Version, answer);
            }
            (Answer::Row, _) if self.is_revoked_flag(name) => Answer::Truth,
            _ => return self.values.symbol(Symbol::Member(object, name)),
        };
        if answer == Answer::Truth {
            return self.values.bool(matches!(found, Found::Refused | Found::RevokedRow), true);
        }
        self.looked_up(found, answer)
    }

    /// Whether a column tells that the row's token is not accepted any more.
    fn is_revoked_flag(&mut self, name: Name) -> bool {
        self.says(name).says(WordList::Revoked)
            || matches!(self.program.text(name), "used" | "isUsed" | "is_used" | "usedAt" | "used_at")
    }

    /// An element of a list that a look-up gave: the first is as good as any.
    pub(super) fn element_of_answer(&mut self, found: Found, answer: Answer) -> ValueId {
        match answer {
            Answer::Rows => self.looked_up(found, Answer::List),
            _ => self.looked_up(found, Answer::Row),
        }
    }

    /// A method of what a look-up gave. Most hand it on: `findOne(…).lean()`.
    pub(super) fn asked_of_answer(&mut self, found: Found, answer: Answer, receiver: ValueId, method: &str) -> ValueId {
        match (answer, method) {
            (Answer::List, "some" | "includes") => self.looked_up(found, Answer::Truth),
            (Answer::List, "find" | "at" | "pop" | "shift") => self.looked_up(found, Answer::Row),
            (Answer::List, "findIndex" | "indexOf") => self.looked_up(found, Answer::Index),
            _ => receiver,
        }
    }

    /// A comparison of what a look-up gave; `None` when it is not about that, or stays open.
    pub(super) fn compare_answer(&mut self, comparison: Comparison, left: ValueId, right: ValueId) -> Option<ValueId> {
        let compared = self.compare_truth(comparison, left, right);
        if let Some(truth) = compared.or_else(|| self.compare_version(comparison, left, right)) {
            return Some(truth);
        }
        let (found, answer, other, is_left) = match (self.values.get(left), self.values.get(right)) {
            (&Value::LookedUp { found, answer }, _) => (found, answer, right, true),
            (_, &Value::LookedUp { found, answer }) => (found, answer, left, false),
            _ => return None,
        };
        let truth = match (found.number(answer), self.values.get(other)) {
            // There is one at least: how many more is open.
            (Some(_), &Value::Number(2..)) if answer == Answer::Count && found.is_something() => return None,
            (Some(1), &Value::Number(1)) if answer == Answer::Count && !comparison.is_at_least(is_left) => return None,
            (Some(number), &Value::Number(other)) => {
                let (left, right) = if is_left { (number, other) } else { (other, number) };
                match comparison {
                    Comparison::Equal { .. } => left == right,
                    Comparison::Unequal { .. } => left != right,
                    Comparison::Less => left < right,
                    Comparison::LessEqual => left <= right,
                    Comparison::Greater => left > right,
                    Comparison::GreaterEqual => left >= right,
                    Comparison::In | Comparison::InstanceOf => return None,
                }
            }
            (_, value) => {
                let equal = match value {
                    // That there is no row is seen by null; lists and numbers never are.
                    Value::Null | Value::Undefined | Value::NoResult | Value::Bool { truth: false, .. } => {
                        answer == Answer::Row && !found.is_something()
                    }
                    // What stands there to say that the token is listed.
                    Value::Text(_) | Value::Number(1..) | Value::Bool { truth: true, .. } => found.is_something(),
                    _ => return None,
                };
                match comparison {
                    Comparison::Equal { .. } => equal,
                    Comparison::Unequal { .. } => !equal,
                    _ => return None,
                }
            }
        };
        Some(self.values.bool(truth, found != Found::RevokedRow))
    }

    /// `(await redis.exists(key)) === 1`: many stores say 1 and 0 for yes and no.
    fn compare_truth(&mut self, comparison: Comparison, left: ValueId, right: ValueId) -> Option<ValueId> {
        let (truth, other) = match (self.values.get(left), self.values.get(right)) {
            (&Value::Bool { truth, of_failure: true }, &Value::Number(other))
            | (&Value::Number(other), &Value::Bool { truth, of_failure: true }) => (truth, other),
            _ => return None,
        };
        let is_left = matches!(self.values.get(left), Value::Bool { .. });
        let number = i32::from(truth);
        let (less, more) = if is_left { (number, other) } else { (other, number) };
        let answer = match comparison {
            Comparison::Equal { .. } => less == more,
            Comparison::Unequal { .. } => less != more,
            Comparison::Less => less < more,
            Comparison::LessEqual => less <= more,
            Comparison::Greater => less > more,
            Comparison::GreaterEqual => less >= more,
            Comparison::In | Comparison::InstanceOf => return None,
        };
        matches!(self.run.event, Event::LookUp(_)).then(|| self.values.bool(answer, true))
    }
}

impl Comparison {
    /// Whether a count of one at least settles a comparison with one: `count >= 1`, `count < 1`, and how people ask for a hit.
    fn is_at_least(self, is_left: bool) -> bool {
        match self {
            Comparison::GreaterEqual | Comparison::Less => is_left,
            Comparison::LessEqual | Comparison::Greater => !is_left,
            Comparison::Equal { .. } => true,
            Comparison::Unequal { .. } | Comparison::In | Comparison::InstanceOf => false,
        }
    }
}
