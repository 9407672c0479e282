//! Where to start: the functions from which a check is reached, outermost first.
//!
//! A closure is run by the function around it, a helper by its callers, a handler by nobody: the framework calls it.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::entries::PRINTED;
use super::event::{Event, Found, Subject};
use super::explore::Explored;
use super::machine::{End, Machine};
use super::mentions::{Leading, Origin};
use super::routes::{Chain, Position};
use super::state::{Because, Completion, Facts, Path};
use super::value::{Builtin, Symbol, Value, ValueId};
use super::ways::HandlerWays;
use crate::finding::{Confidence, Role};
use crate::link::{FunctionRef, SiteRef};
use crate::outline::code::{FnId, Op, SiteId};
use crate::text::FileId;

/// How a run on which the check failed came out, seen from outside its root.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) end: End,
    pub(super) facts: Facts,
    pub(super) root: RootOf,
}

/// From where a run began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RootOf {
    number: usize,
    /// Requests come there.
    pub(super) serves: bool,
}

/// What became of one check, over all roots.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcomes {
    pub(super) all: Vec<Outcome>,
    pub(super) exhausted: bool,
    /// The site was come to, and what is judged does not happen there.
    passed_by: bool,
    /// What was run for it.
    tried: Rc<Tried>,
}

/// The roots that were run for an event at a site, and what they do there.
#[derive(Debug, Default)]
struct Tried {
    roots: Vec<Root>,
    /// Functions that a root runs which comes to the event: it speaks for them.
    called: FxHashSet<FunctionRef>,
    /// The roots, by number, that ask what a look-up gives whether it is revoked, or may do so.
    asking: FxHashSet<usize>,
}

/// From how many functions a check is run. What more lead to is a hub of the program, and its verdict is unknown.
const ROOTS: usize = 400;
/// How many roots may be given up in turn before any of them has come to the check: a hub, too.
const IN_VAIN: usize = 5;
/// How many roots of a site may be given up in turn, each after much work, before the others get a brief look only: of a site with as
/// many there is no certain verdict any more.
const PATIENCE: usize = 4;
/// For so many sites a root is run without coming to them before it is given up.
const SITES_IN_VAIN: usize = 1;
/// How many functions may mention, one the other, what leads to a check.
const REACHING: usize = 1_000;

/// Where a run begins.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Root {
    /// A function that nobody is seen to call, or that its callers run too.
    Function(FunctionRef),
    /// A registered handler, with one of the chains of receivers behind it.
    Handler(Position, Chain),
    /// What a helper made for a runtime.
    Entry(ValueId),
}

