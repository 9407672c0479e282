//! How paths are shown, and which of them `--exclude` leaves out: both are relative to the working directory.
//!
//! In: canonical paths, and paths as they were typed. Out: text with `/`, and yes or no. Touches no file.

use std::ffi::OsStr;
use std::io;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::request::DiscoverError;

/// A path without `.` and `..`.
pub fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(normal.pop()),
            part => normal.push(part),
        }
    }
    normal
}

/// A path that was given, resolved.
#[derive(Debug, Clone)]
pub(super) struct Given {
    /// Absolute, without symbolic links: one file has one.
    pub(super) canonical: PathBuf,
    /// As typed.
    pub(super) typed: PathBuf,
}

impl Given {
    /// How a file below this path is shown: relative to the working directory where it lies in it, else as the path was
    /// typed, so that a person can open it from where they stand.
    pub(super) fn display(&self, cwd: &Path, below: &Path) -> String {
        // Joining an empty path would leave a separator at the end, as if the file were a folder.
        let onto = |base: &Path| {
            if below.as_os_str().is_empty() { base.to_path_buf() } else { base.join(below) }
        };
        let canonical = onto(&self.canonical);
        let shown = match canonical.strip_prefix(cwd) {
            Ok(relative) => relative.to_path_buf(),
            Err(_) => {
                let typed = onto(&self.typed);
                typed.components().filter(|part| *part != Component::CurDir).collect()
            }
        };
        if shown.as_os_str().is_empty() { ".".to_owned() } else { slashed(&shown) }
    }
}

/// How the files below one given folder are shown, told from their names: the folder's own form is found once.
pub(super) struct Shown<'g> {
    given: &'g Given,
    cwd: &'g Path,
    /// What stands before each path; none where the working directory lies below the folder, and only some files in it.
    start: Option<String>,
}

impl<'g> Shown<'g> {
    pub(super) fn new(given: &'g Given, cwd: &'g Path) -> Self {
        let is_inside = given.canonical.starts_with(cwd);
        let start = (is_inside || !cwd.starts_with(&given.canonical)).then(|| {
            // A name behind the folder, taken off again: what stands before it is then right for any name.
            let mut start = given.display(cwd, Path::new("x"));
            start.pop();
            start
        });
        Self { given, cwd, start }
    }

    /// As [`Given::display`].
    pub(super) fn display(&self, below: &Path) -> String {
        match &self.start {
            Some(start) if !below.as_os_str().is_empty() => start.clone() + &slashed(below),
            _ => self.given.display(self.cwd, below),
        }
    }
}

/// Names that are no UTF-8 are shown with replacement characters; the path itself stays as it is.
pub(super) fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(MAIN_SEPARATOR, "/") }
}

/// The system's reason without its number.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.rfind(" (os error ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

/// The `--exclude` globs.
#[derive(Debug, Clone)]
pub(super) struct Excludes {
    globs: Gitignore,
    cwd: PathBuf,
}

impl Excludes {
    pub(super) fn new(globs: &[String], cwd: &Path) -> Result<Self, DiscoverError> {
        let mut builder = GitignoreBuilder::new("");
        builder.allow_unclosed_class(false);
        for glob in globs {
            let bad = |reason: String| DiscoverError::BadGlob { glob: glob.clone(), reason };
            let trimmed = glob.trim();
            if trimmed.is_empty() {
                return Err(bad("it is empty".to_owned()));
            }
            let line = trimmed.strip_prefix("./").unwrap_or(trimmed);
            // In an ignore file this would be a comment; on a command line it can only be a name.
            let line = if line.starts_with('#') { format!("\\{line}") } else { line.to_owned() };
            builder.add_line(None, &line).map_err(|error| bad(glob_reason(error)))?;
        }
        let globs = builder
            .build()
            .map_err(|error| DiscoverError::BadGlob { glob: globs.join(" "), reason: glob_reason(error) })?;
        Ok(Self { globs, cwd: cwd.to_path_buf() })
    }

    /// Whether the path or a folder above it is left out. Outside of the working directory, globs are relative to the
    /// folder that was given.
    pub(super) fn cover(&self, canonical: &Path, root: &Path, is_folder: bool) -> bool {
        if self.globs.is_empty() {
            return false;
        }
        let relative = canonical
            .strip_prefix(&self.cwd)
            .or_else(|_| canonical.strip_prefix(root))
            .ok()
            .filter(|path| !path.as_os_str().is_empty())
            .unwrap_or_else(|| Path::new(canonical.file_name().unwrap_or(OsStr::new("."))));
        self.globs.matched_path_or_any_parents(relative, is_folder).is_ignore()
    }
}

