//! Makes the statements around a check: what is done with its failure, and how the code ends.

use super::generate::{Generator, Kind, Scope};
use super::program::*;

impl Generator {
    /// Up to `most` statements.
    pub(crate) fn statements(&mut self, scope: &Scope, depth: usize, most: usize) -> Block {
        let count = self.rng.below(most + 1);
        (0..count).filter_map(|_| self.stmt(scope, depth)).collect()
    }

    /// Code behind something: perhaps tests of what is known, a few statements, perhaps an exit.
    pub(crate) fn tail(&mut self, scope: &Scope, depth: usize) -> Block {
        let mut block = Block::new();
        if scope.knows() && self.rng.percent(70) {
            let cond = self.known_cond(scope);
            let then = self.failure(scope, depth.saturating_sub(1));
            let otherwise = self.rng.percent(20).then(|| self.statements(scope, 0, 2));
            block.push(Stmt::If(cond, then, otherwise));
        }
        block.extend(self.statements(scope, depth, 2));
        if self.rng.percent(45) {
            block.push(self.exit(scope));
        }
        block
    }

    /// The code of a failing branch: mostly a few statements and an exit.
    pub(crate) fn failure(&mut self, scope: &Scope, depth: usize) -> Block {
        let mut block = self.statements(scope, depth, 1);
        if depth > 0 && self.rng.percent(30) {
            block.extend(self.branch(scope, depth));
        }
        block.extend(self.statements(scope, depth, 1));
        if self.rng.percent(60) {
            block.push(self.exit(scope));
        }
        block
    }

    /// A fork of the way: by a condition, or by the kind of the error.
    fn branch(&mut self, scope: &Scope, depth: usize) -> Option<Stmt> {
        if self.rng.percent(25) {
            return self.switch(scope, depth);
        }
        let cond = self.cond(scope);
        let then = self.failure(scope, depth - 1);
        let otherwise = self.rng.percent(35).then(|| self.failure(scope, depth - 1));
        Some(Stmt::If(cond, then, otherwise))
    }

    fn stmt(&mut self, scope: &Scope, depth: usize) -> Option<Stmt> {
        self.fuel = self.fuel.checked_sub(1)?;
        let signals = self.signal_weight();
        let deep = if depth > 0 { 1 } else { 0 };
        let stmt = match self.rng.weighted(&[
            (signals, 0),
            (9, 1),
            (28 * deep, 2),
            (7 * deep, 3),
            (7 * deep, 4),
            (4, 5),
            (8, 6),
            (6, 7),
            (5, 8),
            (if self.site.answers() { 2 } else { 0 }, 9),
            (if self.is_project { 3 * deep } else { 0 }, 10),
        ]) {
            0 => Stmt::Expr(Expr::Signal(self.signal(scope))),
            1 => Stmt::Neutral(self.neutral(scope)),
            2 => self.branch(scope, depth)?,
            3 => self.plain_loop(scope, depth)?,
            4 => self.plain_try(scope, depth),
            5 if self.may_defer() => self.deferred_signal(scope),
            6 => self.call(scope).map(Stmt::Expr)?,
            7 => Stmt::Expr(self.short_circuit(scope)),
            8 => self.guarded_signal(scope),
            9 => Stmt::Expr(Expr::Next(self.next_argument(scope))),
            10 => self.plain_inline(scope, depth),
            _ => return None,
        };
        Some(stmt)
    }

    pub(crate) fn signal_weight(&self) -> usize {
        use super::generate::Voice;
        match self.voice {
            Voice::Quiet => 3,
            Voice::Loud => 32,
            Voice::LowLevels => 40,
            Voice::Mixed => 20,
        }
    }

    /// A signal that is put off in front of a failure would come after it, and the rules do not settle that.
    fn may_defer(&self) -> bool {
        self.checked && !self.unawaited
    }

    pub(crate) fn neutral(&mut self, scope: &Scope) -> Neutral {
        if !self.site.answers() {
            return Neutral::CommentedLog;
        }
        let may_await = scope.may_await && !self.unawaited && !scope.in_loop;
        match self.rng.below(8) {
            0 | 1 => Neutral::Header,
            2 => Neutral::Store,
            3 if may_await => Neutral::AwaitedStore,
            3 | 4 => Neutral::CommentedLog,
            5 => Neutral::StringLog,
            6 => Neutral::UncalledLog,
            _ => Neutral::Local,
        }
    }

    pub(crate) fn call(&mut self, scope: &Scope) -> Option<Expr> {
        let index = self.some_helper()?;
        match self.helpers[index].function.params.is_empty() {
            true => Some(Expr::Call(index, None)),
            false => self.some_error(scope).map(|error| Expr::Call(index, Some(error))),
        }
    }

