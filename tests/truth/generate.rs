//! Makes random programs: a check, wrapped in random layers (try, if, loop, switch), with random code before and after.
//!
//! Each program is one that rules.md settles: its verdict must be what its execution shows. Left out for that reason:
//!
//! - loops that always run a number of times which only arithmetic shows (`i < 3`): by the rules they may run zero times;
//! - fields read off a result that may be null: by the rules unknown, in a run a TypeError;
//! - results of calls on `res`, `next` or unknown packages in a condition, and calls of unknown functions with the error;
//! - a signal that is put off (`setImmediate`) before the failure and comes after it; statements between a
//!   `new Promise` whose executor has already met the refusal and the place that takes it; `await` beside a check that
//!   nobody waits for: the rules do not say what came first;
//! - variables that one round of a loop sets and the next one tests, and loops over data inside another loop: the rules
//!   count rounds as zero, one or more;
//! - recursion whose counter decides whether a signal is sent, and conditions on an error's `cause`;
//! - promises that nobody waits for while more code runs, of a check that has failed already; fields read off a value
//!   that may be none; async functions given to `forEach`;
//! - `res.headersSent` where it is true, and error middleware.
//!
//! A check in a wrapper has one verdict, over all its callers: some silent and some told is partly reported.
//!
//! The harness counts a signal when it follows the *last* refusal of a run ("when every key has refused"). What is left
//! of open questions shows in the runs, and such programs are not compared: a signal put off too early, and a loop over
//! keys whose verdict hangs on meeting refusals of several kinds.

use super::generate_project::Site;
use super::program::*;
use super::rng::Rng;

/// What code at some place can see and do.
#[derive(Clone)]
pub(crate) struct Scope {
    pub(crate) kind: Kind,
    /// Variables that surely hold an error.
    pub(crate) errors: Vec<Name>,
    /// Variables that hold the check's result, or nothing, as the text decides.
    pub(crate) results: Vec<Name>,
    /// Variables that hold an object that says how the check went.
    pub(crate) objects: Vec<(Failing, Name)>,
    /// Variables to be asked whether they are truthy.
    pub(crate) flags: Vec<Name>,
    /// Flags that may be set here.
    pub(crate) settable: Vec<Name>,
    /// Where an error may be kept.
    pub(crate) error_slot: Option<Name>,
    /// Where the check's result goes.
    pub(crate) target: Option<Name>,
    pub(crate) may_await: bool,
    pub(crate) may_break: bool,
    pub(crate) may_continue: bool,
    pub(crate) labels: Vec<Label>,
    pub(crate) in_loop: bool,
    pub(crate) over_keys: bool,
    pub(crate) under_finally: bool,
}

impl Scope {
    /// Of a function that knows nothing yet.
    pub(crate) fn of(kind: Kind) -> Scope {
        Scope {
            kind,
            errors: Vec::new(),
            results: Vec::new(),
            objects: Vec::new(),
            flags: Vec::new(),
            settable: Vec::new(),
            error_slot: None,
            target: None,
            may_await: false,
            may_break: false,
            may_continue: false,
            labels: Vec::new(),
            in_loop: false,
            over_keys: false,
            under_finally: false,
        }
    }

    /// Something is known of how the check went.
    pub(crate) fn knows(&self) -> bool {
        !self.results.is_empty() || !self.flags.is_empty() || !self.objects.is_empty()
    }
}

/// Whose body the code is in: that decides how it may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Handler,
    Callback,
    Executor,
    /// A function of a promise chain; its value is tested later, or is not.
    Chain {
        value_matters: bool,
    },
    Helper,
    Wrapper,
    /// A function whose value says whether a key fits.
    Predicate,
}

/// How much a program says, and at which levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    Quiet,
    Loud,
    LowLevels,
    Mixed,
}

pub(crate) struct Generator {
    pub(crate) rng: Rng,
    pub(crate) voice: Voice,
    pub(crate) logger: Logger,
    pub(crate) atoms: Vec<Atom>,
    pub(crate) helpers: Vec<Helper>,
    /// Runs that the atoms already ask for.
    pub(crate) runs: usize,
    /// Statements that may still be made.
    pub(crate) fuel: usize,
    /// The check has been written: code from here on may follow its failure.
    pub(crate) checked: bool,
    /// The check's failure comes in a later turn than the code behind it.
    pub(crate) unawaited: bool,
    pub(crate) site: Site,
    /// The file has helpers and routes in other places than its one handler.
    pub(crate) is_project: bool,
}

