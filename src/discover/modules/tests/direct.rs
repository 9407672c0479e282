//! Imports that names decide mean what the rules say, in any project.

use proptest::prelude::*;

use super::*;

/// What the rules alone say.
fn by_rules(modules: &Modules, importer: &Path, specifier: &str) -> Target {
    let (resolver, extensions) = modules.language(importer);
    let (folder, settings) = (importer.parent().unwrap(), modules.settings(importer));
    let folder_or_file = as_folder(specifier);
    let by_rules = || modules.by_rules(&Import { folder, specifier: &folder_or_file, resolver, extensions, settings });
    of_scheme(specifier).unwrap_or_else(by_rules)
}

fn directly(modules: &Modules, importer: &Path, specifier: &str) -> Option<Target> {
    let (resolver, extensions) = modules.language(importer);
    let folder = importer.parent().unwrap();
    let around = modules.surroundings(folder)?;
    let settings = around.has_settings.then(|| modules.settings(importer)).flatten();
    modules.directly(&Import { folder, specifier, resolver, extensions, settings }, &around)
}

const FOLDERS: [&str; 12] =
    ["", "src", "src/a", "src/a/a", "lib", "dist", "dist/a", "build/esm", "pkg", "pkg/src", "pkg/dist/cjs", "a.js"];
const NAMES: [&str; 21] = [
    "a",
    "a.js",
    "a.ts",
    "a.tsx",
    "a.jsx",
    "a.mjs",
    "a.mts",
    "a.cts",
    "a.json",
    "a.d.ts",
    "a.js.ts",
    "A.js",
    "b.js",
    "b.ts",
    "index.js",
    "index.ts",
    "index.json",
    "index.d.ts",
    ".js",
    "é.js",
    "a.esm.js",
];
const MANIFESTS: [&str; 7] = [
    r#"{"name":"acme"}"#,
    r#"{"name":"acme","main":"b","exports":{".":"./a.js","./b":"./b.ts"}}"#,
    r#"{"name":"pkg","main":"dist/a.js"}"#,
    r#"{"workspaces":["pkg"],"dependencies":{"pkg":"workspace:*"}}"#,
    r##"{"imports":{"#a":"./src/a.js"},"name":"a"}"##,
    r#"{"name":1}"#,
    "{ no JSON",
];
const SETTINGS: [&str; 5] = [
    r#"{"compilerOptions":{"rootDirs":["src","lib","."]}}"#,
    r#"{"compilerOptions":{"baseUrl":"."}}"#,
    r#"{"compilerOptions":{"paths":{"@/*":["src/*"],"fs":["src/a.d.ts"],"acme":["lib/a.js"]}}}"#,
    r#"{"include":["src"],"compilerOptions":{}}"#,
    "{ no JSON",
];
const IMPORTERS: [&str; 8] =
    ["x.js", "src/x.ts", "src/a/x.js", "lib/x.js", "dist/x.js", "pkg/src/x.tsx", "pkg/x.mjs", "node_modules/a/x.js"];
const SPECIFIERS: [&str; 58] = [
    "./a",
    "./a.js",
    "./a.ts",
    "./a.tsx",
    "./a.jsx",
    "./a.mjs",
    "./a.cjs",
    "./a.json",
    "./a.css",
    "./a/",
    "./a/.",
    "./a//a",
    "./a/a.js",
    "./a/index",
    "./a/a/",
    "./A",
    "./b",
    "./b.js",
    "./é",
    "./.js",
    "./",
    ".",
    "..",
    "../",
    "../a",
    "../a.js",
    "../src",
    "../src/a",
    "../src/a.js",
    "../dist/a",
    "../dist/a.js",
    "../dist/a/index.js",
    "../pkg",
    "../pkg/dist/cjs/a",
    "../../a",
    "../../../../a",
    "./dist",
    "./dist/a.esm.js",
    "./build/esm/a",
    "./pkg",
    "./link",
    "./link/a",
    "./link.js",
    "./a?raw",
    "./a#b",
    "./node_modules/a",
    "a",
    "a/b",
    "acme",
    "acme/b",
    "acme-b",
    "pkg",
    "pkg/src/a",
    "fs",
    "node:fs",
    "@/a",
    "#a",
    "lodash/../a",
];

const LINKED: [&str; 7] = ["a.js", "../src", "..", "../../..", "nothing", "link", "/"];

/// Files with their texts, and symbolic links with what they point to.
type Tree = Vec<(String, Result<&'static str, &'static str>)>;

fn tree() -> impl Strategy<Value = Tree> {
    let place = |names: &'static [&'static str]| {
        (prop::sample::select(&FOLDERS[..]), prop::sample::select(names))
            .prop_map(|(folder, name)| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") })
    };
    let sources = prop::collection::vec(place(&NAMES).prop_map(|path| (path, Ok(""))), 1..24);
    let manifests = (place(&["package.json"]), prop::sample::select(&MANIFESTS[..]).prop_map(Ok));
    let settings = (
        prop::sample::select(&["tsconfig.json", "src/tsconfig.json", "pkg/jsconfig.json"][..]).prop_map(str::to_owned),
        prop::sample::select(&SETTINGS[..]).prop_map(Ok),
    );
    let links = (place(&["link", "link.js", "a", "src"]), prop::sample::select(&LINKED[..]).prop_map(Err));
    let parts = (
        sources,
        prop::collection::vec(manifests, 0..4),
        prop::collection::vec(settings, 0..2),
        prop::collection::vec(links, 0..2),
    );
    parts.prop_map(|(sources, manifests, settings, links)| [links, manifests, settings, sources].concat())
}