    /// A helper that can be called from here.
    pub(crate) fn some_helper(&mut self) -> Option<usize> {
        let visible = |helper: &Helper| match helper.home {
            Home::Handler => self.site.answers(),
            Home::File(file) => file >= self.site.file,
        };
        let all: Vec<usize> = (0..self.helpers.len()).filter(|&index| visible(&self.helpers[index])).collect();
        (!all.is_empty()).then(|| self.rng.pick(&all))
    }

    /// A function that runs where it stands, around statements.
    fn plain_inline(&mut self, scope: &Scope, depth: usize) -> Stmt {
        let inline = self.rng.pick(&[Inline::Called, Inline::EachPart, Inline::MapParts]);
        let mut inner = self.inside(scope, Kind::Callback);
        inner.in_loop = true;
        inner.settable.clear();
        inner.error_slot = None;
        Stmt::Inline(inline, self.failure(&inner, depth - 1))
    }

    fn short_circuit(&mut self, scope: &Scope) -> Expr {
        let cond = self.cond(scope);
        let first = Box::new(self.effect(scope));
        match self.rng.below(3) {
            0 => Expr::And(cond, first),
            1 => Expr::Or(cond, first),
            _ => Expr::Either(cond, first, Box::new(self.effect(scope))),
        }
    }

    /// An expression for what it does.
    pub(crate) fn effect(&mut self, scope: &Scope) -> Expr {
        let signals = self.signal_weight();
        if !self.site.answers() {
            return match self.rng.weighted(&[(signals + 8, 0), (8, 1), (16, 2)]) {
                1 => self.call(scope).unwrap_or(Expr::Constant(Constant::Null)),
                2 if self.site.calls_back() => self.done(scope),
                _ => Expr::Signal(self.signal(scope)),
            };
        }
        match self.rng.weighted(&[(signals, 0), (16, 1), (10, 2), (8, 3), (5, 4)]) {
            0 => Expr::Signal(self.signal(scope)),
            1 => Expr::Answer(self.answer(scope)),
            2 => Expr::Next(self.next_argument(scope)),
            3 => self.call(scope).unwrap_or(Expr::Constant(Constant::Null)),
            _ => {
                let signal = Expr::Signal(self.signal(scope));
                Expr::Both(Box::new(signal), Box::new(Expr::Answer(self.answer(scope))))
            }
        }
    }

    pub(crate) fn answer(&mut self, scope: &Scope) -> Answer {
        match self.rng.below(5) {
            0 => self.some_error(scope).map_or(Answer::End, Answer::Disclosed),
            1 => Answer::End,
            2 | 3 => Answer::SendStatus,
            _ => Answer::StatusJson,
        }
    }

    fn next_argument(&mut self, scope: &Scope) -> NextArgument {
        match self.rng.weighted(&[(58, 0), (4, 1), (5, 2), (26, 3), (5, 4)]) {
            0 => NextArgument::Nothing,
            1 => NextArgument::Undefined,
            2 => NextArgument::Route,
            3 => self.some_error(scope).map_or(NextArgument::Nothing, NextArgument::Error),
            _ => NextArgument::Fresh,
        }
    }

    /// A statement that leaves the block.
    pub(crate) fn exit(&mut self, scope: &Scope) -> Stmt {
        if scope.may_break && self.rng.percent(45) {
            let label = self.rng.percent(50).then(|| scope.labels.last().copied()).flatten();
            return match (self.rng.percent(40) && scope.may_continue, label) {
                (true, label) => Stmt::Continue(label),
                (false, label) => Stmt::Break(label),
            };
        }
        match scope.kind {
            Kind::Chain { value_matters: true } => self.exit_with_value(scope),
            Kind::Predicate => match self.rng.percent(12) {
                true => Stmt::Throw(self.thrown(scope)),
                false => Stmt::Return(Some(Expr::Constant(self.nothing()))),
            },
            Kind::Executor => match self.rng.weighted(&[(60, 0), (15, 1), (15, 2), (10, 3)]) {
                0 => Stmt::Return(Some(Expr::Reject(self.thrown(scope)))),
                1 => Stmt::Return(Some(Expr::Resolve(Resolved::Constant(Constant::Null)))),
                2 => Stmt::Throw(self.thrown(scope)),
                _ => Stmt::Return(None),
            },
            _ if self.site.own.is_some() => self.wrapper_exit(scope),
            _ if !self.site.answers() => Stmt::Return(None),
            _ => match self.rng.weighted(&[(48, 0), (14, 1), (14, 2), (7, 3), (8, 4), (2, 5)]) {
                0 => Stmt::Return(Some(Expr::Answer(self.answer(scope)))),
                1 => Stmt::Return(None),
                2 => Stmt::Return(Some(Expr::Next(self.next_argument(scope)))),
                3 => Stmt::Throw(self.thrown(scope)),
                4 => match self.call(scope) {
                    Some(call) => Stmt::Return(Some(call)),
                    None => Stmt::Return(Some(Expr::Constant(Constant::Null))),
                },
                // A rejection that nobody takes before the failure comes is no sign of it.
                _ if scope.kind == Kind::Helper || self.unawaited => Stmt::Return(None),
                _ => Stmt::Return(Some(Expr::Rejected(self.thrown(scope)))),
            },
        }
    }

