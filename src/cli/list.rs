//! Lists of paths, made by other programs.
//!
//! In: the name of a file, or `-` for stdin. Out: the paths in it. Whether these exist is asked elsewhere.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Reads a list: a path on each line, or between NUL bytes, as `-z` of git separates them.
pub(super) fn read(list: &Path) -> io::Result<Vec<PathBuf>> {
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
    use super::*;

    fn parsed(text: &str) -> Vec<String> {
        parse(text.as_bytes()).into_iter().map(|path| path.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn paths_stand_on_lines_or_between_nul_bytes() {
        assert_eq!(parsed("a.js\nb c.js\r\n\n"), ["a.js", "b c.js"]);
        assert_eq!(parsed("a\nb.js\0c.js\0"), ["a\nb.js", "c.js"]);
        assert_eq!(parsed(""), [""; 0]);
    }
}
