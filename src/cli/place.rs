//! A line of a file, as people type it.
//!
//! In: `FILE:LINE`, or `FILE:LINE:COLUMN` as findings are shown. Out: a [`LineOfFile`]. Touches no file.

use std::path::PathBuf;

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineOfFile {
    pub(super) file: PathBuf,
    /// From 1.
    pub(super) line: u32,
}

impl LineOfFile {
    /// A column is read and left alone: a check is asked for by its line.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let expected = || "expected FILE:LINE, as in src/auth.js:9".to_owned();
        let (before, last) = text.rsplit_once(':').ok_or_else(expected)?;
        let last: u32 = last.parse().map_err(|_| expected())?;
        let (file, line) = match before.rsplit_once(':').map(|(file, line)| (file, line.parse())) {
            Some((file, Ok(line))) => (file, line),
            _ => (before, last),
        };
        if file.is_empty() {
            return Err(expected());
        }
        if line == 0 {
            return Err("lines are counted from 1".to_owned());
        }
        Ok(Self { file: PathBuf::from(file), line })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, u32)> {
        let place = LineOfFile::parse(text).ok()?;
        Some((place.file.to_str()?.to_owned(), place.line))
    }

    #[test]
    fn a_line_with_or_without_a_column() {
        assert_eq!(read("src/a.js:9"), Some(("src/a.js".to_owned(), 9)));
        assert_eq!(read("src/a.js:9:5"), Some(("src/a.js".to_owned(), 9)));
        assert_eq!(read("C:/a.js:9"), Some(("C:/a.js".to_owned(), 9)));
    }

    #[test]
    fn what_is_no_line_is_refused() {
        for text in ["a.js", "a.js:", "a.js:x", "a.js:0", ":3", "", "a.js:-1", "a.js:0:4"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
