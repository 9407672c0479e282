//! The route tree: what is registered with each application and router, in order, and who takes an error over.
//!
//! In: what the recorder saw. Out: for each handler, where it stands; for each place, the chains of receivers that an error
//! from there goes through. Holds values by number; knows nothing of how they are run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::containers::Bound;
use super::hooks::Hooks;
use super::laid::Laid;
use super::patterns::Pattern;
use super::value::ValueId;
use super::ways::lies_under;
use crate::link::{CallRef, FunctionRef, Name};
use crate::text::FileId;
use crate::vocabulary::{Framework, Registrar};

/// How many ways into one handler are told apart.
const CHAINS: usize = 16;
/// How many ways are looked at for them.
const WAYS: usize = 1 << 12;
/// How many requests to one place are told apart by their paths.
const REQUESTS: usize = 200;
/// How deep routers are mounted in each other.
const MOUNTS: usize = 12;

/// The path of a registration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum RoutePath {
    /// None is given: every path.
    Every,
    /// One of these texts.
    Texts(Vec<String>),
    /// What fits one of these expressions, or one of these texts.
    Patterns { patterns: Vec<Pattern>, texts: Vec<String> },
    /// An expression that is not read, or made where it cannot be seen.
    Unseen,
}

impl RoutePath {
    /// Whether a request comes to what is used for these paths.
    fn takes(&self, request: Option<&str>) -> bool {
        match (self, request) {
            (RoutePath::Texts(texts), Some(request)) => texts.iter().any(|text| lies_under(request, text)),
            (RoutePath::Patterns { patterns, texts }, Some(request)) => {
                let fits = |pattern: &Pattern| pattern.below(request).is_some();
                texts.iter().any(|text| lies_under(request, text)) || patterns.iter().any(fits)
            }
            _ => true,
        }
    }
}

/// One registration.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(super) order: Vec<u32>,
    pub(crate) how: Registrar,
    /// The registrar's name as it is called: `get`, `use`.
    pub(crate) verb: Name,
    pub(crate) path: RoutePath,
    /// Arrays are flat.
    pub(crate) handlers: Vec<ValueId>,
    pub(crate) call: CallRef,
    /// The registrar hands rejections on, whatever the application does.
    pub(crate) forwards: bool,
    /// `all`: whatever the request's method is.
    pub(super) every_method: bool,
    /// The object that `route(path)` gave, on which it is registered.
    pub(super) route: Option<ValueId>,
    /// It is made only when the environment asks for it.
    pub(super) asked_for: bool,
}

/// What a package's error handler does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct PackageReceiver {
    pub(crate) tells: bool,
    pub(crate) answers: bool,
    /// It tells of errors with this status and above, and of those without one.
    pub(crate) from_status: Option<u16>,
}

/// What stands at a registration's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HandlerKind {
    /// Called with requests only.
    Plain,
    /// A project's function of four parameters.
    ErrorHandler,
    /// A package's error handler.
    PackageErrorHandler(PackageReceiver),
    Router,
    /// It cannot be seen, and could be an error handler by its name.
    Unseen,
}

/// A handler's place: an application, one of its entries, one of its handlers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) application: ValueId,
    pub(crate) entry: usize,
    pub(crate) handler: usize,
}

/// Who takes an error over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Receiver {
    Handler { value: ValueId, call: CallRef },
    Package(PackageReceiver, CallRef),
    Unseen(CallRef),
}

/// Who takes an error over when nobody of the project does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Terminal {
    /// Express prints it.
    Printed,
    /// It is sent to the client.
    Answered,
    /// The router's application is not seen.
    Unseen,
}

/// The receivers of what goes wrong at one place, first to last.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Chain {
    pub(crate) receivers: Vec<Receiver>,
    pub(crate) terminal: Terminal,
    /// A rejected handler's error goes the same way (Express 5); otherwise the process prints it.
    pub(crate) forwards: bool,
    /// The application was taken for one by its name.
    pub(crate) by_name: Option<Name>,
}

/// An application or router.
#[derive(Debug, Clone)]
pub(crate) struct Application {
    pub(crate) entries: Vec<Entry>,
    /// It can serve by itself; a router has to be mounted.
    pub(crate) serves: bool,
    /// Requests come to it from outside: it can serve, and is not there to be mounted only.
    pub(crate) is_entered: bool,
    pub(crate) forwards: bool,
    pub(crate) framework: Framework,
    pub(crate) by_name: Option<Name>,
    /// Its entries with a handler that takes errors, or may.
    pub(super) receiving: Vec<usize>,
    /// See [`Routes::paths_below`].
    pub(super) below: OnceLock<Vec<String>>,
}

/// A strategy and the place where passport is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UsedStrategy {
    pub(crate) name: Option<Name>,
    /// The call that made it.
    pub(crate) made: CallRef,
    pub(crate) used: CallRef,
}

