//! Lists of words that names are made of, and of whole names.
//!
//! In: nothing. Out: the lists' names; what is in them is data. Knows nothing of whose names they are looked for in.

use serde::Deserialize;

/// A list of words, and of phrases of several words, of which a name may hold one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordList {
    /// That tokens are no longer accepted.
    Revoked,
    /// What is only accepted while it is listed.
    Allowed,
    Token,
    Session,
    /// Tokens that are used once and for one purpose.
    OneTime,
    /// What lists of refused things hold that are no tokens.
    Foreign,
    /// Services whose tokens a program keeps for itself.
    ThirdParty,
    CleanUp,
    Refresh,
    VerifyRoute,
    /// Fields of a row that tell how, where from or when something was used.
    Usage,
    /// What rows are of that tell what happened.
    Audit,
    Logout,
    Login,
    SignUp,
    /// Fields that count up when a user's tokens are to be refused.
    Version,
    /// What limits.
    Limit,
    /// What brings a token along, or holds a setting, and is no store of tokens.
    Carrier,
    /// What sends letters and short messages.
    Mail,
    /// What reads a language, whose smallest parts are tokens, too.
    Syntax,
    /// Of [`WordList::Revoked`], what is also done to the tokens of a language.
    AlsoOfSyntax,
}

impl WordList {
    pub const ALL: [WordList; 21] = [
        WordList::Revoked,
        WordList::Allowed,
        WordList::Token,
        WordList::Session,
        WordList::OneTime,
        WordList::Foreign,
        WordList::ThirdParty,
        WordList::CleanUp,
        WordList::Refresh,
        WordList::VerifyRoute,
        WordList::Usage,
        WordList::Audit,
        WordList::Logout,
        WordList::Login,
        WordList::SignUp,
        WordList::Version,
        WordList::Limit,
        WordList::Carrier,
        WordList::Mail,
        WordList::Syntax,
        WordList::AlsoOfSyntax,
    ];
}

/// A list of whole names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameList {
    /// What sends requests to other services.
    HttpClients,
    /// Methods of queries that are given columns.
    ColumnMethods,
    /// Methods of lists that look for elements by a condition.
    ListSearches,
    /// What compilers write around a module that is required.
    ImportHelpers,
    /// Packages whose middlewares around a function for a runtime tell nobody of what it answers.
    QuietMiddlewares,
}

impl NameList {
    pub const ALL: [NameList; 5] = [
        NameList::HttpClients,
        NameList::ColumnMethods,
        NameList::ListSearches,
        NameList::ImportHelpers,
        NameList::QuietMiddlewares,
    ];
}
