//! Paths of requests, as a router takes them and as a project writes them down.
//!
//! In: a registered path with its mounts, or a path of the project's file. Out: whether every request for the first one is a
//! request for the second. Knows nothing of methods and of who registers what. What a registered path takes is never made
//! smaller than it is: an expression in it stands for everything from there on.

/// What has a meaning of its own in the paths of one version of Express or another.
const SPECIAL: &[char] = &[':', '*', '?', '#', '(', ')', '[', ']', '{', '}', '+', '\\', '!', '|'];

/// One part of a path between slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Text(String),
    /// `:id`
    Any,
}

impl Segment {
    /// Whether all that stands for the other one stands for this. Routers compare without case unless they are told otherwise.
    fn covers(&self, other: &Segment) -> bool {
        match (self, other) {
            (Segment::Any, _) => true,
            (Segment::Text(own), Segment::Text(other)) => own.eq_ignore_ascii_case(other),
            (Segment::Text(_), Segment::Any) => false,
        }
    }
}

/// Paths of one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RequestPath {
    segments: Vec<Segment>,
    /// What lies below it is meant, and not the path itself.
    below: bool,
}

impl RequestPath {
    /// A path of the project's file: names, `:parameters`, and at its end `*` for all that lies below.
    pub(super) fn written(path: &str) -> Result<RequestPath, &'static str> {
        let rest = path.strip_prefix('/').ok_or("a path begins with `/`, at the root of the service")?;
        let (rest, below) = match rest.strip_suffix('*') {
            Some(above) if above.is_empty() || above.ends_with('/') => (above, true),
            _ => (rest, false),
        };
        let rest = rest.strip_suffix('/').filter(|above| !above.is_empty()).unwrap_or(rest);
        let segment = |text: &str| match text.strip_prefix(':') {
            Some(name) if is_parameter(name) => Ok(Segment::Any),
            None if text.is_empty() => Err("there is nothing between two slashes of this path"),
            None if !text
                .contains(|sign: char| SPECIAL.contains(&sign) || sign.is_whitespace() || sign.is_control()) =>
            {
                Ok(Segment::Text(text.to_owned()))
            }
            _ => Err("a path is made of names and `:parameters`, with `*` at its end for all that lies below"),
        };
        let segments = if rest.is_empty() { Ok(Vec::new()) } else { rest.split('/').map(segment).collect() };
        segments.map(|segments| RequestPath { segments, below })
    }

    /// What comes to a registered path; `with_below` where it takes all that lies below it, too.
    pub(super) fn registered(path: &str, with_below: bool) -> Vec<RequestPath> {
        let mut paths = Vec::new();
        let mut segments = Vec::new();
        let mut parts = path.split('/').filter(|part| !part.is_empty()).peekable();
        while let Some(part) = parts.next() {
            let name = part.strip_prefix(':');
            let is_last = parts.peek().is_none();
            match name {
                Some(name) if is_parameter(name) => segments.push(Segment::Any),
                None if !part.contains(SPECIAL) => segments.push(Segment::Text(part.to_owned())),
                // A slash that may be missing.
                None if part == "?" && is_last => {}
                Some(name) if is_last && name.strip_suffix('?').is_some_and(is_parameter) => {
                    paths.push(RequestPath { segments: segments.clone(), below: false });
                    segments.push(Segment::Any);
                }
                _ => {
                    // A `*` begins behind its slash; of anything else the slash may be a part.
                    let is_behind = part.starts_with('*') && !path.contains(['?', '{', '(']);
                    let above = RequestPath { segments: segments.clone(), below: false };
                    paths.extend((!is_behind).then_some(above));
                    paths.push(RequestPath { segments, below: true });
                    return paths;
                }
            }
        }
        paths.extend(with_below.then(|| RequestPath { segments: segments.clone(), below: true }));
        paths.push(RequestPath { segments, below: false });
        paths
    }

    /// Whether every request for another path is one for this.
    pub(super) fn covers(&self, other: &RequestPath) -> bool {
        let (own, others) = (self.segments.len(), other.segments.len());
        let is_long_enough = match (self.below, other.below) {
            // What lies below `/` is everything.
            (true, false) => others > own || own == 0,
            (true, true) => others >= own,
            (false, false) => others == own,
            (false, true) => false,
        };
        is_long_enough && self.segments.iter().zip(&other.segments).all(|(own, other)| own.covers(other))
    }

    /// Whether every request is one for this path, whatever is not seen of its own.
    pub(super) fn is_everything(&self) -> bool {
        self.below && self.segments.is_empty()
    }
}