/// Everything that the program registers.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    pub(crate) applications: BTreeMap<ValueId, Application>,
    pub(super) kinds: FxHashMap<ValueId, HandlerKind>,
    /// What each call registers: applications, and the numbers of their entries.
    pub(super) registered: FxHashMap<CallRef, Vec<(ValueId, usize)>>,
    /// Some error handler is registered for paths of its own.
    pub(super) paths_matter: bool,
    /// Where each router is mounted.
    pub(super) mounts: FxHashMap<ValueId, Vec<Position>>,
    /// Where functions are called from: by themselves, or held by a handler.
    pub(super) handled: FxHashMap<FunctionRef, Vec<Position>>,
    /// Where middleware and guards of packages stand, by the call that made them.
    pub(super) made: FxHashMap<CallRef, Vec<Position>>,
    /// Listeners for what nobody catches.
    pub(super) unhandled: Vec<(CallRef, ValueId)>,
    /// Listeners for the events of emitters.
    pub(super) listeners: FxHashMap<Name, Vec<ValueId>>,
    /// What runs along with changes of what is stored.
    pub(super) hooks: Hooks,
    pub(crate) strategies: Vec<UsedStrategy>,
    /// Members of the request and the response that an access log prints.
    pub(super) logged_members: FxHashSet<Name>,
    /// What containers hold.
    pub(super) bound: Bound,
    /// What was laid in the members of things that the modules share.
    pub(super) laid: Laid,
    /// The names of these members, once they were asked for.
    pub(super) laid_names: OnceLock<FxHashSet<Name>>,
    /// The application that serves, where there is only one: what `req.app` is.
    pub(super) serving: Option<ValueId>,
    /// Registrations of which a handler or a mount could not be followed.
    pub(crate) gaps: Vec<CallRef>,
    /// Modules whose registrations were not followed to their end.
    pub(crate) cut_off: BTreeSet<FileId>,
    /// Modules that were not run at all, because the others took all that may be spent on a program.
    pub(crate) not_run: BTreeSet<FileId>,
}

impl Routes {
    pub(crate) fn entry(&self, at: Position) -> Option<&Entry> {
        self.applications.get(&at.application)?.entries.get(at.entry)
    }

    pub(crate) fn handler(&self, at: Position) -> Option<ValueId> {
        self.entry(at)?.handlers.get(at.handler).copied()
    }

