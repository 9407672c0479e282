//! Web frameworks: objects on which handlers are registered, and what calls do to handlers.
//!
//! In: nothing. Out: plain values. Knows nothing of the packages, and nothing of how a request goes through an application.

use serde::Deserialize;

use super::text::Text;

/// Whose application, router or server an object is. Each call that makes one makes another one, unless its
/// [`Creation`](super::Creation) inherits: `app.use(f)` gives the application itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Framework {
    Express,
    SocketIo,
    Http,
}

/// How a call takes handlers on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Registrar {
    /// `use([path], ...handlers)`
    Use,
    /// `get([path], ...handlers)`: for requests of the method that the call is named after, or for `all`.
    Method,
    /// `route(path)`: gives an object of its own, whose methods register there.
    Route,
    /// `param(name, handler)`
    Param,
    /// Takes requests from now on.
    Listen,
}

/// What a package does to another one when it is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Patch {
    /// Express 4 hands the rejections of its handlers to `next`, as Express 5 does by itself.
    ExpressAsync,
}

/// A way to check who sends a request, ready to be registered under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strategy {
    /// What it is registered as when nothing else is said.
    pub name: Text,
}
