//! Makes the check itself: called directly, with a callback, or as a promise.

use super::generate::{Generator, Kind, Scope};
use super::program::*;

impl Generator {
    /// The check's statement. Adds what it declares to the scope of the code behind it.
    pub(crate) fn check(&mut self, scope: &mut Scope) -> Block {
        let (direct, callback, promise) = self.kinds_of_check(scope);
        let check = match self.rng.weighted(&[(direct, 0), (callback, 1), (promise, 2)]) {
            0 => {
                let key = self.key(scope);
                let reach = if self.site.callee.is_some() { After::Known } else { After::Thrown };
                let result = self.result(scope, reach);
                self.checked = true;
                Check::Direct { key, result }
            }
            1 => self.callback_check(scope),
            _ => self.promise_check(scope),
        };
        self.checked = true;
        vec![Stmt::Check(Box::new(check))]
    }

    /// How likely each way to call is: what is called decides, and how its caller has to fail.
    fn kinds_of_check(&self, scope: &Scope) -> (usize, usize, usize) {
        let own = match self.site.own {
            None => (36, 30, 34),
            Some(Protocol::Throws | Protocol::Gives(_)) => (85, 15, 0),
            Some(_) if scope.may_await => (45, 0, 55),
            Some(Protocol::CallsBack { .. }) => (35, 50, 15),
            Some(Protocol::Rejects | Protocol::Resolves(_)) => (0, 0, 1),
        };
        match self.site.callee {
            None if matches!(self.site.own, Some(Protocol::CallsBack { late: true })) => (0, 1, 0),
            None => own,
            Some(Protocol::Throws | Protocol::Gives(_)) => (1, 0, 0),
            Some(Protocol::Rejects | Protocol::Resolves(_)) => (0, 0, 1),
            Some(Protocol::CallsBack { .. }) => match self.site.own {
                Some(protocol) if protocol.is_promise() => (0, 0, 1),
                Some(_) => (0, 1, 0),
                None => (0, 75, if scope.may_await { 25 } else { 0 }),
            },
        }
    }

    fn key(&mut self, scope: &Scope) -> Key {
        match scope.over_keys && self.rng.percent(85) {
            true => Key::Rotated,
            false => Key::Plain,
        }
    }

    /// What is done with the value.
    fn result(&mut self, scope: &mut Scope, reach: After) -> Use {
        if let Some(failing) = self.site.callee.and_then(Protocol::object) {
            return self.object_result(scope, failing);
        }
        if let Some(target) = scope.target.filter(|_| self.rng.percent(80)) {
            return Use::Assigned(target);
        }
        if let Some(result) = self.wrapped_result(scope) {
            return result;
        }
        match self.rng.below(20) {
            0..=7 => {
                let name = Name("decoded");
                if reach == After::Known {
                    scope.results.push(name);
                }
                Use::Declared(name)
            }
            8..=10 if self.site.answers() => {
                if reach == After::Known {
                    scope.results.push(Name("req.user"));
                }
                Use::Request
            }
            11 | 12 if reach == After::Thrown => Use::Fields,
            13 if self.site.answers() => Use::Answered,
            14 if self.site.own.and_then(Protocol::object).is_none() => Use::Returned,
            15 => Use::Tested(self.success(scope)),
            _ => Use::Dropped,
        }
    }

    /// Code for a token that was accepted.
    fn success(&mut self, scope: &Scope) -> Block {
        let mut block = Block::new();
        if self.rng.percent(30) {
            let signal = self.signal(scope);
            block.push(Stmt::Expr(Expr::Signal(signal)));
        }
        if self.site.answers() || self.site.calls_back() {
            block.push(Stmt::Expr(self.go_on()));
        }
        block
    }

    /// What follows when a token was accepted.
    fn go_on(&self) -> Expr {
        match (self.site.answers(), self.site.calls_back()) {
            (true, _) => Expr::Next(NextArgument::Nothing),
            (_, true) => Expr::Done(Done::Accepted),
            _ => Expr::Constant(Constant::True),
        }
    }

    /// The scope inside of a function that stands here.
    pub(crate) fn inside(&self, scope: &Scope, kind: Kind) -> Scope {
        Scope { kind, may_await: false, may_break: false, may_continue: false, labels: Vec::new(), ..scope.clone() }
    }