    /// Where a function is called by the framework, directly or through its handler.
    pub(super) fn positions(&self, function: FunctionRef) -> &[Position] {
        self.handled.get(&function).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_handled(&self, function: FunctionRef) -> bool {
        self.handled.contains_key(&function)
    }

    /// Finds the applications to which requests come from outside. What another one mounts is entered there, unless it is told
    /// to listen as well, or is given to a server of node's.
    pub(super) fn find_entrances(&mut self, listening: &FxHashSet<ValueId>) {
        let is_entered = |id: &ValueId| {
            let mounts = self.mounts.get(id).map_or(&[][..], Vec::as_slice);
            mounts.iter().all(|at| at.application == *id) || listening.contains(id)
        };
        let serving = self.applications.iter().filter(|(_, application)| application.serves);
        let entered: Vec<ValueId> = serving.map(|(&id, _)| id).filter(is_entered).collect();
        for id in entered {
            if let Some(application) = self.applications.get_mut(&id) {
                application.is_entered = true;
            }
        }
    }

    /// Notes what is asked for again and again, once everything is known that is registered.
    pub(super) fn settle(&mut self) {
        let kinds = &self.kinds;
        let of = |value: &ValueId| kinds.get(value);
        let receives = |value: &ValueId| !matches!(of(value), Some(HandlerKind::Plain | HandlerKind::Router) | None);
        let takes = |value: &ValueId| {
            matches!(of(value), Some(HandlerKind::ErrorHandler | HandlerKind::PackageErrorHandler(_)))
        };
        for (&id, application) in &mut self.applications {
            for (index, entry) in application.entries.iter().enumerate() {
                self.registered.entry(entry.call).or_default().push((id, index));
                application.receiving.extend(entry.handlers.iter().any(receives).then_some(index));
                self.paths_matter |= entry.path != RoutePath::Every && entry.handlers.iter().any(takes);
            }
        }
    }

    /// The chains of receivers behind a place: one for each way in which its router is mounted.
    pub(super) fn chains(&self, at: Position) -> Vec<Chain> {
        let mut chains = Vec::new();
        self.each_way(at, &mut |_, chain| {
            if !chains.contains(chain) {
                chains.push(chain.clone());
            }
            chains.len() < CHAINS
        });
        chains
    }

    /// As [`Routes::chains`], each with the mounts that lead to it, the innermost first.
    pub(super) fn mounted_chains(&self, at: Position) -> Vec<(Vec<Position>, Chain)> {
        let mut ways = Vec::new();
        self.each_way(at, &mut |mounts, chain| {
            let way = (mounts.to_vec(), chain.clone());
            if !ways.contains(&way) {
                ways.push(way);
            }
            ways.len() < CHAINS
        });
        ways
    }

    /// Visits the ways of an error until the visitor has enough of them.
    fn each_way(&self, at: Position, visit: &mut dyn FnMut(&[Position], &Chain) -> bool) {
        let Some(own) = self.applications.get(&at.application) else { return };
        let begun = Chain {
            receivers: Vec::new(),
            terminal: Terminal::Unseen,
            forwards: own.forwards || self.entry(at).is_some_and(|entry| entry.forwards),
            by_name: own.by_name,
        };
        // Routers that are mounted several times at each of many levels have more ways than can be counted.
        let mut left = WAYS;
        let mut visit = |mounts: &[Position], chain: &Chain| {
            left -= 1;
            visit(mounts, chain) && left > 0
        };
        for request in self.requests(at) {
            if !self.follow(at, request.as_deref(), begun.clone(), &mut Vec::new(), &mut visit) {
                return;
            }
        }
    }

    /// Whether an error from one place comes by a later entry: what is registered for a method only takes errors of its own route.
    fn is_on_the_way(&self, from: Position, entry: &Entry) -> bool {
        entry.how == Registrar::Use
            || self.entry(from).is_some_and(|own| {
                entry.route.is_some()
                    && own.route == entry.route
                    && (own.verb == entry.verb || entry.every_method || own.every_method)
            })
    }

    /// The paths of requests that come to a place, as its application sees them; absent where they cannot be seen. Where
    /// no error handler has a path of its own, one stands for all.
    fn requests(&self, at: Position) -> Vec<Option<String>> {
        let Some(entry) = self.entry(at).filter(|_| self.paths_matter) else { return vec![None] };
        let own: Vec<String> = match &entry.path {
            RoutePath::Every => vec![String::new()],
            RoutePath::Texts(texts) => texts.iter().map(|text| text.trim_end_matches('/').to_owned()).collect(),
            RoutePath::Patterns { .. } | RoutePath::Unseen => return vec![None],
        };
        if entry.how == Registrar::Method {
            return own.into_iter().map(Some).collect();
        }
        // What is used for every request, or for those below a path, meets the requests that something answers there.
        let all = self.paths_below(at.application).iter();
        let mut below: Vec<String> = all.filter(|path| own.iter().any(|own| lies_under(path, own))).cloned().collect();
        below.sort_unstable();
        below.dedup();
        below.truncate(REQUESTS);
        let met = if below.is_empty() { own } else { below };
        met.into_iter().map(Some).collect()
    }

    /// Whether further ways are wanted.
    fn follow(
        &self,
        at: Position,
        request: Option<&str>,
        mut chain: Chain,
        mounted: &mut Vec<Position>,
        visit: &mut dyn FnMut(&[Position], &Chain) -> bool,
    ) -> bool {
        let Some(application) = self.applications.get(&at.application) else { return true };
        let later = application.receiving.partition_point(|&index| index < at.entry);
        for &index in &application.receiving[later..] {
            let entry = &application.entries[index];
            // Within one registration an error goes on to the handlers after the one that failed.
            let first = if index == at.entry { at.handler + 1 } else { 0 };
            if index != at.entry && !(self.is_on_the_way(at, entry) && entry.path.takes(request)) {
                continue;
            }
            for &value in entry.handlers.iter().skip(first) {
                match self.kinds.get(&value) {
                    Some(HandlerKind::ErrorHandler) => {
                        chain.receivers.push(Receiver::Handler { value, call: entry.call });
                    }
                    Some(&HandlerKind::PackageErrorHandler(package)) => {
                        chain.receivers.push(Receiver::Package(package, entry.call));
                    }
                    Some(HandlerKind::Unseen) => chain.receivers.push(Receiver::Unseen(entry.call)),
                    Some(HandlerKind::Plain | HandlerKind::Router) | None => {}
                }
            }
        }
        let is_deep = mounted.len() >= MOUNTS;
        let mounts = self.mounts.get(&at.application).map_or(&[][..], Vec::as_slice);
        if application.is_entered || mounts.is_empty() || is_deep {
            chain.terminal = match (application.framework, application.is_entered) {
                (Framework::SocketIo, _) => Terminal::Answered,
                (_, true) => Terminal::Printed,
                (_, false) => Terminal::Unseen,
            };
            if !visit(mounted, &chain) {
                return false;
            }
        }
        for &mount in mounts.iter().filter(|_| !is_deep) {
            let mut chain = chain.clone();
            if let Some(parent) = self.applications.get(&mount.application) {
                chain.forwards |= parent.forwards && application.entries.is_empty();
                chain.by_name = chain.by_name.or(parent.by_name);
            }
            mounted.push(mount);
            let prefixes: Vec<Option<&str>> = match self.entry(mount).map(|entry| &entry.path) {
                Some(RoutePath::Texts(texts)) => texts.iter().map(|text| Some(text.trim_end_matches('/'))).collect(),
                Some(RoutePath::Every) => vec![Some("")],
                Some(RoutePath::Patterns { .. } | RoutePath::Unseen) | None => vec![None],
            };
            for prefix in prefixes {
                let request = prefix.zip(request).map(|(prefix, request)| format!("{prefix}{request}"));
                if !self.follow(mount, request.as_deref(), chain.clone(), mounted, visit) {
                    return false;
                }
            }
            mounted.pop();
        }
        true
    }
}
