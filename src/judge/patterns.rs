//! Regular expressions for paths: `app.use(/^\/auth/, limiter)`, `/^\/auth/.test(req.path)`.
//!
//! In: a regular expression as it is written, a path. Out: how much of the path it takes. One that means something else to the
//! engine here than to Node.js, or holds what that engine does not have (what it looks back at), is not read. Knows nothing of
//! registrations.

use std::fmt;
use std::hash::{Hash, Hasher};

use regex::{Regex, RegexBuilder};

/// What one expression may take once it is compiled, in bytes.
const SIZE: usize = 1 << 16;
/// Escapes of letters that mean the same here and there.
const LETTERS: &str = "bBdDfnrsStvwW";
/// What stands for a parameter's value: an expression that asks for digits is mostly about numbers.
const SAMPLES: [&str; 2] = ["x", "1"];

/// A regular expression for paths.
#[derive(Clone)]
pub(crate) struct Pattern {
    written: String,
    compiled: Regex,
}

impl Pattern {
    /// `/^\/auth/i`
    pub(super) fn read(written: &str) -> Option<Pattern> {
        let (source, flags) = written.strip_prefix('/')?.rsplit_once('/')?;
        let mut builder = RegexBuilder::new(source);
        for flag in flags.chars() {
            match flag {
                'i' => drop(builder.case_insensitive(true)),
                's' => drop(builder.dot_matches_new_line(true)),
                'm' => drop(builder.multi_line(true)),
                'd' | 'u' => {}
                // With these it remembers where it found something.
                _ => return None,
            }
        }
        let compiled = builder.size_limit(SIZE).dfa_size_limit(SIZE).build().ok().filter(|_| means_the_same(source))?;
        Some(Pattern { written: written.to_owned(), compiled })
    }

    /// What a middleware leaves of the paths that come to it: as routers do it, whole segments from the beginning only. Absent
    /// when it is not called for them; a rest is absent that differs from request to request.
    pub(super) fn below(&self, path: &str) -> Option<Option<String>> {
        let mut rests = instances(path).into_iter().filter_map(|instance| {
            let found = self.compiled.find(&instance)?;
            let is_whole = found.is_empty() || (found.start() == 0 && ends_segment(&instance[found.end()..]));
            let rest = &instance[if found.is_empty() { 0 } else { found.end() }..];
            is_whole.then(|| if rest.is_empty() { "/".to_owned() } else { rest.to_owned() })
        });
        let rest = rests.next()?;
        Some(if has_parameters(path) { None } else { Some(rest) })
    }

    /// Whether a route's handler is called for a path.
    pub(super) fn takes(&self, path: &str) -> bool {
        instances(path).iter().any(|instance| self.compiled.is_match(instance))
    }

    /// Whether it finds something in a text.
    pub(super) fn finds(&self, text: &str) -> bool {
        self.compiled.is_match(text)
    }

    /// Whether it finds something in the beginning of a text, whatever follows.
    pub(super) fn finds_within(&self, beginning: &str) -> bool {
        self.compiled.find(beginning).is_some_and(|found| found.end() < beginning.len())
    }

    /// Whether it finds something in the end of a text, whatever stands before.
    pub(super) fn finds_behind(&self, end: &str) -> bool {
        let asks_before = ["^", "\\b", "\\B"].iter().any(|asks| self.written.contains(asks));
        self.compiled.is_match_at(end, usize::from(asks_before).min(end.len()))
    }
}

/// Requests that come to a path.
fn instances(path: &str) -> Vec<String> {
    if !has_parameters(path) {
        return vec![if path.is_empty() { "/".to_owned() } else { path.to_owned() }];
    }
    let with = |sample: &str| {
        let segments = path.split('/').map(|segment| if has_parameters(segment) { sample } else { segment });
        segments.collect::<Vec<_>>().join("/")
    };
    SAMPLES.iter().map(|sample| with(sample)).collect()
}

fn has_parameters(path: &str) -> bool {
    path.contains([':', '*', '{', '(', '?', '+'])
}

fn ends_segment(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

/// Whether an expression that compiles here means what it means to Node.js.
fn means_the_same(source: &str) -> bool {
    let mut letters = source.chars().peekable();
    let mut in_class = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('<' | '>') | None => return false,
                Some(escaped) if escaped.is_alphanumeric() && !LETTERS.contains(escaped) => return false,
                Some(_) => {}
            },
            // Classes in classes, and what is computed of them.
            '[' if in_class => return false,
            '&' | '-' | '~' if in_class && letters.peek() == Some(&letter) => return false,
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
    }
    true
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.written == other.written
    }
}

impl Eq for Pattern {}

impl Hash for Pattern {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.written.hash(hasher);
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn below(written: &str, path: &str) -> Option<Option<String>> {
        Pattern::read(written).expect("it is read").below(path)
    }

    #[test]
    fn middlewares_take_whole_segments_from_the_beginning() {
        assert_eq!(below(r"/^\/auth/", "/auth/refresh"), Some(Some("/refresh".to_owned())));
        assert_eq!(below(r"/^\/auth/", "/auth"), Some(Some("/".to_owned())));
        // As measured with Express: what is found has to end where a segment does.
        assert_eq!(below(r"/^\/auth/", "/authors"), None);
        assert_eq!(below(r"/refresh/", "/auth/refresh"), None);
        assert_eq!(below(r"/^\/AUTH/i", "/auth/refresh"), Some(Some("/refresh".to_owned())));
        assert_eq!(below(r"/^\/AUTH/", "/auth/refresh"), None);
        assert_eq!(below("/x*/", "/auth"), Some(Some("/auth".to_owned())));
    }

    #[test]
    fn parameters_stand_for_something() {
        assert_eq!(below(r"/^\/users\/\d+/", "/users/:id/token"), Some(None));
        assert_eq!(below(r"/^\/login/", "/:tenant/refresh"), None);
    }

    #[test]
    fn handlers_take_what_fits_anywhere() {
        let pattern = Pattern::read("/refresh$/").expect("it is read");
        assert!(pattern.takes("/auth/refresh"));
        assert!(!pattern.takes("/refresh/all"));
    }

    #[test]
    fn what_means_something_else_is_not_read() {
        for written in [r"/^\/(?!login)/", r"/(a)\1/", "/a/g", "/a/y", "/[a&&b]/", "/[[a]/", r"/\<a/", r"/\A/", "/a"] {
            assert!(Pattern::read(written).is_none(), "{written}");
        }
    }
}
