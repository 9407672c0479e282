//! What a project declares in tokentrail.toml: found, refused at its place, told of when it has no effect, and believed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::program::{Run, Tree};

const SIGNAL: &str = "[[signal]]\nmodule = \"./audit.js\"\npaths = [\"record\"]\nkind = \"audit\"\n";
/// Tells nobody, as far as the code shows.
const AUDIT: &str = "const kept = [];\nexports.record = (entry) => { kept.push(entry); };\n";
const ROUTE: &str = "const jwt = require('jsonwebtoken');
const { record } = require('./audit');
exports.route = (req, res) => { try { jwt.verify(req.token, 'k'); } catch { record(1); res.end(); } };
";

/// A copy of a project of the test data: where it stands must not put it out of scope.
fn project(name: &str) -> Tree {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/projects").join(name);
    let tree = Tree::new(&[]);
    let mut files = 0;
    for entry in walkdir::WalkDir::new(&from).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            tree.write(entry.path().strip_prefix(&from).unwrap().to_str().unwrap(), &fs::read(entry.path()).unwrap());
            files += 1;
        }
    }
    assert!(files > 1, "{name} is there");
    tree
}

/// The lines of a tree's sources that hold an expectation.
fn expected(tree: &Tree) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for entry in walkdir::WalkDir::new(tree.path()) {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|end| end != "js") {
            continue;
        }
        let shown = path.strip_prefix(tree.path()).unwrap().to_str().unwrap().to_owned();
        for (number, line) in (1..).zip(fs::read_to_string(&path).unwrap().lines()) {
            if let Some((_, expectation)) = line.split_once("//~ ") {
                lines.insert(format!("{shown}:{number}: {expectation}"));
            }
        }
    }
    lines
}

fn found(run: &Run) -> BTreeSet<String> {
    let report = run.json();
    let findings = report["findings"].as_array().unwrap();
    let line = |finding: &serde_json::Value| {
        let text = |part: &str| finding[part].as_str().unwrap().to_owned();
        format!("{}:{}: {}", text("path"), finding["start"]["line"], text("rule"))
    };
    findings.iter().map(line).collect()
}

#[test]
fn a_declared_name_is_the_truth_about_its_calls() {
    let tree = project("declared");
    let run = tree.run("check --output-format json");
    assert_eq!(found(&run), expected(&tree));
    assert_eq!(run.json()["notices"], serde_json::json!([]));
    // Without the declarations it is another project.
    let without = tree.run("check --no-config --output-format json");
    assert_ne!(found(&without), expected(&tree));
    let why = tree.run("why src/routes/signals.js:10");
    assert!(why.stdout.contains("`audit.record` tells somebody"), "{why:?}");
    let why = tree.run("why src/routes/signals.js:24");
    assert!(why.stdout.contains("`levels.debug` is below the level that production keeps"), "{why:?}");
    let why = tree.run("why src/routes/signals.js:10 --no-config");
    assert!(why.stdout.contains("silent"), "{why:?}");
}

#[test]
fn what_holds_is_shown() {
    let declared = format!("{SIGNAL}\n[[limiter]]\nglobal = \"slow\"\npaths = [\"\"]\n");
    let tree = Tree::new(&[("api/tokentrail.toml", &declared), ("api/src/a.js", "x\n"), ("b.js", "x\n")]);
    fs::create_dir(tree.path().join(".git")).unwrap();
    let run = tree.run("config show api/src/a.js");
    let lines = "api/tokentrail.toml holds for api/src/a.js: 2 declared paths
api/tokentrail.toml:3:10: signal: record of module ./audit.js
api/tokentrail.toml:8:10: limiter: itself of global slow
";
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), lines, ""));
    for line in ["config show", "config show b.js", "config show api --no-config"] {
        let run = tree.run(line);
        assert!(run.code == Some(0) && run.stdout.starts_with("no tokentrail.toml holds for "), "{line}: {run:?}");
    }
    assert_eq!(tree.run("config show none.js").code, Some(2));
    assert_eq!(tree.run("config show --config b.js").code, Some(2), "a mistake");
    let schema = tree.run("config schema").json();
    assert_eq!(schema["title"], "tokentrail.toml");
}

