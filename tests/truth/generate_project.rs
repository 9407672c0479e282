//! Makes what lies around a handler: further files, the wrappers of the check, and a second route that calls them.

use super::emit_wrapper::LONGEST;
use super::generate::{Generator, Kind, Scope, Voice};
use super::program::*;

/// Where code is made: what it may see and what it may call for its check.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Site {
    pub(crate) file: usize,
    /// The wrapper whose body it is; `None` in a handler.
    pub(crate) own: Option<Protocol>,
    /// How what it calls for its check fails; `None` for the library.
    pub(crate) callee: Option<Protocol>,
    pub(crate) sees_request: bool,
    pub(crate) may_retry: bool,
}

impl Site {
    pub(crate) const HANDLER: Site = Site { file: 0, own: None, callee: None, sees_request: true, may_retry: false };

    /// There is a response to answer with, and a `next`.
    pub(crate) fn answers(self) -> bool {
        self.own.is_none() && self.sees_request
    }

    /// There is a `done` to call.
    pub(crate) fn calls_back(self) -> bool {
        matches!(self.own, Some(Protocol::CallsBack { .. }))
    }
}

const UNITS: [&str; 3] = ["checks", "tokens", "support"];

impl Generator {
    pub(crate) fn make_units(&mut self) -> Vec<Unit> {
        let count = self.rng.weighted(&[(22, 0), (36, 1), (27, 2), (15, 3)]);
        UNITS[..count]
            .iter()
            .map(|name| Unit {
                name,
                exports: self.rng.pick(&[Exports::Together, Exports::Together, Exports::Apart, Exports::Alone]),
                import: self.rng.pick(&[Import::Named, Import::Named, Import::Renamed, Import::Whole]),
            })
            .collect()
    }

    pub(crate) fn barrel(&mut self, units: usize) -> Option<Barrel> {
        (units > 0 && self.rng.percent(22)).then(|| self.rng.pick(&[Barrel::Named, Barrel::Star]))
    }

    /// The wrappers, innermost first. Files import only later ones, so that the innermost is in the last of theirs.
    pub(crate) fn make_wrappers(&mut self, units: usize) -> Vec<Wrapper> {
        let count = self.rng.weighted(&[(20, 0), (44, 1), (24, 2), (12, LONGEST)]);
        let mut files: Vec<usize> = (0..count).map(|_| self.rng.below(units + 1)).collect();
        files.sort_unstable_by(|a, b| b.cmp(a));
        let takes_request = self.rng.percent(35);
        let mut wrappers: Vec<Wrapper> = Vec::new();
        for file in files {
            let wrapper = self.wrapper(file, takes_request, wrappers.last());
            wrappers.push(wrapper);
        }
        wrappers
    }

    fn protocol(&mut self, callee: Option<Protocol>) -> Protocol {
        let failing =
            self.rng.weighted(&[(50, Failing::Nothing), (18, Failing::Valid), (14, Failing::Ok), (18, Failing::Error)]);
        match callee {
            Some(Protocol::CallsBack { late }) => match self.rng.below(3) {
                0 => Protocol::Rejects,
                _ => Protocol::CallsBack { late },
            },
            Some(callee) if callee.is_promise() => self.rng.weighted(&[
                (42, Protocol::Rejects),
                (46, Protocol::Resolves(failing)),
                (12, Protocol::CallsBack { late: true }),
            ]),
            _ => self.rng.weighted(&[
                (24, Protocol::Throws),
                (20, Protocol::Rejects),
                (8, Protocol::CallsBack { late: false }),
                (5, Protocol::CallsBack { late: true }),
                (26, Protocol::Gives(failing)),
                (20, Protocol::Resolves(failing)),
            ]),
        }
    }

