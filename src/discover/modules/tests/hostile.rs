//! What leads out of the project, and what is meant to bring the resolver down.

use proptest::prelude::*;

use super::*;

fn project() -> Project {
    Project::new(&[
        ("package.json", r##"{"name":"app","workspaces":["*"],"imports":{"#a":"./src/a.js"}}"##),
        ("b/package.json", r#"{"name":"@acme/b"}"#),
        ("b/index.js", ""),
        ("src/a.js", ""),
        ("tsconfig.json", r#"{"compilerOptions":{"baseUrl":".","paths":{"@/*":["src/*"],"up/*":["../../*"]}}}"#),
    ])
}

#[test]
fn paths_out_of_the_root_lead_nowhere() {
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("secret.js"), "").unwrap();
    let project = project();
    let outside = fs::canonicalize(outside.path()).unwrap();
    let name = outside.file_name().unwrap().to_str().unwrap();
    for specifier in [
        format!("../../{name}/secret"),
        format!("{}/secret.js", outside.display()),
        format!("file://{}/secret.js", outside.display()),
        format!("@/../../{name}/secret"),
        format!("up/{name}/secret"),
        format!("@acme/b/../../../{name}/secret"),
        format!("#a/../../{name}/secret"),
        "/etc/hostname".to_owned(),
        "../".repeat(300) + "etc/hostname",
    ] {
        project.misses("src/x.ts", &specifier);
    }
    let target = project.modules.resolve(&outside.join("x.js"), "./secret");
    assert_eq!(target, Target::Missing, "an importer that is no file of the project");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_root_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("secret.js"), "").unwrap();
    fs::write(outside.path().join("package.json"), r#"{"main":"secret.js"}"#).unwrap();
    let project = project();
    let root = project.root();
    symlink(outside.path().join("secret.js"), root.join("src/file.js")).unwrap();
    symlink(outside.path(), root.join("src/folder")).unwrap();
    symlink("folder/secret.js", root.join("src/over.js")).unwrap();
    symlink("loop.js", root.join("src/loop.js")).unwrap();
    symlink("/", root.join("src/top")).unwrap();
    for specifier in ["./file", "./file.js", "./folder", "./folder/secret", "./FOLDER/secret", "./over", "./loop"] {
        project.misses("src/x.js", specifier);
    }
    project.misses("src/x.js", &format!("./top{}/src/folder/secret.js", root.display()));
    let is_seen = |path: &str| project.modules.view.kind(&root.join(path)).is_some();
    assert!(is_seen("src/a.js") && is_seen("src/folder") && !is_seen("src/folder/secret.js"));
    symlink(outside.path().join("secret.js"), root.join("tsconfig.app.json")).unwrap();
    project.leads("src/x.js", "./a", "src/a.js");
}

#[cfg(unix)]
#[test]
fn links_inside_lead_to_the_file_itself() {
    use std::os::unix::fs::symlink;
    let project = project();
    let root = project.root();
    symlink("../src", root.join("b/linked")).unwrap();
    symlink(root.join("src/a.js"), root.join("b/one.js")).unwrap();
    project.leads("b/index.js", "./linked/a", "src/a.js");
    project.leads("b/index.js", "./one", "src/a.js");
    project.leads("src/x.js", "../b/Linked/A", "src/a.js");
}

#[test]
fn odd_specifiers_lead_nowhere() {
    let project = project();
    let many = |part: &str| part.repeat(1000);
    for specifier in [
        "",
        " ",
        "\0",
        "./a\0.js",
        "./a\n",
        ".\\a",
        "....",
        "...",
        ":",
        "::",
        "a:",
        ":a",
        "#",
        "#/",
        "@",
        "@@",
        "@/",
        "?",
        "./?",
        "./#",
        "\\",
        "\\\\server\\share",
        "C:\\a",
        "file:",
        "file://",
        "file:///%00",
        "file:///%zz",
        "npm:",
        "npm:@",
        "npm:/@1",
        "node_modules",
        "\u{202e}a",
        "💥",
        "@acme/",
        "@acme//",
        "%2e%2e/a",
    ] {
        let target = project.resolve("src/x.js", specifier);
        let is_file = matches!(&target, Target::File(path) if !path.starts_with(project.root()));
        assert!(!is_file, "{specifier:?}: {target:?}");
    }
    for specifier in
        [many("./a/"), many("../"), many("a/"), many("@a/"), many("x"), format!("./{}", many("x")), many("#/")]
    {
        let target = project.resolve("src/x.js", &specifier);
        assert!(matches!(target, Target::Missing | Target::Package { .. }), "{target:?}");
    }
    project.misses("src/x.js", &"a".repeat(1 << 20));
}

#[test]
fn manifests_that_nest_too_deep_are_none() {
    let deep = format!("{{\"exports\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    let project = Project::new(&[("package.json", &deep), ("a.js", "")]);
    project.leads("b.js", "./a", "a.js");
}

#[test]
fn one_resolver_serves_many_threads() {
    use rayon::prelude::*;
    let project = project();
    let root = project.root();
    (0..2000_u32).into_par_iter().for_each(|at| {
        let importer = root.join(format!("src/x{}.ts", at % 50));
        assert_eq!(project.modules.resolve(&importer, "@/a"), Target::File(root.join("src/a.js")));
        assert_eq!(project.modules.resolve(&importer, "@acme/b"), Target::File(root.join("b/index.js")));
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_specifier_leads_out_or_brings_it_down(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("..".to_owned()), Just(".".to_owned()), Just("src".to_owned()), Just("a".to_owned()),
                Just("@".to_owned()), Just("#a".to_owned()), Just("@acme".to_owned()), Just("b".to_owned()),
                Just("node_modules".to_owned()), Just("dist".to_owned()), Just("file:".to_owned()), any::<String>(),
            ],
            0..6,
        ),
        separator in "[/\\\\]",
    ) {
        let modules = Modules::in_memory([
            (PathBuf::from("src/a.js"), Arc::from("")),
            (PathBuf::from("b/package.json"), Arc::from(r#"{"name":"@acme/b","exports":{"./*":"./dist/*.js"}}"#)),
            (PathBuf::from("package.json"), Arc::from(r##"{"workspaces":["b"],"imports":{"#a":"./src/a.js"}}"##)),
            (PathBuf::from("tsconfig.json"), Arc::from(r#"{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}"#)),
        ]);
        let specifier = parts.join(&separator);
        for importer in ["src/x.js", "b/x.ts"] {
            if let Target::File(path) = modules.resolve(Path::new(importer), &specifier) {
                let known = ["src/a.js", "b/package.json", "package.json", "tsconfig.json"];
                prop_assert!(known.iter().any(|known| Path::new(known) == path), "{:?}", path);
            }
        }
    }
}
