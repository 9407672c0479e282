//! The prefilter loses nothing: with it and without it, the same findings, over all test data and every rule page's examples.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use tokentrail::discover::NoProgress;
use tokentrail::engine::{Options, Selection, check};
use tokentrail::finding::{Confidence, Finding, Severity};
use tokentrail::rules::RuleSet;

fn findings(folder: &Path, prefilter: bool, jobs: usize) -> (Vec<Finding>, u32) {
    let options = Options {
        paths: vec![folder.to_path_buf()],
        prefilter,
        jobs: Some(jobs),
        no_ignore: true,
        exclude: Vec::new(),
        max_file_size: 1 << 20,
        overlay: None,
        force_exclude: false,
        project: None,
        selection: Selection {
            min_confidence: Confidence::Low,
            min_severity: Severity::Info,
            pedantic: true,
            ..Selection::default()
        },
    };
    let mut scan = check(&options, &NoProgress).expect("the folder can be scanned");
    // The files' numbers depend on how many are kept; their paths do not.
    let paths: Vec<String> =
        scan.findings.iter().map(|finding| scan.sources[&finding.place.file].path.clone()).collect();
    for (finding, path) in scan.findings.iter_mut().zip(paths) {
        finding.rule = format!("{path}: {}", finding.rule);
        finding.place.file = tokentrail::text::FileId(0);
        for step in &mut finding.related {
            step.place.file = tokentrail::text::FileId(0);
        }
    }
    (scan.findings, scan.summary.parsed)
}

/// Copies the sources of a folder, so that where they stand does not put them out of scope.
fn copy(from: &Path, to: &Path) -> usize {
    let mut copied = 0;
    for entry in walkdir::WalkDir::new(from).sort_by_file_name() {
        let entry = entry.expect("the test data can be walked");
        if entry.file_type().is_file() {
            let target = to.join(entry.path().strip_prefix(from).expect("it is below"));
            fs::create_dir_all(target.parent().expect("it has a folder")).expect("a folder can be made");
            fs::copy(entry.path(), target).expect("a file can be copied");
            copied += 1;
        }
    }
    copied
}

#[test]
fn routes_of_other_tokens_are_left_alone_without_the_prefilter_too() {
    let application = "const express = require('express');
const auth = require('@acme/auth');
const controller = require('./controller');
const app = express();
app.post('/auth/refresh', auth.refresh);
app.post('/auth/refresh-token', controller.refreshToken);
app.post('/auth/token/refresh', (req, res) => res.json(auth.exchange(req.body.refreshToken)));
app.post('/auth/verify-token', auth.verify);
app.post('/auth/logout', (req, res) => { auth.tokens.delete(req.body.refreshToken); res.end(); });
app.use(auth.refreshing);
app.listen(3000);
";
    let controller = "exports.refreshToken = async (req, res) => {
  const { refreshToken } = req.body;
  await exports.tokens.deleteOne({ refreshToken });
  res.json({ refreshToken: await exports.tokens.create({ user: req.user }) });
};
";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("project");
    fs::create_dir(&root).expect("a folder can be made");
    fs::write(root.join("app.js"), application).expect("a file can be written");
    fs::write(root.join("controller.js"), controller).expect("a file can be written");
    for prefilter in [true, false] {
        assert_eq!(findings(&root, prefilter, 1).0, [], "{prefilter}");
    }
    // Where the tokens are JSON Web Tokens, there is something to find, and both find the same.
    fs::write(root.join("guard.js"), "require('jsonwebtoken'); require('./app');\n").expect("a file can be written");
    let (with, without) = (findings(&root, true, 1).0, findings(&root, false, 1).0);
    assert!(with.iter().any(|finding| finding.rule.ends_with("unlimited-refresh-route")), "{with:?}");
    assert_eq!(with, without);
}

#[test]
fn signatures_of_other_things_are_left_alone_without_the_prefilter_too() {
    let webhook = "import crypto from 'crypto';
export class Webhook {
  verify(payload: { signature: string, data: string }, key: string) {
    const signature = crypto.createHmac('sha256', key).update(payload.data).digest('hex');
    if (signature !== payload.signature) throw new Error('forged');
    return signature.localeCompare(payload.signature) === 0;
  }
}
";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("project");
    fs::create_dir(&root).expect("a folder can be made");
    fs::write(root.join("webhook.ts"), webhook).expect("a file can be written");
    for prefilter in [true, false] {
        assert_eq!(findings(&root, prefilter, 1).0, [], "{prefilter}");
    }
    fs::write(root.join("guard.js"), "require('jsonwebtoken'); require('./webhook');\n")
        .expect("a file can be written");
    let (with, without) = (findings(&root, true, 1).0, findings(&root, false, 1).0);
    assert_eq!(with.len(), 2, "{with:?}");
    assert!(with.iter().all(|finding| finding.rule.ends_with("token-compared-in-variable-time")), "{with:?}");
    assert_eq!(with, without);
}

#[test]
fn the_prefilter_changes_no_finding() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("project");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    assert!(copy(&data, &root.join("data")) > 0);
    let rules = RuleSet::embedded().expect("the rule pages load");
    for page in rules.pages() {
        for (number, example) in page.examples().iter().enumerate() {
            for file in &example.files {
                let path: PathBuf = root.join(format!("{}-{number}", page.id().as_str())).join(&file.path);
                fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
                fs::write(path, &file.text).expect("a file can be written");
            }
        }
    }
    fs::write(root.join("plain.js"), "exports.sum = (a, b) => a + b;\n").expect("a file can be written");
    let (with, parsed_with) = findings(&root, true, 2);
    let (without, parsed_without) = findings(&root, false, 2);
    assert!(!with.is_empty(), "the test data has findings");
    assert_eq!(with, without);
    assert!(parsed_with < parsed_without, "the prefilter leaves nothing out: {parsed_with} of {parsed_without}");
    assert_eq!(with, findings(&root, true, 1).0, "the number of threads changes the findings");
}
