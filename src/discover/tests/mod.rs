//! Discover over real folders: every way in which a file can be found, left out or be in trouble.

mod again;
mod configuration;
mod imports;
mod parts;
mod project;
mod scope;
#[cfg(unix)]
mod unix;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use super::*;

/// A folder for one test, scanned as the working directory.
struct Tree {
    folder: TempDir,
}

impl Tree {
    fn new(files: &[(&str, &str)]) -> Self {
        let tree = Self { folder: TempDir::new().unwrap() };
        for (path, text) in files {
            tree.write(path, text.as_bytes());
        }
        tree
    }

    fn root(&self) -> PathBuf {
        fs::canonicalize(self.folder.path()).unwrap()
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn discover(&self, request: Request<'_>) -> Result<Discovery, DiscoverError> {
        discover_from(&self.root(), &request, &NoProgress)
    }

    fn check(&self, paths: &[&str]) -> Discovery {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        self.discover(Request { paths: &paths, ..here() }).unwrap()
    }
}

/// The working directory, with the settings that nobody has to give.
fn here() -> Request<'static> {
    static PATHS: LazyLock<[PathBuf; 1]> = LazyLock::new(|| [PathBuf::from(".")]);
    Request {
        paths: &*PATHS,
        no_ignore: false,
        exclude: &[],
        max_file_size: 1 << 20,
        overlay: None,
        force_exclude: false,
        words: None,
        pairs: None,
    }
}

fn shown(discovery: &Discovery) -> Vec<&str> {
    discovery.kept.iter().map(|file| file.display.as_str()).collect()
}

/// Those that were asked for.
fn asked(discovery: &Discovery) -> Vec<&str> {
    let asked = discovery.kept.iter().filter(|file| file.standing == Standing::Asked);
    asked.map(|file| file.display.as_str()).collect()
}

fn reason_for<'d>(discovery: &'d Discovery, path: &str) -> &'d str {
    let skipped = discovery.skipped.iter().find(|skipped| skipped.path == path);
    &skipped.unwrap_or_else(|| panic!("{path} is not in {:?}", discovery.skipped)).reason
}

#[test]
fn all_extensions_are_read_in_their_dialects_and_in_order() {
    let names = ["g.tsx", "a.js", "b.mjs", "c.cjs", "d.jsx", "e.ts", "f/f.mts", "h.CTS"];
    let tree = Tree::new(&names.map(|name| (name, "x\n")));
    tree.write("README.md", b"no source");
    let found = tree.check(&["."]);
    let expected = ["a.js", "b.mjs", "c.cjs", "d.jsx", "e.ts", "f/f.mts", "g.tsx", "h.CTS"];
    assert_eq!(shown(&found), expected);
    assert_eq!((found.files, found.bytes, found.out_of_scope), (8, 16, 0));
    assert_eq!(found.kept[6].dialect, Dialect::Tsx);
    assert_eq!(found.kept[7].dialect, Dialect::TypeScript);
    assert!(found.skipped.is_empty());
}

#[test]
fn a_bad_glob_and_a_missing_path_are_errors() {
    let tree = Tree::new(&[("a.js", "")]);
    let exclude = ["{a".to_owned()];
    let bad = tree.discover(Request { exclude: &exclude, ..here() });
    assert!(matches!(&bad, Err(DiscoverError::BadGlob { glob, .. }) if glob == "{a"), "{bad:?}");
    for path in ["none", "a.js/b.js", ""] {
        match tree.discover(Request { paths: &[PathBuf::from(path)], ..here() }) {
            Err(DiscoverError::MissingPath { path: missing, reason }) => {
                assert_eq!(missing, path);
                assert!(!reason.contains("os error"), "{reason}");
            }
            other => panic!("{other:?}"),
        }
        // Beside a path that is there, it is told of and costs nothing.
        let found = tree.discover(Request { paths: &[PathBuf::from("a.js"), PathBuf::from(path)], ..here() }).unwrap();
        assert_eq!(found.files, 1);
        assert_eq!(found.missing.iter().map(|missing| missing.path.as_str()).collect::<Vec<_>>(), [path]);
    }
}

#[test]
fn a_folder_without_sources_is_nothing_to_scan_and_files_never_are() {
    let tree = Tree::new(&[("README.md", ""), ("sub/x.test.js", "")]);
    let nothing = tree.discover(here());
    let expected = DiscoverError::NothingToScan { out_of_scope: 1, skipped: Vec::new() };
    assert_eq!(nothing, Err(expected));
    let found = tree.check(&["README.md"]);
    assert_eq!((found.files, found.kept.len()), (0, 0));
    assert!(reason_for(&found, "README.md").contains("neither JavaScript nor TypeScript"));
}

