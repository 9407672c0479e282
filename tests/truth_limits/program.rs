//! Applications with one route that a token is tried at, and limiters here and there.

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Program {
    pub(crate) express: Express,
    pub(crate) modules: Modules,
    /// Between which parts, in the order of `emit::Role`, a new file begins.
    pub(crate) cuts: usize,
    pub(crate) purpose: Purpose,
    pub(crate) handler: Handler,
    pub(crate) limiters: Vec<Limiter>,
    /// What is registered, by a function of its own or where the application is made.
    pub(crate) setup: bool,
    pub(crate) items: Vec<Item>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Express {
    Five,
    Four,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Modules {
    CommonJs,
    Esm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Refresh,
    Verify,
}

/// The route's own handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Handler {
    pub(crate) form: Form,
    pub(crate) check: Check,
    pub(crate) inside: Option<Inside>,
}

/// How a function is written, and named where it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Arrow,
    Function,
    /// A member of an object.
    Member,
    /// A static method of a class.
    Static,
    /// What a function gives.
    Factory,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// `try { jwt.verify(…) }`.
    Direct,
    /// By a function of another part.
    Service,
    /// `jwt.verify(…, (err, payload) => …)`.
    Callback,
}

/// A limiter that the handler itself asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Inside {
    pub(crate) how: Asked,
    pub(crate) place: Place,
    /// It refuses nobody: the refusal is caught and the handler goes on.
    pub(crate) goes_on: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// `await attempts.consume(req.ip)` of rate-limiter-flexible.
    Consume,
    /// A Map of counts.
    Count,
    /// A function of another part counts, and says whether it is too much.
    Helper,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Before the token is looked at.
    Before,
    /// When it was good.
    After,
    /// When it was refused.
    OnFailure,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Limiter {
    /// `rateLimit({ … })`.
    Packaged { options: Vec<Choice>, make: Make },
    /// A middleware around `consume`.
    Flexible { of: Flexible, consume: Consume, refusal: Refusal, form: Form },
    /// A middleware that counts in a Map, or an object.
    Counted { object: bool, window: bool, refusal: Refusal, form: Form },
    /// Called like a limiter, and lets everything pass.
    Sham { form: Form },
    /// Tells of too many, and refuses none.
    Watching { form: Form },
}

/// An option of express-rate-limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// `limit` as a function.
    LimitGiven,
    /// Its old name.
    Max,
    SkipAlways,
    SkipAlwaysByBody,
    SkipNever,
    /// The route itself.
    SkipRoute,
    /// Another one.
    SkipHealth,
    /// A constant decides.
    SkipConstant(bool),
    /// Requests of the route's method, or of another.
    SkipMethod(bool),
    SkipInTests,
    SkipFailed(bool),
    SkipSuccessful(bool),
    /// Only with one of the last two.
    AllSuccessful,
    HandlerAnswers,
    HandlerGoesOn,
    /// `key generator`
    Keyed,
    Headers,
}

