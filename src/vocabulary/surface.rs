//! The automaton: from a name that a program uses, member by member and call by call, to what a call means.
//!
//! In: names. Out: [`Surface`]s and their facts. The tables are made by the build script; a project's stand beside them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use super::compile::{ANY, Step};
use super::facts::{
    Action, Answer, Argument, Binding, Chosen, Condition, Creation, Denies, Does, ErrorClass, ErrorFacts, Failure,
    FailureMode, Framework, Gives, Hook, KeyAt, Level, Limiter, LimiterHow, LimiterOptions, Literal, MakeError,
    Messages, Mute, Node, OptionIs, OptionValue, OptionsOf, Package, Patch, Promisify, Provides, Receiver,
    ReceiverKind, Refusal, Registrar, RunsWith, Signal, SignalKind, SignalLevel, SourceConfidence, Spot, StatusOf,
    StoreOperation, Strategy, Tables, Text, Threshold, Verify,
};

include!(concat!(env!("OUT_DIR"), "/vocabulary.rs"));

/// A place in what a package hands out, or in what a project declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Surface {
    of: Of,
    at: u32,
}

/// The tables that a place is in: the built-in ones, or a project's.
#[derive(Clone, Copy)]
pub(super) struct Of(pub(super) &'static Tables);

impl PartialEq for Of {
    fn eq(&self, other: &Of) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Of {}

impl Hash for Of {
    /// An address would be another one in every run. Places of the same number in two tables are rare, and told apart.
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl fmt::Debug for Of {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == BUILT_IN { "built in" } else { "declared" })
    }
}

const BUILT_IN: Of = Of(&TABLES);

/// The module of this name, as in `import` and `require`. Files inside a package count only where their entry lists them.
pub fn module(name: &str) -> Option<Surface> {
    let name = name.strip_prefix("node:").unwrap_or(name);
    BUILT_IN.module(name)
}

/// The value of a name that is there without a declaration: `console`, `globalThis`.
pub fn global(name: &str) -> Option<Surface> {
    let globals = Surface { of: BUILT_IN, at: TABLES.globals };
    if matches!(name, "globalThis" | "global") { Some(globals) } else { globals.member(name) }
}

/// What an identifier that the file neither declares nor imports is customarily bound to. A guess by name: a finding that
/// rests on it has medium confidence at most.
pub fn customary(name: &str) -> Option<Surface> {
    BUILT_IN.place(&TABLES.customary, name)
}

/// What importing the module of this name does to another package.
pub fn patch(name: &str) -> Option<Patch> {
    module(name)?.package()?.patches
}

/// The names of the members by which any framework takes handlers on, and how each does.
pub fn registrars() -> impl Iterator<Item = (&'static str, Registrar)> {
    TABLES.nodes.iter().flat_map(|node| node.members.iter()).filter_map(|(name, member)| {
        match TABLES.nodes.get(*member as usize)?.action {
            Some(Action::Register(how)) => Some((name.as_ref(), how)),
            _ => None,
        }
    })
}

/// The package whose versions differ in what becomes of a rejected handler.
pub const EXPRESS: &str = "express";

/// The modules of packages some of whose facts hold for some versions only.
pub fn versioned() -> impl Iterator<Item = (&'static str, &'static Package)> {
    static FOUND: OnceLock<Vec<(&str, &Package)>> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        let depends = |node: &&Node| match &node.action {
            Some(Action::Limit(Limiter { options: Some(known), .. })) => {
                let facts = [&known.inert, &known.skips_failed, &known.skips_successful];
                facts.into_iter().flat_map(|facts| facts.iter()).any(|fact| fact.before.is_some())
            }
            _ => false,
        };
        let of: BTreeSet<u16> = TABLES.nodes.iter().filter(depends).filter_map(|node| node.package).collect();
        let modules = TABLES.modules.iter().filter_map(|(name, at)| {
            let package = TABLES.nodes.get(*at as usize)?.package.filter(|package| of.contains(package))?;
            Some((&**name, TABLES.packages.get(usize::from(package))?))
        });
        modules.collect()
    });
    found.iter().copied()
}

/// The names of the members by which any container takes something in.
pub fn binders() -> impl Iterator<Item = &'static str> {
    let members = TABLES.nodes.iter().flat_map(|node| node.members.iter());
    members.filter_map(|(name, member)| match TABLES.nodes.get(*member as usize)?.action {
        Some(Action::Bind(_)) => Some(name.as_ref()),
        _ => None,
    })
}

/// The words of which a file must hold one to check a token with a package of the vocabulary, or by a customary name,
/// without the help of another file.
pub fn prefilter_words() -> &'static [&'static str] {
    &PREFILTER_WORDS
}

/// Whether a module of the vocabulary, or a customary name, checks tokens: it holds one of the words for which a file is kept.
pub fn says_it_checks(name: &str) -> bool {
    PREFILTER_WORDS.iter().any(|word| name.contains(word))
}

/// The packages that hand out containers of instances.
#[derive(Debug)]
pub struct ContainerPackages(BTreeSet<u16>);

pub fn packages_of_containers() -> ContainerPackages {
    let holds = |action: &Action| matches!(action, Action::Bind(_) | Action::Provide(_) | Action::Resolve);
    let nodes = TABLES.nodes.iter().filter(|node| node.action.as_ref().is_some_and(holds));
    ContainerPackages(nodes.filter_map(|node| node.package).collect())
}

impl ContainerPackages {
    /// Whether one of them is a module's.
    pub fn hold(&self, module: Surface) -> bool {
        module.of == BUILT_IN && module.node().and_then(|node| node.package).is_some_and(|of| self.0.contains(&of))
    }
}

