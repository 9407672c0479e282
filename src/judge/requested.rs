//! What is known of the requests that come to a route: their path and their method, which code on the way may ask.
//!
//! In: comparisons of `req.path`, `req.method` and the like with texts, in handlers and in functions that say whom a limiter leaves
//! out. Out: their truth for the requests of the route under judgement. What cannot be told apart stays open.

use super::calls::Calling;
use super::event::Event;
use super::machine::Machine;
use super::value::{Exchange, Symbol, Value, ValueId};
use crate::link::FunctionRef;
use crate::outline::code::{Comparison, Op};

/// Members of the request that hold its path, or the end of it.
const PATHS: [&str; 4] = ["path", "originalUrl", "url", "baseUrl"];
const METHOD: &str = "method";

/// The requests of a route.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Requested {
    /// As far as it is seen.
    pub(super) path: Option<String>,
    /// In lower case; `all` for any.
    pub(super) verb: String,
}

/// What is asked of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Path,
    Method,
}

/// How it is compared with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Test {
    Is,
    StartsWith,
    EndsWith,
    Includes,
}

impl Machine<'_> {
    /// Whether a handler's code asks what comes to it: then it is another one for each route.
    pub(super) fn asks_request(&self, handler: ValueId) -> bool {
        let functions = self.values.made_of(handler).into_iter().filter_map(|part| self.values.function(part));
        let asks = |at: FunctionRef| {
            let outline = self.program.outline(at.file);
            let is_asked = |op: Op| matches!(op, Op::Member(name) if asked(outline.name(name)).is_some());
            self.program.function(at).code.iter().any(|inst| is_asked(inst.op))
        };
        functions.into_iter().any(asks)
    }

    /// `req.method === 'POST'`
    pub(super) fn compare_request(&mut self, comparison: Comparison, left: ValueId, right: ValueId) -> Option<ValueId> {
        let (asked, text) = match (self.asked_of(left), self.asked_of(right)) {
            (Some(asked), None) => (asked, right),
            (None, Some(asked)) => (asked, left),
            _ => return None,
        };
        let truth = self.requested.as_ref()?.holds(asked, Test::Is, &[self.text_of(text)?])?;
        match comparison {
            Comparison::Equal { .. } => Some(self.values.bool(truth, false)),
            Comparison::Unequal { .. } => Some(self.values.bool(!truth, false)),
            _ => None,
        }
    }

    /// `req.path.startsWith('/auth')`, `['/login', '/refresh'].includes(req.path)`; the callee is what the method is called on.
    pub(super) fn ask_request(&mut self, calling: &Calling) -> Option<ValueId> {
        let site = self.program.call(calling.call);
        let test = Test::called(site.member.map(|name| self.program.outline(calling.call.file).name(name))?)?;
        let &[argument] = calling.arguments.as_slice() else { return None };
        let truth = match (self.asked_of(calling.callee), self.values.get(calling.callee)) {
            (Some(asked), _) => self.requested.as_ref()?.holds(asked, test, &[self.text_of(argument)?])?,
            (None, Value::Array { items, open: false, .. }) if test == Test::Includes => {
                let asked = self.asked_of(argument)?;
                let texts: Option<Vec<&str>> = items.iter().map(|&item| self.text_of(item)).collect();
                self.requested.as_ref()?.holds(asked, Test::Is, &texts?)?
            }
            _ => return None,
        };
        Some(self.values.bool(truth, false))
    }

    /// What of the request a value is.
    fn asked_of(&self, value: ValueId) -> Option<Asked> {
        if self.run.event != Event::Served {
            return None;
        }
        match *self.values.get(value) {
            Value::Symbol(Symbol::Member(request, name)) => {
                let is_request = match self.values.get(request) {
                    Value::Symbol(Symbol::Exchange(exchange)) => *exchange == Exchange::Request,
                    Value::Symbol(Symbol::Parameter(..)) => self.is_exchange(request),
                    _ => false,
                };
                asked(self.program.text(name)).filter(|_| is_request)
            }
            _ => None,
        }
    }

    fn text_of(&self, value: ValueId) -> Option<&str> {
        match self.values.get(value) {
            Value::Text(name) => Some(self.program.text(*name)),
            _ => None,
        }
    }

    /// What a function of one test says of the requests of the route: `(req) => req.path === '/health'`.
    pub(super) fn is_true_of(&self, function: ValueId) -> Option<bool> {
        let at = self.values.function(function)?;
        let outline = self.program.outline(at.file);
        let (mut test, mut of, mut texts, mut negated) = (None, None, Vec::new(), false);
        for inst in &self.program.function(at).code {
            let found = match inst.op {
                Op::Return => break,
                Op::Argument(_) | Op::Store(_) | Op::Load(_) | Op::Array { .. } => continue,
                Op::Member(name) => {
                    of = asked(outline.name(name)).or(of);
                    continue;
                }
                Op::Text(text) => {
                    texts.push(outline.name(text));
                    continue;
                }
                Op::Not => {
                    negated = !negated;
                    continue;
                }
                Op::Compare(Comparison::Equal { .. }) => Test::Is,
                Op::Compare(Comparison::Unequal { .. }) => {
                    negated = !negated;
                    Test::Is
                }
                Op::CallMember(call) => {
                    match Test::called(outline.call(call).member.map(|name| outline.name(name))?)? {
                        // Of a list.
                        Test::Includes if !texts.is_empty() && of.is_some() && texts.len() > 1 => Test::Is,
                        test => test,
                    }
                }
                _ => return None,
            };
            if test.replace(found).is_some() {
                return None;
            }
        }
        Some(self.requested.as_ref()?.holds(of?, test?, &texts)? != negated)
    }
}

fn asked(member: &str) -> Option<Asked> {
    if member == METHOD {
        return Some(Asked::Method);
    }
    PATHS.contains(&member).then_some(Asked::Path)
}

impl Requested {
    /// Whether what is asked fits one of the texts; `None` when that is open.
    fn holds(&self, asked: Asked, test: Test, texts: &[&str]) -> Option<bool> {
        let mut open = texts.is_empty();
        for text in texts {
            match asked {
                Asked::Method if self.verb == "all" || test != Test::Is => open = true,
                Asked::Method if self.verb.eq_ignore_ascii_case(text) => return Some(true),
                Asked::Method => {}
                Asked::Path => match test.holds(self.path.as_deref()?, text) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => open = true,
                },
            }
        }
        (!open).then_some(false)
    }
}

impl Test {
    fn called(method: &str) -> Option<Test> {
        match method {
            "startsWith" => Some(Test::StartsWith),
            "endsWith" => Some(Test::EndsWith),
            "includes" => Some(Test::Includes),
            _ => None,
        }
    }

    /// Whether a path, or the rest of it below a router, fits; open where a parameter stands in the way.
    fn holds(self, path: &str, text: &str) -> Option<bool> {
        let mut rests = path.match_indices('/').map(|(start, _)| &path[start..]);
        let fits = match self {
            Test::Is => rests.any(|rest| rest == text),
            Test::StartsWith => rests.any(|rest| rest.starts_with(text)),
            Test::EndsWith => path.ends_with(text),
            Test::Includes => path.contains(text),
        };
        let is_plain = !path.contains([':', '*', '{', '(']);
        let ends_plain = path.rsplit([':', '*', '}', ')']).next().is_some_and(|end| {
            let end = end.find('/').map_or("", |start| &end[start..]);
            self == Test::EndsWith && end.len() >= text.len()
        });
        (fits || is_plain || ends_plain).then_some(fits)
    }
}