    fn callback_check(&mut self, scope: &Scope) -> Check {
        // A plain function that calls back, throws or returns has no look-up to wait for.
        let deferred = match (self.site.callee, self.site.own) {
            (Some(Protocol::CallsBack { late }), _) => late,
            (_, Some(protocol)) => protocol == Protocol::CallsBack { late: true },
            (_, None) => self.rng.percent(28),
        };
        let key = if deferred { Key::Deferred } else { self.key(scope) };
        let named = self.rng.percent(25).then_some(Name("onVerified"));
        self.checked = true;
        let callback = self.callback(scope);
        self.unawaited |= deferred;
        // What becomes of the value of a callback is nothing that a wrapper's caller can count on.
        let counts = matches!(self.site.own, Some(Protocol::Throws | Protocol::Gives(_)));
        let returned = !counts && self.rng.percent(25);
        Check::Callback { key, named, callback, returned }
    }

    /// An error-first callback. On the failing side its result is undefined.
    fn callback(&mut self, scope: &Scope) -> Function {
        let error = self.rng.pick(&[Name("err"), Name("error"), Name("failure")]);
        let data = self.rng.pick(&[Name("verified"), Name("found")]);
        let params = match self.rng.below(10) {
            0 => Vec::new(),
            1 | 2 => vec![error],
            _ => vec![error, data],
        };
        let mut plain = self.inside(scope, Kind::Callback);
        if params.len() == 2 {
            plain.results.push(data);
        }
        let style = self.rng.weighted(&[(62, Style::Arrow), (30, Style::Classic), (8, Style::AsyncArrow)]);
        if params.is_empty() || self.rng.percent(8) {
            let body = self.tail(&plain, 1);
            return Function::block(style, params, body);
        }
        let mut failing = plain.clone();
        failing.errors.push(error);
        if style != Style::Classic && self.rng.percent(22) {
            let body = Body::Expr(self.error_first_expr(&plain, &failing, error));
            return Function { style, params, body };
        }
        let mut block = self.error_first_block(&plain, &failing, error);
        if let (Some(target), 2) = (scope.target, params.len())
            && self.rng.percent(70)
        {
            block.push(Stmt::Set(target, Assigned::Variable(data)));
        }
        Function::block(style, params, block)
    }

    fn error_first_block(&mut self, plain: &Scope, failing: &Scope, error: Name) -> Block {
        let is_error = Cond::Truthy(error);
        let mut then = self.settings(failing, Some(error));
        then.extend(self.failure(failing, 2));
        let mut block = match self.rng.percent(12) {
            true => vec![Stmt::Expr(Expr::Signal(self.signal(plain)))],
            false => Block::new(),
        };
        match self.rng.below(10) {
            0 | 1 => {
                let success = self.success(plain);
                block.push(Stmt::If(Cond::Not(Box::new(is_error)), success, Some(then)));
            }
            2 => {
                let other = self.cond(failing);
                block.push(Stmt::If(Cond::And(Box::new(is_error), Box::new(other)), then, None));
                block.extend(self.tail(plain, 1));
            }
            // A wrapper may call back without an error, and the branch counts on one.
            3 if plain.results.last().is_some() && !self.is_wrapped() => {
                let other = self.known_cond(plain);
                block.push(Stmt::If(Cond::Or(Box::new(is_error), Box::new(other)), then, None));
                block.extend(self.success(plain));
            }
            4 => block.push(Stmt::If(is_error, then, Some(self.success(plain)))),
            _ => {
                block.push(Stmt::If(is_error, then, None));
                match self.rng.percent(40) {
                    true => block.extend(self.tail(plain, 1)),
                    false => block.extend(self.success(plain)),
                }
            }
        }
        block
    }

    fn error_first_expr(&mut self, plain: &Scope, failing: &Scope, error: Name) -> Expr {
        let is_error = Cond::Truthy(error);
        let refused = Box::new(self.effect(failing));
        let accepted = Box::new(self.go_on());
        match self.rng.below(6) {
            0 => Expr::And(is_error, refused),
            1 => Expr::Or(is_error, Box::new(self.effect(plain))),
            2 => Expr::And(Cond::Not(Box::new(is_error)), accepted),
            3 => Expr::Either(Cond::Not(Box::new(is_error)), accepted, refused),
            _ => Expr::Either(is_error, refused, accepted),
        }
    }