/// How what a package makes comes to where it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Make {
    Constant,
    Inline,
    /// `makeLimiter()`.
    Factory,
    /// `makeLimiter({ … })`: its options over those of the function.
    FactoryOver,
    /// A member of an object of limiters.
    Table,
    /// A function that hands the request to the limiter.
    Lambda,
    /// As above, for requests to the route's path, or only for others.
    ByPath(bool),
    /// For requests of the route's method, or only for others.
    ByMethod(bool),
    /// Nothing but a way on, in tests.
    UnlessTests,
    /// In an array, with a middleware that only goes on.
    List,
    /// In a class's field, handed out by a getter-like method.
    Class,
    /// A new one for each request.
    Anew,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flexible {
    Memory,
    Union,
    Bursty,
    /// With a white list that holds everybody, or nobody.
    Listed(bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consume {
    Await,
    /// `.then(() => next()).catch(…)`
    Then,
    /// `.then(() => next(), …)`
    ThenBoth,
    /// Nobody waits for it.
    Floating,
}

/// What is done with a request that comes too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    Answer,
    /// `next(err)`, with a status of 429.
    HandOn,
    Throw,
    /// It passes all the same.
    GoOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Middle {
    Limiter(usize),
    /// Verifies another token, and refuses a bad one.
    Guard,
    Pass,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    Use {
        at: At,
        middles: Vec<Middle>,
        style: UseStyle,
        when: When,
    },
    /// Another registration of a method, of the same path or of another.
    Method {
        verb: Verb,
        own: bool,
        middles: Vec<Middle>,
    },
    /// The route; `wrapped`: its handler is handed to a function that catches what it throws.
    Target {
        before: Vec<Middle>,
        after: Vec<Middle>,
        style: Style,
        wrapped: bool,
    },
    /// The router that holds the route, mounted in one or several places.
    Mount {
        mounts: Vec<Mounted>,
        make: MakeRouter,
        items: Vec<Item>,
    },
    /// A router that holds middlewares only.
    Sibling {
        at: At,
        middles: Vec<Middle>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mounted {
    pub(crate) prefix: Option<Prefix>,
    pub(crate) middles: Vec<Middle>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prefix {
    Auth,
    Version,
    /// `/:tenant`
    Parameter,
}

/// The path of a `use`, seen from where the route is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    Everywhere,
    /// The route's whole path.
    Own,
    /// Its first segment.
    Above,
    Other,
    /// Another one, and the route's.
    Both,
    /// A name that begins like the route's.
    Alike,
    /// The route's whole path, in capitals.
    Capitals,
    /// Everything below its first segment.
    Wildcard,
    /// A regular expression for its first segment.
    Pattern,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UseStyle {
    Plain,
    List,
    /// `[…].forEach((middle) => app.use(middle))`
    Each,
    /// `for (const path of […]) app.use(path, …)`
    Paths,
}

/// Under which condition something is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Always,
    InProduction,
    NotInProduction,
    NotInTests,
    Constant(bool),
    /// An option that is off by default.
    AskedFor,
    /// An option that is on by default.
    NotRefused,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    All,
    Get,
    Post,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Direct,
    List,
    Nested,
    Spread,
    /// `route(path).post(…)`
    Chain,
    /// `route(path).all(…).post(…)`
    ChainAll,
    /// A table of routes, in a loop.
    Table,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MakeRouter {
    Module,
    Factory,
    /// A function that is given the application and mounts the router.
    Setup,
}

impl Program {
    /// The application without anything that limits, or only looks like it.
    pub(crate) fn bare(&self) -> Program {
        let mut bare = self.clone();
        bare.handler.inside = None;
        bare.items = without_limiters(&self.items);
        bare
    }

    /// Whether something that is registered is of a kind.
    pub(crate) fn any(&self, holds: &dyn Fn(&Item) -> bool) -> bool {
        fn of(items: &[Item], holds: &dyn Fn(&Item) -> bool) -> bool {
            let inner = |item: &Item| matches!(item, Item::Mount { items, .. } if of(items, holds));
            items.iter().any(|item| holds(item) || inner(item))
        }
        of(&self.items, holds)
    }

    /// Every place at which handlers stand.
    pub(crate) fn middles(&self) -> Vec<Middle> {
        fn of(items: &[Item], out: &mut Vec<Middle>) {
            for item in items {
                match item {
                    Item::Use { middles, .. } | Item::Method { middles, .. } | Item::Sibling { middles, .. } => {
                        out.extend(middles);
                    }
                    Item::Target { before, after, .. } => out.extend(before.iter().chain(after)),
                    Item::Mount { mounts, items, .. } => {
                        out.extend(mounts.iter().flat_map(|mounted| &mounted.middles));
                        of(items, out);
                    }
                }
            }
        }
        let mut all = Vec::new();
        of(&self.items, &mut all);
        all
    }

    /// The limiters that stand somewhere.
    pub(crate) fn used(&self) -> impl Iterator<Item = &Limiter> {
        let middles = self.middles();
        let used = move |index: usize| middles.contains(&Middle::Limiter(index));
        self.limiters.iter().enumerate().filter(move |(index, _)| used(*index)).map(|(_, limiter)| limiter)
    }
}

fn without_limiters(items: &[Item]) -> Vec<Item> {
    let kept = |middles: &[Middle]| -> Vec<Middle> {
        middles.iter().copied().filter(|middle| !matches!(middle, Middle::Limiter(_))).collect()
    };
    let mut bare = Vec::new();
    for item in items {
        match item.clone() {
            Item::Use { at, middles, style, when } if !kept(&middles).is_empty() => {
                bare.push(Item::Use { at, middles: kept(&middles), style, when });
            }
            Item::Method { verb, own, middles } if !kept(&middles).is_empty() => {
                bare.push(Item::Method { verb, own, middles: kept(&middles) });
            }
            Item::Sibling { at, middles } if !kept(&middles).is_empty() => {
                bare.push(Item::Sibling { at, middles: kept(&middles) });
            }
            Item::Use { .. } | Item::Method { .. } | Item::Sibling { .. } => {}
            Item::Target { before, after, style, wrapped } => {
                bare.push(Item::Target { before: kept(&before), after: kept(&after), style, wrapped });
            }
            Item::Mount { mounts, make, items } => {
                let mounts = mounts.into_iter().map(|mounted| Mounted { middles: kept(&mounted.middles), ..mounted });
                bare.push(Item::Mount { mounts: mounts.collect(), make, items: without_limiters(&items) });
            }
        }
    }
    bare
}
