//! Discover over real folders: every way in which a file can be found, left out or be in trouble.

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
        let tree = Self {
            folder: TempDir::new().unwrap(),
        };
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
        self.discover(Request {
            paths: &paths,
            ..here()
        })
        .unwrap()
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
        words: None,
    }
}

fn shown(discovery: &Discovery) -> Vec<&str> {
    discovery
        .kept
        .iter()
        .map(|file| file.display.as_str())
        .collect()
}

fn reason_for<'d>(discovery: &'d Discovery, path: &str) -> &'d str {
    let skipped = discovery
        .skipped
        .iter()
        .find(|skipped| skipped.path == path);
    &skipped
        .unwrap_or_else(|| panic!("{path} is not in {:?}", discovery.skipped))
        .reason
}

#[test]
fn all_extensions_are_read_in_their_dialects_and_in_order() {
    let names = [
        "g.tsx", "a.js", "b.mjs", "c.cjs", "d.jsx", "e.ts", "f/f.mts", "h.CTS",
    ];
    let tree = Tree::new(&names.map(|name| (name, "x\n")));
    tree.write("README.md", b"no source");
    let found = tree.check(&["."]);
    let expected = [
        "a.js", "b.mjs", "c.cjs", "d.jsx", "e.ts", "f/f.mts", "g.tsx", "h.CTS",
    ];
    assert_eq!(shown(&found), expected);
    assert_eq!((found.files, found.bytes, found.out_of_scope), (8, 16, 0));
    assert_eq!(found.kept[6].dialect, Dialect::Tsx);
    assert_eq!(found.kept[7].dialect, Dialect::TypeScript);
    assert!(found.skipped.is_empty());
}

#[test]
fn ignore_files_hidden_files_and_node_modules_are_lifted_by_no_ignore() {
    let tree = Tree::new(&[
        (".gitignore", "generated/\n*.gen.js\n"),
        (".ignore", "private.js\n"),
        ("a.js", ""),
        ("b.gen.js", ""),
        ("generated/c.js", ""),
        ("private.js", ""),
        (".hidden/d.js", ""),
        (".e.js", ""),
        ("node_modules/x/package.json", "{\"name\":\"x\"}"),
        ("node_modules/x/dist/f.js", ""),
        (".git/hooks/g.js", ""),
    ]);
    assert_eq!(shown(&tree.check(&["."])), ["a.js"]);
    let all = tree
        .discover(Request {
            no_ignore: true,
            ..here()
        })
        .unwrap();
    let expected = [
        ".e.js",
        ".hidden/d.js",
        "a.js",
        "b.gen.js",
        "generated/c.js",
        "node_modules/x/dist/f.js",
        "private.js",
    ];
    assert_eq!(shown(&all), expected);
}

#[test]
fn ignore_files_hold_without_a_repository_and_stop_at_its_edge() {
    let files = [
        (".gitignore", "*.js\n"),
        ("archive/.gitignore", "b.js\n"),
        ("archive/a.js", ""),
        ("archive/b.js", ""),
    ];
    let tree = Tree::new(&files);
    assert_eq!(shown(&tree.check(&["archive"])), ["archive/a.js"]);
    // In a repository, the ignore files above the scanned folder belong to it.
    let tree = Tree::new(&files);
    tree.write(".git/HEAD", b"ref: refs/heads/main\n");
    let paths = [PathBuf::from("archive")];
    let nothing = tree.discover(Request {
        paths: &paths,
        ..here()
    });
    assert!(
        matches!(nothing, Err(DiscoverError::NothingToScan { .. })),
        "{nothing:?}"
    );
}

#[test]
fn scope_is_judged_below_the_scanned_folder() {
    let tree = Tree::new(&[
        ("tests/app/server.js", ""),
        ("tests/app/test/a.test.js", ""),
        ("tests/app/types.d.ts", ""),
        ("tests/app/package.json", "{\"name\":\"app\"}"),
    ]);
    let found = tree.check(&["tests/app"]);
    assert_eq!(shown(&found), ["tests/app/server.js"]);
    assert_eq!((found.files, found.out_of_scope), (1, 2));
}

