//! The project's own file: where it is looked for, and its text.
//!
//! In: a path of the run, or the file that was named. Out: a [`Configuration`], or why it cannot be read. A file that was only
//! found must lie in its project and be small; what it says is not known here.

use std::env;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::arguments;
use super::place::{Given, reason};
use super::root;

/// No person writes more than this, in bytes.
const LARGEST: u64 = 256 << 10;

/// A project's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration {
    /// Absolute, without symbolic links in its folder.
    pub path: PathBuf,
    /// As shown to people. Hostile text.
    pub display: String,
    pub text: String,
    /// How many folders lie between the project's root and the file.
    pub depth: usize,
}

/// Why a project's file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Hostile text.
    pub path: String,
    pub reason: String,
}

/// The file that was named, or else the nearest one from a path of the run upwards, up to the root of its repository. `None`
/// when there is none, and when the path cannot be reached: that is told elsewhere.
pub fn configuration(of: &Path, named: Option<&Path>) -> Result<Option<Configuration>, Unreadable> {
    let cwd = env::current_dir().and_then(fs::canonicalize);
    let cwd = cwd.map_err(|error| Unreadable { path: ".".to_owned(), reason: reason(&error) })?;
    configuration_from(&cwd, of, named)
}

pub(super) fn configuration_from(
    cwd: &Path,
    of: &Path,
    named: Option<&Path>,
) -> Result<Option<Configuration>, Unreadable> {
    let found = match named {
        Some(named) => arguments::place_of(cwd, named)
            .map(Some)
            .map_err(|error| Unreadable { path: named.to_string_lossy().into_owned(), reason: reason(&error) })?,
        None => arguments::place_of(cwd, of).ok().and_then(|place| root::configuration_around(&place)),
    };
    let Some(path) = found else { return Ok(None) };
    let folder = path.parent().unwrap_or(&path);
    let typed = named.map_or_else(|| from_below(cwd, &path), Path::to_path_buf);
    let display = Given { canonical: path.clone(), typed }.display(cwd, Path::new(""));
    let root = root::repository_around(&path).unwrap_or(folder);
    let text = match read(&path, root, named.is_some()) {
        Ok(text) => text,
        Err(reason) => return Err(Unreadable { path: display, reason }),
    };
    let depth = folder.strip_prefix(root).map_or(0, |below| below.components().count());
    Ok(Some(Configuration { display, text, depth, path }))
}

/// A file's path as somebody would type it who stands in a folder below that file's own.
fn from_below(cwd: &Path, file: &Path) -> PathBuf {
    let below = file.parent().and_then(|folder| cwd.strip_prefix(folder).ok());
    match (below, file.file_name()) {
        (Some(below), Some(name)) => below.components().map(|_| "..").collect::<PathBuf>().join(name),
        _ => file.to_path_buf(),
    }
}

fn read(path: &Path, root: &Path, is_named: bool) -> Result<String, String> {
    let said = |error: io::Error| reason(&error);
    let real = fs::canonicalize(path).map_err(said)?;
    if !is_named && !real.starts_with(root) {
        return Err("a symbolic link that leads out of the project is not followed".to_owned());
    }
    if !fs::metadata(&real).map_err(said)?.is_file() {
        return Err("not a file".to_owned());
    }
    let mut bytes = Vec::new();
    fs::File::open(&real).map_err(said)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(said)?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("larger than {} KiB", LARGEST >> 10));
    }
    String::from_utf8(bytes).map_err(|_| "not valid UTF-8".to_owned())
}
