//! What a run reads besides its arguments: a list of paths, or the text of a file that is being edited.
//!
//! In: the arguments, stdin. Out: the paths to look at, a text that takes the place of a file's. Whether the paths exist is
//! asked elsewhere.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::arguments::CheckArguments;
use crate::discover;
use crate::engine::Overlay;
use crate::report;

/// What to look at.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Input {
    /// None for nothing at all: an empty list asks for nothing, and not for everything.
    pub(super) paths: Vec<PathBuf>,
    pub(super) overlay: Option<Overlay>,
}

/// Reads what the arguments refer to; or says what cannot be read, and why.
pub(super) fn read(typed: &CheckArguments) -> Result<Input, String> {
    let said = |path: &Path, error: io::Error| format!("{}: {error}", report::clean(&path.to_string_lossy()));
    let mut input = Input { paths: typed.paths.clone(), overlay: None };
    if let Some(file) = &typed.stdin_filename {
        let path = discover::place_of(file).map_err(|error| said(file, error))?;
        let mut bytes = Vec::new();
        // What is larger is not analysed, and need not be held.
        let limit = typed.max_file_size.saturating_add(1);
        io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(|error| said(Path::new("stdin"), error))?;
        input.paths.push(file.clone());
        input.overlay = Some(Overlay { path, bytes });
    } else if let Some(list) = &typed.files_from {
        input.paths.extend(listed(list).map_err(|error| said(list, error))?);
    } else if input.paths.is_empty() {
        input.paths.push(PathBuf::from("."));
    }
    Ok(input)
}

/// Reads a list: a path on each line, or between NUL bytes, as `-z` of git separates them.
fn listed(list: &Path) -> io::Result<Vec<PathBuf>> {
    let bytes = if list == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        bytes
    } else {
        fs::read(list)?
    };
    Ok(parse(&bytes))
}

fn parse(bytes: &[u8]) -> Vec<PathBuf> {
    let has_nul = bytes.contains(&0);
    let entries = bytes.split(|&byte| byte == if has_nul { 0 } else { b'\n' });
    let entries = entries.map(|entry| if has_nul { entry } else { entry.strip_suffix(b"\r").unwrap_or(entry) });
    entries.filter(|entry| !entry.is_empty()).map(path).collect()
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::super::arguments::Arguments;
    use super::*;

    fn parsed(text: &str) -> Vec<String> {
        parse(text.as_bytes()).into_iter().map(|path| path.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn without_paths_the_folder_is_meant() {
        let paths = |line: &str| read(&Arguments::read(line.split_whitespace()).unwrap().check).unwrap().paths;
        assert_eq!(paths("tokentrail"), [PathBuf::from(".")]);
        assert_eq!(paths("tokentrail a b"), [PathBuf::from("a"), PathBuf::from("b")]);
    }

    #[test]
    fn paths_stand_on_lines_or_between_nul_bytes() {
        assert_eq!(parsed("a.js\nb c.js\r\n\n"), ["a.js", "b c.js"]);
        assert_eq!(parsed("a\nb.js\0c.js\0"), ["a\nb.js", "c.js"]);
        assert_eq!(parsed(""), [""; 0]);
    }
}