/// The program of a seed and an index.
pub(crate) fn program(seed: u64, index: u64) -> Program {
    let mut rng = Rng::for_program(seed, index);
    let voice = rng.weighted(&[(22, Voice::Quiet), (18, Voice::Loud), (22, Voice::LowLevels), (38, Voice::Mixed)]);
    let logger = super::generate_signal::logger(&mut rng, voice);
    let mut generator = Generator {
        rng,
        voice,
        logger,
        atoms: Vec::new(),
        helpers: Vec::new(),
        runs: 1,
        fuel: 26,
        checked: false,
        unawaited: false,
        site: Site::HANDLER,
        is_project: false,
    };
    generator.whole()
}

impl Generator {
    fn whole(&mut self) -> Program {
        self.is_project = self.rng.percent(66);
        let units = if self.is_project { self.make_units() } else { Vec::new() };
        let barrel = self.barrel(units.len());
        let helpers = match self.is_project {
            true => self.rng.weighted(&[(30, 0), (35, 1), (20, 2), (15, 3)]),
            false => self.rng.weighted(&[(55, 0), (30, 1), (15, 2)]),
        };
        let has_second = self.is_project && self.rng.percent(22);
        for _ in 0..helpers {
            self.helper(units.len(), has_second);
        }
        let mut wrappers = if self.is_project { self.make_wrappers(units.len()) } else { Vec::new() };
        let callee = wrappers.last().map(|wrapper| wrapper.protocol);
        let is_async = self.rng.percent(45) || (callee.is_some_and(Protocol::is_promise) && self.rng.percent(75));
        let body = self.handler_body(callee, is_async);
        let second = callee.filter(|_| has_second).map(|callee| self.second(callee));
        let registration = match self.is_project && self.rng.percent(20) {
            true => self.rng.pick(&[
                Registration::ControllerCalled,
                Registration::ControllerBound,
                Registration::ControllerField,
            ]),
            false => self.rng.pick(&[
                Registration::UseDeclared,
                Registration::GetDeclared,
                Registration::UseConstArrow,
                Registration::UseInline,
                Registration::GetInline,
            ]),
        };
        self.hold(&mut wrappers, registration.is_controller());
        let levelled = self.logger != Logger::ConsoleOnly;
        Program {
            binding: self.rng.weighted(&[
                (60, Binding::Require),
                (12, Binding::Destructured),
                (8, Binding::Renamed),
                (8, Binding::ImportDefault),
                (6, Binding::ImportNamespace),
                (6, Binding::ImportNamed),
            ]),
            logger: self.logger,
            registration,
            is_async,
            atoms: std::mem::take(&mut self.atoms),
            helpers: std::mem::take(&mut self.helpers),
            body,
            second,
            wrappers,
            barrel,
            shares_logger: !units.is_empty() && levelled && self.rng.percent(60),
            units,
        }
    }

    /// A block that holds the check, under so many layers.
    pub(crate) fn spine(&mut self, mut scope: Scope, depth: usize) -> Block {
        let mut block = self.before(&scope);
        // Without a try somewhere, a check that throws is simply printed by Express.
        let tries = if depth == 1 { 150 } else { 40 };
        // An arrow function that is no promise cannot wait for one.
        let inline = if self.may_be_promise() && !scope.may_await { 0 } else { 5 };
        // What production settles would never let the check run, or always.
        let (ifs, switches) = if self.site.sees_request { (14, 8) } else { (0, 0) };
        let layers = [
            (tries, Layer::Try),
            (ifs, Layer::If),
            (14, Layer::Loop),
            (switches, Layer::Switch),
            (inline, Layer::Inline),
        ];
        match self.rng.weighted(&layers) {
            _ if depth == 0 => {
                let declared = self.declare(&mut block, &mut scope, 15);
                block.extend(self.check(&mut scope));
                reveal(&mut scope, &declared);
            }
            Layer::Try => {
                let declared = self.declare(&mut block, &mut scope, 50);
                block.push(self.try_around_check(&scope, depth));
                reveal(&mut scope, &declared);
            }
            Layer::Loop => {
                let declared = self.declare(&mut block, &mut scope, 50);
                block.push(self.loop_around_check(&scope, depth));
                reveal(&mut scope, &declared);
            }
            Layer::Inline => {
                let declared = self.declare(&mut block, &mut scope, 40);
                block.push(self.function_around_check(&scope, depth));
                reveal(&mut scope, &declared);
            }
            Layer::If => block.push(self.if_around_check(&scope, depth)),
            Layer::Switch => match self.choice() {
                Some(subject) => block.push(self.switch_around_check(subject, &scope, depth)),
                None => block.push(self.if_around_check(&scope, depth)),
            },
        }
        block.extend(self.tail(&scope, 2));
        block
    }

