//! Whether a program can run at all: one check, every name declared before its use, every jump inside its loop, `await`
//! only where it may stand, no loop without an end.
//!
//! A name that is not declared would throw at run time, and a `catch` of the program could hide that; so this is
//! decided before, for each generated program and each that the minimiser tries.

use super::program::*;
use super::validity_project::{bears, fits, misfit};

/// What is wrong with the program, if anything.
pub(crate) fn fault(program: &Program) -> Option<String> {
    let mut walk = Walk { program, names: Vec::new(), checks: 0, fault: misfit(program) };
    for (index, helper) in program.helpers.iter().enumerate() {
        let (file, handler) = match helper.home {
            Home::Handler => (0, true),
            Home::File(file) => (file, false),
        };
        let place = Place { file, sees_handler: handler, sees_request: handler, helpers: index, ..Place::default() };
        walk.function(&helper.function, &place);
    }
    let all = program.helpers.len();
    for (index, wrapper) in program.wrappers.iter().enumerate() {
        let callee = index.checked_sub(1).map(|inner| program.wrappers[inner].protocol);
        let place = Place {
            may_await: wrapper.is_async,
            file: wrapper.file,
            own: Some(wrapper.protocol),
            outermost: true,
            callee,
            sees_request: wrapper.takes_request,
            may_retry: wrapper.retries,
            helpers: all,
            ..Place::default()
        };
        walk.whole(&wrapper.body, &place);
    }
    let callee = program.wrappers.last().map(|wrapper| wrapper.protocol);
    let place = Place { outermost: true, callee, sees_request: true, helpers: all, ..Place::default() };
    walk.whole(&program.body, &Place { may_await: program.is_async, sees_handler: true, ..place.clone() });
    if let Some(second) = &program.second {
        walk.whole(&second.body, &Place { may_await: second.is_async, ..place });
    }
    walk.fault
}

/// Where a statement stands, as far as jumps and waits go.
#[derive(Clone, Default)]
struct Place {
    may_await: bool,
    in_loop: bool,
    in_switch: bool,
    over_keys: bool,
    settles: bool,
    labels: Vec<Label>,
    file: usize,
    /// Directly in a wrapper or a handler, and in no function inside.
    outermost: bool,
    own: Option<Protocol>,
    callee: Option<Protocol>,
    /// The first handler's helpers are there.
    sees_handler: bool,
    sees_request: bool,
    may_retry: bool,
    /// So many helpers may be called.
    helpers: usize,
}

impl Place {
    /// Inside a function that stands here: no jump leaves it.
    fn inside(&self, style: Style) -> Place {
        Place {
            may_await: style == Style::AsyncArrow,
            over_keys: self.over_keys,
            settles: self.settles,
            outermost: false,
            in_loop: false,
            in_switch: false,
            labels: Vec::new(),
            ..self.clone()
        }
    }
}

struct Walk<'a> {
    program: &'a Program,
    /// Innermost last.
    names: Vec<Name>,
    checks: usize,
    fault: Option<String>,
}

impl<'a> Walk<'a> {
    fn wrong(&mut self, what: String) {
        self.fault.get_or_insert(what);
    }

    /// A body that holds one check.
    fn whole(&mut self, body: &Block, place: &Place) {
        self.checks = 0;
        self.block(body, place);
        if self.checks != 1 {
            self.wrong(format!("{} checks", self.checks));
        }
    }