impl Machine<'_> {
    /// Runs everything from which a check is reached, with the check failing. Several rules ask the same, one after the other.
    pub(super) fn outcomes(&mut self, subject: Subject) -> Outcomes {
        match &self.last_outcomes {
            Some((known, outcomes)) if *known == subject => outcomes.clone(),
            _ => {
                let outcomes = self.find_outcomes(subject);
                self.last_outcomes = Some((subject, outcomes.clone()));
                outcomes
            }
        }
    }

    fn find_outcomes(&mut self, subject: Subject) -> Outcomes {
        let check = subject.site.call();
        let own = self.program.function_around(subject.site);
        self.relevant = self.reaching(own, self.until(subject.site));
        // What a module makes may be called from anywhere.
        self.relevant.open |= own.function == FnId::MODULE;
        let routes = Arc::clone(&self.routes);
        // A middleware or a strategy is reached from where the framework was given it.
        let made = check.and_then(|check| routes.made.get(&check));
        let mut positions: Vec<Position> = made.cloned().unwrap_or_default();
        let makers = check.map(|check| self.makers_of_guards(check)).unwrap_or_default();
        for &(at, guard) in &makers {
            positions.extend(routes.made.get(&guard).into_iter().flatten());
            let reaching = self.reaching(at, u32::MAX);
            self.relevant.join(reaching);
        }
        if self.relevant.is_given_up {
            return Outcomes { exhausted: true, ..Outcomes::default() };
        }
        let mut functions: Vec<FunctionRef> = self.relevant.functions().map(|at| self.outermost(at)).collect();
        functions.sort_unstable();
        functions.dedup();
        // The module's own code is run last: most of it only sets things up.
        functions.retain(|root| root.function != FnId::MODULE || own.function == FnId::MODULE);
        let mut roots = Vec::new();
        for &function in &functions {
            match routes.positions(function) {
                [] => roots.push(Root::Function(function)),
                known => positions.extend(known),
            }
        }
        for at in self.relevant.functions().collect::<Vec<_>>() {
            if let Some((_, decorated)) = self.decorated_root(at) {
                let functions = self.functions_in(decorated);
                self.relevant.add(functions);
            }
        }
        roots.extend(self.made_entries_reaching().into_iter().map(Root::Entry));
        roots.extend(self.handlers(&positions));
        if roots.len() > ROOTS {
            return Outcomes { exhausted: true, ..Outcomes::default() };
        }
        let mut outcomes = self.run_roots(roots, subject);
        if outcomes.all.is_empty() && !outcomes.exhausted && !outcomes.passed_by {
            // Dead code around it, or a way in that is not followed: the innermost function then, or the module.
            let module = FunctionRef { function: FnId::MODULE, ..own };
            for root in [own, module] {
                outcomes = self.run_roots(vec![Root::Function(root)], subject);
                if !outcomes.all.is_empty() {
                    break;
                }
            }
        }
        outcomes
    }

    /// The handlers at some places, each with each of its chains once.
    fn handlers(&mut self, positions: &[Position]) -> Vec<Root> {
        let routes = Arc::clone(&self.routes);
        let mut roots: Vec<Root> = Vec::new();
        let mut known: FxHashSet<(ValueId, Chain)> = FxHashSet::default();
        let mut places: FxHashMap<ValueId, Vec<Position>> = FxHashMap::default();
        for &position in positions {
            if let Some(handler) = routes.handler(position) {
                places.entry(handler).or_default().push(position);
            }
        }
        let ways: FxHashMap<ValueId, HandlerWays> =
            places.into_iter().map(|(handler, places)| (handler, routes.handler_ways(&places))).collect();
        for &position in positions {
            let Some(handler) = routes.handler(position) else { continue };
            if ways.get(&handler).is_some_and(|ways| ways.is_shadowed(position)) {
                continue;
            }
            for chain in routes.chains(position) {
                if known.insert((handler, chain.clone())) {
                    roots.push(Root::Handler(position, chain));
                }
            }
            let functions = self.functions_in(handler);
            self.relevant.add(functions);
            // More than are run; nobody asks which.
            if roots.len() > ROOTS {
                break;
            }
        }
        roots
    }

    /// The functions that a value is made of.
    pub(super) fn functions_in(&self, value: ValueId) -> Vec<FunctionRef> {
        self.values.made_of(value).into_iter().filter_map(|part| self.values.function(part)).collect()
    }

    /// What becomes of another outcome of a look-up, of which one is known: only from the roots that may still say that the request
    /// is refused, because they accept it otherwise, or because nobody is seen who calls them.
    pub(super) fn other_outcomes(&mut self, known: &Outcomes, accepting: &[RootOf], subject: Subject) -> Outcomes {
        let tried = Rc::clone(&known.tried);
        let may_refuse = |machine: &Self, number: usize| {
            let asks = subject.event != Event::LookUp(Found::RevokedRow) || tried.asking.contains(&number);
            let accepts = || accepting.iter().any(|root| root.number == number);
            let has_no_caller = || match tried.roots[number] {
                Root::Function(at) => !machine.is_handler(at) && !machine.is_mentioned(at),
                Root::Handler(..) | Root::Entry(_) => false,
            };
            asks && (accepts() || has_no_caller())
        };
        let wanted: Vec<bool> = (0..tried.roots.len()).map(|number| may_refuse(self, number)).collect();
        self.run_some(&tried.roots, &wanted, tried.called.clone(), subject).0
    }

    fn run_roots(&mut self, roots: Vec<Root>, subject: Subject) -> Outcomes {
        let wanted = vec![true; roots.len()];
        let (mut outcomes, called, asking) = self.run_some(&roots, &wanted, FxHashSet::default(), subject);
        outcomes.tried = Rc::new(Tried { roots, called, asking });
        outcomes
    }

    /// Runs those of some roots that are wanted. Gives the functions that they call, as far as they come to the event, and which of
    /// them ask for a mark.
    fn run_some(
        &mut self,
        roots: &[Root],
        wanted: &[bool],
        mut called: FxHashSet<FunctionRef>,
        subject: Subject,
    ) -> (Outcomes, FxHashSet<FunctionRef>, FxHashSet<usize>) {
        let mut outcomes = Outcomes::default();
        let mut asking = FxHashSet::default();
        let mut by_root = Vec::new();
        let mut in_vain = 0;
        let mut failed = 0;
        for (number, root) in roots.iter().enumerate().filter(|&(number, _)| wanted[number]) {
            // Of what is revoked by no request there is no verdict.
            if let (Root::Function(at), Event::Made) = (root, subject.event)
                && !self.is_handler(*at)
            {
                continue;
            }
            self.is_hurried = failed >= PATIENCE;
            let (at, explored) = match root {
                Root::Function(at) => (Some(*at), self.explore_unless_in_vain(*at, subject)),
                Root::Entry(entry) => (self.values.function(*entry), self.explore_made_entry(*entry, subject)),
                Root::Handler(position, chain) => (None, self.explore_handler(*position, chain.clone(), subject)),
            };
            self.is_hurried = false;
            match (explored.took_long, explored.exhausted) {
                (true, true) => failed += 1,
                (true, false) => failed = 0,
                (false, _) => {}
            }
            outcomes.passed_by |= explored.passed_by;
            if explored.exhausted || explored.asks_mark {
                asking.insert(number);
            }
            if explored.exhausted {
                in_vain += usize::from(explored.ends.is_empty());
                if in_vain > IN_VAIN && by_root.iter().all(|(.., ends): &(_, _, Vec<End>)| ends.is_empty()) {
                    return (Outcomes { exhausted: true, ..Outcomes::default() }, called, asking);
                }
                outcomes.all.push(self.given_up(subject.site));
            }
            if !explored.ends.is_empty() {
                called.extend(explored.entered.iter().copied().filter(|&entered| Some(entered) != at));
            }
            by_root.push((number, at, explored.ends));
        }
        for (number, root, ends) in by_root {
            // What becomes of a helper's failure is judged where its callers were run.
            if root.is_some_and(|root| called.contains(&root) && !self.is_handler(root)) {
                continue;
            }
            for end in ends {
                let serves = root.is_none_or(|root| self.is_handler(root) || self.is_entry(root));
                let (end, facts) = match root {
                    Some(root) => self.conclude(root, end),
                    None => self.conclude_handler(end),
                };
                outcomes.all.push(Outcome { end, facts, root: RootOf { number, serves } });
            }
        }
        (outcomes, called, asking)
    }

    /// As [`Machine::explore`]. What was given up before it came to a site is not run for the site again, whatever happens
    /// there; and for no other site, once that was so of two.
    fn explore_unless_in_vain(&mut self, root: FunctionRef, subject: Subject) -> Explored {
        if self.in_vain.get(&root).is_some_and(|sites| sites.len() > SITES_IN_VAIN || sites.contains(&subject.site)) {
            return Explored::given_up();
        }
        let explored = self.explore(root, subject);
        if explored.exhausted
            && explored.ends.is_empty()
            && explored.took_long
            && !explored.passed_by
            && !self.is_spent()
        {
            let sites = self.in_vain.entry(root).or_default();
            if !sites.contains(&subject.site) {
                sites.push(subject.site);
            }
        }
        explored
    }

    /// The functions that may lead to a function.
    fn reaching(&self, own: FunctionRef, until: u32) -> Leading {
        let from = Origin { functions: vec![(own, until)] };
        self.mentions.reaching(self.program, from, REACHING)
    }

    /// The instruction up to which a function may still come to a site in it.
    fn until(&self, site: SiteRef) -> u32 {
        let body = self.program.function(self.program.function_around(site));
        let is_site = |op: Op| {
            let own = match op {
                Op::Call(call) | Op::CallMember(call) => SiteId::Call(call),
                Op::Index(Some(access)) | Op::SetIndex(access) | Op::DeleteIndex(access) | Op::Has(access) => {
                    SiteId::Access(access)
                }
                _ => return false,
            };
            own == site.site
        };
        let at = body.code.iter().position(|inst| is_site(inst.op)).and_then(|at| u32::try_from(at).ok());
        at.map_or(u32::MAX, |at| body.until(at))
    }

    /// The function that runs a closure: the outermost around it that is not itself called by a framework.
    pub(super) fn outermost(&self, at: FunctionRef) -> FunctionRef {
        let mut root = at;
        loop {
            let parent = self.program.function(root).parent;
            match parent {
                Some(parent) if parent != FnId::MODULE && !self.is_handler(root) => root.function = parent,
                _ => return root,
            }
        }
    }

    /// Some of a root's ways were not followed to their end.
    fn given_up(&self, check: SiteRef) -> Outcome {
        let mut path = Path::new();
        path.failing = true;
        path.reached = true;
        path.kinds = u32::MAX;
        path.facts = Facts::MAYBE;
        path.because = Some(Because::Budget);
        path.checked = Some(self.program.site_place(check));
        let facts = path.facts;
        Outcome { end: End { path, completion: None }, facts, root: RootOf { number: usize::MAX, serves: true } }
    }

    /// The framework has the last word: its receivers were run.
    fn conclude_handler(&self, end: End) -> (End, Facts) {
        let facts = end.path.facts;
        let mut end = end;
        note_debug_only(&mut end, facts);
        (end, facts)
    }

    /// What a root's completion means to whoever called it.
    fn conclude(&mut self, root: FunctionRef, end: End) -> (End, Facts) {
        let mut facts = end.path.facts;
        let mut end = end;
        let mut handed_out = false;
        let is_wrapped = self.is_wrapped_entry(root);
        let is_lambda = end.completion.is_some() && (is_wrapped || self.is_lambda(root));
        let place = end.path.handed_on.or(end.path.taken.map(|taken| taken.place)).or(end.path.exit);
        match end.completion {
            Some(Completion::Throw(_)) if root.function == FnId::MODULE => {
                facts |= Facts::TOLD | Facts::CONTEXT;
                if let Some(place) = place.filter(|_| !end.path.facts.contains(Facts::TOLD)) {
                    end.path.step(
                        Role::Receiver,
                        place,
                        "nothing of the project's receives it: it is printed to stderr",
                    );
                }
            }
            Some(Completion::Throw(_)) if is_lambda && self.is_thrown_to_runtime(root) => {
                facts |= Facts::TOLD | Facts::CONTEXT;
                if let Some(place) = place {
                    end.path.step(Role::Receiver, place, PRINTED);
                }
            }
            Some(Completion::Return(_)) if is_wrapped && self.may_be_told_around(root) => {
                facts |= Facts::MAYBE;
                end.path.because.get_or_insert(Because::Unseen("what its middlewares tell of the answer".to_owned()));
            }
            Some(Completion::Return(_)) if is_wrapped => {}
            Some(Completion::Return(_)) if is_lambda => end.path.doubt(Confidence::Medium, Because::EntryByName),
            Some(Completion::Throw(_)) if self.is_handler(root) => {
                facts |= Facts::MAYBE;
                end.path.because.get_or_insert(Because::Unseen("the application's error handler".to_owned()));
            }
            Some(Completion::Throw(_)) => handed_out = true,
            Some(Completion::Return(value)) => handed_out = !self.is_final(root, value),
            None => {}
        }
        handed_out |= end.path.called_back;
        // What a generator yields goes to whoever goes through it.
        let yields = self.program.function(root).is_generator;
        handed_out |= yields;
        let gives_up = !yields && matches!(end.completion, Some(Completion::Return(value)) if self.says_no(value));
        if handed_out && gives_up && !facts.intersects(Facts::TOLD | Facts::MAYBE) && !self.is_mentioned(root) {
            end.path.doubt(Confidence::Medium, Because::NoCaller);
        } else if handed_out && !facts.contains(Facts::TOLD) {
            facts |= Facts::MAYBE;
            end.path.because.get_or_insert(Because::Unseen("what the callers make of it".to_owned()));
        } else if self.is_near_application(root.file) && self.is_handler(root) {
            end.path.doubt(Confidence::Medium, Because::Unreached);
        }
        note_debug_only(&mut end, facts);
        (end, facts)
    }

    /// Whether a value that a wrapper gives back says that the check failed: nothing, `false`, an object that says so.
    fn says_no(&self, value: ValueId) -> bool {
        match self.values.get(value) {
            Value::Undefined | Value::Null | Value::NoResult | Value::Bool { truth: false, .. } => true,
            Value::LookedUp { found: Found::Nothing, .. } => true,
            Value::Object { members, .. } => members.iter().any(|&(_, member)| {
                self.values.carries_failure(member)
                    || matches!(
                        self.values.get(member),
                        Value::Bool { truth: false, .. } | Value::Null | Value::Undefined | Value::NoResult
                    )
            }),
            _ => false,
        }
    }

    /// Whether any function of the program mentions a root: what calls it, if only by its name.
    fn is_mentioned(&self, root: FunctionRef) -> bool {
        let program = self.program;
        self.relevant.functions().any(|at| {
            let inside = at.file == root.file && program.outline(at.file).encloses(root.function, at.function);
            !inside && at.function != FnId::MODULE
        })
    }

    /// Whether a root's return value says nothing of the failure to anybody.
    fn is_final(&self, root: FunctionRef, value: ValueId) -> bool {
        let function = self.program.function(root);
        if root.function == FnId::MODULE || self.is_handler(root) || self.is_listener(root) || !function.returns_value {
            return true;
        }
        // An answer that is returned instead of sent.
        matches!(
            self.values.get(value),
            Value::Symbol(Symbol::Derived(..) | Symbol::Joined(..)) | Value::Builtin(Builtin::Plain)
        )
    }

    /// Whether something is registered with an application in a file that imports tie to this one.
    fn is_near_application(&self, file: FileId) -> bool {
        let near = self.concern.ties(file);
        let mut entries = self.routes.applications.values().flat_map(|application| &application.entries);
        entries.any(|entry| self.concern.ties(entry.call.file) == near)
    }

    /// A function that is registered for events: nobody looks at what it returns.
    fn is_listener(&self, at: FunctionRef) -> bool {
        let outline = self.program.outline(at.file);
        let body = outline.function(at.function);
        self.program.places(at.file).calls_given(body.span).any(|call| {
            let call = outline.call(call);
            call.member.is_some_and(|name| {
                matches!(outline.name(name), "on" | "once" | "addListener" | "addEventListener" | "subscribe")
            }) && body.parent == Some(call.function)
                && call.arguments.iter().skip(1).any(|&argument| argument == body.span)
        })
    }

    /// The name of a logger that a file binds, and how to warn with it, for a help text.
    pub(super) fn logger_of(&mut self, file: FileId) -> Option<String> {
        let outline = self.program.outline(file);
        for (id, binding) in (0..).map(crate::outline::code::BindingId).zip(&outline.bindings) {
            if outline.owner(id) != FnId::MODULE {
                continue;
            }
            let value = self.constant(file, id);
            if let Value::Package { surface, .. } = self.values.get(value)
                && surface
                    .receiver()
                    .is_some_and(|receiver| matches!(receiver.kind, crate::vocabulary::ReceiverKind::Logger))
            {
                return Some(outline.name(binding.name).to_owned());
            }
        }
        None
    }
}

fn note_debug_only(end: &mut End, facts: Facts) {
    if facts & (Facts::TOLD | Facts::TOLD_DEBUG | Facts::MAYBE) == Facts::TOLD_DEBUG {
        end.path.doubt(Confidence::Medium, Because::DebugOnly);
    }
}
