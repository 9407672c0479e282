//! Packages of the project itself, in a clone where nothing is installed and nothing is built.

use super::*;

const ROOT: (&str, &str) = ("package.json", r#"{"name":"root","private":true,"workspaces":["packages/*"]}"#);

fn workspace(manifest: &str, files: &[&str]) -> Project {
    let mut all = vec![ROOT, ("packages/a/package.json", manifest), ("apps/api/package.json", r#"{"name":"api"}"#)];
    all.extend(files.iter().map(|path| (*path, "")));
    Project::new(&all)
}

#[test]
fn a_package_is_known_by_its_name() {
    let project = workspace(r#"{"name":"@acme/a","main":"index.js"}"#, &["packages/a/index.js", "packages/a/lib/x.js"]);
    project.leads("apps/api/main.js", "@acme/a", "packages/a/index.js");
    project.leads("apps/api/main.js", "@acme/a/lib/x", "packages/a/lib/x.js");
    project.leads("packages/a/test.js", "@acme/a", "packages/a/index.js");
    project.misses("apps/api/main.js", "@acme/a/lib/gone");
    project.is_package("apps/api/main.js", "@acme/b", "@acme/b", "");
    project.is_package("apps/api/main.js", "@acme/a-b", "@acme/a-b", "");
}

#[test]
fn entries_that_are_not_built_lead_to_their_sources() {
    let at_entry = |manifest: &str, source: &str| {
        workspace(manifest, &[source]).leads("apps/api/main.ts", "a", source);
    };
    at_entry(r#"{"name":"a","main":"dist/index.js"}"#, "packages/a/src/index.ts");
    at_entry(r#"{"name":"a","main":"./dist/index"}"#, "packages/a/src/index.ts");
    at_entry(r#"{"name":"a","main":"dist"}"#, "packages/a/src/index.ts");
    at_entry(r#"{"name":"a","main":"dist/cjs/index.cjs"}"#, "packages/a/src/index.ts");
    at_entry(r#"{"name":"a","main":"lib/index.js"}"#, "packages/a/src/index.js");
    at_entry(r#"{"name":"a","main":"lib/index.js"}"#, "packages/a/lib/index.ts");
    at_entry(r#"{"name":"a","main":"build/src/main.js"}"#, "packages/a/src/main.ts");
    at_entry(r#"{"name":"a","main":"out/index.js"}"#, "packages/a/index.ts");
    at_entry(r#"{"name":"a","module":"dist/index.esm.js"}"#, "packages/a/src/index.tsx");
    at_entry(r#"{"name":"a","source":"src/start.ts","main":"dist/bundle.js"}"#, "packages/a/src/start.ts");
    // A bundler chose another name.
    at_entry(r#"{"name":"a","main":"dist/a.production.js"}"#, "packages/a/src/index.ts");
    at_entry(r#"{"name":"a"}"#, "packages/a/src/index.ts");
}

#[test]
fn exports_lead_to_sources_too() {
    let exports = r#"{"name":"@acme/a","exports":{
        ".":{"types":"./dist/index.d.ts","import":"./dist/index.mjs","require":"./dist/index.cjs"},
        "./jwt":"./dist/jwt/index.js",
        "./lib/*":"./dist/lib/*.js",
        "./built.js":"./built.js"}}"#;
    let files = [
        "packages/a/src/index.ts",
        "packages/a/src/jwt/index.ts",
        "packages/a/src/lib/b.ts",
        "packages/a/built.js",
        "packages/a/src/hidden.ts",
    ];
    let project = workspace(exports, &files);
    project.leads("apps/api/main.ts", "@acme/a", "packages/a/src/index.ts");
    project.leads("apps/api/main.ts", "@acme/a/jwt", "packages/a/src/jwt/index.ts");
    project.leads("apps/api/main.ts", "@acme/a/lib/b", "packages/a/src/lib/b.ts");
    project.leads("apps/api/main.ts", "@acme/a/built.js", "packages/a/built.js");
    project.leads("packages/a/src/x.ts", "@acme/a/jwt", "packages/a/src/jwt/index.ts");
    project.leads("apps/api/main.ts", "@acme/a/hidden", "packages/a/src/hidden.ts");
    project.misses("apps/api/main.ts", "@acme/a/gone");
}

#[test]
fn private_imports_are_read_from_the_manifest() {
    let manifest = r##"{"name":"a","imports":{"#db":"./dist/db.js","#lib/*":"./src/lib/*.ts"}}"##;
    let project = workspace(manifest, &["packages/a/src/db.ts", "packages/a/src/lib/x.ts"]);
    project.leads("packages/a/src/main.ts", "#db", "packages/a/src/db.ts");
    project.leads("packages/a/src/main.ts", "#lib/x", "packages/a/src/lib/x.ts");
    project.misses("packages/a/src/main.ts", "#gone");
}

#[test]
fn what_is_built_does_not_stand_before_its_source() {
    let manifest = r#"{"name":"a","main":"dist/index.js"}"#;
    let both = workspace(manifest, &["packages/a/dist/index.js", "packages/a/src/index.ts"]);
    both.leads("apps/api/main.js", "a", "packages/a/src/index.ts");
    let only_built = workspace(manifest, &["packages/a/dist/index.js", "packages/a/src/other.ts"]);
    only_built.leads("apps/api/main.js", "a", "packages/a/dist/index.js");
}

#[test]
fn relative_imports_of_output_lead_to_its_source() {
    let project = Project::new(&[("bin/cli.js", ""), ("src/cli.ts", ""), ("src/index.ts", ""), ("index.js", "")]);
    project.leads("bin/cli.js", "../dist/cli", "src/cli.ts");
    project.leads("bin/cli.js", "../dist/cli.js", "src/cli.ts");
    project.leads("bin/cli.js", "../lib/index.js", "src/index.ts");
    project.misses("bin/cli.js", "../dist/gone");
    project.misses("bin/cli.js", "../lib/gone");
}

#[test]
fn settings_of_a_workspace_package_are_extended() {
    let project = Project::new(&[
        ROOT,
        ("packages/config/package.json", r#"{"name":"@acme/tsconfig"}"#),
        ("packages/config/base.json", r#"{"compilerOptions":{"rootDirs":["../a/src","../a/gen"]}}"#),
        ("packages/a/tsconfig.json", r#"{"extends":"@acme/tsconfig/base.json"}"#),
        ("packages/a/gen/x.ts", ""),
        ("packages/a/src/main.ts", ""),
    ]);
    project.leads("packages/a/src/main.ts", "./x", "packages/a/gen/x.ts");
}

#[test]
fn workspaces_are_declared_in_several_ways() {
    let package = ("packages/a/package.json", r#"{"name":"a","main":"index.js"}"#);
    for mark in ["pnpm-workspace.yaml", "lerna.json", "rush.json"] {
        let project = Project::new(&[(mark, "{}"), package, ("packages/a/index.js", "")]);
        project.leads("apps/x.js", "a", "packages/a/index.js");
    }
    for range in ["workspace:*", "file:../packages/a", "link:../packages/a"] {
        let manifest = format!(r#"{{"dependencies":{{"a":"{range}"}}}}"#);
        let project = Project::new(&[("apps/package.json", &manifest), package, ("packages/a/index.js", "")]);
        project.leads("apps/x.js", "a", "packages/a/index.js");
    }
}

#[test]
fn a_folder_that_is_only_called_like_a_package_does_not_stand_for_it() {
    let project = Project::new(&[
        ("demos/package.json", r#"{"name":"redis","main":"index.js"}"#),
        ("demos/index.js", ""),
        ("package.json", r#"{"name":"app","dependencies":{"redis":"^4.0.0"}}"#),
    ]);
    project.is_package("src/a.js", "redis", "redis", "");
    project.is_package("demos/b.js", "redis", "redis", "");
}

#[test]
fn of_two_packages_with_one_name_the_one_that_is_less_deep_counts() {
    let project = Project::new(&[
        ROOT,
        ("packages/z/package.json", r#"{"name":"a"}"#),
        ("packages/z/index.js", ""),
        ("packages/b/copies/a/package.json", r#"{"name":"a"}"#),
        ("packages/b/copies/a/index.js", ""),
    ]);
    project.leads("x.js", "a", "packages/z/index.js");
}
