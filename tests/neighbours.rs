//! What is found in a package does not depend on the packages beside it: all test data, each file as a package of its own.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use tokentrail::discover::NoProgress;
use tokentrail::engine::{Options, Selection, check, routes, trails};
use tokentrail::finding::{Confidence, Scan, Severity};

fn options(folder: &Path) -> Options {
    Options {
        paths: vec![folder.to_path_buf()],
        prefilter: true,
        jobs: Some(2),
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
    }
}

/// The findings as they are told, with the paths of all places.
fn told(scan: &Scan) -> Vec<String> {
    let path = |place: &tokentrail::text::Place| {
        format!("{}:{}-{}", scan.sources[&place.file].path, place.span.start, place.span.end)
    };
    let told = scan.findings.iter().map(|finding| {
        let related: Vec<String> =
            finding.related.iter().map(|step| format!("{} {}", path(&step.place), step.message)).collect();
        let place = path(&finding.place);
        format!("{place} {} {:?} {} {related:?}", finding.rule, finding.confidence, finding.message)
    });
    let notices = scan.notices.iter().map(|notice| format!("{} {}", path(&notice.place), notice.message));
    let mut told: Vec<String> = told.chain(notices).collect();
    told.sort();
    told
}

/// Each file of the cases as a package.
fn packages(root: &Path) -> Vec<PathBuf> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases");
    let mut packages = Vec::new();
    // Whatever stands above the folder has nothing to do with it.
    fs::create_dir_all(root.join(".git")).expect("a folder can be made");
    for entry in walkdir::WalkDir::new(cases).sort_by_file_name().max_depth(1) {
        let entry = entry.expect("the test data can be walked");
        if !entry.file_type().is_file() {
            continue;
        }
        let folder = root.join(format!("package-{}", packages.len()));
        fs::create_dir_all(&folder).expect("a folder can be made");
        fs::write(folder.join("package.json"), r#"{ "name": "service" }"#).expect("a file can be written");
        fs::copy(entry.path(), folder.join(entry.file_name())).expect("a file can be copied");
        packages.push(folder);
    }
    packages
}

#[test]
fn a_package_s_findings_are_its_own() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("project");
    let packages = packages(&root);
    assert!(packages.len() > 20, "{}", packages.len());
    let check = |folder: &Path| check(&options(folder), &NoProgress).expect("the folder can be scanned");
    let together = check(&root);
    let mut alone = Vec::new();
    let mut checks = 0;
    for package in &packages {
        let scan = check(package);
        alone.extend(told(&scan));
        checks += scan.summary.checks.understood;
    }
    alone.sort();
    assert!(alone.len() > 100, "{}", alone.len());
    assert_eq!(told(&together), alone);
    assert_eq!(together.summary.checks.understood, checks);
    assert_eq!(together.summary.files as usize, packages.len());
    let paths: Vec<&str> =
        together.findings.iter().map(|finding| together.sources[&finding.place.file].path.as_str()).collect();
    assert!(paths.is_sorted(), "{paths:?}");
}

#[test]
fn trails_and_routes_point_into_their_own_files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("project");
    let packages = packages(&root);
    let (together, scan) = trails(&options(&root), &NoProgress).expect("the folder can be scanned");
    let text = |scan: &Scan, place: &tokentrail::text::Place| {
        let source = &scan.sources[&place.file];
        format!("{}: {}", source.path, &source.text[place.span.range()])
    };
    let mut checks: Vec<String> = together.iter().map(|trail| text(&scan, &trail.check)).collect();
    let mut alone = Vec::new();
    let mut nodes = Vec::new();
    for package in &packages {
        let (trails, scan) = trails(&options(package), &NoProgress).expect("the folder can be scanned");
        alone.extend(trails.iter().map(|trail| text(&scan, &trail.check)));
        let (tree, scan) = routes(&options(package), &NoProgress).expect("the folder can be scanned");
        nodes.extend(tree.nodes.iter().filter_map(|node| node.place.map(|place| text(&scan, &place))));
    }
    checks.sort();
    alone.sort();
    assert_eq!(checks, alone);
    let (tree, scan) = routes(&options(&root), &NoProgress).expect("the folder can be scanned");
    let mut together: Vec<String> =
        tree.nodes.iter().filter_map(|node| node.place.map(|place| text(&scan, &place))).collect();
    together.sort();
    nodes.sort();
    assert!(nodes.len() > 20, "{}", nodes.len());
    assert_eq!(together, nodes);
    assert!(tree.roots.iter().all(|&root| root < tree.nodes.len()));
}
