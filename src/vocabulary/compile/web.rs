//! One file of the vocabulary: what its calls mean to a web application, and which of its members are numbers.
//!
//! In: the entries of a [`Document`]. Out: facts at their places, by the [`PackageCompiler`] that the names were put in by.
//! Compiled twice, by the crate's tests and by its build script.

use std::borrow::Cow;

use toml::Spanned;

use super::super::facts::{Action, MakeError, StatusOf, Strategy};
use super::package::{PackageCompiler, mute};
use super::path::Path;
use super::schema::{Document, ErrorHandlerEntry, ErrorMakerEntry, RegistrarEntry, StatusEntry};

impl PackageCompiler<'_> {
    /// Says at each call's place what it means to an application, and at each number's place which it is.
    pub(super) fn web(&mut self, document: &Document) {
        for maker in &document.error_maker {
            self.error_maker(maker);
        }
        for test in &document.error_test {
            if let Some(class) = self.class(&test.class) {
                self.declare(&test.paths, &Action::IsError(class));
            }
        }
        for registrar in &document.registrar {
            self.registrar(registrar);
        }
        for strategy in &document.strategy {
            if strategy.name.get_ref().is_empty() {
                self.problem(strategy.name.span(), "a strategy has a `name`".to_owned());
            }
            let name = Cow::Owned(strategy.name.get_ref().clone());
            self.declare(&strategy.paths, &Action::Strategy(Strategy { name }));
        }
        let plain = [
            (&document.async_wrapper, Action::ForwardRejections),
            (&document.entry_wrapper, Action::TakeEntry),
            (&document.use_strategy, Action::UseStrategy),
            (&document.authenticate, Action::Authenticate),
        ];
        for (entries, action) in plain {
            for entry in entries {
                self.declare(&entry.paths, &action);
            }
        }
        for entry in &document.access_log {
            self.declare(&entry.paths, &Action::AccessLog { reason: entry.reason });
        }
        for entry in &document.error_handler {
            self.error_handler(entry);
        }
        let mut constants: Vec<(&Spanned<Path>, i32)> =
            document.constants.iter().map(|(path, value)| (path, *value)).collect();
        constants.sort_by_key(|(path, _)| path.span().start);
        for (path, value) in constants {
            self.constant(path, value);
        }
    }

    fn error_handler(&mut self, entry: &ErrorHandlerEntry) {
        if let Some(status) = &entry.from_status {
            self.http_status(*status.get_ref(), status.span());
        }
        if !entry.tells && (entry.from_status.is_some() || !entry.muted_by.is_empty()) {
            let span = entry.paths.first().map_or(0..0, |path| path.span());
            self.problem(span, "what tells nobody is neither muted nor held back by a status".to_owned());
        }
        let action = Action::ErrorHandler {
            tells: entry.tells,
            answers: entry.answers,
            from_status: entry.from_status.as_ref().map(|status| *status.get_ref()),
            muted_by: entry.muted_by.iter().map(mute).collect(),
        };
        self.declare(&entry.paths, &action);
    }

    fn error_maker(&mut self, entry: &ErrorMakerEntry) {
        let given = entry.class.as_ref().and_then(|path| self.class(path));
        let fields = entry.status_fields.iter().cloned().map(Cow::Owned).collect();
        let mut maker = MakeError { status: None, message: entry.message, class: given, fields };
        match entry.status.as_ref().map(|status| (status.get_ref(), status.span())) {
            None if !entry.status_fields.is_empty() => {
                let span = entry.paths.first().map_or(0..0, |path| path.span());
                self.problem(span, "`status-fields` hold a status, and no `status` is given".to_owned());
            }
            None => {}
            Some((StatusEntry::Fixed(status), span)) => {
                self.http_status(*status, span);
                maker.status = Some(StatusOf::Fixed(*status));
            }
            Some((StatusEntry::Argument(status), _)) => maker.status = Some(StatusOf::Argument(status.argument)),
            Some((StatusEntry::Class(_), span)) => {
                if entry.class.is_some() {
                    self.problem(span, "the paths are the classes themselves: `class` has no place here".to_owned());
                }
                for path in &entry.paths {
                    self.maker_of_class(path, maker.clone());
                }
                return;
            }
        }
        self.declare(&entry.paths, &Action::MakeError(maker));
    }

    /// A class of errors that makes them when it is called.
    fn maker_of_class(&mut self, path: &Spanned<Path>, maker: MakeError) {
        let Some(class) = self.class(path) else { return };
        let Some(status) = self.all.errors[class.0 as usize].status else {
            self.problem(path.span(), format!("the class `{}` has no `status`", path.get_ref()));
            return;
        };
        let maker = MakeError { status: Some(StatusOf::Fixed(status)), class: Some(class), ..maker };
        self.declare_one(path, Action::MakeError(maker));
    }

    fn registrar(&mut self, entry: &RegistrarEntry) {
        for path in &entry.paths {
            let owner = self.owner(path);
            if owner.is_none_or(|owner| self.all.graph.at(owner).framework.is_none()) {
                let message = format!("`{}` is no member of an object with a `framework`", path.get_ref());
                self.problem(path.span(), message);
                continue;
            }
            self.declare_one(path, Action::Register(entry.how));
            if let Some(place) = self.place(path) {
                self.all.graph.at(place).forwards = entry.forwards_rejections;
            }
        }
    }

    fn constant(&mut self, path: &Spanned<Path>, value: i32) {
        let span = path.span();
        if self.owner(path).is_none() {
            self.problem(span, format!("`{}` is no member that could be a number", path.get_ref()));
            return;
        }
        let Some(place) = self.place(path) else { return };
        if let Some(line) = self.declared.insert(place, self.line(&span)) {
            let message = format!("what `{}` is is already said in line {line}", path.get_ref());
            self.problem(span, message);
            return;
        }
        self.all.graph.at(place).constant = Some(value);
    }
}
