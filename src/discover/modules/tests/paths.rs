//! Relative paths, packages and the platform's own modules.

use super::*;

#[test]
fn files_extensions_and_indexes() {
    let project = Project::new(&[
        ("a.js", ""),
        ("b.mjs", ""),
        ("c.cjs", ""),
        ("d.jsx", ""),
        ("e.ts", ""),
        ("f.mts", ""),
        ("g.cts", ""),
        ("h.tsx", ""),
        ("i.json", "{}"),
        ("j/index.ts", ""),
        ("k/package.json", r#"{"main":"./lib/start"}"#),
        ("k/lib/start.js", ""),
        ("l.service.ts", ""),
        ("m.js/index.js", ""),
        ("n.js", ""),
        ("n/index.js", ""),
        ("index.js", ""),
    ]);
    for name in ["a.js", "b.mjs", "c.cjs", "d.jsx", "e.ts", "f.mts", "g.cts", "h.tsx", "i.json"] {
        project.leads("main.js", &format!("./{name}"), name);
        project.leads("main.js", &format!("./{}", &name[..1]), name);
    }
    project.leads("main.js", "./j", "j/index.ts");
    project.leads("j/index.ts", "./", "j/index.ts");
    project.leads("j/index.ts", ".", "j/index.ts");
    project.leads("j/x.ts", "..//a", "a.js");
    project.leads("k/x/y.js", "..", "k/lib/start.js");
    project.leads("n/x.js", "..", "index.js");
    project.leads("n/x/y.js", "..", "n/index.js");
    project.leads("n/x/y.js", "../.", "n/index.js");
    project.leads("n/x/y.js", "../../n", "n.js");
    project.leads("main.ts", "./l.service", "l.service.ts");
    project.leads("main.js", "./m.js", "m.js/index.js");
    project.leads("main.js", "./a?raw", "a.js");
    project.misses("main.js", "./nothing");
    project.misses("main.js", "./j/nothing");
}

#[test]
fn an_extension_may_stand_for_that_of_the_source() {
    let project =
        Project::new(&[("a.ts", ""), ("b.tsx", ""), ("c.mts", ""), ("d.cts", ""), ("e.ts", ""), ("e.js", "")]);
    project.leads("main.ts", "./a.js", "a.ts");
    project.leads("main.ts", "./b.js", "b.tsx");
    project.leads("main.ts", "./b.jsx", "b.tsx");
    project.leads("main.ts", "./c.mjs", "c.mts");
    project.leads("main.ts", "./d.cjs", "d.cts");
    // Of both, each language takes its own.
    project.leads("main.ts", "./e.js", "e.ts");
    project.leads("main.ts", "./e", "e.ts");
    project.leads("main.js", "./e.js", "e.js");
    project.leads("main.js", "./e", "e.js");
}

#[test]
fn declarations_stand_for_what_has_no_code() {
    let project = Project::new(&[("types/express.d.ts", ""), ("types/both.d.ts", ""), ("types/both.js", "")]);
    project.leads("src/a.ts", "../types/express", "types/express.d.ts");
    project.leads("src/a.ts", "../types/express.js", "types/express.d.ts");
    project.leads("src/a.ts", "../types/both", "types/both.js");
}

#[test]
fn packages_are_packages_even_when_they_are_installed() {
    let project = Project::new(&[
        ("node_modules/express/package.json", r#"{"name":"express","main":"index.js"}"#),
        ("node_modules/express/index.js", ""),
        ("node_modules/@nestjs/jwt/index.js", ""),
    ]);
    project.is_package("src/a.js", "express", "express", "");
    project.is_package("src/a.js", "express/lib/router", "express", "lib/router");
    project.is_package("src/a.ts", "@nestjs/jwt", "@nestjs/jwt", "");
    project.is_package("src/a.ts", "@nestjs/jwt/dist/x.js", "@nestjs/jwt", "dist/x.js");
    project.is_package("src/a.js", "not-installed", "not-installed", "");
    project.is_package("src/a.js", "npm:jose@5.2.0/jwt/verify", "jose", "jwt/verify");
    project.is_package("src/a.js", "npm:@nestjs/jwt@10", "@nestjs/jwt", "");
    project.misses("src/a.js", "../node_modules/express");
    project.misses("node_modules/../src/a.js", "../node_modules/express/index.js");
}

#[test]
fn the_platforms_modules() {
    let project = Project::new(&[("fs.js", "")]);
    for (specifier, name) in [("fs", "fs"), ("node:fs", "fs"), ("fs/promises", "fs/promises"), ("node:test", "test")] {
        assert_eq!(project.resolve("a.js", specifier), Target::Builtin(name.to_owned()));
    }
    project.leads("a.js", "./fs", "fs.js");
    project.is_package("a.js", "punycode/", "punycode", "");
}

#[test]
fn names_that_only_a_project_gives_are_missing_not_packages() {
    let project = Project::new(&[("src/a.js", "")]);
    for specifier in ["@/a", "~/a", "#a", "https://example.com/a.js", "data:text/javascript,1", "virtual:pwa"] {
        project.misses("src/b.js", specifier);
    }
}

#[test]
fn a_broken_manifest_spoils_nothing() {
    for broken in ["{ not json", "", "[]", "\u{feff}{\"name\": }", "null"] {
        let project = Project::new(&[
            ("package.json", broken),
            ("src/a.js", ""),
            ("src/b/index.ts", ""),
            ("src/b/package.json", broken),
            ("tsconfig.json", r#"{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}"#),
        ]);
        project.leads("src/c.js", "./a", "src/a.js");
        project.leads("src/c.js", "./b", "src/b/index.ts");
        project.leads("src/b/index.ts", "../a.js", "src/a.js");
        project.leads("src/c.ts", "@/a", "src/a.js");
        project.is_package("src/c.js", "express", "express", "");
    }
}

#[test]
fn the_wrong_case_is_retried_once() {
    let project = Project::new(&[
        ("src/Middleware/authMiddleware.js", ""),
        ("src/models/User.ts", ""),
        ("src/Routes/index.js", ""),
        ("src/twice/Auth.js", ""),
        ("src/twice/auth.js", ""),
    ]);
    project.leads("src/app.js", "./middleware/AuthMiddleware", "src/Middleware/authMiddleware.js");
    project.leads("src/app.js", "./middleware/AuthMiddleware.js", "src/Middleware/authMiddleware.js");
    project.leads("src/app.ts", "./Models/user.js", "src/models/User.ts");
    project.leads("src/app.js", "./routes", "src/Routes/index.js");
    project.leads("src/x/a.js", "../routes/", "src/Routes/index.js");
    // The exact name comes first, and of two others neither is chosen.
    project.leads("src/app.js", "./twice/Auth", "src/twice/Auth.js");
    project.misses("src/app.js", "./twice/AUTH");
    project.misses("src/app.js", "./Missing/user");
}

#[test]
fn projects_in_memory_are_resolved_alike() {
    let files = [
        ("src/app.ts", ""),
        ("src/Auth/index.ts", ""),
        ("packages/a/package.json", r#"{"name":"@acme/a","main":"dist/index.js"}"#),
        ("packages/a/src/index.ts", ""),
        ("package.json", r#"{"workspaces":["packages/*"]}"#),
        ("tsconfig.json", r#"{"compilerOptions":{"baseUrl":"src"}}"#),
    ];
    let modules = Modules::in_memory(files.map(|(path, text)| (PathBuf::from(path), Arc::from(text))));
    let file = |path: &str| Target::File(PathBuf::from(path));
    let resolve = |specifier: &str| modules.resolve(Path::new("src/app.ts"), specifier);
    assert_eq!(resolve("./auth"), file("src/Auth/index.ts"));
    assert_eq!(resolve("Auth"), file("src/Auth/index.ts"));
    assert_eq!(resolve("@acme/a"), file("packages/a/src/index.ts"));
    assert_eq!(resolve("../../../../etc/passwd"), Target::Missing);
    assert_eq!(resolve("fs"), Target::Builtin("fs".to_owned()));
}
