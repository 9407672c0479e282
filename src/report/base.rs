//! Paths as readers at the repository's root need them: code hosts know no working directory.
//!
//! In: the working directory, the repository's root, a path as a run shows it. Out: the path from the root, or an absolute
//! one. Decides by the text of paths alone, and touches no file.

use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Where a run was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Base {
    /// The repository's root; without a repository, the working directory.
    pub root: PathBuf,
    pub working_directory: PathBuf,
}

/// A path, seen from the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FromRoot {
    /// Below it, with `/`.
    Within(String),
    /// Absolute, with `/`.
    Outside(String),
}

/// What stands for itself in a segment of a path. Not the colon: before the first slash it would end a scheme.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Base {
    /// The path of a file that the run shows as `shown`: relative to the working directory, or absolute.
    pub(super) fn path(&self, shown: &str) -> FromRoot {
        let mut absolute = PathBuf::new();
        for part in self.working_directory.join(shown).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => drop(absolute.pop()),
                part => absolute.push(part),
            }
        }
        match absolute.strip_prefix(&self.root) {
            Ok(below) => FromRoot::Within(slashed(below)),
            Err(_) => FromRoot::Outside(slashed(&absolute)),
        }
    }
}

impl FromRoot {
    pub(super) fn into_text(self) -> String {
        match self {
            FromRoot::Within(path) | FromRoot::Outside(path) => path,
        }
    }

    /// A reference below the root, or a `file` URI. Every character but the plainest is encoded.
    pub(super) fn uri(&self) -> String {
        let encoded = |path: &str| {
            let segments: Vec<String> =
                path.split('/').map(|segment| utf8_percent_encode(segment, SEGMENT).to_string()).collect();
            segments.join("/")
        };
        match self {
            FromRoot::Within(path) => encoded(path),
            FromRoot::Outside(path) => format!("file:///{}", encoded(path.trim_start_matches('/'))),
        }
    }
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Base {
        Base { root: "/home/me/shop".into(), working_directory: "/home/me/shop/api".into() }
    }

    fn uri(shown: &str) -> String {
        base().path(shown).uri()
    }

    #[cfg(unix)]
    #[test]
    fn paths_start_at_the_root() {
        assert_eq!(base().path("src/a.js"), FromRoot::Within("api/src/a.js".into()));
        assert_eq!(base().path("../lib/./a.js"), FromRoot::Within("lib/a.js".into()));
        assert_eq!(base().path("/home/me/shop/a.js"), FromRoot::Within("a.js".into()));
        assert_eq!(base().path("../../other/a.js"), FromRoot::Outside("/home/me/other/a.js".into()));
        assert_eq!(base().path("../../shopping/a.js"), FromRoot::Outside("/home/me/shopping/a.js".into()));
        assert_eq!(base().path("../../../../../../a.js"), FromRoot::Outside("/a.js".into()));
    }

    #[cfg(unix)]
    #[test]
    fn uris_hold_nothing_that_means_something_else() {
        assert_eq!(uri("src/a b.js"), "api/src/a%20b.js");
        assert_eq!(uri("../data:x,y.js"), "data%3Ax%2Cy.js");
        assert_eq!(uri("[id].js"), "api/%5Bid%5D.js");
        assert_eq!(uri("a%41#?.js"), "api/a%2541%23%3F.js");
        assert_eq!(uri("é\n\u{202e}.js"), "api/%C3%A9%0A%E2%80%AE.js");
        assert_eq!(uri("/srv/a b.js"), "file:///srv/a%20b.js");
    }

    #[test]
    fn without_a_place_paths_stay() {
        assert_eq!(Base::default().path("src/a.js"), FromRoot::Within("src/a.js".into()));
    }
}
