//! `tsconfig.json` and `jsconfig.json`: mapped paths, and settings that are broken in every way that people break them.

use super::*;

const PATHS: &str = r#"{"compilerOptions":{"baseUrl":".","paths":{"@app/*":["src/*"]}}}"#;

#[test]
fn paths_are_mapped_by_the_nearest_settings() {
    let project = Project::new(&[
        ("tsconfig.json", PATHS),
        ("src/auth.ts", ""),
        ("other/tsconfig.json", r#"{"compilerOptions":{"paths":{"@app/*":["./lib/*"],"one":["./lib/a"]}}}"#),
        ("other/lib/auth.ts", ""),
        ("other/lib/a.ts", ""),
    ]);
    project.leads("src/deep/x.ts", "@app/auth", "src/auth.ts");
    project.leads("src/deep/x.ts", "@app/auth.js", "src/auth.ts");
    project.leads("src/x.ts", "src/auth", "src/auth.ts");
    project.leads("other/x.ts", "@app/auth", "other/lib/auth.ts");
    project.leads("other/x.ts", "one", "other/lib/a.ts");
    // A compiler that leaves JavaScript alone says nothing of it; a bundler reads the same settings.
    project.leads("src/x.js", "@app/auth", "src/auth.ts");
    // What is mapped and not there is a gap, what is not mapped a package.
    project.misses("src/x.ts", "@app/gone");
    project.is_package("src/x.ts", "express", "express", "");
    project.is_package("other/x.ts", "src/auth", "src", "auth");
}

#[test]
fn comments_trailing_commas_and_a_byte_order_mark_are_read_over() {
    let text = "\u{feff}// what\n{ /* is */ \"compilerOptions\": { \"paths\": { \"~/*\": [\"./src/*\", ], }, }, }\n";
    let project = Project::new(&[("tsconfig.json", text), ("src/a.ts", "")]);
    project.leads("src/b.ts", "~/a", "src/a.ts");
}

#[test]
fn javascript_settings_count_too() {
    let project = Project::new(&[("jsconfig.json", PATHS), ("src/a.js", "")]);
    project.leads("src/b.js", "@app/a", "src/a.js");
}

#[test]
fn settings_are_inherited_and_referred_to() {
    let project = Project::new(&[
        ("tsconfig.base.json", r#"{"compilerOptions":{"paths":{"@base/*":["./libs/*"]}}}"#),
        ("apps/api/tsconfig.json", r#"{"files":[],"references":[{"path":"./tsconfig.app.json"},{"path":"./gone"}]}"#),
        ("apps/api/tsconfig.app.json", r#"{"extends":"../../tsconfig.base","include":["src"]}"#),
        ("libs/auth.ts", ""),
    ]);
    project.leads("apps/api/src/main.ts", "@base/auth", "libs/auth.ts");
}

#[test]
fn settings_that_name_only_the_entry_hold_for_what_it_imports() {
    let project = Project::new(&[
        ("tsconfig.json", r#"{"files":[],"references":[{"path":"./src/tsconfig.app.json"}]}"#),
        ("src/tsconfig.app.json", r#"{"files":["main.ts"],"compilerOptions":{"baseUrl":"../"}}"#),
        ("src/auth.ts", ""),
    ]);
    project.leads("src/main.ts", "src/auth", "src/auth.ts");
    project.leads("src/deep/x.ts", "src/auth", "src/auth.ts");
    let circle = r#"{"references":[{"path":"./a.json"}],"compilerOptions":{"baseUrl":"."}}"#;
    let broken = r#"{"extends":7,"compilerOptions":[]}"#;
    let project = Project::new(&[("tsconfig.json", circle), ("a.json", broken), ("src/auth.ts", "")]);
    project.leads("src/x.ts", "src/auth", "src/auth.ts");
}

#[test]
fn what_is_extended_and_missing_costs_only_itself() {
    for extends in [r#""@tsconfig/node20/tsconfig.json""#, r#""./gone.json""#, r#"["./gone", "gone"]"#, r#""""#, "7"] {
        let settings = format!(r#"{{"extends":{extends},"compilerOptions":{{"paths":{{"@app/*":["./src/*"]}}}}}}"#);
        let project = Project::new(&[("tsconfig.json", &settings), ("src/a.ts", ""), ("src/b/index.ts", "")]);
        project.leads("src/c.ts", "./a", "src/a.ts");
        project.leads("src/c.js", "./b", "src/b/index.ts");
        if extends != "7" {
            project.leads("src/c.ts", "@app/a", "src/a.ts");
        }
    }
}

#[test]
fn circles_of_settings_are_cut() {
    let extending =
        |name: &str| format!(r#"{{"extends":"{name}","compilerOptions":{{"paths":{{"@app/*":["./src/*"]}}}}}}"#);
    let itself = extending("./tsconfig.json");
    let to_other = extending("./other.json");
    let project = Project::new(&[("tsconfig.json", &itself), ("src/a.ts", "")]);
    project.leads("src/b.ts", "./a", "src/a.ts");
    project.leads("src/b.ts", "@app/a", "src/a.ts");
    let project = Project::new(&[("tsconfig.json", &to_other), ("other.json", &itself), ("src/a.ts", "")]);
    project.leads("src/b.ts", "@app/a", "src/a.ts");
    let own_reference = r#"{"references":[{"path":"."},{"path":"./tsconfig.json"}],"compilerOptions":{"baseUrl":"."}}"#;
    let project = Project::new(&[("tsconfig.json", own_reference), ("src/a.ts", "")]);
    project.leads("src/b.ts", "src/a", "src/a.ts");
}

#[test]
fn broken_settings_are_as_none() {
    let deep = format!("{{\"compilerOptions\":{}", "[".repeat(100_000));
    for broken in ["{ \"compilerOptions\": ", "[]", "null", r#"{"compilerOptions":{"paths":[1]}}"#, "\u{0}", &deep] {
        let project = Project::new(&[("tsconfig.json", broken), ("src/a.ts", ""), ("src/b/index.ts", "")]);
        project.leads("src/c.ts", "./a", "src/a.ts");
        project.leads("src/c.ts", "./b", "src/b/index.ts");
        project.is_package("src/c.ts", "express", "express", "");
    }
}

#[test]
fn a_chain_without_end_is_cut() {
    let files: Vec<(String, String)> = (0..3000)
        .map(|at| (format!("c{at}.json"), format!(r#"{{"extends":"./c{}.json"}}"#, at + 1)))
        .chain([(
            "tsconfig.json".to_owned(),
            r#"{"extends":"./c0.json","compilerOptions":{"baseUrl":"."}}"#.to_owned(),
        )])
        .chain([("src/a.ts".to_owned(), String::new())])
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let project = Project::new(&files);
    project.leads("src/b.ts", "src/a", "src/a.ts");
}

#[test]
fn a_declaration_that_is_mapped_to_a_package_is_not_what_runs() {
    let settings = r#"{"compilerOptions":{"baseUrl":".","paths":{
        "jsonwebtoken":["types/jsonwebtoken.d.ts"],"*":["types/*","src/*"]}}}"#;
    let project = Project::new(&[("tsconfig.json", settings), ("types/jsonwebtoken.d.ts", ""), ("src/a.ts", "")]);
    project.is_package("src/b.ts", "jsonwebtoken", "jsonwebtoken", "");
    project.is_package("src/b.ts", "express", "express", "");
    project.leads("src/b.ts", "a", "src/a.ts");
}

#[test]
fn folders_that_are_laid_over_each_other() {
    let settings = r#"{"compilerOptions":{"rootDirs":["./src","./generated"]}}"#;
    let project = Project::new(&[("tsconfig.json", settings), ("generated/api/client.ts", ""), ("src/api/use.ts", "")]);
    project.leads("src/api/use.ts", "./client", "generated/api/client.ts");
}
