//! Stores: which calls and accesses look a presented token up, and which revoke one.
//!
//! In: a site. Out: what kind of list it asks or changes, and how the answer looks. A method's name alone settles nothing: what
//! is written around it has to speak of tokens and of their revocation, and a project's own function is judged by what it does.

use std::rc::Rc;

use super::machine::Machine;
use super::names::Says;
use super::rows::StoredBack;
use super::sites::Written;
use super::value::Value;
use crate::link::{AccessRef, CallRef, SiteRef};
use crate::outline::code::{Op, SiteId};
use crate::vocabulary::{self, Action, Answer, Does, StoreOperation, WordList, split_name};

/// What a look-up asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Listed {
    /// A list of tokens that are refused: a hit refuses.
    Refused,
    /// A list of tokens that are accepted: a miss refuses, and so does a row that is marked as revoked.
    Accepted,
    /// A row that says since when tokens are accepted, or which generation of them.
    Versioned,
}

/// A look-up of a presented token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LookUp {
    pub(super) listed: Listed,
    pub(super) answer: Answer,
}

/// What is done to a store.
pub(super) struct Stored {
    pub(super) does: Does,
    pub(super) answer: Answer,
    pub(super) written: Written,
}

impl Machine<'_> {
    /// The look-up that a site is.
    pub(super) fn look_up(&mut self, site: SiteRef) -> Option<LookUp> {
        if let Some(known) = self.look_ups.get(&site) {
            return *known;
        }
        let found = self.find_look_up(site);
        self.look_ups.insert(site, found);
        found
    }

    fn find_look_up(&mut self, site: SiteRef) -> Option<LookUp> {
        let Some(call) = site.call() else { return self.find_listed(site) };
        if let Some(found) = self.look_up_by_name(call) {
            return Some(found);
        }
        let listed = self.find_listed(site);
        listed.or_else(|| {
            let versioned = LookUp { listed: Listed::Versioned, answer: Answer::Row };
            self.reads_version(call).then_some(versioned)
        })
    }

    fn find_listed(&mut self, site: SiteRef) -> Option<LookUp> {
        let stored = self.stored_at(site)?;
        let Stored { does: Does::Read, answer, written } = &*stored else { return None };
        let answer = *answer;
        let own = written.own();
        if written.callees.says(WordList::Carrier) || written.foreign || written.all().says(WordList::CleanUp) {
            return None;
        }
        let names_revoked = written.named.says(WordList::Revoked) || written.within_revoked || written.if_revoked;
        let listed = if names_revoked && !written.unless_revoked { Listed::Refused } else { Listed::Accepted };
        let is_token = if listed == Listed::Refused {
            of_revoked_tokens(written)
        } else {
            // The token itself has to be what is looked for.
            let of_token = own.any(&[WordList::Token, WordList::Refresh]);
            let names_token = written.arguments.says(WordList::Token) && !written.all().says(WordList::OneTime);
            self.concern.holds(site.file) && of_token && names_token && self.asks_for_token_itself(site)
        };
        is_token.then_some(LookUp { listed, answer })
    }

    /// `isRevoked(jti)`, of which no definition is seen.
    fn look_up_by_name(&mut self, call: CallRef) -> Option<LookUp> {
        let program = self.program;
        let name = self.callee_name(call)?.to_owned();
        let says = super::names::said_by(&name);
        if !says.says(WordList::Revoked) || vocabulary::store_method(&name).is_some() {
            return None;
        }
        let asks = split_name(&name).first().is_some_and(|word| ["is", "has", "check", "was"].contains(&word.as_str()));
        let written = self.written_around(call);
        let callee = self.callee(call);
        let is_unseen = matches!(self.values.get(callee), Value::Symbol(_)) && self.declared_surface(callee).is_none();
        let fits = asks && is_unseen && written.all().says(WordList::Token) && !written.foreign;
        (fits && !program.call(call).is_new).then_some(LookUp { listed: Listed::Refused, answer: Answer::Truth })
    }

    /// Whether a token is revoked at a site, or what it is checked against is deleted.
    pub(super) fn revokes(&mut self, site: SiteRef) -> bool {
        let Some(stored) = self.stored_at(site) else { return false };
        let (does, mut written) = (stored.does, stored.written.clone());
        let saves = site.call().filter(|&call| self.saves_row(call));
        let saved = saves.is_some();
        if let Some(call) = saves {
            let before = self.set_before(call);
            written.arguments |= before.arguments;
            written.empties |= before.empties;
            written.unless_revoked |= before.unless_revoked;
        }
        let (own, all) = (written.own(), written.all());
        if all.any(&[WordList::OneTime, WordList::CleanUp]) || written.foreign || self.is_of_one_call(site) {
            return false;
        }
        let of_token = |says: Says| says.any(&[WordList::Token, WordList::Refresh, WordList::Session]);
        let concerned = self.concern.holds(site.file);
        match does {
            Does::Change | Does::Remove if !concerned => false,
            Does::Add if saved && !concerned => false,
            Does::Add if saved => {
                let bumps = written.arguments.says(WordList::Version);
                self.marks(&written) || self.empties(&written) || bumps || of_list(&written)
            }
            Does::Add => of_revoked_tokens(&written) && !written.unless_revoked,
            Does::Change => self.marks(&written) || self.empties(&written) || own.says(WordList::Version),
            // What is taken off a list of refused tokens is accepted again, or was cleaned up.
            Does::Remove => {
                !written.by_expiry
                    && of_token(own)
                    && (!written.named.says(WordList::Revoked) || written.unless_revoked)
            }
            Does::Read => concerned && of_token(own) && self.marks_in_place(site),
            Does::Sql | Does::Refine | Does::Transact => false,
        }
    }

    /// `{ revoked: true }`, of something that stands for a token.
    fn marks(&self, written: &Written) -> bool {
        let of_token = written.all().any(&[WordList::Token, WordList::Refresh, WordList::Session]);
        written.arguments.says(WordList::Revoked) && of_token
    }

    /// `{ refreshToken: null }`
    fn empties(&self, written: &Written) -> bool {
        written.empties && written.arguments.says(WordList::Refresh) && written.arguments.says(WordList::Token)
    }

    /// What is done to a store at a site.
    pub(super) fn stored_at(&mut self, site: SiteRef) -> Option<Rc<Stored>> {
        if let Some(known) = self.stored.get(&site) {
            return known.clone();
        }
        let found = match site.site {
            SiteId::Call(call) => self.find_store_call(CallRef { file: site.file, call }),
            SiteId::Access(access) => self.find_keyed(AccessRef { file: site.file, access }),
        };
        let found = found.filter(|stored| !self.is_of_syntax(site.file, &stored.written)).map(Rc::new);
        self.stored.insert(site, found.clone());
        found
    }

    /// What a call does to a store, when it is not the project's own, and no other call of its chain does it.
    fn find_store_call(&mut self, call: CallRef) -> Option<Stored> {
        let operation = self.operation(call)?;
        let outline = self.program.outline(call.file);
        let named = |&id: &crate::outline::code::CallId| {
            let name = outline.call(id).member.map(|name| outline.name(name));
            name.and_then(vocabulary::store_method)
                .is_some_and(|operation| !matches!(operation.does, Does::Refine | Does::Transact))
        };
        let chain = self.chain_of(call);
        if chain.iter().rev().find(|id| named(id)).is_some_and(|&last| last != call.call) {
            return None;
        }
        let mut written = self.written_around(call);
        written.unless_revoked |= written.texts.iter().any(|text| demands_not_revoked(text));
        let worth = [WordList::Token, WordList::Refresh, WordList::Session, WordList::Revoked, WordList::Audit];
        // Of a row that is saved, what was written to it before tells.
        if !written.all().any(&worth) && !self.saves_row(call) {
            return None;
        }
        let stored_back = self.stored_back(call);
        if !self.is_called_of_a_store(call) && stored_back != Some(StoredBack::Saved) {
            return None;
        }
        // A list that is made of itself keeps what a condition says: of tokens, that it is about one.
        let is_about_token = written.arguments.any(&[WordList::Token, WordList::Refresh]);
        let is_filtered = self.callee_name(call) == Some("filter") && stored_back.is_some();
        if is_filtered && !is_about_token && !written.callees.says(WordList::Refresh) {
            return None;
        }
        let (does, answer) = match (operation.does, written.texts.iter().find_map(|text| sql(text))) {
            (Does::Sql, None) => return None,
            (_, Some(does)) => (does, operation.answer),
            (does, None) => (does, operation.answer),
        };
        let answer = match operation.by_predicate.filter(|_| self.is_given_a_condition(call)) {
            Some(answer) => answer,
            None => answer.unwrap_or(Answer::Row),
        };
        Some(Stored { does, answer, written })
    }

    pub(super) fn operation(&mut self, call: CallRef) -> Option<StoreOperation> {
        let name = self.method_name(call)?;
        if name == "filter" && self.stored_back(call).is_some() {
            return Some(StoreOperation { does: Does::Remove, answer: None, by_predicate: None, calls_back: false });
        }
        // `getAsync`: what a promise-giving twin of a method is called.
        let by_name = vocabulary::store_method(name.strip_suffix("Async").unwrap_or(name))?;
        let known = self.callee_surface(call).and_then(|surface| surface.store_operation());
        Some(known.unwrap_or(by_name))
    }

    /// What a call's method is called; of `Object.prototype.hasOwnProperty.call(list, key)`, what is called on the list.
    fn method_name(&self, call: CallRef) -> Option<&str> {
        let name = self.callee_name(call)?;
        let site = self.program.call(call);
        let outline = self.program.outline(call.file);
        let code = &outline.function(site.function).code[..site.callee_code.1 as usize];
        match code.last().map(|inst| inst.op) {
            Some(Op::Member(method)) if name == "call" => Some(outline.name(method)),
            _ => Some(name),
        }
    }

    /// Whether the callee may be a store's: nothing of the project's, of the request's, or of a package that is no store.
    pub(super) fn is_called_of_a_store(&mut self, call: CallRef) -> bool {
        let callee = self.callee(call);
        if self.declared_surface(callee).is_some() {
            return false;
        }
        match *self.values.get(callee) {
            Value::Package { surface, .. } | Value::Made { surface, .. } | Value::Configured { surface, .. } => {
                matches!(surface.action(), Some(Action::Store(_)) | None)
            }
            Value::Symbol(_) => {
                !self.is_exchange(self.values.base(callee)) && !self.is_client(callee) && !self.is_own_method(call)
            }
            Value::Builtin(_) | Value::Undefined | Value::Promisified(_) | Value::Bound { .. } => true,
            _ => false,
        }
    }

    /// `this.get(…)`: a method of the object itself, that its class has from elsewhere.
    fn is_own_method(&self, call: CallRef) -> bool {
        let site = self.program.call(call);
        let code = &self.program.outline(call.file).function(site.function).code;
        let callee = code.get(site.callee_code.0 as usize..site.callee_code.1 as usize).unwrap_or_default();
        matches!(callee, [only] if only.op == Op::This)
    }

    fn is_given_a_condition(&self, call: CallRef) -> bool {
        let site = self.program.call(call);
        let outline = self.program.outline(call.file);
        let first = site.arguments.first();
        first.is_some_and(|&first| {
            let mut inline = self.program.places(call.file).functions_at(first);
            inline.any(|inner| outline.function(inner).parent == Some(site.function))
        })
    }

    /// How a look-up's answer looks.
    pub(super) fn answer_of(&mut self, site: SiteRef) -> Answer {
        self.look_up(site).map_or(Answer::Row, |found| found.answer)
    }

    /// Whether a call's function is a condition, not a callback.
    pub(super) fn takes_condition(&mut self, call: CallRef) -> bool {
        self.operation(call).is_some_and(|operation| !operation.calls_back || self.is_given_a_condition(call))
    }
}