#[test]
fn a_folder_whose_only_source_is_in_trouble_is_not_empty() {
    let tree = Tree::new(&[]);
    tree.write("a.js", b"\0");
    let found = tree.check(&["."]);
    assert_eq!((found.files, found.kept.len(), found.skipped.len()), (1, 0, 1));
}

#[test]
fn troubled_files_are_said_and_lose_no_other() {
    let tree = Tree::new(&[("good.js", "verify(t)\n"), ("large.js", &"// 45\n".repeat(20))]);
    tree.write("binary.js", b"\x7fELF\0\0\0");
    tree.write("utf16.js", b"\xff\xfev\0");
    tree.write("random.js", &[0xfe, 0xc0, 0xff, 0x80].repeat(10));
    tree.write("latin1.js", b"// caf\xe9, the comment of a colleague\n");
    tree.write("dense.js", "verify(t);".repeat(10).repeat(3).as_bytes());
    tree.write("bom.js", b"\xef\xbb\xbfverify(t)\n");
    let found = tree.discover(Request { max_file_size: 110, ..here() }).unwrap();
    assert_eq!(shown(&found), ["bom.js", "good.js", "latin1.js"]);
    assert_eq!(found.files, 8);
    assert!(reason_for(&found, "binary.js").contains("binary"));
    assert!(reason_for(&found, "utf16.js").contains("UTF-16"));
    assert!(reason_for(&found, "random.js").contains("not UTF-8"));
    assert_eq!(reason_for(&found, "large.js"), "larger than --max-file-size (110 bytes)");
    assert_eq!(found.kept.iter().map(|file| file.replaced_bytes).sum::<usize>(), 1);
    let found = tree.discover(here()).unwrap();
    assert!(reason_for(&found, "dense.js").contains("minified"));
    assert!(shown(&tree.check(&["dense.js", "."])).contains(&"dense.js"), "named, it is read");
}

#[test]
fn skipped_files_are_the_same_with_and_without_the_prefilter() {
    let tree = Tree::new(&[("a.js", "jwt.verify(t)\n"), ("b.js", "nothing here\n")]);
    tree.write("c.js", b"\0");
    tree.write("d.js", "x".repeat(500).as_bytes());
    let all = tree.discover(here()).unwrap();
    let few = tree.discover(Request { words: Some(&["jwt", "jose"]), ..here() }).unwrap();
    let none = tree.discover(Request { words: Some(&[]), ..here() }).unwrap();
    assert_eq!(shown(&all), ["a.js", "b.js"]);
    assert_eq!(shown(&few), ["a.js"]);
    assert_eq!(shown(&none), [""; 0]);
    for other in [&few, &none] {
        assert_eq!(other.skipped, all.skipped);
        assert_eq!((other.files, other.bytes), (all.files, all.bytes));
    }
}

#[test]
fn paths_that_are_given_twice_or_nested_are_read_once() {
    let tree = Tree::new(&[("src/a.js", ""), ("src/x/b.js", "")]);
    let absolute = tree.root().join("src/x");
    let found = tree.check(&["src", "./src/", "src/x", "src/a.js", absolute.to_str().unwrap()]);
    assert_eq!(shown(&found), ["src/a.js", "src/x/b.js"]);
    assert_eq!(found.files, 2);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let tree = Tree::new(&[]);
    for index in 0..200 {
        let text = if index % 7 == 0 { "\0".to_owned() } else { format!("jwt {index}\n") };
        tree.write(&format!("d{}/f{index}.js", index % 11), text.as_bytes());
    }
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| tree.discover(here()).unwrap())
    };
    let one = with(1);
    assert_eq!(one.kept.len() + one.skipped.len(), 200);
    assert_eq!(with(8), one);
}

#[test]
fn progress_is_told_of_every_file() {
    #[derive(Default)]
    struct Counter {
        found: AtomicUsize,
        read: AtomicUsize,
    }
    impl Progress for Counter {
        fn found(&self, files: usize) {
            self.found.fetch_add(files, Ordering::Relaxed);
        }
        fn read(&self) {
            self.read.fetch_add(1, Ordering::Relaxed);
        }
    }
    let tree = Tree::new(&[("a.js", ""), ("b.js", "\0"), ("test/c.js", "")]);
    let counter = Counter::default();
    discover_from(&tree.root(), &here(), &counter).unwrap();
    assert_eq!(counter.found.into_inner(), 2);
    assert_eq!(counter.read.into_inner(), 2);
}