    /// Code in front of the check: signals here do not count.
    fn before(&mut self, scope: &Scope) -> Block {
        let mut block = Block::new();
        if self.rng.percent(22) {
            let signal = self.signal(scope);
            block.push(Stmt::Expr(Expr::Signal(signal)));
        }
        if self.rng.percent(15) {
            block.push(Stmt::Neutral(self.neutral(scope)));
        }
        if self.rng.percent(20) {
            let cond = match self.rng.percent(50) || !self.site.sees_request {
                true => self.no_token(),
                false => self.cond(scope),
            };
            let exit = self.exit(scope);
            block.push(Stmt::If(cond, vec![exit], None));
        }
        block
    }

    /// Variables in front of a layer that the code inside sets and the code behind tests.
    fn declare(&mut self, block: &mut Block, scope: &mut Scope, percent: usize) -> Vec<Name> {
        let mut declared = Vec::new();
        if scope.target.is_none() && self.rng.percent(percent) {
            let name = self.rng.pick(&[Name("payload"), Name("user"), Name("claims")]);
            let start = self.rng.weighted(&[(70, Constant::Null), (25, Constant::Undefined), (5, Constant::False)]);
            block.push(Stmt::Let(name, start));
            scope.target = Some(name);
            declared.push(name);
        }
        if scope.settable.is_empty() && self.rng.percent(percent / 3) {
            let name = self.rng.pick(&[Name("failed"), Name("refused")]);
            block.push(Stmt::Let(name, Constant::False));
            scope.settable.push(name);
            declared.push(name);
        }
        if scope.error_slot.is_none() && self.rng.percent(percent / 5) {
            let name = Name("lastError");
            block.push(Stmt::Let(name, Constant::Null));
            scope.error_slot = Some(name);
            declared.push(name);
        }
        declared
    }

    fn try_around_check(&mut self, scope: &Scope, depth: usize) -> Stmt {
        let has_finally = self.rng.percent(13);
        let has_catch = !has_finally || self.rng.percent(70);
        let inner = Scope { under_finally: scope.under_finally || has_finally, ..scope.clone() };
        let body = self.spine(inner, depth - 1);
        let catch = has_catch.then(|| self.catch(scope));
        let finally = has_finally.then(|| {
            let mut block = self.statements(scope, 0, 2);
            // An object that comes back whatever happens does not come back from here.
            if self.rng.percent(10) && self.site.own.and_then(Protocol::object).is_none() {
                block.push(Stmt::Return(None));
            }
            block
        });
        Stmt::Try(body, catch, finally)
    }

    pub(crate) fn catch(&mut self, scope: &Scope) -> Catch {
        let binding = self.rng.percent(85).then(|| self.rng.pick(&[Name("err"), Name("e"), Name("error")]));
        let mut inner = scope.clone();
        inner.errors.extend(binding);
        let mut body = self.settings(&inner, binding);
        match self.retry(scope) {
            Some(retry) if self.rng.percent(30) => {
                let signal = self.signal(&inner);
                body.extend([Stmt::Expr(Expr::Signal(signal)), retry]);
            }
            retry => body.extend(retry),
        }
        body.extend(self.failure(&inner, 2));
        Catch { binding, body }
    }

    /// Assignments that remember the failure for later.
    pub(crate) fn settings(&mut self, scope: &Scope, error: Option<Name>) -> Block {
        let mut block = Block::new();
        for &flag in &scope.settable {
            if self.rng.percent(60) {
                block.push(Stmt::Set(flag, Assigned::Constant(Constant::True)));
            }
        }
        if let (Some(slot), Some(error)) = (scope.error_slot, error)
            && self.rng.percent(75)
        {
            block.push(Stmt::Set(slot, Assigned::Variable(error)));
        }
        block
    }

    fn if_around_check(&mut self, scope: &Scope, depth: usize) -> Stmt {
        let cond = self.cond(scope);
        let inner = self.spine(scope.clone(), depth - 1);
        let other = self.rng.percent(50).then(|| self.tail(scope, 1));
        match (self.rng.percent(25), other) {
            (true, Some(other)) => Stmt::If(cond, other, Some(inner)),
            (_, other) => Stmt::If(cond, inner, other),
        }
    }

    fn switch_around_check(&mut self, subject: Subject, scope: &Scope, depth: usize) -> Stmt {
        let scope = Scope { may_break: true, ..scope.clone() };
        let at = self.rng.below(3);
        let mut cases = Vec::new();
        for (index, test) in [CaseTest::Text("a"), CaseTest::Text("b"), CaseTest::Default].into_iter().enumerate() {
            if index == at {
                let body = self.spine(scope.clone(), depth - 1);
                cases.push(Case { test, body });
            } else {
                cases.push(self.case(test, &scope, 1));
            }
        }
        Stmt::Switch(subject, cases)
    }