impl Of {
    pub(super) fn module(self, name: &str) -> Option<Surface> {
        self.place(&self.0.modules, name)
    }

    pub(super) fn global(self, name: &str) -> Option<Surface> {
        Surface { of: self, at: self.0.globals }.member(name)
    }

    fn place(self, names: &[(Text, u32)], name: &str) -> Option<Surface> {
        let found = names.binary_search_by(|(known, _)| (**known).cmp(name)).ok()?;
        names.get(found).map(|(_, place)| Surface { of: self, at: *place })
    }
}

impl Surface {
    /// What the member of this name is. The `default` of a module is the module, unless its entry says otherwise.
    pub fn member(self, name: &str) -> Option<Surface> {
        let own = self.of.place(&self.node()?.members, name);
        let itself = || (name == "default" && self.node()?.module).then_some(self);
        let any = || self.of.place(&self.node()?.members, ANY);
        own.or_else(itself).or_else(|| self.like()?.member(name)).or_else(any)
    }

    /// What a call of it gives, with or without `new`, awaited or not.
    pub fn called(self) -> Option<Surface> {
        self.node()?.call.map(|to| self.sibling(to)).or_else(|| self.like()?.called())
    }

    /// What a call of it hands to its last function argument, as the parameter of this number.
    pub fn passed(self, parameter: u8) -> Option<Surface> {
        let parameters = &self.node()?.parameters;
        let own = parameters.iter().find(|(number, _)| *number == parameter).map(|(_, to)| self.sibling(*to));
        own.or_else(|| self.like()?.passed(parameter))
    }

    /// Whether nothing is said of it.
    pub fn is_bare(self) -> bool {
        self.node().is_none_or(|node| {
            node.action.is_none() && node.call.is_none() && node.members.is_empty() && node.parameters.is_empty()
        })
    }

    /// Where a step of a declared path leads.
    pub fn follow(self, step: &Step) -> Option<Surface> {
        match step {
            Step::Member(name) => self.member(name),
            Step::Call => self.called(),
            Step::Parameter(number) => self.passed(*number),
        }
    }

    /// What calling it does; absent when the vocabulary does not say.
    pub fn action(self) -> Option<&'static Action> {
        self.node()?.action.as_ref()
    }

    /// Whether it, or something that it hands out, signs tokens.
    pub fn may_sign(self) -> bool {
        let mut seen = vec![false; self.of.0.nodes.len()];
        let mut waiting = vec![self.at];
        while let Some(at) = waiting.pop() {
            let Some(node) = self.of.0.nodes.get(at as usize) else { continue };
            if std::mem::replace(&mut seen[at as usize], true) {
                continue;
            }
            if node.action == Some(Action::Sign) {
                return true;
            }
            let members = node.members.iter().map(|&(_, to)| to);
            let parameters = node.parameters.iter().map(|&(_, to)| to);
            waiting.extend(members.chain(parameters).chain(node.call).chain(node.like));
        }
        false
    }

    /// What it limits, and how.
    pub fn limiter(self) -> Option<&'static Limiter> {
        match self.action()? {
            Action::Limit(limiter) => Some(limiter),
            _ => None,
        }
    }

    /// What calling it does to a store.
    pub fn store_operation(self) -> Option<StoreOperation> {
        match self.action()? {
            Action::Store(operation) => Some(*operation),
            _ => None,
        }
    }

    /// The place that its facts point to.
    pub fn spot(self, spot: Spot) -> Surface {
        self.sibling(spot.0)
    }

    /// The object that it is, when it is one that is there to be told things.
    pub fn receiver(self) -> Option<&'static Receiver> {
        self.node()?.receiver.as_ref().or_else(|| self.like()?.receiver())
    }

    /// How a call of it sets up the object that it gives.
    pub fn creation(self) -> Option<Creation> {
        self.node()?.creation.or_else(|| self.like()?.creation())
    }

    /// The class of errors that it is.
    pub fn error_class(self) -> Option<ErrorClass> {
        self.node()?.error
    }

    /// The class among its members whose errors have a status.
    pub fn error_of_status(self, status: u16) -> Option<ErrorClass> {
        let members = self.node()?.members.iter();
        let classes = members.filter_map(|(_, member)| self.sibling(*member).error_class());
        classes.into_iter().find(|class| class.facts().is_some_and(|facts| facts.status == Some(status)))
    }

    /// The framework whose application, router or server it is.
    pub fn framework(self) -> Option<Framework> {
        self.node()?.framework.or_else(|| self.like()?.framework())
    }

    /// Whether calling it registers handlers whose rejections go to `next`, whatever the framework does by itself.
    pub fn forwards_rejections(self) -> bool {
        self.node().is_some_and(|node| node.forwards)
    }

    /// The number that it is.
    pub fn constant(self) -> Option<i32> {
        self.node()?.constant
    }

    /// The entry that its facts come from; the global object has none.
    pub fn package(self) -> Option<&'static Package> {
        self.of.0.packages.get(usize::from(self.node()?.package?))
    }

    /// What messages call it: `winston logger.warn`.
    pub fn describe(self) -> &'static str {
        self.node().map_or("", |node| &*node.label)
    }

    fn like(self) -> Option<Surface> {
        self.node()?.like.map(|to| self.sibling(to))
    }

    /// Another place of the same tables.
    fn sibling(self, at: u32) -> Surface {
        Surface { at, ..self }
    }

    fn node(self) -> Option<&'static Node> {
        self.of.0.nodes.get(self.at as usize)
    }
}

impl ErrorClass {
    /// What is known of the class.
    pub fn facts(self) -> Option<&'static ErrorFacts> {
        TABLES.errors.get(self.0 as usize)
    }
}