#[test]
fn the_prefilter_loses_nothing_that_is_declared() {
    let tree = project("declared");
    tree.write("src/sum.js", b"exports.sum = (a, b) => a + b;\n");
    let with = tree.run("check --output-format json").json();
    let without = tree.run("check --no-prefilter --output-format json").json();
    for part in ["findings", "notices"] {
        assert_eq!(with[part], without[part]);
    }
    let parsed = |report: &serde_json::Value| report["summary"]["parsed"].as_u64().unwrap();
    assert!(parsed(&with) < parsed(&without), "the prefilter leaves nothing out");
    // A check in a package, which nothing but its import tells of.
    let tree = Tree::new(&[
        ("package.json", "{\"name\":\"app\"}"),
        (
            "tokentrail.toml",
            "[[check]]\nmodule = \"@acme/sealed\"\npaths = [\"default\"]\nfails = [{ by = \"throw\" }]\n",
        ),
        ("a.js", "import open from '@acme/sealed';\nexport const read = (x) => open(x);\n"),
        (
            "b.js",
            "import { read } from './a.js';\nexport function f(req, res) { try { read(req.x); } catch { res.end(); } }\n",
        ),
    ]);
    let run = tree.run("check --output-format json");
    assert_eq!(found(&run), BTreeSet::from(["b.js:2: silent-verify-failure".to_owned()]), "{run:?}");
}

#[test]
fn named_files_and_folders_inside_are_judged_by_the_same_declarations() {
    let tree =
        Tree::new(&[("package.json", "{\"name\":\"app\"}"), ("tokentrail.toml", &SIGNAL.replace("./", "./lib/"))]);
    tree.write("lib/audit.js", AUDIT.as_bytes());
    tree.write("src/route.js", ROUTE.replace("./audit", "../lib/audit").as_bytes());
    for line in ["check", "check src/route.js", "check src", "check src --config tokentrail.toml"] {
        let run = tree.run(line);
        assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{line}: {run:?}");
    }
    // What the run does not look through is not said to be missing.
    assert!(!tree.run("check src").stderr.contains("no effect"));
    assert_eq!(tree.run("check --no-config").code, Some(1));
}

#[test]
fn the_file_is_the_nearest_one_in_the_repository() {
    let tree = Tree::new(&[("tokentrail.toml", "wrong"), ("app/api/audit.js", AUDIT), ("app/api/route.js", ROUTE)]);
    fs::create_dir(tree.path().join("app/.git")).unwrap();
    // Above the repository it belongs to somebody else.
    assert_eq!(tree.run("check app/api").code, Some(1));
    tree.write("app/tokentrail.toml", SIGNAL.replace("./", "./api/").as_bytes());
    assert_eq!(tree.run("check app/api").code, Some(0));
    tree.write("app/api/tokentrail.toml", b"");
    assert_eq!(tree.run("check app/api").code, Some(1), "the nearest one alone holds");
    assert_eq!(tree.run("check app/api --config app/tokentrail.toml").code, Some(0));
    // A path may lead up to the repository's root, and no further.
    tree.write("app/api/tokentrail.toml", SIGNAL.replace("./", "../api/").as_bytes());
    assert_eq!(tree.run("check app/api").code, Some(0));
    tree.write("app/api/tokentrail.toml", SIGNAL.replace("./", "../../app/api/").as_bytes());
    let run = tree.run("check app/api");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("leads out of the project"), "{run:?}");
}

#[test]
fn mistakes_are_shown_at_their_place() {
    let tree = Tree::new(&[("audit.js", AUDIT), ("route.js", ROUTE)]);
    tree.write("tokentrail.toml", SIGNAL.replace("paths", "pathes").as_bytes());
    for line in ["check", "check -q", "check --output-format json", "why route.js:3", "routes"] {
        let run = tree.run(line);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{line}: {run:?}");
        for part in ["unknown key `pathes`", "tokentrail.toml:3:1", "pathes = [\"record\"]"] {
            assert!(run.stderr.contains(part), "{line}: {part} is not in {run:?}");
        }
    }
    tree.write("tokentrail.toml", b"[[signal]]\nkind = \"\x1b[2J\xe2\x80\xae\"\n");
    let run = tree.run("check");
    assert!(!run.stderr.contains('\u{1b}') && !run.stderr.contains('\u{202e}'), "{run:?}");
}