    fn wrapper(&mut self, file: usize, takes_request: bool, inner: Option<&Wrapper>) -> Wrapper {
        let callee = inner.map(|inner| inner.protocol);
        let protocol = match self.protocol(callee) {
            // Without a promise or a later callback inside, there is only the key's look-up to wait for.
            Protocol::CallsBack { late: true } if matches!(callee, Some(Protocol::Throws | Protocol::Gives(_))) => {
                Protocol::CallsBack { late: false }
            }
            protocol => protocol,
        };
        let is_beside = inner.is_some_and(|inner| inner.file == file && inner.form.is_of_instance());
        let form = match self.rng.percent(45) && is_beside {
            true => Form::Beside,
            false => self.rng.weighted(&[
                (28, Form::Declared),
                (14, Form::Arrow),
                (12, Form::Member),
                (10, Form::Static),
                (18, Form::Method),
                (8, Form::Field),
                (10, Form::Inherited),
            ]),
        };
        let reach = self.rng.pick(&[Reach::Exported, Reach::Made, Reach::Made, Reach::InPlace]);
        let must_wait = callee.is_some_and(|callee| !callee.is_promise()) || protocol.object().is_some();
        let is_async = protocol.is_promise() && (must_wait || self.rng.percent(75));
        let calls_back = matches!(protocol, Protocol::CallsBack { .. });
        let retries = !calls_back && is_async == protocol.is_promise() && self.rng.percent(12);
        self.site = Site { file, own: Some(protocol), callee, sees_request: takes_request, may_retry: retries };
        self.checked = false;
        self.unawaited = false;
        self.fuel = 9;
        let mut scope = Scope::of(Kind::Wrapper);
        scope.may_await = is_async;
        // A plain function that gives a promise gives that of its check.
        let is_plain_promise = protocol.is_promise() && !is_async;
        let waits = callee.is_some_and(|callee| callee.is_promise()) && !is_async;
        let depth = match is_plain_promise || waits {
            true => 0,
            false => self.rng.weighted(&[(25, 0), (55, 1), (20, 2)]),
        };
        let mut body = match is_plain_promise || waits {
            true => self.check(&mut scope),
            false => self.spine(scope.clone(), depth),
        };
        self.finish(&mut body, protocol);
        let retries = retries && retry_stands(&body);
        Wrapper { protocol, file, form, reach, is_async, takes_request, retries, body }
    }

    /// The last statement of a wrapper that fails by a value: that value, lest its callers read a field off nothing.
    fn finish(&mut self, body: &mut Block, protocol: Protocol) {
        if matches!(body.last(), Some(Stmt::Return(Some(_)) | Stmt::Throw(_))) || is_returned(body.last()) {
            return;
        }
        match protocol {
            _ if protocol.object().is_some() => {
                let failing = protocol.object().unwrap_or(Failing::Nothing);
                body.push(Stmt::Return(Some(Expr::Refusal(failing, None))));
            }
            Protocol::Gives(_) | Protocol::Resolves(_) if self.rng.percent(60) => {
                let nothing = self.nothing();
                body.push(Stmt::Return(Some(Expr::Constant(nothing))));
            }
            _ => {}
        }
    }

    /// A handler's body: the chain of wrappers is its check.
    pub(crate) fn handler_body(&mut self, callee: Option<Protocol>, is_async: bool) -> Block {
        self.site = Site { callee, ..Site::HANDLER };
        self.checked = false;
        self.unawaited = false;
        self.fuel = if callee.is_some() { 14 } else { 26 };
        let mut scope = Scope::of(Kind::Handler);
        scope.may_await = is_async;
        let waits = callee.is_some_and(Protocol::is_promise) && !is_async;
        let depth = match waits {
            true => 0,
            false => self.rng.weighted(&[(12, 0), (44, 1), (30, 2), (14, 3)]),
        };
        self.spine(scope, depth)
    }

    /// A second route, which may treat the failure in another way; mostly it is quiet where the first one is loud.
    pub(crate) fn second(&mut self, callee: Protocol) -> Second {
        if self.rng.percent(50) {
            self.voice = self.rng.pick(&[Voice::Quiet, Voice::Loud]);
        }
        let is_async = self.rng.percent(60) || callee.is_promise();
        let body = self.handler_body(Some(callee), is_async);
        Second { is_async, body }
    }

