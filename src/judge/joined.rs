//! Texts that are put together of constants: `/api/${VERSION}/login`, `PREFIX + '/refresh'`.
//!
//! In: a value. Out: the text that it comes to, where each of its parts is known. Knows nothing of what the text is for.

use super::machine::Machine;
use super::value::{Symbol, Value, ValueId};

/// Of how many parts a text is put together at the most: they may be made of each other many times over.
const PARTS: u32 = 256;

impl Machine<'_> {
    /// The text that a value is, or comes to.
    pub(super) fn joined_text(&self, value: ValueId) -> Option<String> {
        let mut text = String::new();
        let mut left = PARTS;
        self.put_together(value, &mut text, &mut left)?;
        Some(text)
    }

    /// Values are made of others so many times at the most as `values` keeps apart: the recursion is no deeper.
    fn put_together(&self, value: ValueId, text: &mut String, left: &mut u32) -> Option<()> {
        *left = left.checked_sub(1)?;
        match self.values.get(self.values.by_default(value)) {
            Value::Text(name) => text.push_str(self.program.text(*name)),
            Value::Number(number) => text.push_str(&number.to_string()),
            Value::Symbol(Symbol::Joined(_, parts)) => {
                // What is computed of numbers alone is a number.
                let is_text = |&part: &ValueId| !matches!(self.values.get(part), Value::Number(_));
                if !parts.iter().any(is_text) {
                    return None;
                }
                for &part in parts {
                    self.put_together(part, text, left)?;
                }
            }
            _ => return None,
        }
        Some(())
    }
}