#[test]
fn a_file_that_cannot_be_read_is_trouble() {
    let tree = Tree::new(&[("audit.js", AUDIT), ("route.js", ROUTE)]);
    let said = |line: &str, part: &str| {
        let run = tree.run(line);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.stderr.contains(part), "{part} is not in {run:?}");
    };
    said("check --config none.toml", "none.toml: ");
    said("check --config none/none.toml", "none.toml: ");
    tree.write("tokentrail.toml", &vec![b'#'; (256 << 10) + 1]);
    said("check", "tokentrail.toml: larger than 256 KiB");
    tree.write("tokentrail.toml", b"\xff");
    said("check", "tokentrail.toml: not valid UTF-8");
    fs::remove_file(tree.path().join("tokentrail.toml")).unwrap();
    fs::create_dir(tree.path().join("tokentrail.toml")).unwrap();
    said("check", "tokentrail.toml: not a file");
    assert_eq!(tree.run("check --no-config").code, Some(1));
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_project() {
    use std::os::unix::fs::symlink;
    let tree = Tree::new(&[("app/audit.js", AUDIT), ("app/route.js", ROUTE), ("elsewhere/t.toml", SIGNAL)]);
    tree.write("elsewhere/audit.js", AUDIT.as_bytes());
    symlink("../elsewhere/t.toml", tree.path().join("app/tokentrail.toml")).unwrap();
    let run = tree.run("check app");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("a symbolic link that leads out of the project is not followed"), "{run:?}");
    // The declared file may not lead out either.
    fs::remove_file(tree.path().join("app/tokentrail.toml")).unwrap();
    tree.write("app/tokentrail.toml", SIGNAL.as_bytes());
    fs::remove_file(tree.path().join("app/audit.js")).unwrap();
    symlink("../elsewhere/audit.js", tree.path().join("app/audit.js")).unwrap();
    let run = tree.run("check app");
    assert!(run.stderr.contains("`./audit.js` is no JavaScript or TypeScript file of the project"), "{run:?}");
}

#[test]
fn declarations_without_effect_are_told() {
    let declared = r#"[[signal]]
module = "./gone.js"
paths = ["a", "b"]
kind = "audit"

[[signal]]
module = "./audit.js"
paths = ["record", "recrod", "list", "record.twice", "both"]
kind = "audit"

[[limiter]]
module = "./audit.js"
paths = ["limit"]

[[signal]]
module = "@acme/unused"
paths = ["a"]
kind = "audit"

[[signal]]
global = "watchtower"
paths = ["note"]
kind = "audit"

[[check]]
module = "./audit.js"
paths = ["same"]
fails = [{ by = "throw" }]
"#;
    let audit =
        format!("{AUDIT}exports.list = [];\nfunction both() {{}}\nexports.both = both;\nexports.same = both;\n");
    let tree = Tree::new(&[("tokentrail.toml", declared), ("audit.js", &audit), ("route.js", ROUTE)]);
    let run = tree.run("check");
    assert_eq!(run.code, Some(0), "{run:?}");
    let warnings: Vec<&str> = run.stderr.lines().filter(|line| line.contains("no effect")).collect();
    let said =
        |place: &str, why: &str| format!("warning: tokentrail.toml:{place}: the declaration has no effect: {why}");
    let expected = [
        said("2:10", "`./gone.js` is no JavaScript or TypeScript file of the project"),
        said("8:20", "`audit.js` exports no `recrod`, as far as can be seen"),
        said("8:30", "`list` of `audit.js` is not seen to be a function"),
        said("8:38", "`audit.js` exports no `record.twice`, as far as can be seen"),
        said("13:10", "`audit.js` exports no `limit`, as far as can be seen"),
        said("16:10", "nothing imports `@acme/unused`"),
        said("21:10", "nothing uses a name `watchtower` that it does not declare"),
        said("27:10", "the function that `same` of `audit.js` is was declared otherwise before"),
    ];
    assert_eq!(warnings, expected);
    let strict = tree.run("check --strict");
    assert_eq!(strict.code, Some(2), "{strict:?}");
    let report = tree.run("check --output-format json").json();
    let notices = report["notices"].as_array().unwrap();
    assert_eq!(notices.len(), expected.len());
    assert_eq!(notices[0]["kind"], "idle-declaration");
    assert_eq!((notices[0]["path"].as_str(), &notices[0]["start"]["line"]), (Some("tokentrail.toml"), &2.into()));
    let whole = tree.run("check --no-prefilter --output-format json").json();
    assert_eq!(whole["notices"], report["notices"]);
}