    fn helper(&mut self, index: usize, place: &Place) -> Option<&'a Helper> {
        let program = self.program;
        let helper = program.helpers.get(index).filter(|_| index < place.helpers);
        let visible = helper.is_some_and(|helper| match helper.home {
            Home::Handler => place.sees_handler,
            Home::File(file) => file >= place.file && file <= program.units.len(),
        });
        if !visible {
            self.wrong(String::from("no such helper"));
        }
        helper
    }

    fn object(&self, place: &Place) -> Option<Failing> {
        place.own.filter(|_| place.outermost).and_then(Protocol::object)
    }

    fn uses(&mut self, name: Name) {
        if !self.names.contains(&name) && !name.0.contains('.') {
            self.wrong(format!("{} is not declared", name.0));
        }
    }

    fn uses_thrown(&mut self, thrown: Thrown) {
        if let Thrown::Caught(name) = thrown {
            self.uses(name);
        }
    }

    fn block(&mut self, block: &Block, place: &Place) {
        let outer = self.names.len();
        self.statements(block, place, outer);
        self.names.truncate(outer);
    }

    fn statements(&mut self, block: &Block, place: &Place, outer: usize) {
        for stmt in block {
            self.stmt(stmt, place, outer);
        }
    }

    fn declare(&mut self, name: Name, outer: usize) {
        if self.names[outer..].contains(&name) {
            self.wrong(format!("{} is declared twice", name.0));
        }
        self.names.push(name);
    }

    fn stmt(&mut self, stmt: &Stmt, place: &Place, outer: usize) {
        match stmt {
            Stmt::Return(expr) if self.object(place).is_some() => match expr {
                Some(expr @ Expr::Refusal(failing, _)) if self.object(place) == Some(*failing) => {
                    self.expr(expr, place)
                }
                _ => self.wrong(String::from("no object comes back")),
            },
            Stmt::Expr(expr) | Stmt::Return(Some(expr)) => self.expr(expr, place),
            Stmt::Neutral(Neutral::AwaitedStore) if !place.may_await => {
                self.wrong(String::from("await in a plain function"))
            }
            Stmt::Neutral(_) | Stmt::Return(None) => {}
            Stmt::Throw(thrown) => self.uses_thrown(*thrown),
            Stmt::If(cond, then, otherwise) => {
                self.cond(cond, place);
                self.block(then, place);
                if let Some(otherwise) = otherwise {
                    self.block(otherwise, place);
                }
            }
            Stmt::Switch(subject, cases) => {
                if let Subject::ErrorName(name) | Subject::ErrorMessage(name) = subject {
                    self.uses(*name);
                }
                let inner = Place { in_switch: true, ..place.clone() };
                for case in cases {
                    if let CaseTest::Holds(cond) = &case.test {
                        self.cond(cond, place);
                    }
                    self.block(&case.body, &inner);
                }
            }
            Stmt::Loop(head, label, body) => self.looped(*head, *label, body, place),
            Stmt::Try(body, catch, finally) => {
                if catch.is_none() && finally.is_none() {
                    self.wrong(String::from("a try alone"));
                }
                self.block(body, place);
                if let Some(Catch { binding, body }) = catch {
                    let before = self.names.len();
                    self.names.extend(*binding);
                    self.block(body, place);
                    self.names.truncate(before);
                }
                if let Some(finally) = finally {
                    self.block(finally, place);
                }
            }
            Stmt::Break(None) if !place.in_loop && !place.in_switch => self.wrong(String::from("break of nothing")),
            Stmt::Continue(None) if !place.in_loop => self.wrong(String::from("continue of nothing")),
            Stmt::Break(Some(label)) | Stmt::Continue(Some(label)) if !place.labels.contains(label) => {
                self.wrong(format!("no label {}", label.0));
            }
            Stmt::Break(_) | Stmt::Continue(_) => {}
            Stmt::Let(name, _) => self.declare(*name, outer),
            Stmt::Set(name, assigned) => {
                self.uses(*name);
                if let Assigned::Variable(value) = assigned {
                    self.uses(*value);
                }
            }
            Stmt::Defer(_, signal) => self.signal(signal),
            Stmt::Check(check) => self.check(check, place, outer),
            Stmt::Inline(inline, body) => {
                if *inline == Inline::Awaited && !place.may_await {
                    self.wrong(String::from("await in a plain function"));
                }
                let style = if *inline == Inline::Awaited { Style::AsyncArrow } else { Style::Arrow };
                let mut inner = place.inside(style);
                inner.over_keys |= *inline == Inline::EachKey;
                self.block(body, &inner);
            }
            Stmt::NoKey(body, failing) => {
                if !matches!(body.last(), Some(Stmt::Return(Some(Expr::Constant(Constant::False))))) {
                    self.wrong(String::from("no key fits, or one does"));
                }
                self.block(body, &Place { over_keys: true, ..place.inside(Style::Arrow) });
                self.block(failing, place);
            }
            Stmt::Retry if !place.may_retry => self.wrong(String::from("nothing to try again")),
            Stmt::Retry => {}
        }
    }

    fn looped(&mut self, head: Loop, label: Option<Label>, body: &Block, place: &Place) {
        if head == Loop::Forever && (!ends(body) || continues(body) || label.is_some()) {
            self.wrong(String::from("a loop without an end"));
        }
        if let Some(label) = label.filter(|label| place.labels.contains(label)) {
            self.wrong(format!("{} labels two loops", label.0));
        }
        let mut inner = Place {
            in_loop: true,
            in_switch: false,
            over_keys: place.over_keys || head == Loop::Keys,
            ..place.clone()
        };
        inner.labels.extend(label);
        self.block(body, &inner);
    }

    fn function(&mut self, function: &Function, place: &Place) {
        let before = self.names.len();
        self.names.extend(&function.params);
        let inner = place.inside(function.style);
        match &function.body {
            Body::Block(block) => self.block(block, &inner),
            Body::Expr(expr) => self.expr(expr, &inner),
        }
        self.names.truncate(before);
    }

    fn handler(&mut self, handler: &Handler, place: &Place) {
        match handler {
            Handler::Inline(function) => self.function(function, place),
            Handler::Helper(index) => {
                self.helper(*index, place);
            }
            Handler::Done => self.done(place),
            Handler::Next | Handler::ConsoleError => {}
        }
    }

    fn done(&mut self, place: &Place) {
        if !matches!(place.own, Some(Protocol::CallsBack { .. })) {
            self.wrong(String::from("nobody to call back"));
        }
    }

    fn check(&mut self, check: &Check, place: &Place, outer: usize) {
        self.checks += 1;
        if !fits(check, place.callee) {
            self.wrong(String::from("a check of another kind"));
        }
        match check {
            Check::Direct { key, result } => {
                self.key(*key, place);
                self.consumed(result, place, outer);
            }
            Check::Callback { key, named, callback, returned } => {
                self.key(*key, place);
                if *returned && self.object(place).is_some() {
                    self.wrong(String::from("no object comes back"));
                }
                if let Some(name) = named {
                    self.declare(*name, outer);
                }
                self.function(callback, place);
            }
            Check::Promise { source, links, consumer } => {
                if let Source::Constructed { key, callback } = source {
                    self.key(*key, place);
                    let inside = Place { settles: true, ..place.clone() };
                    self.function(callback, &inside);
                }
                for link in links {
                    match link {
                        Link::Then(function) | Link::Finally(function) => self.function(function, place),
                        Link::ThenBoth(ok, failed) => {
                            self.function(ok, place);
                            self.handler(failed, place);
                        }
                        Link::Catch(failed) => self.handler(failed, place),
                    }
                }
                match consumer {
                    Consumer::Returned | Consumer::Awaited(Use::Returned)
                        if self.object(place).is_some()
                            && (!links.is_empty() || place.callee.and_then(Protocol::object) != self.object(place)) =>
                    {
                        self.wrong(String::from("perhaps no object comes back"));
                    }
                    // Whether its failure comes before what the caller does next, the rules do not say.
                    Consumer::Floating if place.own.is_some() || place.callee.is_some() => {
                        self.wrong(String::from("a promise that nobody waits for"));
                    }
                    Consumer::Left if self.object(place).is_some() => {
                        self.wrong(String::from("no object comes back"));
                    }
                    Consumer::Floating | Consumer::Returned | Consumer::Left => {}
                    Consumer::Awaited(result) => self.awaited(result, place, outer),
                    Consumer::Held(between, result) => {
                        self.statements(between, place, outer);
                        self.awaited(result, place, outer);
                    }
                }
            }
        }
    }

    fn awaited(&mut self, result: &Use, place: &Place, outer: usize) {
        if !place.may_await {
            self.wrong(String::from("await in a plain function"));
        }
        self.consumed(result, place, outer);
    }

    fn key(&mut self, key: Key, place: &Place) {
        if key == Key::Rotated && !place.over_keys {
            self.wrong(String::from("no loop over keys"));
        }
    }

    fn consumed(&mut self, result: &Use, place: &Place, outer: usize) {
        let callee = place.callee.and_then(Protocol::object);
        if (place.callee.is_some() || !matches!(result, Use::Fields))
            && !bears(result, self.object(place), callee)
            && place.outermost
        {
            self.wrong(String::from("a value of another kind"));
        }
        match result {
            Use::Declared(name) => self.declare(*name, outer),
            Use::Assigned(name) => self.uses(*name),
            Use::Tested(then) => self.block(then, place),
            Use::Fields => {
                self.declare(Name("sub"), outer);
                self.declare(Name("role"), outer);
            }
            Use::Tried(failing, tried) => match tried {
                Tried::Unpacked => match failing.field() {
                    Some(field) => self.declare(field, outer),
                    None => self.wrong(String::from("a field of nothing")),
                },
                Tried::Refused(block) => self.block(block, place),
                Tried::Chosen(yes, no) => {
                    self.expr(yes, place);
                    self.expr(no, place);
                }
                Tried::Coalesced(name) => self.declare(*name, outer),
                Tried::Packed => {}
            },
            Use::Dropped | Use::Request | Use::Answered | Use::Returned => {}
        }
    }

    fn signal(&mut self, signal: &Signal) {
        if let Some(name) = signal.error {
            self.uses(name);
        }
    }

    fn expr(&mut self, expr: &Expr, place: &Place) {
        match expr {
            Expr::Signal(signal) => self.signal(signal),
            Expr::Answer(Answer::Disclosed(name)) | Expr::Next(NextArgument::Error(name)) => self.uses(*name),
            Expr::Answer(_) | Expr::Next(_) | Expr::Constant(_) => {}
            Expr::Variable(name) => self.uses(*name),
            Expr::Refusal(_, error) => error.iter().for_each(|name| self.uses(*name)),
            Expr::Done(done) => {
                self.done(place);
                if let Done::Error(thrown) = done {
                    self.uses_thrown(*thrown);
                }
            }
            Expr::Call(helper, error) => {
                match self.helper(*helper, place) {
                    None => {}
                    Some(helper) if helper.function.params.len() != error.iter().len() => {
                        self.wrong(format!("{} takes another number of arguments", helper.name.0));
                    }
                    Some(_) => {}
                }
                if let Some(name) = error {
                    self.uses(*name);
                }
            }
            Expr::Reject(_) | Expr::Resolve(_) if !place.settles => self.wrong(String::from("nothing to settle")),
            Expr::Reject(thrown) | Expr::Rejected(thrown) => self.uses_thrown(*thrown),
            Expr::Resolve(Resolved::Data(name)) => self.uses(*name),
            Expr::Resolve(Resolved::Constant(_)) => {}
            Expr::Either(cond, yes, no) => {
                self.cond(cond, place);
                self.expr(yes, place);
                self.expr(no, place);
            }
            Expr::And(cond, inner) | Expr::Or(cond, inner) => {
                self.cond(cond, place);
                self.expr(inner, place);
            }
            Expr::Both(first, second) => {
                self.expr(first, place);
                self.expr(second, place);
            }
        }
    }

    fn cond(&mut self, cond: &Cond, place: &Place) {
        match cond {
            Cond::Field(_, failing, name) => {
                self.uses(*name);
                if place.callee.and_then(Protocol::object) != Some(*failing) {
                    self.wrong(String::from("a field of something else"));
                }
            }
            Cond::Atom(index) if self.program.atoms[*index] == Atom::Token => {}
            Cond::Atom(_) | Cond::Choice(..) if !place.sees_request => self.wrong(String::from("no request to ask")),
            Cond::Truthy(name) | Cond::Value(_, name) | Cond::Error(_, name) => self.uses(*name),
            Cond::Not(inner) => self.cond(inner, place),
            Cond::And(left, right) | Cond::Or(left, right) => {
                self.cond(left, place);
                self.cond(right, place);
            }
            Cond::Atom(_) | Cond::Choice(..) | Cond::Given(_) => {}
        }
    }
}

/// Whether a block's last statement leaves the loop around it.
fn ends(block: &Block) -> bool {
    matches!(block.last(), Some(Stmt::Return(_) | Stmt::Throw(_) | Stmt::Break(_)))
}

/// Whether a `continue` of the loop around the block stands in it. (An endless loop has no label.)
fn continues(block: &Block) -> bool {
    block.iter().any(|stmt| match stmt {
        Stmt::Continue(_) => true,
        Stmt::If(_, then, otherwise) => continues(then) || otherwise.as_ref().is_some_and(continues),
        Stmt::Switch(_, cases) => cases.iter().any(|case| continues(&case.body)),
        Stmt::Try(body, catch, finally) => {
            continues(body)
                || catch.as_ref().is_some_and(|catch| continues(&catch.body))
                || finally.as_ref().is_some_and(continues)
        }
        _ => false,
    })
}