    /// How a wrapper's instance is held, where its caller's class has a constructor.
    pub(crate) fn hold(&mut self, wrappers: &mut [Wrapper], controller: bool) {
        for index in 0..wrappers.len() {
            let caller_has_class = match wrappers.get(index + 1) {
                Some(caller) => matches!(caller.form, Form::Method | Form::Field | Form::Inherited),
                None => controller,
            };
            let beside = wrappers.get(index + 1).is_some_and(|caller| caller.form == Form::Beside);
            if caller_has_class && wrappers[index].form.is_of_instance() && !beside && self.rng.percent(75) {
                wrappers[index].reach = Reach::Held;
            }
        }
    }

    /// Perhaps another attempt, in front of what a wrapper does with the failure.
    pub(crate) fn retry(&mut self, scope: &Scope) -> Option<Stmt> {
        let stands = self.site.may_retry && scope.kind == Kind::Wrapper && !scope.in_loop && !scope.under_finally;
        (stands && self.rng.percent(90)).then_some(Stmt::Retry)
    }

    /// How a wrapper's code ends, and the code of functions inside of it.
    pub(crate) fn wrapper_exit(&mut self, scope: &Scope) -> Stmt {
        let thrown = self.thrown(scope);
        let Some(protocol) = self.site.own else { return Stmt::Return(None) };
        if scope.kind == Kind::Wrapper
            && let Some(failing) = protocol.object()
        {
            let error = self.some_error(scope).filter(|_| self.rng.percent(50));
            return match self.rng.percent(10) {
                true => Stmt::Throw(thrown),
                false => Stmt::Return(Some(Expr::Refusal(failing, error))),
            };
        }
        let nothing = Expr::Constant(self.nothing());
        let done = self.done(scope);
        let is_wrapper = scope.kind == Kind::Wrapper;
        match protocol {
            Protocol::CallsBack { .. } => match self.rng.below(10) {
                0 => Stmt::Return(None),
                1 => Stmt::Throw(thrown),
                _ => Stmt::Return(Some(done)),
            },
            Protocol::Throws | Protocol::Rejects => match self.rng.below(10) {
                0 => Stmt::Return(None),
                1 => Stmt::Return(Some(nothing)),
                2 | 3 if is_wrapper && protocol == Protocol::Rejects => Stmt::Return(Some(Expr::Rejected(thrown))),
                _ => Stmt::Throw(thrown),
            },
            Protocol::Gives(_) | Protocol::Resolves(_) => match self.rng.below(12) {
                0 => Stmt::Return(None),
                1 => Stmt::Throw(thrown),
                2 | 3 if !scope.results.is_empty() && is_wrapper => {
                    Stmt::Return(Some(Expr::Variable(scope.results[scope.results.len() - 1])))
                }
                _ => Stmt::Return(Some(nothing)),
            },
        }
    }

    pub(crate) fn done(&mut self, scope: &Scope) -> Expr {
        let thrown = self.thrown(scope);
        Expr::Done(match self.rng.below(10) {
            0 => Done::Nothing,
            _ => Done::Error(thrown),
        })
    }
}

fn is_returned(stmt: Option<&Stmt>) -> bool {
    let Some(Stmt::Check(check)) = stmt else { return false };
    match &**check {
        Check::Promise { consumer, .. } => matches!(consumer, Consumer::Returned),
        Check::Direct { result, .. } => matches!(result, Use::Returned),
        Check::Callback { .. } => false,
    }
}

/// Whether a block calls its own function again.
pub(crate) fn retry_stands(block: &Block) -> bool {
    block.iter().any(|stmt| match stmt {
        Stmt::Retry => true,
        Stmt::If(_, then, otherwise) => retry_stands(then) || otherwise.as_ref().is_some_and(retry_stands),
        Stmt::Switch(_, cases) => cases.iter().any(|case| retry_stands(&case.body)),
        Stmt::Try(body, catch, finally) => {
            retry_stands(body)
                || catch.as_ref().is_some_and(|catch| retry_stands(&catch.body))
                || finally.as_ref().is_some_and(retry_stands)
        }
        Stmt::Loop(_, _, body) => retry_stands(body),
        _ => false,
    })
}