    fn promise_check(&mut self, scope: &mut Scope) -> Check {
        let may_await = scope.may_await;
        let around = self.is_wrapped() || self.site.own.is_some();
        let plan = match self.rng.below(20) {
            // The failure may be there before the promise: nothing runs between the two.
            0..=14 if around && may_await => Plan::Awaited,
            _ if around && self.may_return(scope) => Plan::Returned,
            _ if around && may_await => Plan::Awaited,
            _ if around => Plan::Left,
            0..=12 if may_await => Plan::Awaited,
            13 | 14 if may_await => Plan::Held,
            0..=7 | 15..=17 => Plan::Returned,
            _ => Plan::Floating,
        };
        // An executor that calls a synchronous check has met the refusal before the promise is even there: what runs
        // between the two and the place that takes the rejection is neither before nor after.
        let at_once = plan == Plan::Awaited || (plan == Plan::Returned && !scope.under_finally);
        let key = match self.rng.percent(25) {
            true => Key::Deferred,
            false => self.key(scope),
        };
        self.checked = true;
        let constructed = match self.site.callee {
            Some(protocol) => matches!(protocol, Protocol::CallsBack { .. }),
            None => self.rng.percent(45) && (at_once || key == Key::Deferred),
        };
        let (source, mut recovered) = match constructed {
            true => {
                let (callback, recovered) = self.executor(scope);
                (Source::Constructed { key, callback }, recovered)
            }
            false => {
                let bound = self.rng.percent(70);
                (Source::Promisified { bound }, false)
            }
        };
        // A wrapper may swallow the failure, whatever it does with most.
        recovered |= self.site.callee.is_some_and(Protocol::is_promise);
        // The result first, for it decides whether the links' values matter; its scope comes after them.
        let mut after = scope.clone();
        let result = match plan {
            Plan::Awaited | Plan::Held => self.result(&mut after, After::Known),
            Plan::Returned | Plan::Floating | Plan::Left => Use::Dropped,
        };
        let is_returned = plan == Plan::Returned || matches!(result, Use::Returned);
        let matters =
            (is_returned && self.site.own.is_some()) || !matches!(result, Use::Dropped | Use::Answered | Use::Returned);
        let links = self.links(scope, plan, matters, &mut recovered);
        *scope = after;
        let consumer = match plan {
            Plan::Awaited => Consumer::Awaited(result),
            Plan::Held => {
                self.unawaited = true;
                let between = self.between(scope);
                self.unawaited = false;
                Consumer::Held(between, result)
            }
            Plan::Returned => Consumer::Returned,
            Plan::Floating => Consumer::Floating,
            Plan::Left => Consumer::Left,
        };
        self.unawaited |= matches!(plan, Plan::Floating | Plan::Returned | Plan::Left);
        Check::Promise { source, links, consumer }
    }

    /// Code between the making of a promise and the wait for it.
    fn between(&mut self, scope: &Scope) -> Block {
        let scope = Scope { results: Vec::new(), may_await: false, ..scope.clone() };
        let mut block = self.statements(&scope, 1, 2);
        if block.is_empty() {
            block.push(Stmt::Neutral(Neutral::Header));
        }
        block
    }

    /// The callback of a check inside `new Promise`, and whether it may resolve after a refusal.
    fn executor(&mut self, scope: &Scope) -> (Function, bool) {
        let (error, data) = (Name("e"), Name("d"));
        let mut failing = self.inside(scope, Kind::Executor);
        failing.errors.push(error);
        let is_error = Cond::Truthy(error);
        let reject = Expr::Reject(Thrown::Caught(error));
        let resolve = Expr::Resolve(Resolved::Data(data));
        let nothing = Expr::Resolve(Resolved::Constant(Constant::Null));
        let params = vec![error, data];
        let choice = self.rng.below(10);
        let body = match choice {
            0..=3 => Body::Expr(Expr::Either(is_error, Box::new(reject), Box::new(resolve))),
            4 => Body::Expr(Expr::Either(is_error, Box::new(nothing), Box::new(resolve))),
            5 => {
                let signal = Expr::Signal(self.signal(&failing));
                let told = Expr::Both(Box::new(signal), Box::new(reject));
                Body::Expr(Expr::Either(is_error, Box::new(told), Box::new(resolve)))
            }
            6 | 7 => {
                let then = vec![Stmt::Return(Some(reject))];
                Body::Block(vec![Stmt::If(is_error, then, None), Stmt::Expr(resolve)])
            }
            8 => {
                let then = vec![Stmt::Expr(Expr::Reject(Thrown::Fresh))];
                Body::Block(vec![Stmt::If(is_error, then, Some(vec![Stmt::Expr(resolve)]))])
            }
            _ => {
                let mut then = self.failure(&failing, 1);
                then.push(Stmt::Return(Some(reject)));
                Body::Block(vec![Stmt::If(is_error, then, None), Stmt::Expr(resolve)])
            }
        };
        let style = Style::Arrow;
        (Function { style, params, body }, matches!(choice, 4 | 9))
    }

