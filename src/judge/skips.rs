//! Limiters that leave a path out: `rateLimit({ skip: (req) => req.path === '/refresh' })`.
//!
//! In: a handler on the way to a route, and the route's path. Out: whether the handler is a limiter that does not count what comes
//! there. Only functions of one test are read; anything else is taken to count.

use super::machine::Machine;
use super::routes::Position;
use super::state::{Path, State};
use super::value::{Value, ValueId};
use crate::outline::code::{Comparison, Op};
use crate::vocabulary::OptionValue;

/// Members of the request that hold its path, or the end of it.
const PATHS: [&str; 4] = ["path", "originalUrl", "url", "baseUrl"];

/// How a path is compared with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Test {
    Is,
    StartsWith,
    EndsWith,
    Includes,
}

impl Machine<'_> {
    /// Whether the limiter at a position leaves out what comes to a path.
    pub(super) fn leaves_out(&mut self, at: Position, path: &str) -> bool {
        let routes = std::sync::Arc::clone(&self.routes);
        let Some(Value::Configured { surface, options, .. }) =
            routes.handler(at).map(|value| self.values.get(value).clone())
        else {
            return false;
        };
        let Some(known) = surface.limiter().and_then(|limiter| limiter.options.as_ref()) else { return false };
        let asked = known.inert.iter().filter(|fact| fact.value == OptionValue::Gives(true));
        let mut state = State::new(Path::new());
        let functions: Vec<ValueId> = asked.filter_map(|fact| self.option(&mut state, options, &fact.option)).collect();
        functions.into_iter().any(|function| self.is_true_of(function, path) == Some(true))
    }

    /// What a function of one test says of a request to a path.
    fn is_true_of(&self, function: ValueId, path: &str) -> Option<bool> {
        let at = self.values.function(function)?;
        let outline = self.program.outline(at.file);
        let (mut test, mut texts, mut negated, mut of_path) = (None, Vec::new(), false, false);
        for inst in &self.program.function(at).code {
            let found = match inst.op {
                Op::Return => break,
                Op::Argument(_) | Op::Store(_) | Op::Load(_) | Op::Array { .. } => None,
                Op::Member(name) => {
                    of_path |= PATHS.contains(&outline.name(name));
                    None
                }
                Op::Text(text) => {
                    texts.push(outline.name(text));
                    None
                }
                Op::Not => {
                    negated = !negated;
                    None
                }
                Op::Compare(Comparison::Equal { .. }) => Some(Test::Is),
                Op::Compare(Comparison::Unequal { .. }) => {
                    negated = !negated;
                    Some(Test::Is)
                }
                Op::CallMember(call) => match outline.call(call).member.map(|name| outline.name(name))? {
                    "startsWith" => Some(Test::StartsWith),
                    "endsWith" => Some(Test::EndsWith),
                    // Of the path, or of a list.
                    "includes" if texts.is_empty() => Some(Test::Includes),
                    "includes" => Some(Test::Is),
                    _ => return None,
                },
                _ => return None,
            };
            if found.is_some() && test.replace(found).is_some() {
                return None;
            }
        }
        let test = test.flatten().filter(|_| of_path && !texts.is_empty())?;
        Some(texts.iter().any(|text| test.holds(path, text)) != negated)
    }
}

impl Test {
    /// Whether a path, or the rest of it below a router, fits.
    fn holds(self, path: &str, text: &str) -> bool {
        let mut rests = path.match_indices('/').map(|(start, _)| &path[start..]);
        match self {
            Test::Is => rests.any(|rest| rest == text),
            Test::StartsWith => rests.any(|rest| rest.starts_with(text)),
            Test::EndsWith => path.ends_with(text),
            Test::Includes => path.contains(text),
        }
    }
}
