//! Makes the functions that other code calls for what they do: loggers of the project, and what only looks like one.

use super::generate::{Generator, Kind, Scope};
use super::generate_project::Site;
use super::program::*;

impl Generator {
    /// A function that the code may call: the handler's own, or one of a file.
    pub(crate) fn helper(&mut self, units: usize, has_second: bool) {
        let index = self.helpers.len();
        let name = [Name("deny"), Name("logFailure"), Name("logError")][index];
        let in_module = self.rng.percent(if self.is_project { 75 } else { 30 }) || has_second;
        let home = match in_module {
            true => Home::File(self.rng.below(units + 1)),
            false => Home::Handler,
        };
        let param = self.rng.percent(50).then_some(Name("failure"));
        let mut scope = Scope { errors: param.into_iter().collect(), in_loop: true, ..Scope::of(Kind::Helper) };
        let style = self.rng.weighted(&[(50, Style::Arrow), (35, Style::Classic), (15, Style::AsyncArrow)]);
        let recursion = match self.is_project && in_module && self.rng.percent(18) {
            true => Some(match (self.rng.below(4), param) {
                (0, _) => Recursion::Counter { behind: true },
                (1, _) => Recursion::Mutual,
                (2, Some(_)) => Recursion::Cause,
                _ => Recursion::Counter { behind: false },
            }),
            false => None,
        };
        if recursion == Some(Recursion::Cause) {
            // What kind of error the cause is, nobody knows.
            scope.errors.clear();
        }
        self.site = match home {
            Home::Handler => Site::HANDLER,
            Home::File(file) => Site { file, sees_request: false, ..Site::HANDLER },
        };
        let body = match in_module || style == Style::AsyncArrow {
            true => self.plain_helper(&scope),
            false => Body::Block(self.tail(&scope, 1)),
        };
        let body = match (body, style) {
            (Body::Expr(expr), Style::Classic) => Body::Block(vec![Stmt::Expr(expr)]),
            (body, _) => body,
        };
        let function = Function { style, params: param.into_iter().collect(), body };
        self.helpers.push(Helper { name, home, recursion, function });
    }

    /// The body of a helper that only signals, or does nothing whatever its name says.
    fn plain_helper(&mut self, scope: &Scope) -> Body {
        if self.rng.percent(25) {
            return Body::Block(Block::new());
        }
        let signal = match self.is_project && self.rng.percent(20) {
            true => self.call(scope).unwrap_or_else(|| Expr::Signal(self.signal(scope))),
            false => Expr::Signal(self.signal(scope)),
        };
        match (self.rng.percent(50), scope.errors.first()) {
            (true, Some(&error)) => {
                let cond = self.error_cond(error);
                Body::Block(vec![Stmt::If(cond, vec![Stmt::Expr(signal)], None)])
            }
            (true, None) => Body::Expr(signal),
            (false, _) => Body::Block(vec![Stmt::Expr(signal)]),
        }
    }
}
