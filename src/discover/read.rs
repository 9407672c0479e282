//! Reading one file: is it text that can be analysed, and can it matter?
//!
//! In: the path of a file in scope. Out: its text, or why it was left out. The text has the length of the file's bytes,
//! whatever they are, so that every offset is true on disk. Knows nothing of folders.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use super::again::Stamp;
use super::imports::{self, Specifiers};
use super::place::reason;
use super::request::Overlay;
use super::words::Words;

/// A file with more bytes to a line than this, in the mean, was made by a machine.
const MINIFIED_LINE: usize = 200;
/// Of so many bytes the mean is taken at once.
const SAMPLE: usize = 64 << 10;
/// With one byte of so many not UTF-8, a file is no text in any encoding that leaves code readable. Comments in a legacy
/// encoding stay below.
const HEAVY_SHARE: usize = 4;

/// By so much the buffer grows when a file does while it is read.
const GROWTH: usize = 64 << 10;
/// A larger buffer is given back: few files are so long, and each thread would keep one for the longest.
const LARGEST_KEPT: usize = 512 << 10;

/// What is asked of every file.
pub(super) struct Sieve<'o> {
    pub(super) max_file_size: u64,
    pub(super) overlay: Option<&'o Overlay>,
    /// Absent: every file can matter.
    pub(super) words: Option<Words>,
    /// A file with a word of each matters too.
    pub(super) pairs: Option<[Words; 2]>,
    /// Whether anybody wants to know what a file imports.
    pub(super) tells_imports: bool,
}

/// What became of one file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Kept {
        text: Arc<str>,
        replaced_bytes: usize,
        specifiers: Specifiers,
    },
    /// It holds none of the words.
    Unconcerned(Specifiers),
    Skipped(String),
}

/// A file that was looked at.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) outcome: Outcome,
    /// Its length is the number of bytes read.
    pub(super) stamp: Stamp,
}

impl Sieve<'_> {
    /// Reads a file by way of the buffer, whose content is of no use before and afterwards.
    pub(super) fn read(&self, path: &Path, is_named: bool, buffer: &mut Vec<u8>) -> Reading {
        let skipped =
            |reason: String| Reading { outcome: Outcome::Skipped(reason), stamp: Stamp { length: 0, modified: None } };
        let filled = self.fill(path, buffer);
        let reading = match filled {
            Ok(Some((length, modified))) => Reading {
                outcome: self.judge(&buffer[..length], is_named),
                stamp: Stamp { length: length as u64, modified },
            },
            // Without the file's size: files with the same reason are told of together.
            Ok(None) => skipped(format!("larger than --max-file-size ({} bytes)", self.max_file_size)),
            Err(error) => skipped(format!("cannot be read: {}", reason(&error))),
        };
        if buffer.len() > LARGEST_KEPT {
            *buffer = Vec::new();
        }
        reading
    }

    fn matters(&self, bytes: &[u8]) -> bool {
        let Some(words) = &self.words else { return true };
        let both = |[one, other]: &[Words; 2]| one.are_in(bytes) && other.are_in(bytes);
        words.are_in(bytes) || self.pairs.as_ref().is_some_and(both)
    }

    /// Reads the file to the beginning of the buffer. Tells how many bytes there are, and when the file was changed last, if the
    /// system knows; none for a file that is too large.
    fn fill(&self, path: &Path, buffer: &mut Vec<u8>) -> io::Result<Option<(usize, Option<SystemTime>)>> {
        if let Some(overlay) = self.overlay.filter(|overlay| overlay.path == path) {
            buffer.clone_from(&overlay.bytes);
            return Ok((buffer.len() as u64 <= self.max_file_size).then_some((buffer.len(), None)));
        }
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.len() > self.max_file_size {
            return Ok(None);
        }
        // One byte more than there should be, so that what was added meanwhile shows.
        let expected = usize::try_from(metadata.len()).unwrap_or(usize::MAX).saturating_add(1);
        if buffer.len() < expected {
            buffer.resize(expected, 0);
        }
        let mut filled = 0;
        loop {
            match file.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            // The size is what the system said before; the limit holds also for a file that grows while it is read.
            if filled as u64 > self.max_file_size {
                return Ok(None);
            }
            if filled + 1 == expected {
                break;
            }
            if filled == buffer.len() {
                buffer.resize(filled + GROWTH, 0);
            }
        }
        Ok(Some((filled, metadata.modified().ok())))
    }

    fn judge(&self, bytes: &[u8], is_named: bool) -> Outcome {
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            return Outcome::Skipped("UTF-16 text: only UTF-8 can be read".to_owned());
        }
        if memchr::memchr(0, bytes).is_some() {
            return Outcome::Skipped("binary: it holds NUL bytes".to_owned());
        }
        let text = std::str::from_utf8(bytes);
        let invalid = if text.is_ok() { 0 } else { invalid_bytes(bytes) };
        if invalid * HEAVY_SHARE > bytes.len() {
            return Outcome::Skipped("not UTF-8 text".to_owned());
        }
        if !is_named && is_minified(bytes) {
            return Outcome::Skipped("minified: name the file to have it analysed".to_owned());
        }
        let specifiers = if self.tells_imports { imports::specifiers(bytes) } else { Specifiers::default() };
        if !self.matters(bytes) {
            return Outcome::Unconcerned(specifiers);
        }
        let text = match text {
            Ok(text) => Arc::from(text),
            Err(_) => Arc::from(with_replacements(bytes)),
        };
        Outcome::Kept { text, replaced_bytes: invalid, specifiers }
    }
}

