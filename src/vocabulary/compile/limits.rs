//! One file of the vocabulary: what limits, what its calls do to stores, and what runs along with that.
//!
//! In: the entries of a [`Document`]. Out: facts at their places, by the [`PackageCompiler`] that the names were put in by.
//! Compiled twice, by the crate and by its build script.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;

use super::super::facts::{
    Action, Answer, Argument, Chosen, Denies, Does, Hook, Limiter, LimiterHow, LimiterOptions, List, Literal, OptionIs,
    OptionValue, OptionsOf, Refusal, RunsWith, Spot, StoreOperation, Text,
};
use super::package::{PackageCompiler, literal, mute};
use super::path::{Base, Path, Step};
use super::schema::{ArgumentEntry, Document, LiteralEntry};
use super::schema_limits::{
    ChosenEntry, DenialEntry, HookEntry, InstallsEntry, LimiterEntry, LimiterOptionsEntry, OptionEntry, StoreEntry,
};

impl PackageCompiler<'_> {
    /// Says at each call's place what it limits or stores.
    pub(super) fn limits(&mut self, document: &Document) {
        for limiter in &document.limiter {
            self.limiter(limiter);
        }
        for store in &document.store {
            self.store(store);
        }
        for hook in &document.hook {
            self.hook(hook);
        }
    }

    fn hook(&mut self, entry: &HookEntry) {
        let texts = |names: &[String]| names.iter().cloned().map(Cow::Owned).collect::<List<Text>>();
        for (at, runs) in entry.runs_with.iter().enumerate() {
            let name = runs.name.get_ref();
            if entry.runs_with[..at].iter().any(|other| other.name.get_ref() == name) {
                self.problem(runs.name.span(), format!("what `{name}` runs along with is said already"));
            }
            if runs.store.is_empty() && runs.row.is_empty() {
                self.problem(runs.name.span(), format!("there is nothing that `{name}` runs along with"));
            }
        }
        let runs_with = entry.runs_with.iter().map(|runs| RunsWith {
            name: Cow::Owned(runs.name.get_ref().clone()),
            of_store: texts(&runs.store),
            of_row: texts(&runs.row),
            chosen: runs.chosen.as_ref().map(|ChosenEntry { store, row }| Chosen {
                of_store: Cow::Owned(store.clone()),
                of_row: Cow::Owned(row.clone()),
            }),
        });
        let hook = Hook {
            option: entry.option.clone().map(Cow::Owned),
            each_row: entry.each_row.clone().map(Cow::Owned),
            taken_over: entry.taken_over,
            runs_with: runs_with.collect(),
        };
        self.declare(&entry.paths, &Action::Hook(hook));
    }

    pub(super) fn limiter(&mut self, entry: &LimiterEntry) {
        let how = match (&entry.denies, &entry.installs) {
            (None, None) => LimiterHow::Middleware,
            (Some(denies), None) => LimiterHow::Call { denies: self.denies(denies) },
            (None, Some(installs)) => self.installs(installs.get_ref(), entry),
            (Some(_), Some(installs)) => {
                let message = "a limiter that installs itself is a middleware: `denies` is about calls";
                self.problem(installs.span(), message.to_owned());
                return;
            }
        };
        if let (true, Some(denies)) = (entry.slows_only, &entry.denies) {
            self.problem(denies.span(), "what only slows refuses nothing: `denies` has no place here".to_owned());
        }
        for path in &entry.paths {
            let options = entry.options.as_ref().and_then(|options| {
                let of = self.options_of(path, &how)?;
                Some(self.limiter_options(options.get_ref(), options.span(), of))
            });
            let limiter = Limiter { how: how.clone(), slows_only: entry.slows_only, options };
            self.declare_one(path, Action::Limit(limiter));
        }
    }

    fn denies(&mut self, entry: &Spanned<Vec<DenialEntry>>) -> List<Denies> {
        let denies = entry.get_ref();
        if denies.is_empty() {
            self.problem(entry.span(), "a limiter that refuses nothing is none: `denies` is empty".to_owned());
        }
        // A result may say it in several ways at once.
        let mut after = denies.iter().skip_while(|denial| matches!(denial, DenialEntry::Callback { .. }));
        let is_result = |denial: &DenialEntry| matches!(denial, DenialEntry::Result { .. });
        if after.next().is_some_and(|first| !after.all(|denial| is_result(first) && is_result(denial))) {
            let message = "the ways to refuse after one without a condition are never taken";
            self.problem(entry.span(), message.to_owned());
        }
        let nameless = |denial: &DenialEntry| matches!(denial, DenialEntry::Result { member: None, called: true, .. });
        if denies.iter().any(nameless) {
            self.problem(entry.span(), "a method has a name: `called` needs a `member`".to_owned());
        }
        denies.iter().map(denial).collect()
    }

    fn installs(&mut self, entry: &InstallsEntry, limiter: &LimiterEntry) -> LimiterHow {
        for path in &limiter.paths {
            let Path { base, steps } = path.get_ref();
            if !matches!((base, steps.last()), (_, Some(Step::Call)) | (Base::Object(_), None)) {
                let message = format!("no call gives `{}`: nothing holds the application", path.get_ref());
                self.problem(path.span(), message);
            }
        }
        LimiterHow::Installs {
            application: entry.application,
            path: Cow::Owned(entry.path.clone()),
            method: Cow::Owned(entry.method.clone()),
        }
    }

    /// The call that is given the options of what stands at a path.
    fn options_of(&mut self, path: &Spanned<Path>, how: &LimiterHow) -> Option<OptionsOf> {
        let is_object = |path: &Path| path.base != Base::Module;
        let Path { steps, .. } = path.get_ref();
        let of = match (how, steps.split_last()) {
            (LimiterHow::Installs { .. }, _) => Some(OptionsOf::Itself),
            (_, Some((Step::Call, _))) => Some(OptionsOf::Making),
            (_, Some((Step::Member(_), before))) => match before.last() {
                Some(Step::Call) => Some(OptionsOf::Owner),
                None if is_object(path.get_ref()) => Some(OptionsOf::Owner),
                _ => None,
            },
            (_, None) if is_object(path.get_ref()) => Some(OptionsOf::Making),
            _ => None,
        };
        if of.is_none() {
            let message = format!("no call makes `{}`: nothing is given its options", path.get_ref());
            self.problem(path.span(), message);
        }
        of
    }

    fn limiter_options(&mut self, entry: &LimiterOptionsEntry, span: Range<usize>, of: OptionsOf) -> LimiterOptions {
        let LimiterOptionsEntry { argument, inert, skips_failed, skips_successful, handlers, hooks } = entry;
        let said = [inert, skips_failed, skips_successful];
        if handlers.is_empty() && hooks.is_empty() && said.iter().all(|options| options.is_empty()) {
            self.problem(span.clone(), "nothing is said of the options".to_owned());
        }
        let [inert, skips_failed, skips_successful] = said.map(|options| self.options(options));
        if let Some(both) = handlers.iter().find(|option| hooks.contains(option)) {
            self.problem(span, format!("`{both}` answers or runs along, not both"));
        }
        let [handlers, hooks] = [handlers, hooks].map(|options| options.iter().cloned().map(Cow::Owned).collect());
        LimiterOptions { of, argument: *argument, inert, skips_failed, skips_successful, handlers, hooks }
    }

    fn options(&mut self, entries: &[Spanned<OptionEntry>]) -> List<OptionIs> {
        let mut options: Vec<OptionIs> = Vec::new();
        for entry in entries {
            let Some(value) = self.option_value(entry) else { continue };
            let OptionEntry { option, before, unless, .. } = entry.get_ref();
            let unless = unless.clone().map(Cow::Owned);
            let one = OptionIs { option: Cow::Owned(option.clone()), value, before: *before, unless };
            if options.iter().any(|other| other.option == one.option && other.value == one.value) {
                self.problem(entry.span(), format!("this is said of `{option}` already"));
            }
            options.push(one);
        }
        Cow::Owned(options)
    }

    fn option_value(&mut self, entry: &Spanned<OptionEntry>) -> Option<OptionValue> {
        let OptionEntry { option, is, is_not, gives, has, lacks, made_with, before: _, unless: _ } = entry.get_ref();
        let given = [is.is_some(), is_not.is_some(), gives.is_some(), has.is_some(), lacks.is_some()];
        if given.into_iter().filter(|given| *given).count() != 1 {
            let message = format!("`{option}` needs one of `is`, `is-not`, `gives`, `has` and `lacks`");
            self.problem(entry.span(), message);
            return None;
        }
        if made_with.is_some() && lacks.is_none() {
            self.problem(entry.span(), "`made-with` is about what a list lacks".to_owned());
        }
        let literals = [(is, OptionValue::Is as fn(Literal) -> OptionValue), (is_not, OptionValue::IsNot)];
        let plain = literals.into_iter().find_map(|(entry, value)| Some(value(literal(entry.as_ref()?))));
        if let Some(value) = plain.or(gives.map(OptionValue::Gives)) {
            return Some(value);
        }
        if let Some(path) = has {
            return self.place(path).map(|place| OptionValue::Has(Spot(place)));
        }
        let paths = lacks.as_deref().unwrap_or_default();
        if paths.is_empty() {
            self.problem(entry.span(), format!("there is nothing that `{option}` could lack"));
        }
        let spots = paths.iter().filter_map(|path| self.place(path)).map(Spot).collect();
        Some(OptionValue::Lacks { spots, made_with: made_with.as_ref().map(mute) })
    }

    fn store(&mut self, entry: &StoreEntry) {
        let StoreEntry { paths, does, answer, by_predicate, calls_back } = entry;
        if let Some(message) = contradiction(*does.get_ref(), *answer, *by_predicate) {
            self.problem(does.span(), message.to_owned());
        }
        let operation = StoreOperation {
            does: *does.get_ref(),
            answer: *answer,
            by_predicate: *by_predicate,
            calls_back: *calls_back,
        };
        self.declare(paths, &Action::Store(operation));
    }
}

/// What cannot be said of one operation on a store.
pub(super) fn contradiction(does: Does, answer: Option<Answer>, by_predicate: Option<Answer>) -> Option<&'static str> {
    match (does, answer, by_predicate) {
        (Does::Read, None, _) => Some("what is read has an `answer`"),
        (Does::Read, Some(_), _) | (_, _, None) => None,
        (_, _, Some(_)) => Some("only what is read is picked: `by-predicate` has no place here"),
    }
}

fn denial(entry: &DenialEntry) -> Denies {
    let refusal = |member: &Option<String>, called: bool, is: &LiteralEntry| Refusal {
        member: member.clone().map(Cow::Owned),
        called,
        is: literal(is),
    };
    match entry {
        DenialEntry::Throw {} => Denies::Throws,
        DenialEntry::Reject {} => Denies::Rejects,
        DenialEntry::Result { member, called, is } => Denies::Result(refusal(member, *called, is)),
        DenialEntry::Callback { argument, parameter, member, is } => {
            let callback = match argument {
                ArgumentEntry::Index(index) => Argument::Index(*index),
                ArgumentEntry::Named(_) => Argument::Last,
            };
            Denies::Callback { callback, parameter: *parameter, refusal: refusal(member, false, is) }
        }
    }
}
