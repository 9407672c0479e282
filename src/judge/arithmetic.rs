//! Numbers: what is computed of numbers that are known.
//!
//! Only small results are kept, so that loops that count stay finite; the quotient of two numbers is kept as it is, because
//! `Math.floor(err.status / 100) === 4` asks for the class of a status.

use std::cmp::Ordering;

use super::machine::{COUNTED, Machine};
use super::state::State;
use super::value::{Site, Symbol, Value, ValueId};
use crate::outline::code::{Arithmetic, Comparison};

/// A number that is a quotient; nothing by nothing is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Ratio {
    over: i32,
    under: i32,
}

impl Ratio {
    const NAN: Ratio = Ratio { over: 0, under: 0 };

    pub(super) fn is_zero_or_nan(self) -> bool {
        self.over == 0
    }

    /// The whole number towards zero.
    fn whole(self) -> Option<i32> {
        self.over.checked_div(self.under)
    }

    fn order(self, other: Ratio) -> Option<Ordering> {
        if self.under == 0 || other.under == 0 {
            return None;
        }
        let scaled = |number: Ratio, by: i32| i64::from(number.over) * i64::from(by);
        let (left, right) = (scaled(self, other.under), scaled(other, self.under));
        let is_reversed = (self.under < 0) != (other.under < 0);
        Some(if is_reversed { right.cmp(&left) } else { left.cmp(&right) })
    }

    /// What a comparison says of two numbers.
    pub(super) fn compare(self, comparison: Comparison, other: Ratio) -> bool {
        let order = self.order(other);
        match comparison {
            Comparison::Less => order == Some(Ordering::Less),
            Comparison::LessEqual => order.is_some_and(Ordering::is_le),
            Comparison::Greater => order == Some(Ordering::Greater),
            Comparison::GreaterEqual => order.is_some_and(Ordering::is_ge),
            Comparison::Unequal { .. } => order != Some(Ordering::Equal),
            Comparison::Equal { .. } | Comparison::InstanceOf | Comparison::In => order == Some(Ordering::Equal),
        }
    }
}

impl Machine<'_> {
    /// A known number; what is not there counts as none.
    pub(super) fn number(&self, id: ValueId) -> Option<Ratio> {
        match *self.values.get(id) {
            Value::Number(number) => Some(Ratio { over: number, under: 1 }),
            Value::Ratio(ratio) => Some(ratio),
            Value::Undefined => Some(Ratio::NAN),
            _ => None,
        }
    }

    /// `left + right` and its kin.
    pub(super) fn arithmetic(
        &mut self,
        state: &mut State,
        how: Arithmetic,
        (left, right): (ValueId, ValueId),
        site: Site,
    ) -> ValueId {
        let known = match (self.values.get(left), self.values.get(right)) {
            (&Value::Number(left), &Value::Number(right)) => compute(how, left, right),
            // A text may be put together with what is not there.
            (Value::Undefined, Value::Number(_)) | (Value::Number(_), Value::Undefined) => {
                Some(Value::Ratio(Ratio::NAN))
            }
            _ => None,
        };
        match known {
            Some(known) => self.values.make(known),
            None => {
                let symbol = if how == Arithmetic::Plus { Symbol::Joined } else { Symbol::Derived };
                self.derived(state, site, vec![left, right], symbol)
            }
        }
    }

    /// `Math.floor(number)`, `Math.trunc(number)`; `None` where the number is not known.
    pub(super) fn truncated(&mut self, id: ValueId) -> Option<ValueId> {
        match *self.values.get(id) {
            Value::Number(_) => Some(id),
            Value::Undefined => Some(self.values.make(Value::Ratio(Ratio::NAN))),
            Value::Ratio(ratio) => Some(match ratio.whole() {
                Some(whole) => self.values.make(Value::Number(whole)),
                None => id,
            }),
            _ => None,
        }
    }
}

fn compute(how: Arithmetic, left: i32, right: i32) -> Option<Value> {
    let number = match how {
        Arithmetic::Plus => left.checked_add(right),
        Arithmetic::Minus => left.checked_sub(right),
        Arithmetic::Times => left.checked_mul(right),
        Arithmetic::Remainder => left.checked_rem(right),
        Arithmetic::Divided => {
            return Some(match left.checked_rem(right) {
                Some(0) => Value::Number(left.checked_div(right)?),
                _ => Value::Ratio(Ratio { over: left, under: right }),
            });
        }
    };
    number.filter(|number| number.abs() <= COUNTED || how == Arithmetic::Remainder).map(Value::Number)
}