    fn links(&mut self, scope: &Scope, plan: Plan, matters: bool, recovered: &mut bool) -> Vec<Link> {
        let count = match plan {
            // An object comes back whatever happens: no link may put something else in its place.
            _ if self.site.callee.and_then(Protocol::object).is_some() && matters => 0,
            Plan::Floating | Plan::Left => self.rng.weighted(&[(6, 0), (44, 1), (38, 2), (12, 3)]),
            _ => self.rng.weighted(&[(30, 0), (40, 1), (22, 2), (8, 3)]),
        };
        let mut links = Vec::new();
        for index in 0..count {
            let value_matters = matters || index + 1 < count;
            let kind = Kind::Chain { value_matters };
            let inner = self.inside(scope, kind);
            let link = match self.rng.weighted(&[(28, 0), (46, 1), (14, 2), (12, 3)]) {
                0 => Link::Then(self.accepted(&inner, *recovered, index == 0)),
                1 => Link::Catch(self.refused(&inner)),
                2 => Link::ThenBoth(self.accepted(&inner, *recovered, index == 0), self.refused(&inner)),
                _ => Link::Finally(self.finished(&inner)),
            };
            *recovered |= matches!(link, Link::Catch(_) | Link::ThenBoth(..));
            links.push(link);
        }
        links
    }

    /// A function for the value. After a recovery it runs on failing paths too, with a value that the text shows.
    fn accepted(&mut self, scope: &Scope, recovered: bool, first: bool) -> Function {
        let param = Name("value");
        let mut inner = scope.clone();
        match self.site.callee.and_then(Protocol::object) {
            Some(failing) if recovered && first => inner.objects.push((failing, param)),
            Some(_) if recovered => {}
            _ if recovered => inner.results.push(param),
            _ => {}
        }
        let mut body = self.tail(&inner, 1);
        if let (Some(target), true) = (scope.target, self.rng.percent(30)) {
            body.insert(0, Stmt::Set(target, Assigned::Variable(param)));
        }
        Function::block(self.chain_style(), vec![param], body)
    }

    fn finished(&mut self, scope: &Scope) -> Function {
        let body = self.statements(scope, 0, 2);
        Function::block(self.chain_style(), Vec::new(), body)
    }

    fn chain_style(&mut self) -> Style {
        self.rng.weighted(&[(75, Style::Arrow), (15, Style::Classic), (10, Style::AsyncArrow)])
    }

    fn refused(&mut self, scope: &Scope) -> Handler {
        let value_matters = scope.kind == Kind::Chain { value_matters: true };
        match self.rng.below(20) {
            0..=5 if !value_matters && self.site.calls_back() => return Handler::Done,
            0 | 1 if !value_matters && self.site.answers() => return Handler::Next,
            2 | 3 if !value_matters => return Handler::ConsoleError,
            4 | 5 if !value_matters => {
                if let Some(helper) = self.some_helper() {
                    return Handler::Helper(helper);
                }
            }
            _ => {}
        }
        let error = self.rng.percent(70).then(|| self.rng.pick(&[Name("reason"), Name("err"), Name("e")]));
        let mut inner = scope.clone();
        inner.errors.extend(error);
        let params = error.into_iter().collect();
        if self.rng.percent(45) {
            let body = match value_matters {
                true => self.valued_expr(&inner),
                false => self.effect(&inner),
            };
            let style = self.rng.weighted(&[(88, Style::Arrow), (12, Style::AsyncArrow)]);
            return Handler::Inline(Function { style, params, body: Body::Expr(body) });
        }
        let mut body = self.settings(&inner, error);
        body.extend(self.failure(&inner, 2));
        Handler::Inline(Function::block(self.chain_style(), params, body))
    }

    /// An expression whose value the analyzer knows.
    fn valued_expr(&mut self, scope: &Scope) -> Expr {
        let nothing = Expr::Constant(self.nothing());
        let told = Expr::Signal(self.signal(scope));
        match self.rng.below(8) {
            0 | 1 => Expr::Both(Box::new(told), Box::new(nothing)),
            2 => {
                let rejected = Expr::Rejected(self.thrown(scope));
                Expr::Either(self.cond(scope), Box::new(rejected), Box::new(nothing))
            }
            3 => {
                let told = Expr::Both(Box::new(told), Box::new(nothing.clone()));
                Expr::Either(self.cond(scope), Box::new(told), Box::new(nothing))
            }
            _ => nothing,
        }
    }
}

/// Whether code behind the check runs on failing paths.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    /// No: the check throws.
    Thrown,
    /// Perhaps, and then the value is one that the text shows.
    Known,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Plan {
    Awaited,
    Held,
    Returned,
    Floating,
    /// Floating, and the function ends.
    Left,
}