    fn loop_around_check(&mut self, scope: &Scope, depth: usize) -> Stmt {
        let head = match self.rng.weighted(&[(35, 0), (15, 1), (38, 2), (12, 3), (25, 4)]) {
            0 => Loop::Keys,
            1 => Loop::Literal,
            4 => Loop::Retry,
            2 if !scope.in_loop => self.data_loop().unwrap_or(Loop::Keys),
            2 => Loop::Keys,
            _ => Loop::Forever,
        };
        let label = self.label(scope, head);
        let mut inner = self.looped(scope, head, label);
        // What a round sets, only the code behind the loop may test.
        inner.results.clear();
        inner.objects.clear();
        inner.flags.clear();
        let mut body = self.spine(inner.clone(), depth - 1);
        self.close(head, &mut body, &inner);
        Stmt::Loop(head, label, body)
    }

    /// Whether a check that is made here may be a promise whose order against the caller's code matters.
    fn may_be_promise(&self) -> bool {
        let is_synchronous = |protocol: Protocol| matches!(protocol, Protocol::Throws | Protocol::Gives(_));
        match (self.site.callee, self.site.own) {
            (Some(callee), _) => !is_synchronous(callee),
            (None, Some(own)) => !is_synchronous(own),
            (None, None) => false,
        }
    }

    /// The check in a function that runs where it stands.
    fn function_around_check(&mut self, scope: &Scope, depth: usize) -> Stmt {
        let inline = match self.rng.below(10) {
            0..=2 if scope.may_await => Inline::Awaited,
            // Nobody waits for what is inside of the others.
            _ if self.may_be_promise() => Inline::Awaited,
            3 | 4 => Inline::EachKey,
            5 => Inline::EachPart,
            6 => Inline::MapParts,
            7 | 8 if self.site.callee.is_none() => return self.some_key(scope),
            _ => Inline::Called,
        };
        let mut inner = self.inside(scope, Kind::Callback);
        inner.may_await = inline == Inline::Awaited;
        inner.results.clear();
        inner.objects.clear();
        inner.flags.clear();
        if !matches!(inline, Inline::Called | Inline::Awaited) {
            inner.in_loop = true;
            inner.over_keys |= inline == Inline::EachKey;
        }
        Stmt::Inline(inline, self.spine(inner, depth - 1))
    }

    /// `if (!KEYS.some(…))` around a check that throws.
    fn some_key(&mut self, scope: &Scope) -> Stmt {
        let mut inner = self.inside(scope, Kind::Predicate);
        inner.in_loop = true;
        inner.results.clear();
        inner.objects.clear();
        inner.flags.clear();
        let check = Check::Direct { key: Key::Rotated, result: Use::Dropped };
        self.checked = true;
        let accepted = Stmt::Return(Some(Expr::Constant(Constant::True)));
        let tried = vec![Stmt::Check(Box::new(check)), accepted];
        let catch = self.catch(&inner);
        let body = vec![Stmt::Try(tried, Some(catch), None), Stmt::Return(Some(Expr::Constant(Constant::False)))];
        Stmt::NoKey(body, self.failure(scope, 1))
    }

    /// Perhaps a label, one that no loop around this place has. An endless loop has none: nothing may continue it.
    pub(crate) fn label(&mut self, scope: &Scope, head: Loop) -> Option<Label> {
        if head == Loop::Forever {
            return None;
        }
        let free = [Label("outer"), Label("inner")].into_iter().find(|label| !scope.labels.contains(label));
        free.filter(|_| self.rng.percent(20))
    }

    /// The scope inside of a loop.
    pub(crate) fn looped(&self, scope: &Scope, head: Loop, label: Option<Label>) -> Scope {
        let mut inner = scope.clone();
        inner.in_loop = true;
        inner.may_break = true;
        inner.may_continue = head != Loop::Forever;
        inner.over_keys |= head == Loop::Keys;
        inner.labels.extend(label);
        inner
    }

    /// Gives an endless loop its end.
    pub(crate) fn close(&mut self, head: Loop, body: &mut Block, scope: &Scope) {
        let ended = matches!(body.last(), Some(Stmt::Return(_) | Stmt::Throw(_) | Stmt::Break(_)));
        if head == Loop::Forever && !ended {
            body.push(match self.rng.percent(70) {
                true => Stmt::Break(None),
                false => self.exit(&Scope { may_break: false, may_continue: false, ..scope.clone() }),
            });
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    Try,
    If,
    Loop,
    Switch,
    Inline,
}

/// Lets the code behind a layer test what was declared in front of it.
fn reveal(scope: &mut Scope, declared: &[Name]) {
    for &name in declared {
        if scope.target == Some(name) {
            scope.results.push(name);
        } else {
            scope.flags.push(name);
        }
    }
}
