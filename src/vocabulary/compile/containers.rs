//! One file of the vocabulary: what its calls put into containers of instances, and take out.
//!
//! In: the entries of a [`Document`]. Out: facts at their places, by the [`PackageCompiler`] that the names were put in by.
//! Compiled twice, by the crate's tests and by its build script.

use std::borrow::Cow;

use super::super::facts::{Action, Binding, Gives, KeyAt, Provides};
use super::package::PackageCompiler;
use super::schema::Document;
use super::schema_containers::{BindingEntry, KeyEntry};

impl PackageCompiler<'_> {
    /// Says at each call's place what it does with a container.
    pub(super) fn containers(&mut self, document: &Document) {
        for binding in &document.binding {
            self.binding(binding);
        }
        for provider in &document.provider {
            if provider.provides == Provides::Described {
                let span = provider.paths.first().map_or(0..0, |path| path.span());
                self.problem(span, "what describes something is not described itself".to_owned());
            }
            self.declare(&provider.paths, &Action::Provide(provider.provides));
        }
        self.declare(&document.container.resolve, &Action::Resolve);
        self.declare(&document.container.build, &Action::Build);
        self.declare(&document.container.cradle, &Action::Cradle);
        self.declare(&document.container.inject, &Action::Inject);
    }

    fn binding(&mut self, entry: &BindingEntry) {
        let gives = match (entry.argument, entry.provides, &entry.options) {
            (Some(argument), Some(provides), None) => Gives::Argument(argument, provides),
            (None, None, Some(options)) => Gives::Options {
                argument: options.argument,
                class: Cow::Owned(options.class.clone()),
                value: Cow::Owned(options.value.clone()),
                factory: Cow::Owned(options.factory.clone()),
            },
            _ => {
                let span = entry.paths.first().map_or(0..0, |path| path.span());
                let message = "a binding has an `argument` and what it `provides`, or `options` that say both";
                return self.problem(span, message.to_owned());
            }
        };
        let key = match &entry.key {
            KeyEntry::Argument(argument) => KeyAt::Argument(*argument),
            KeyEntry::EachOf(each) => KeyAt::EachOf(each.each_of),
            KeyEntry::Receiver(_) => KeyAt::Receiver,
        };
        self.declare(&entry.paths, &Action::Bind(Binding { key, gives }));
    }
}