/// By the mean over each sample, and what most of the text lies in: a bundle may begin with pages of comments, and a long table
/// stand in code that somebody wrote. A source map that a compiler appends as one long line says nothing of the code above it.
fn is_minified(bytes: &[u8]) -> bool {
    // Searching forwards for all of them is many times as fast as searching backwards for one.
    let map = memchr::memmem::find_iter(bytes, b"//# sourceMappingURL=data:").last();
    let code = &bytes[..map.unwrap_or(bytes.len())];
    let is_dense = |sample: &&[u8]| {
        // Counting lines costs less than reading them.
        let breaks = memchr::memchr_iter(b'\n', sample).count();
        let lines = breaks + usize::from(!sample.ends_with(b"\n"));
        sample.len() - breaks > lines * MINIFIED_LINE
    };
    let dense: usize = code.chunks(SAMPLE).filter(is_dense).map(<[u8]>::len).sum();
    dense * 2 > code.len()
}

fn invalid_bytes(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum()
}

/// One `?` for each byte that is no UTF-8: offsets stay those of the file.
fn with_replacements(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(std::iter::repeat_n('?', chunk.invalid().len()));
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::words::Case;
    use super::*;

    fn sieve() -> Sieve<'static> {
        Sieve { max_file_size: 1 << 20, overlay: None, words: None, pairs: None, tells_imports: true }
    }

    fn skipped(bytes: &[u8]) -> String {
        match sieve().judge(bytes, false) {
            Outcome::Skipped(reason) => reason,
            other => panic!("{other:?}"),
        }
    }

    fn kept(bytes: &[u8]) -> (Arc<str>, usize) {
        match sieve().judge(bytes, false) {
            Outcome::Kept { text, replaced_bytes, .. } => (text, replaced_bytes),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_few_foreign_bytes_are_replaced_one_by_one() {
        let (text, replaced) = kept(b"// caf\xe9 et th\xe9\nverify(t);\n");
        assert_eq!(&*text, "// caf? et th?\nverify(t);\n");
        assert_eq!(replaced, 2);
        // A character that is cut short counts each of its bytes.
        let (text, replaced) = kept(b"// a long comment \xe2\x82 and its end\n");
        assert_eq!(&*text, "// a long comment ?? and its end\n");
        assert_eq!(replaced, 2);
    }

    #[test]
    fn a_byte_order_mark_stays_so_that_offsets_are_true() {
        let (text, replaced) = kept(b"\xef\xbb\xbfverify(t);\n");
        assert_eq!(text.find("verify"), Some(3));
        assert_eq!(replaced, 0);
    }

    #[test]
    fn what_is_no_text_is_said() {
        assert!(skipped(b"\x7fELF\0\0").contains("binary"));
        assert!(skipped(b"\xff\xfev\0e\0").contains("UTF-16"));
        assert!(skipped(&[0xff; 64]).contains("not UTF-8"));
    }

    #[test]
    fn an_empty_file_is_text() {
        assert_eq!(kept(b""), (Arc::from(""), 0));
    }

    #[test]
    fn lines_of_more_than_200_bytes_in_the_mean_are_minified() {
        let line = |length: usize| format!("{}\n", "x".repeat(length));
        assert!(!is_minified(line(200).as_bytes()));
        assert!(is_minified(line(201).as_bytes()));
        assert!(!is_minified((line(300) + &line(10)).as_bytes()));
        assert!(is_minified("x".repeat(201).as_bytes()), "without a line break at the end");
        assert!(!is_minified(b""));
    }

    #[test]
    fn what_most_of_the_text_lies_in_decides() {
        let dense = "a(b);".repeat(SAMPLE / 5);
        let written = "a(b);\n".repeat(SAMPLE / 6);
        let of = |parts: &[&str]| is_minified(parts.join("\n").as_bytes());
        assert!(of(&[&written, &dense, &dense, &dense]));
        assert!(!of(&[&dense, &written, &written, &written]));
        assert!(!of(&[&written, &dense.repeat(2), &written, &written]), "whatever the mean over all of it is");
    }

    #[test]
    fn an_appended_source_map_is_no_code() {
        let map = format!("//# sourceMappingURL=data:application/json,{}", "x".repeat(9000));
        assert!(!is_minified(format!("verify(t);\nstop();\n{map}").as_bytes()));
        assert!(is_minified(format!("{}\n{map}\n", "verify(t);".repeat(90)).as_bytes()));
    }

    #[test]
    fn a_minified_file_is_read_when_it_is_named() {
        let dense = "verify(t);".repeat(100);
        assert!(skipped(dense.as_bytes()).contains("minified"));
        assert!(matches!(sieve().judge(dense.as_bytes(), true), Outcome::Kept { .. }));
    }

    #[test]
    fn only_files_with_a_word_are_kept() {
        let sieve = Sieve { words: Words::new(["jwt", "jose"], Case::Exact).ok(), ..sieve() };
        assert!(matches!(sieve.judge(b"require('jose')", false), Outcome::Kept { .. }));
        assert!(matches!(sieve.judge(b"require('fs')", false), Outcome::Unconcerned(names) if names.iter().eq(["fs"])));
    }

    #[test]
    fn a_file_with_a_word_of_each_list_is_kept() {
        let list = |word| Words::new([word], Case::Either).unwrap();
        let words = Words::new(["jose"], Case::Exact).ok();
        let sieve = Sieve { words, pairs: Some([list("revoked"), list("token")]), ..sieve() };
        assert!(matches!(sieve.judge(b"Revoked.has(accessToken)", false), Outcome::Kept { .. }));
        assert!(matches!(sieve.judge(b"revoked.has(address)", false), Outcome::Unconcerned(_)));
        assert!(matches!(sieve.judge(b"listed.has(token)", false), Outcome::Unconcerned(_)));
    }

    proptest! {
        #[test]
        fn no_bytes_move(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let text = with_replacements(&bytes);
            prop_assert_eq!(text.len(), bytes.len());
            for (index, byte) in text.bytes().enumerate() {
                prop_assert!(byte == bytes[index] || byte == b'?');
            }
        }
    }
}