    /// An exit whose value the analyzer knows, since it is tested later.
    fn exit_with_value(&mut self, scope: &Scope) -> Stmt {
        match self.rng.below(8) {
            0 => Stmt::Return(None),
            1 => Stmt::Throw(self.thrown(scope)),
            2 => Stmt::Return(Some(Expr::Rejected(self.thrown(scope)))),
            _ => Stmt::Return(Some(Expr::Constant(self.nothing()))),
        }
    }

    pub(crate) fn nothing(&mut self) -> Constant {
        self.rng.pick(&[Constant::Null, Constant::Null, Constant::Undefined, Constant::False])
    }

    pub(crate) fn thrown(&mut self, scope: &Scope) -> Thrown {
        match self.some_error(scope) {
            Some(error) if self.rng.percent(65) => Thrown::Caught(error),
            _ if self.is_project && self.rng.percent(if self.site.own.is_some() { 50 } else { 20 }) => Thrown::Own,
            _ => Thrown::Fresh,
        }
    }

    fn plain_try(&mut self, scope: &Scope, depth: usize) -> Stmt {
        let body = self.failure(scope, depth - 1);
        let has_finally = self.rng.percent(35);
        let catch = (!has_finally || self.rng.percent(50)).then(|| {
            let binding = self.rng.percent(70).then_some(Name("inner"));
            let mut inner = scope.clone();
            inner.errors.extend(binding);
            Catch { binding, body: self.failure(&inner, 0) }
        });
        let finally = has_finally.then(|| self.statements(scope, 0, 2));
        Stmt::Try(body, catch, finally)
    }

    fn plain_loop(&mut self, scope: &Scope, depth: usize) -> Option<Stmt> {
        let head = match self.rng.below(4) {
            0 => Loop::Literal,
            1 => Loop::Forever,
            _ if scope.in_loop => return None,
            _ => self.data_loop()?,
        };
        let label = self.label(scope, head);
        let mut inner = self.looped(scope, head, label);
        inner.settable.clear();
        inner.error_slot = None;
        let mut body = self.failure(&inner, depth - 1);
        self.close(head, &mut body, &inner);
        Some(Stmt::Loop(head, label, body))
    }

    fn switch(&mut self, scope: &Scope, depth: usize) -> Option<Stmt> {
        let inner = Scope { may_break: true, ..scope.clone() };
        let error = self.some_error(scope).filter(|_| self.rng.percent(75));
        let (subject, mut values) = match error {
            Some(error) => match self.rng.below(5) {
                0 => (Subject::ErrorMessage(error), vec!["jwt expired", "jwt not active", "invalid signature"]),
                1 => {
                    let mut cases = vec![self.case(CaseTest::Default, &inner, depth)];
                    for _ in 0..2 {
                        let cond = self.error_cond(error);
                        cases.insert(0, self.case(CaseTest::Holds(cond), &inner, depth));
                    }
                    return Some(Stmt::Switch(Subject::True, cases));
                }
                _ => (Subject::ErrorName(error), vec!["TokenExpiredError", "JsonWebTokenError", "NotBeforeError"]),
            },
            None => (self.choice()?, vec!["a", "b", "c"]),
        };
        if self.rng.percent(50) {
            values.remove(self.rng.below(3));
        }
        let mut cases: Vec<_> =
            values.into_iter().map(|value| self.case(CaseTest::Text(value), &inner, depth)).collect();
        if self.rng.percent(70) {
            let at = if self.rng.percent(85) { cases.len() } else { self.rng.below(cases.len()) };
            let case = self.case(CaseTest::Default, &inner, depth);
            cases.insert(at, case);
        }
        Some(Stmt::Switch(subject, cases))
    }

    pub(crate) fn case(&mut self, test: CaseTest, scope: &Scope, depth: usize) -> Case {
        let mut body = match self.rng.percent(12) {
            true => Block::new(),
            false => self.failure(scope, depth.saturating_sub(1)),
        };
        let left = matches!(body.last(), Some(Stmt::Return(_) | Stmt::Throw(_) | Stmt::Break(_) | Stmt::Continue(_)));
        if !left && self.rng.percent(70) {
            body.push(Stmt::Break(None));
        }
        Case { test, body }
    }
}