#[test]
fn declared_limiters_limit() {
    let application = "const express = require('express');
const jwt = require('jsonwebtoken');
const { slow, make, allow } = require('./gate');
const { gate } = require('@acme/gates');
const app = express();
const refresh = (req, res) => {
  const user = jwt.verify(req.cookies.refreshToken, process.env.REFRESH_SECRET);
  console.info('refreshed', { user: user.id, ip: req.ip });
  res.json({ token: jwt.sign({ id: user.id }, process.env.JWT_SECRET) });
};
app.post('/1/refresh', slow, refresh);
app.post('/2/refresh', make({ limit: 5 }), refresh);
app.post('/3/refresh', gate, refresh);
app.post('/4/refresh', async (req, res) => {
  await allow(req.ip);
  refresh(req, res);
});
";
    let gate = "exports.slow = (req, res, next) => next();
exports.make = (options) => (req, res, next) => next();
exports.allow = async (address) => fetch(`http://gate/${address}`);
";
    let declared = "[[limiter]]\nmodule = \"./gate.js\"\npaths = [\"slow\", \"make()\"]
[[limiter]]\nmodule = \"./gate.js\"\npaths = [\"allow\"]\ndenies = [{ by = \"reject\" }]
[[limiter]]\nmodule = \"@acme/gates\"\npaths = [\"gate\"]\n";
    let tree = Tree::new(&[("app.js", application), ("gate.js", gate), ("tokentrail.toml", declared)]);
    assert_eq!(tree.run("check --output-format concise").code, Some(0));
    let without = tree.run("check --no-config --output-format json");
    assert_eq!(without.json()["findings"].as_array().unwrap().len(), 4, "{without:?}");
}

/// The routes of a service for tokens, mounted twice.
const SERVICE: &str = "const express = require('express');
const tokens = require('./tokens');
const app = express();
app.use('/auth', tokens);
app.use('/v2/auth', tokens);
app.get('/status', (req, res) => res.end());
app.listen(3000);
";
const TOKENS: &str = "const express = require('express');
const jwt = require('jsonwebtoken');
const router = express.Router();
router.post('/refresh', (req, res) => {
  const user = jwt.verify(req.cookies.refreshToken, process.env.REFRESH_SECRET);
  console.info('refreshed', { user: user.id, ip: req.ip });
  res.json({ token: jwt.sign({ id: user.id }, process.env.JWT_SECRET) });
});
router.all('/verify', (req, res) => {
  try {
    jwt.verify(req.body.token, process.env.JWT_SECRET);
    res.json({ valid: true });
  } catch (error) {
    console.warn('refused', { reason: error.name, ip: req.ip });
    res.json({ valid: false });
  }
});
module.exports = router;
";

fn upstream(paths: &str, more: &str) -> String {
    format!("[[limited-upstream]]\npaths = [{paths}]\nby = \"the gateway, 10 a minute\"\n{more}")
}

#[test]
fn routes_that_are_limited_upstream_are_not_reported() {
    let tree = Tree::new(&[("app.js", SERVICE), ("tokens.js", TOKENS)]);
    let reported = |declared: &str, line: &str| {
        tree.write("tokentrail.toml", declared.as_bytes());
        let run = tree.run(&format!("check --output-format json {line}"));
        let rules = found(&run).into_iter().map(|finding| finding.rsplit_once(' ').unwrap().1.to_owned());
        rules.filter(|rule| rule.starts_with("unlimited")).collect::<Vec<_>>()
    };
    let (refresh, verify) = ("unlimited-refresh-route", "unlimited-verify-route");
    assert_eq!(reported("", ""), [refresh, verify]);
    let posts = "methods = [\"POST\"]\n";
    for (declared, left) in [
        // A way in is left.
        (upstream("\"/auth/refresh\", \"/auth/verify\"", ""), vec![refresh, verify]),
        (upstream("\"/auth/refresh\", \"/V2/Auth/Refresh/\"", ""), vec![verify]),
        (upstream("\"/auth/*\"", "") + &upstream("\"/v2/:part/*\"", ""), vec![]),
        (upstream("\"/*\"", ""), vec![]),
        // What takes every method is not limited by a limit on one.
        (upstream("\"/*\"", posts), vec![verify]),
        (upstream("\"/*\"", "methods = [\"GET\"]\n"), vec![refresh, verify]),
        // The router's own path is not the service's.
        (upstream("\"/refresh\", \"/verify\", \"/v2\", \"/auth\"", ""), vec![refresh, verify]),
    ] {
        assert_eq!(reported(&declared, ""), left, "{declared}");
        assert_eq!(reported(&declared, "--no-prefilter"), left, "{declared}");
        assert_eq!(reported(&declared, "tokens.js"), left, "{declared}");
    }
    assert_eq!(reported(&upstream("\"/*\"", ""), "--no-config"), [refresh, verify]);
}