#[test]
fn a_named_folder_or_file_that_is_out_of_scope_is_looked_at() {
    let tree = Tree::new(&[
        ("package.json", "{\"name\":\"app\"}"),
        ("server.js", ""),
        ("test/a.js", ""),
        ("test/fixtures/b.test.js", ""),
        ("types.d.ts", ""),
    ]);
    assert_eq!(shown(&tree.check(&["."])), ["server.js"]);
    assert_eq!(
        shown(&tree.check(&["test"])),
        ["test/a.js", "test/fixtures/b.test.js"]
    );
    assert_eq!(
        shown(&tree.check(&["test/a.js", "types.d.ts"])),
        ["test/a.js", "types.d.ts"]
    );
    let both = tree.check(&[".", "test"]);
    assert_eq!(
        shown(&both),
        ["server.js", "test/a.js", "test/fixtures/b.test.js"]
    );
    assert_eq!(
        both.out_of_scope, 1,
        "what one argument brings in is not left out"
    );
}

#[test]
fn build_output_is_left_out_only_beside_its_sources() {
    let tree = Tree::new(&[
        ("app/package.json", "{\"name\":\"app\"}"),
        ("app/src/a.ts", ""),
        ("app/dist/a.js", ""),
        (
            "unpacked/package.json",
            "{\"name\":\"unpacked\",\"main\":\"index.js\"}",
        ),
        (
            "unpacked/index.js",
            "module.exports = require('./dist/a.js');\n",
        ),
        (
            "unpacked/server/index.js",
            "export { serve } from \"../dist/a.js\";\n",
        ),
        ("unpacked/dist/a.js", ""),
        ("unpacked/dist/package.json", "{\"type\":\"commonjs\"}"),
        ("old/package.json", "{\"name\":\"old\"}"),
        ("old/app.js", ""),
        ("old/lib/auth.js", ""),
    ]);
    let found = tree.check(&["."]);
    let expected = [
        "app/src/a.ts",
        "old/app.js",
        "old/lib/auth.js",
        "unpacked/dist/a.js",
        "unpacked/index.js",
        "unpacked/server/index.js",
    ];
    assert_eq!(shown(&found), expected);
    // Named, the folder is what is asked about.
    assert_eq!(shown(&tree.check(&["app/dist"])), ["app/dist/a.js"]);
}

#[test]
fn examples_are_left_out_of_libraries() {
    let tree = Tree::new(&[
        (
            "lib/package.json",
            "{\"name\":\"lib\",\"exports\":\"./i.js\"}",
        ),
        ("lib/i.js", ""),
        ("lib/examples/a.js", ""),
        ("app/package.json", "{\"private\":true}"),
        ("app/demo/a.js", ""),
        ("mono/package.json", "{\"private\":true}"),
        ("mono/pnpm-workspace.yaml", "packages: [a]\n"),
        ("mono/examples/a.js", ""),
    ]);
    assert_eq!(shown(&tree.check(&["."])), ["app/demo/a.js", "lib/i.js"]);
}

#[test]
fn exclude_globs_hold_for_what_is_named_too() {
    let tree = Tree::new(&[("a.js", ""), ("old/b.js", ""), ("c.gen.ts", "")]);
    let exclude = ["old".to_owned(), "*.gen.ts".to_owned()];
    let found = tree
        .discover(Request {
            exclude: &exclude,
            ..here()
        })
        .unwrap();
    assert_eq!(shown(&found), ["a.js"]);
    let paths = ["a.js", "c.gen.ts", "old/b.js"].map(PathBuf::from);
    let found = tree
        .discover(Request {
            exclude: &exclude,
            paths: &paths,
            ..here()
        })
        .unwrap();
    assert_eq!(shown(&found), ["a.js"]);
}

