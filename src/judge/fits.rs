//! Whether the path or the method of a route's requests is what code asks for.
//!
//! In: the path of a route, as it is registered, the method, a question. Out: its truth for every request of the route; none where
//! requests differ, or where a part of the path is not seen. Knows nothing of values or runs.

use super::patterns::Pattern;

/// What begins a part of a registered path that requests fill in.
const FILLED_IN: [char; 6] = [':', '*', '{', '(', '?', '+'];

/// The requests of a route, as a handler on their way meets them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Requested {
    /// As far as it is seen.
    pub(super) path: Option<String>,
    /// In lower case; `all` for any.
    pub(super) verb: String,
    /// The path is whole: it begins at an application that serves.
    pub(super) complete: bool,
    /// What the routers around the handler have left of the path; absent where that is not one text.
    pub(super) rest: Option<String>,
}

/// What is asked of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Method,
    /// `req.originalUrl`
    Whole,
    /// `req.path`: what is left of it where the handler stands.
    Rest,
    /// `req.baseUrl`: what is not left of it.
    Base,
}

/// How it is compared with a text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Test<'t> {
    Is(&'t str),
    StartsWith(&'t str),
    EndsWith(&'t str),
    Includes(&'t str),
    Matches(&'t Pattern),
}

impl Asked {
    /// What a member of the request holds.
    pub(super) fn of_member(name: &str) -> Option<Asked> {
        match name {
            "method" => Some(Asked::Method),
            "originalUrl" => Some(Asked::Whole),
            "path" | "url" => Some(Asked::Rest),
            "baseUrl" => Some(Asked::Base),
            _ => None,
        }
    }
}

impl Requested {
    /// The text that is asked; none where it is not one text for all requests.
    pub(super) fn text(&self, asked: Asked) -> Option<&str> {
        match asked {
            Asked::Method => (self.verb != "all").then_some(self.verb.as_str()),
            _ => self.part(asked).filter(|part| part.is_plain()).map(|part| part.text),
        }
    }

    /// Whether what is asked fits; none when that is open.
    pub(super) fn holds(&self, asked: Asked, test: Test<'_>) -> Option<bool> {
        match (asked, test) {
            (Asked::Method, Test::Is(text)) => Some(self.text(asked)?.to_ascii_uppercase() == text),
            (Asked::Method, Test::Matches(pattern)) => Some(pattern.finds(&self.text(asked)?.to_ascii_uppercase())),
            (Asked::Method, _) => None,
            _ => self.part(asked)?.holds(test),
        }
    }

    fn part(&self, asked: Asked) -> Option<Part<'_>> {
        let whole = without_end(self.path.as_deref()?);
        let rest = self.rest.as_deref().map(without_end);
        let part = |text, begins| Part { text, begins };
        match asked {
            Asked::Whole => Some(part(whole, self.complete)),
            Asked::Rest => Some(part(rest?, true)),
            Asked::Base => {
                let base = whole.strip_suffix(rest?).or_else(|| (rest? == "/").then_some(whole))?;
                Some(part(base, self.complete))
            }
            Asked::Method => None,
        }
    }
}

/// A request for `/refresh/` is answered as one for `/refresh`, which is how it is called.
fn without_end(path: &str) -> &str {
    match path.trim_end_matches('/') {
        "" => "/",
        path => path,
    }
}

/// A registered path, or a part of one.
#[derive(Debug, Clone, Copy)]
struct Part<'p> {
    text: &'p str,
    /// Nothing that is not seen stands before it.
    begins: bool,
}

impl<'p> Part<'p> {
    /// Whether it is the same text for all requests.
    fn is_plain(self) -> bool {
        self.begins && !self.text.contains(FILLED_IN)
    }

    /// What every request begins with.
    fn head(self) -> &'p str {
        let head = self.text.split(FILLED_IN).next().unwrap_or_default();
        if self.begins { head } else { "" }
    }

    /// What every request ends in.
    fn tail(self) -> &'p str {
        match self.text.rsplit_once(FILLED_IN) {
            // The name of what is filled in ends where the segment does.
            Some((_, after)) => after.find('/').map_or("", |start| &after[start..]),
            None => self.text,
        }
    }

    fn holds(self, test: Test<'_>) -> Option<bool> {
        let (head, tail, is_plain) = (self.head(), self.tail(), self.is_plain());
        // Where only a part is known, it may rule something out, or be enough.
        let if_plain = |truth: bool| is_plain.then_some(truth);
        let unless = |is_possible: bool| if is_possible { None } else { Some(false) };
        match test {
            Test::Is(text) if is_plain => Some(self.text == text),
            Test::Is(text) => unless(text.starts_with(head) && text.ends_with(tail)),
            Test::StartsWith(text) if head.starts_with(text) => Some(true),
            Test::StartsWith(text) => if_plain(false).or_else(|| unless(text.starts_with(head))),
            Test::EndsWith(text) if tail.ends_with(text) => Some(true),
            Test::EndsWith(text) => if_plain(false).or_else(|| unless(text.ends_with(tail))),
            Test::Includes(text) if head.contains(text) || tail.contains(text) => Some(true),
            Test::Includes(_) => if_plain(false),
            Test::Matches(pattern) if is_plain => Some(pattern.finds(self.text)),
            Test::Matches(pattern) => (pattern.finds_within(head) || pattern.finds_behind(tail)).then_some(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Requested, Test};
    use crate::judge::patterns::Pattern;

    fn requested(path: &str, rest: Option<&str>, complete: bool) -> Requested {
        Requested { path: Some(path.to_owned()), verb: "post".to_owned(), complete, rest: rest.map(str::to_owned) }
    }

    fn matches(requested: &Requested, asked: Asked, written: &str) -> Option<bool> {
        requested.holds(asked, Test::Matches(&Pattern::read(written).expect("it is read")))
    }

    #[test]
    fn the_parts_of_a_path_are_told_apart() {
        let requested = requested("/auth/refresh/", Some("/refresh"), true);
        assert_eq!(requested.holds(Asked::Whole, Test::Is("/auth/refresh")), Some(true));
        assert_eq!(requested.holds(Asked::Rest, Test::Is("/auth/refresh")), Some(false));
        assert_eq!(requested.holds(Asked::Rest, Test::Is("/refresh")), Some(true));
        assert_eq!(requested.holds(Asked::Base, Test::Is("/auth")), Some(true));
        assert_eq!(requested.holds(Asked::Whole, Test::StartsWith("/refresh")), Some(false));
        assert_eq!(matches(&requested, Asked::Whole, r"/^\/auth\b/"), Some(true));
        assert_eq!(matches(&requested, Asked::Rest, r"/^\/auth\b/"), Some(false));
        assert_eq!(matches(&requested, Asked::Method, "/^(GET|HEAD)$/"), Some(false));
        assert_eq!(matches(&requested, Asked::Method, "/post/i"), Some(true));
    }

    #[test]
    fn what_requests_fill_in_is_open() {
        let requested = requested("/users/:id/refresh", Some("/users/:id/refresh"), true);
        assert_eq!(requested.holds(Asked::Rest, Test::StartsWith("/users")), Some(true));
        assert_eq!(requested.holds(Asked::Rest, Test::StartsWith("/users/7")), None);
        assert_eq!(requested.holds(Asked::Rest, Test::StartsWith("/login")), Some(false));
        assert_eq!(requested.holds(Asked::Rest, Test::EndsWith("/refresh")), Some(true));
        assert_eq!(requested.holds(Asked::Rest, Test::Is("/users/7/refresh")), None);
        assert_eq!(requested.holds(Asked::Rest, Test::Is("/users/7")), Some(false));
        assert_eq!(requested.holds(Asked::Rest, Test::Includes("7")), None);
        assert_eq!(matches(&requested, Asked::Rest, r"/^\/users\b/"), Some(true));
        assert_eq!(matches(&requested, Asked::Rest, r"/refresh$/"), Some(true));
        assert_eq!(matches(&requested, Asked::Rest, r"/^\/refresh$/"), None);
        // It may find more than what is known to be there.
        assert_eq!(matches(&requested, Asked::Rest, r"/^\/users\/[a-z]+$/"), None);
        assert_eq!(matches(&requested, Asked::Rest, "/users.$/"), None);
    }

    #[test]
    fn what_stands_before_an_unmounted_router_is_open() {
        let requested = requested("/refresh", None, false);
        assert_eq!(requested.holds(Asked::Whole, Test::EndsWith("/refresh")), Some(true));
        assert_eq!(requested.holds(Asked::Whole, Test::EndsWith("/auth/refresh")), None);
        assert_eq!(requested.holds(Asked::Whole, Test::EndsWith("/login")), Some(false));
        assert_eq!(requested.holds(Asked::Whole, Test::StartsWith("/refresh")), None);
        assert_eq!(requested.holds(Asked::Whole, Test::Is("/login")), Some(false));
        assert_eq!(requested.holds(Asked::Rest, Test::Is("/refresh")), None);
    }
}