/// Lays out what fits: a name can be asked for as a file and as a folder.
fn lay_out(root: &Path, tree: &Tree) -> Vec<PathBuf> {
    let mut manifests = Vec::new();
    for (path, content) in tree {
        let path = root.join(path);
        if fs::create_dir_all(path.parent().unwrap()).is_err() || path.symlink_metadata().is_ok() {
            continue;
        }
        // A folder that was asked for below a link must not be written to outside.
        if !fs::canonicalize(path.parent().unwrap()).unwrap().starts_with(root) {
            continue;
        }
        match content {
            Ok(text) => fs::write(&path, text).unwrap(),
            #[cfg(unix)]
            Err(target) => std::os::unix::fs::symlink(target, &path).unwrap(),
            #[cfg(not(unix))]
            Err(_) => {}
        }
        if path.ends_with("package.json") {
            manifests.push(path);
        }
    }
    manifests
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn names_say_what_the_rules_say(tree in tree()) {
        let folder = TempDir::new().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let manifests = lay_out(&root, &tree);
        let modules = || Modules::on_disk(&root, manifests.clone()).unwrap();
        let (own, other) = (modules(), modules());
        for importer in IMPORTERS {
            let importer = root.join(importer);
            for specifier in SPECIFIERS {
                let (found, right) = (own.resolve(&importer, specifier), by_rules(&other, &importer, specifier));
                prop_assert_eq!(found, right, "{:?} imports {}", importer, specifier);
            }
        }
    }

    #[test]
    fn so_they_do_in_memory(tree in tree()) {
        let texts = tree.iter().filter_map(|(path, text)| Some((PathBuf::from(path), Arc::from(text.ok()?))));
        // What is a folder of another cannot be a file.
        let is_folder = |path: &PathBuf| tree.iter().any(|(other, _)| Path::new(other).ancestors().skip(1).any(|above| above == path));
        let texts: Vec<(PathBuf, Arc<str>)> = texts.filter(|(path, _)| !is_folder(path)).collect();
        let (own, other) = (Modules::in_memory(texts.clone()), Modules::in_memory(texts));
        for importer in IMPORTERS {
            for specifier in SPECIFIERS {
                let right = by_rules(&other, &Path::new(MEMORY_ROOT).join(importer), specifier);
                prop_assert_eq!(own.resolve(Path::new(importer), specifier), right, "{} imports {}", importer, specifier);
            }
        }
    }
}

#[test]
fn most_imports_need_no_rules() {
    let project = Project::new(&[
        ("package.json", r#"{"name":"app"}"#),
        ("src/x.ts", ""),
        ("src/a.ts", ""),
        ("src/b/index.js", ""),
        ("src/c/package.json", r#"{"main":"d.js"}"#),
        ("src/c/d.js", ""),
    ]);
    let importer = project.root().join("src/x.ts");
    let directly = |specifier| directly(&project.modules, &importer, specifier);
    let file = |path| Some(Target::File(project.root().join(path)));
    assert_eq!(directly("./a"), file("src/a.ts"));
    assert_eq!(directly("./a.js"), file("src/a.ts"));
    assert_eq!(directly("../src/b"), file("src/b/index.js"));
    assert_eq!(directly("fs"), Some(Target::Builtin("fs".to_owned())));
    let package = Target::Package { name: "lodash".to_owned(), subpath: "fp".to_owned() };
    assert_eq!(directly("lodash/fp"), Some(package));
    for specifier in ["./c", "./A", "./nothing", "app", "app/x", "#a", "./a?raw"] {
        assert_eq!(directly(specifier), None, "{specifier}");
    }
}

#[test]
fn what_else_has_a_say_is_asked() {
    let asked = |files: &[(&str, &str)], importer: &str, specifiers: &[&str]| {
        let project = Project::new(files);
        let importer = project.root().join(importer);
        for specifier in specifiers {
            assert_eq!(directly(&project.modules, &importer, specifier), None, "{specifier} beside {files:?}");
            let fresh = Modules::on_disk(&project.root(), []).unwrap();
            assert_eq!(project.modules.resolve(&importer, specifier), by_rules(&fresh, &importer, specifier));
        }
    };
    let with = |settings| [("tsconfig.json", settings), ("src/x.ts", ""), ("lib/a.ts", ""), ("src/b.ts", "")];
    asked(&with(SETTINGS[0]), "src/x.ts", &["./a", "./b"]);
    asked(&with(SETTINGS[1]), "src/x.ts", &["lib/a", "lodash", "fs"]);
    asked(&with(SETTINGS[2]), "src/x.ts", &["@/b", "lodash", "fs"]);
    // Output that is not there, and output whose source is there too.
    asked(&[("src/a.ts", ""), ("dist/x.js", "")], "dist/x.js", &["./a", "./a.js"]);
    let built = Project::new(&[("src/a.ts", ""), ("dist/a.js", ""), ("dist/x.js", "")]);
    built.leads("dist/x.js", "./a", "src/a.ts");
    // A manifest that names another file, and the package itself.
    asked(&[("a/package.json", r#"{"main":"b.js"}"#), ("a/b.js", ""), ("x.js", "")], "x.js", &["./a", "./a/"]);
    asked(&[("package.json", r#"{"name":"a","exports":"./b.js"}"#), ("b.js", ""), ("x.js", "")], "x.js", &["a", "a/b"]);
    // Names that one system keeps in another form.
    asked(&[("\u{e9}/a.js", ""), ("\u{e9}.js", ""), ("x.js", "")], "x.js", &["./\u{e9}", "./\u{e9}/a"]);
}