fn glob_reason(error: ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(canonical: &str, typed: &str) -> Given {
        Given { canonical: canonical.into(), typed: typed.into() }
    }

    #[test]
    fn paths_are_shown_from_the_working_directory() {
        let cwd = Path::new("/home/me/app");
        let below = Path::new("src/a.js");
        assert_eq!(given("/home/me/app", ".").display(cwd, below), "src/a.js");
        assert_eq!(given("/home/me/app", "/home/me/app").display(cwd, below), "src/a.js");
        assert_eq!(given("/home/me/app/x", "./y/../x").display(cwd, below), "x/src/a.js");
        assert_eq!(given("/home/me/app", ".").display(cwd, Path::new("")), ".");
    }

    #[test]
    fn paths_outside_are_shown_as_typed() {
        let cwd = Path::new("/home/me/app");
        let below = Path::new("a.js");
        assert_eq!(given("/home/me/other", "../other").display(cwd, below), "../other/a.js");
        assert_eq!(given("/srv/x", "/srv/x").display(cwd, below), "/srv/x/a.js");
        assert_eq!(given("/srv/x", "./link").display(cwd, below), "link/a.js");
        assert_eq!(given("/srv/a.js", "/srv/a.js").display(cwd, Path::new("")), "/srv/a.js");
        // A sibling whose name only begins like the working directory's.
        assert_eq!(given("/home/me/app2", "../app2").display(cwd, below), "../app2/a.js");
    }

    #[test]
    fn all_files_below_a_folder_are_shown_as_each_by_itself() {
        let cwd = Path::new("/home/me/app");
        for canonical in ["/", "/home", "/home/me", "/home/me/app", "/home/me/app/x", "/home/me/app2", "/srv"] {
            for typed in ["", ".", "./", "..", "../..", "./y/../x/", "/", canonical] {
                let given = given(canonical, typed);
                let shown = Shown::new(&given, cwd);
                for below in ["", "a.js", "app/a.js", "me/app/src/a.js", "home/me/app/a.js", "x/y/z.ts"] {
                    let below = Path::new(below);
                    assert_eq!(shown.display(below), given.display(cwd, below), "{canonical} {typed} {below:?}");
                }
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_utf8_is_shown_all_the_same() {
        use std::os::unix::ffi::OsStrExt;
        let below = Path::new(OsStr::from_bytes(b"caf\xe9.js"));
        let shown = given("/app", ".").display(Path::new("/app"), below);
        assert_eq!(shown, "caf\u{fffd}.js");
    }

    #[test]
    fn globs_read_as_in_an_ignore_file() {
        let globs = ["*.gen.ts", "src/legacy", "./tools", "#odd.js"].map(str::to_owned);
        let excludes = Excludes::new(&globs, Path::new("/app")).unwrap();
        let covered = |path: &str| excludes.cover(Path::new(path), Path::new("/app"), false);
        assert!(covered("/app/deep/x.gen.ts"));
        assert!(covered("/app/src/legacy/a.js"));
        assert!(covered("/app/tools/b/a.js"));
        assert!(covered("/app/#odd.js"));
        assert!(!covered("/app/lib/src/legacy/a.js"), "a glob with a slash is anchored");
        assert!(!covered("/app/src/a.ts"));
    }

    #[test]
    fn outside_of_the_working_directory_globs_are_relative_to_the_given_folder() {
        let excludes = Excludes::new(&["src/legacy".to_owned()], Path::new("/app")).unwrap();
        assert!(excludes.cover(Path::new("/srv/x/src/legacy/a.js"), Path::new("/srv/x"), false));
        assert!(!excludes.cover(Path::new("/srv/x/src/a.js"), Path::new("/srv/x"), false));
    }

    #[test]
    fn a_glob_that_cannot_be_read_is_named() {
        for bad in ["[z-a]", "{a", "src/[ab", "", "  "] {
            match Excludes::new(&[bad.to_owned()], Path::new("/app")) {
                Err(DiscoverError::BadGlob { glob, reason }) => {
                    assert_eq!(glob, bad);
                    assert!(!reason.is_empty());
                }
                other => panic!("{bad:?} was read as {other:?}"),
            }
        }
    }
}