#[test]
fn a_route_whose_mount_is_not_seen_is_limited_upstream_only_where_everything_is() {
    let loads = "const app = require('express')();
for (const file of require('fs').readdirSync('routes')) app.use('/auth', require('./routes/' + file));
app.listen(3000);
";
    let tree = Tree::new(&[("app.js", loads), ("routes/tokens.js", TOKENS)]);
    for (paths, count) in [("\"/refresh\", \"/auth/*\", \"/:a/*\"", 2), ("\"/*\"", 0)] {
        tree.write("tokentrail.toml", upstream(paths, "").as_bytes());
        let run = tree.run("check --output-format json --min-confidence low");
        let rules = found(&run).into_iter().filter(|finding| finding.contains("unlimited"));
        assert_eq!(rules.count(), count, "{paths}: {run:?}");
    }
}

#[test]
fn a_path_that_is_put_together_is_what_it_comes_to() {
    let loads = "const VERSION = 'v2';
const app = require('express')();
app.use(`/api/${VERSION}` + '/auth', require('./tokens'));
app.listen(3000);
";
    let tree = Tree::new(&[("app.js", loads), ("tokens.js", TOKENS)]);
    for (paths, count) in [("\"/api/v2/auth/*\"", 0), ("\"/api/v1/auth/*\", \"/auth/*\"", 2)] {
        tree.write("tokentrail.toml", upstream(paths, "").as_bytes());
        let run = tree.run("check --output-format json");
        let rules = found(&run).into_iter().filter(|finding| finding.contains("unlimited"));
        assert_eq!(rules.count(), count, "{paths}: {run:?}");
    }
}

#[test]
fn a_guard_for_all_requests_is_limited_upstream_where_all_are() {
    let application = "const express = require('express');
const jwt = require('jsonwebtoken');
const app = express();
function guard(req, res, next) {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.JWT_SECRET);
    next();
  } catch (error) {
    console.warn('refused', { reason: error.name, ip: req.ip });
    res.sendStatus(401);
  }
}
app.use('/api', guard);
app.get('/api/orders', (req, res) => res.json([]));
app.listen(3000);
";
    let tree = Tree::new(&[("app.js", application)]);
    for (paths, count) in
        [("\"/api/*\"", 1), ("\"/api/orders\", \"/api\"", 1), ("\"/api\", \"/api/*\"", 0), ("\"/*\"", 0)]
    {
        tree.write("tokentrail.toml", upstream(paths, "").as_bytes());
        let run = tree.run("check --select unlimited-verification --output-format json");
        assert_eq!(found(&run).len(), count, "{paths}: {run:?}");
        assert_eq!(run.json()["notices"].as_array().unwrap().len(), 0, "{paths}: {run:?}");
    }
}

#[test]
fn a_path_that_no_route_has_is_told() {
    let declared = upstream("\"/auth/refresh\", \"/auth/refesh\", \"/status\", \"/auth\"", "")
        + "\n"
        + &upstream("\"/v2/*\", \"/status\"", "methods = [\"PUT\", \"POST\"]\n");
    let other = "require('express')().get('/auth/refesh', (req, res) => res.end());\n";
    let tree = Tree::new(&[("tokentrail.toml", &declared), ("app.js", SERVICE), ("tokens.js", TOKENS)]);
    // That it is the path of a route which has nothing to do with tokens helps nobody.
    tree.write("other.js", other.as_bytes());
    let run = tree.run("check");
    let warnings: Vec<&str> = run.stderr.lines().filter(|line| line.contains("no effect")).collect();
    let said = |place: &str, path: &str| {
        format!(
            "warning: tokentrail.toml:{place}: the declaration has no effect: no route for `{path}` is seen in the files that \
             have to do with tokens"
        )
    };
    let expected = [said("2:27", "/auth/refesh"), said("2:54", "/auth"), said("6:19", "PUT, POST /status")];
    assert_eq!(warnings, expected, "{run:?}");
    let report = tree.run("check --output-format json").json();
    assert_eq!(report["notices"].as_array().unwrap().len(), 3);
    assert_eq!(report["notices"][0]["kind"], "idle-declaration");
    assert_eq!(tree.run("check --no-prefilter --output-format json").json()["notices"], report["notices"]);
    assert_eq!(tree.run("check --strict --exit-zero").code, Some(2));
    // A run that does not look everywhere does not know.
    tree.write("lib/part.js", TOKENS.as_bytes());
    assert!(!tree.run("check lib").stderr.contains("no effect"));
    let shown = tree.run("config show").stdout;
    let line = "tokentrail.toml:6:19: limited upstream: PUT, POST /status by the gateway, 10 a minute\n";
    assert!(shown.contains("holds for .: 6 declared paths\n") && shown.ends_with(line), "{shown}");
}