#[test]
fn a_bad_glob_and_a_missing_path_are_errors() {
    let tree = Tree::new(&[("a.js", "")]);
    let exclude = ["{a".to_owned()];
    let bad = tree.discover(Request {
        exclude: &exclude,
        ..here()
    });
    assert!(
        matches!(&bad, Err(DiscoverError::BadGlob { glob, .. }) if glob == "{a"),
        "{bad:?}"
    );
    for path in ["none", "a.js/b.js", ""] {
        let paths = [PathBuf::from("a.js"), PathBuf::from(path)];
        match tree.discover(Request {
            paths: &paths,
            ..here()
        }) {
            Err(DiscoverError::MissingPath {
                path: missing,
                reason,
            }) => {
                assert_eq!(missing, path);
                assert!(!reason.contains("os error"), "{reason}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_folder_without_sources_is_nothing_to_scan_and_files_never_are() {
    let tree = Tree::new(&[("README.md", ""), ("sub/x.test.js", "")]);
    let nothing = tree.discover(here());
    let expected = DiscoverError::NothingToScan {
        out_of_scope: 1,
        skipped: Vec::new(),
    };
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
    assert_eq!(
        (found.files, found.kept.len(), found.skipped.len()),
        (1, 0, 1)
    );
}

#[test]
fn troubled_files_are_said_and_lose_no_other() {
    let tree = Tree::new(&[
        ("good.js", "verify(t)\n"),
        ("large.js", &"// 45\n".repeat(20)),
    ]);
    tree.write("binary.js", b"\x7fELF\0\0\0");
    tree.write("utf16.js", b"\xff\xfev\0");
    tree.write("random.js", &[0xfe, 0xc0, 0xff, 0x80].repeat(10));
    tree.write("latin1.js", b"// caf\xe9, the comment of a colleague\n");
    tree.write("dense.js", "verify(t);".repeat(10).repeat(3).as_bytes());
    tree.write("bom.js", b"\xef\xbb\xbfverify(t)\n");
    let found = tree
        .discover(Request {
            max_file_size: 110,
            ..here()
        })
        .unwrap();
    assert_eq!(shown(&found), ["bom.js", "good.js", "latin1.js"]);
    assert_eq!(found.files, 8);
    assert!(reason_for(&found, "binary.js").contains("binary"));
    assert!(reason_for(&found, "utf16.js").contains("UTF-16"));
    assert!(reason_for(&found, "random.js").contains("not UTF-8"));
    assert_eq!(
        reason_for(&found, "large.js"),
        "larger than --max-file-size (110 bytes)"
    );
    assert_eq!(
        found
            .kept
            .iter()
            .map(|file| file.replaced_bytes)
            .sum::<usize>(),
        1
    );
    let found = tree.discover(here()).unwrap();
    assert!(reason_for(&found, "dense.js").contains("minified"));
    assert!(
        shown(&tree.check(&["dense.js", "."])).contains(&"dense.js"),
        "named, it is read"
    );
}

#[test]
fn skipped_files_are_the_same_with_and_without_the_prefilter() {
    let tree = Tree::new(&[("a.js", "jwt.verify(t)\n"), ("b.js", "nothing here\n")]);
    tree.write("c.js", b"\0");
    tree.write("d.js", "x".repeat(500).as_bytes());
    let all = tree.discover(here()).unwrap();
    let few = tree
        .discover(Request {
            words: Some(&["jwt", "jose"]),
            ..here()
        })
        .unwrap();
    let none = tree
        .discover(Request {
            words: Some(&[]),
            ..here()
        })
        .unwrap();
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
    let found = tree.check(&[
        "src",
        "./src/",
        "src/x",
        "src/a.js",
        absolute.to_str().unwrap(),
    ]);
    assert_eq!(shown(&found), ["src/a.js", "src/x/b.js"]);
    assert_eq!(found.files, 2);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let tree = Tree::new(&[]);
    for index in 0..200 {
        let text = if index % 7 == 0 {
            "\0".to_owned()
        } else {
            format!("jwt {index}\n")
        };
        tree.write(&format!("d{}/f{index}.js", index % 11), text.as_bytes());
    }
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
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

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    #[test]
    fn links_inside_lose_nothing_and_loops_end() {
        let tree = Tree::new(&[("src/a.js", "")]);
        let root = tree.root();
        symlink(root.join("src/a.js"), root.join("same.js")).unwrap();
        symlink("../src", root.join("src/loop")).unwrap();
        symlink(".", root.join("here")).unwrap();
        let found = tree.check(&["."]);
        assert_eq!(shown(&found), ["src/a.js"]);
        assert_eq!(found.skipped, []);
    }

    #[test]
    fn links_that_may_hide_code_are_said() {
        let outside = Tree::new(&[("b.js", ""), ("c.txt", "")]);
        let tree = Tree::new(&[("a.js", ""), ("note.txt", "")]);
        let root = tree.root();
        symlink(outside.root(), root.join("out")).unwrap();
        symlink(outside.root().join("b.js"), root.join("out.js")).unwrap();
        symlink(outside.root().join("c.txt"), root.join("out.txt")).unwrap();
        symlink("nothing.js", root.join("broken.js")).unwrap();
        symlink("self.js", root.join("self.js")).unwrap();
        symlink("note.txt", root.join("note.js")).unwrap();
        symlink("nothing.txt", root.join("broken.txt")).unwrap();
        let found = tree.check(&["."]);
        assert_eq!(shown(&found), ["a.js"]);
        assert!(reason_for(&found, "out").contains("out of the scanned folder"));
        assert!(reason_for(&found, "out.js").contains("out of the scanned folder"));
        assert_eq!(
            reason_for(&found, "broken.js"),
            "a symbolic link to nothing"
        );
        assert!(reason_for(&found, "self.js").contains("cannot be followed"));
        assert!(reason_for(&found, "note.js").contains("another kind"));
        assert_eq!(found.skipped.len(), 5);
    }

    #[test]
    fn links_in_folders_out_of_scope_are_not_worth_a_word() {
        let tree = Tree::new(&[("a.js", ""), ("test/b.js", "")]);
        symlink("nothing.js", tree.root().join("test/broken.js")).unwrap();
        assert_eq!(tree.check(&["."]).skipped, []);
    }

    #[test]
    fn a_named_link_is_followed() {
        let outside = Tree::new(&[("b.js", ""), ("d/c.js", "")]);
        let tree = Tree::new(&[]);
        symlink(outside.root().join("b.js"), tree.root().join("link.js")).unwrap();
        symlink(outside.root().join("d"), tree.root().join("folder")).unwrap();
        let found = tree.check(&["link.js", "folder"]);
        assert_eq!(shown(&found), ["folder/c.js", "link.js"]);
    }

    #[test]
    fn pipes_and_sockets_are_never_opened() {
        let tree = Tree::new(&[("a.js", "")]);
        let pipe = tree.root().join("pipe.js");
        assert!(
            Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .unwrap()
                .success()
        );
        let _listener = UnixListener::bind(tree.root().join("socket.js")).unwrap();
        let found = tree.check(&["."]);
        assert_eq!(shown(&found), ["a.js"]);
        assert_eq!(reason_for(&found, "pipe.js"), "not a regular file");
        assert_eq!(reason_for(&found, "socket.js"), "not a regular file");
        let found = tree.check(&["pipe.js", "/dev/null"]);
        assert_eq!(reason_for(&found, "pipe.js"), "not a regular file");
        assert_eq!(reason_for(&found, "/dev/null"), "not a regular file");
    }

    #[test]
    fn odd_names_are_read() {
        let tree = Tree::new(&[("line\nbreak.js", ""), ("\u{1b}[2J.js", "")]);
        fs::write(tree.root().join(OsStr::from_bytes(b"caf\xe9.js")), "").unwrap();
        let found = tree.check(&["."]);
        assert_eq!(
            shown(&found),
            ["\u{1b}[2J.js", "caf\u{fffd}.js", "line\nbreak.js"]
        );
    }
}