fn is_parameter(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether some written paths cover a registered one, together.
    fn covered(written: &[&str], registered: &str) -> bool {
        let written: Vec<RequestPath> = written.iter().map(|path| RequestPath::written(path).unwrap()).collect();
        RequestPath::registered(registered, false).iter().all(|path| written.iter().any(|own| own.covers(path)))
    }

    #[test]
    fn paths_are_compared_as_routers_do() {
        for (written, registered) in [
            ("/auth/refresh", "/auth/refresh"),
            ("/Auth/Refresh", "/auth/refresh"),
            ("/auth/refresh/", "/auth/refresh"),
            ("/auth/refresh", "/auth/refresh/"),
            ("/auth/refresh", "/auth/refresh/?"),
            ("/:tenant/refresh", "/:id/refresh"),
            ("/:tenant/refresh", "/acme/refresh"),
            ("/", "/"),
            ("/", ""),
        ] {
            assert!(covered(&[written], registered), "{written} {registered}");
        }
        for (written, registered) in [
            ("/refresh", "/auth/refresh"),
            ("/auth", "/auth/refresh"),
            ("/auth/refresh", "/auth"),
            ("/acme/refresh", "/:tenant/refresh"),
            ("/auth/refresh", "/auth/:action"),
            ("/", "/a"),
        ] {
            assert!(!covered(&[written], registered), "{written} {registered}");
        }
    }

    #[test]
    fn a_star_is_all_that_lies_below() {
        for (written, registered) in [
            ("/auth/*", "/auth/refresh"),
            ("/auth/*", "/auth/tokens/refresh"),
            ("/auth/*", "/auth/:id"),
            ("/:tenant/*", "/acme/auth/refresh"),
            ("/*", "/"),
            ("/*", "/auth/refresh"),
            ("/*", "/auth/ref(resh)?"),
        ] {
            assert!(covered(&[written], registered), "{written} {registered}");
        }
        for (written, registered) in [("/auth/*", "/auth"), ("/auth/*", "/authors/1"), ("/auth/*", "/:any/refresh")] {
            assert!(!covered(&[written], registered), "{written} {registered}");
        }
    }

    #[test]
    fn what_an_expression_takes_is_not_made_smaller() {
        // In Express 4, `/auth/*` takes `/auth/` and not `/auth`, an optional parameter takes both.
        assert!(covered(&["/auth/*"], "/auth/*"));
        assert!(covered(&["/auth/*"], "/auth/*rest"));
        assert!(!covered(&["/auth"], "/auth/*"));
        assert!(!covered(&["/auth/:id"], "/auth/:id?"));
        assert!(covered(&["/auth/:id", "/auth"], "/auth/:id?"));
        for registered in ["/auth/ref(resh)?", "/auth/{:id}", "/auth/:id.json", "/auth/:id(\\d+)", "/auth/a+b"] {
            assert!(!covered(&["/auth/refresh", "/auth/:id", "/auth/*"], registered), "{registered}");
            assert!(covered(&["/auth/*", "/auth"], registered), "{registered}");
        }
        assert!(!covered(&["/auth/refresh", "/auth/*"], "/auth{/:id}"));
        assert!(!covered(&["/auth/*"], "/auth?/*"), "the slash before it may be missing");
    }

    #[test]
    fn what_is_used_for_a_path_takes_what_lies_below() {
        let of = |path: &str| RequestPath::registered(path, true);
        let all = |written: &[&str], path: &str| {
            let written: Vec<RequestPath> = written.iter().map(|path| RequestPath::written(path).unwrap()).collect();
            of(path).iter().all(|path| written.iter().any(|own| own.covers(path)))
        };
        assert!(all(&["/api", "/api/*"], "/api"));
        assert!(!all(&["/api/*"], "/api"));
        assert!(!all(&["/api"], "/api"));
        assert!(all(&["/*"], ""));
        assert!(!all(&["/", "/api/*"], ""));
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for path in ["", "auth", "https://a.example/auth", "*", "./auth"] {
            assert!(RequestPath::written(path).unwrap_err().contains("begins with `/`"), "{path}");
        }
        for path in ["//", "/a//b", "/a//*"] {
            assert!(RequestPath::written(path).unwrap_err().contains("between two slashes"), "{path}");
        }
        for path in [
            "/a*", "/*/b", "/**", "/:id?", "/a?b=c", "/(a|b)", "/{a}", "/:", "/:a-b", "/a:b", "/a b", "/a#b", "/a\u{7}",
        ] {
            assert!(RequestPath::written(path).unwrap_err().contains("names and `:parameters`"), "{path}");
        }
        let everything = |path: &str| RequestPath::written(path).unwrap().is_everything();
        assert!(everything("/*") && !everything("/") && !everything("/:a/*"));
    }
}