/// Whether names speak of revoked tokens: one half of it at least has to stand in the call itself.
fn of_revoked_tokens(written: &Written) -> bool {
    let (own, all) = (written.own(), written.all());
    let halves = |one, other| own.says(one) && all.says(other);
    halves(WordList::Token, WordList::Revoked) || halves(WordList::Revoked, WordList::Token)
}

/// A row of a list of refused tokens, whatever is written to it.
fn of_list(written: &Written) -> bool {
    written.callees.says(WordList::Revoked) && written.callees.says(WordList::Token)
}

/// What the tables of a statement of SQL are called.
pub(super) fn tables(statement: &str) -> Says {
    let words: Vec<&str> = statement.split_whitespace().collect();
    let names = words.windows(2).filter(|pair| {
        ["from", "into", "update", "join", "table"].iter().any(|word| pair[0].eq_ignore_ascii_case(word))
    });
    names.fold(Says::default(), |said, pair| said | super::names::said_by(pair[1]))
}

/// `… AND revoked = 0`, `… revoked_at IS NULL`: rows that are not revoked.
fn demands_not_revoked(statement: &str) -> bool {
    let spaced = statement.to_ascii_lowercase().replace('=', " = ");
    let words: Vec<&str> = spaced.split_whitespace().map(|word| word.trim_matches(['(', ')', ';', ','])).collect();
    words.windows(3).any(|window| match window {
        [column, "=", "0" | "false"] | [column, "is", "null" | "false"] => {
            super::names::said_by(column).says(WordList::Revoked)
        }
        _ => false,
    })
}

/// What a statement of SQL does.
pub(super) fn sql(text: &str) -> Option<Does> {
    let mut words = text.split_whitespace();
    let verb = words.next()?.to_ascii_lowercase();
    words.next()?;
    match verb.as_str() {
        "select" | "with" => Some(Does::Read),
        "insert" | "replace" => Some(Does::Add),
        "update" => Some(Does::Change),
        "delete" => Some(Does::Remove),
        _ => None,
    }
}
