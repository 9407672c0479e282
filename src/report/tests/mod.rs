//! Tests of whole reports, and what they share: small scans built by hand, and what must never be printed.
//!
//! In: sources and marked texts. Out: scans, rendered reports. Knows nothing of how sources are analysed.

mod forms;
mod full;
mod hostile;
mod machines;

use std::sync::Arc;

use super::{Base, Format, Look, write};
use crate::finding::{Confidence, Finding, Related, Role, Scan, Severity, SourceFile};
use crate::text::{FileId, Place, Span};

const PLAIN: Look = Look { color: false, unicode: true, width: 100 };

const COLOR: Look = Look { color: true, ..PLAIN };

/// A scan of these files, without findings.
fn scan(files: &[(&str, &str)]) -> Scan {
    let mut scan = Scan::default();
    for (id, (path, text)) in (0..).zip(files) {
        let file = SourceFile::new((*path).to_owned(), Arc::from(*text));
        scan.sources.insert(FileId(id), file);
    }
    scan
}

impl Scan {
    /// The place of a text that stands in one of the files.
    fn place(&self, file: u32, text: &str) -> Place {
        let start = self.sources[&FileId(file)].text.find(text).unwrap();
        place(file, start, start + text.len())
    }

    fn related(&self, role: Role, file: u32, text: &str, message: &str) -> Related {
        Related { role, place: self.place(file, text), message: message.to_owned() }
    }

    /// Adds a finding of high severity at a text of the first file.
    fn find(&mut self, text: &str, related: Vec<Related>) -> &mut Finding {
        let finding = finding(self.place(0, text), related);
        self.findings.push(finding);
        self.findings.last_mut().unwrap()
    }

    fn rendered(&self, format: Format, look: Look) -> String {
        let mut out = Vec::new();
        write(self, format, look, &Base::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }
}

fn place(file: u32, start: usize, end: usize) -> Place {
    Place { file: FileId(file), span: Span::new(start, end) }
}

fn finding(place: Place, related: Vec<Related>) -> Finding {
    Finding {
        rule: "silent-verify-failure".to_owned(),
        severity: Severity::High,
        confidence: Confidence::High,
        place,
        message: "a refused token leaves no trace".to_owned(),
        help: None,
        because: None,
        related,
        fingerprint: "00ff".to_owned(),
    }
}

/// Nothing acts on the terminal but line breaks and, where allowed, our own colours.
fn assert_tame(output: &str, colors: bool) {
    let mut rest = output;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '\u{1b}' && colors {
            let end = rest.find('m').expect("a colour code ends");
            let code = rest[..end].strip_prefix('[').expect("a colour code");
            assert!(code.chars().all(|c| c.is_ascii_digit() || c == ';'), "{code:?}");
            rest = &rest[end + 1..];
            continue;
        }
        // Said once more, so that a gap in what is cleaned shows here.
        let hides = matches!(
            c,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        );
        assert!(c == '\n' || !(c.is_control() || hides), "{c:?} in {output:?}");
    }
}

/// What a writing function writes.
fn text_of(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A text without our own colours.
fn without_colors(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').unwrap().1);
    }
    plain
}
