//! What the report's tests share: small scans built by hand, and what they must never print.
//!
//! In: sources and marked texts. Out: scans, rendered reports. Only for tests.

use std::sync::Arc;

use super::clean::is_unsafe;
use super::{Format, Look, write};
use crate::finding::{Confidence, Finding, Related, Role, Scan, Severity, SourceFile};
use crate::text::{FileId, Place, Span};

pub(super) const PLAIN: Look = Look {
    color: false,
    unicode: true,
    width: 100,
};

pub(super) const COLOR: Look = Look {
    color: true,
    ..PLAIN
};

/// A scan of these files, without findings.
pub(super) fn scan(files: &[(&str, &str)]) -> Scan {
    let mut scan = Scan::default();
    for (id, (path, text)) in (0..).zip(files) {
        let file = SourceFile {
            path: (*path).to_owned(),
            text: Arc::from(*text),
        };
        scan.sources.insert(FileId(id), file);
    }
    scan
}

impl Scan {
    /// The place of a text that stands in one of the files.
    pub(super) fn place(&self, file: u32, text: &str) -> Place {
        let start = self.sources[&FileId(file)].text.find(text).unwrap();
        place(file, start, start + text.len())
    }

    pub(super) fn related(&self, role: Role, file: u32, text: &str, message: &str) -> Related {
        Related {
            role,
            place: self.place(file, text),
            message: message.to_owned(),
        }
    }

    /// Adds a finding of high severity at a text of the first file.
    pub(super) fn find(&mut self, text: &str, related: Vec<Related>) -> &mut Finding {
        let finding = finding(self.place(0, text), related);
        self.findings.push(finding);
        self.findings.last_mut().unwrap()
    }

    pub(super) fn rendered(&self, format: Format, look: Look) -> String {
        let mut out = Vec::new();
        write(self, format, look, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }
}

pub(super) fn place(file: u32, start: usize, end: usize) -> Place {
    Place {
        file: FileId(file),
        span: Span::new(start, end),
    }
}

pub(super) fn finding(place: Place, related: Vec<Related>) -> Finding {
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
pub(super) fn assert_tame(output: &str, colors: bool) {
    let mut rest = output;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '\u{1b}' && colors {
            let end = rest.find('m').expect("a colour code ends");
            let code = rest[..end].strip_prefix('[').expect("a colour code");
            assert!(
                code.chars().all(|c| c.is_ascii_digit() || c == ';'),
                "{code:?}"
            );
            rest = &rest[end + 1..];
            continue;
        }
        assert!(
            c == '\n' || c == '\u{fe0f}' || !is_unsafe(c),
            "{c:?} in {output:?}"
        );
    }
}
