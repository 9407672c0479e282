//! What a project's file may say, and every mistake at its bytes.

use super::*;
use crate::vocabulary::{
    Action, Argument, DeclaredAs, Denies, LimiterHow, Literal, Refusal, SignalLevel, Surface, WayIn,
};

pub(super) fn read(text: &str, depth: usize) -> Result<ProjectFile, Vec<Mistake>> {
    ProjectFile::read(PathBuf::from("/app/tokentrail.toml"), "tokentrail.toml".to_owned(), text.into(), depth)
}

pub(super) fn file(text: &str) -> ProjectFile {
    read(text, 0).unwrap_or_else(|mistakes| panic!("{text}\n{mistakes:?}"))
}

/// The mistakes of a file, each as what it stands at and what is said.
fn mistakes(text: &str, depth: usize) -> Vec<(&str, String)> {
    let mistakes = read(text, depth).expect_err(text);
    mistakes.into_iter().map(|mistake| (&text[mistake.span.clone()], mistake.message)).collect()
}

#[track_caller]
pub(super) fn assert_mistakes(text: &str, expected: &[(&str, &str)]) {
    let found = mistakes(text, 0);
    let found: Vec<(&str, &str)> = found.iter().map(|(at, message)| (*at, message.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

const SIGNAL: &str = "[[signal]]\nmodule = \"./a.js\"\npaths = [\"record\"]\nkind = \"audit\"\n";

#[test]
fn an_empty_file_declares_nothing() {
    assert!(file("").vocabulary.paths().is_empty());
    assert!(file("# nothing yet\n").vocabulary.paths().is_empty());
}

#[test]
fn declarations_mean_what_they_mean_in_the_vocabulary() {
    let file = file(
        r#"
[[signal]]
module = "./src/lib/audit.js"
paths = ["record", "log().warn"]
kind = "audit"

[[signal]]
module = "./src/lib/audit.js"
paths = ["warn", "debug"]
kind = "log"
level = "as-named"

[[signal]]
global = "watchtower"
paths = ["", "note"]
kind = "metric"

[[check]]
module = "@acme/tokens"
paths = ["read"]
token = 0
fails = [{ by = "callback", argument = "last", error = 0 }, { by = "reject" }]

[[limiter]]
module = "./src/lib/audit.js"
paths = ["slow", "slowed()"]

[[limiter]]
global = "gate"
paths = ["take"]
denies = [{ by = "callback", argument = "last", parameter = 1, is = 0 }, { by = "result", member = "ok", is = false }]
"#,
    );
    let known = &file.vocabulary;
    let audit = known.module("./src/lib/audit.js").unwrap();
    assert_eq!(audit.member("record").unwrap().describe(), "audit.record");
    let warn = audit.member("log").and_then(|log| log.called()).and_then(|log| log.member("warn")).unwrap();
    assert!(matches!(warn.action(), Some(Action::Signal(signal)) if signal.level == SignalLevel::Always));
    let level = |name| match audit.member(name).and_then(|place| place.action()) {
        Some(Action::Signal(signal)) => signal.level.clone(),
        other => panic!("{name} is {other:?}"),
    };
    assert_eq!(level("warn"), SignalLevel::Fixed(crate::vocabulary::Level::Warn));
    assert_eq!(level("debug"), SignalLevel::Fixed(crate::vocabulary::Level::Debug));
    assert!(matches!(known.global("watchtower").unwrap().action(), Some(Action::Signal(_))));
    let read = known.module("@acme/tokens").and_then(|module| module.member("read")).unwrap();
    assert!(
        matches!(read.action(), Some(Action::Verify(verify)) if verify.failures.len() == 2 && verify.token == Some(0))
    );
    let how = |surface: Option<Surface>| surface.and_then(Surface::limiter).map(|limiter| limiter.how.clone());
    assert_eq!(how(audit.member("slow")), Some(LimiterHow::Middleware));
    let slowed = audit.member("slowed").unwrap();
    assert_eq!((how(Some(slowed)), how(slowed.called())), (None, Some(LimiterHow::Middleware)));
    let refusal = |member: Option<&'static str>, is| Refusal { member: member.map(Into::into), called: false, is };
    let denies = vec![
        Denies::Callback { callback: Argument::Last, parameter: 1, refusal: refusal(None, Literal::Number(0)) },
        Denies::Result(refusal(Some("ok"), Literal::Bool(false))),
    ];
    let take = known.global("gate").and_then(|gate| gate.member("take"));
    assert_eq!(how(take), Some(LimiterHow::Call { denies: denies.into() }));
    let limiter = known.paths().iter().find(|path| path.declared_as == DeclaredAs::Limiter).unwrap();
    assert_eq!((&limiter.way_in, limiter.path.as_str()), (&WayIn::Module("./src/lib/audit.js".to_owned()), "slow"));
    assert_eq!(&file.text[limiter.path_at.clone()], "\"slow\"");
}

#[test]
fn a_project_knows_nothing_of_another_ones_declarations() {
    let (one, other) = (file(SIGNAL), file(&SIGNAL.replace("audit", "log")));
    let place = |file: &ProjectFile| file.vocabulary.module("./a.js").unwrap();
    assert_ne!(place(&one), place(&other));
    assert_eq!(place(&one), place(&one.clone()));
    assert_eq!(crate::vocabulary::module("./a.js"), None);
}

#[test]
fn unknown_keys_stand_where_they_are() {
    let text = SIGNAL.replace("paths", "pathes");
    let known = "unknown key `pathes`, expected one of `module`, `global`, `paths`, `kind`, `level`, `when-given`";
    assert_mistakes(&text, &[("pathes", known)]);
    assert_mistakes(
        "[[signals]]\n",
        &[("signals", "unknown key `signals`, expected one of `signal`, `check`, `limiter`, `limited-upstream`")],
    );
    let text = "[[check]]\nmodule = \"./a.js\"\npaths = [\"a\"]\nfails = [{ by = \"throw\", argument = 1 }]\n";
    // Of a table whose form one of its keys decides, the list that it stands in.
    assert_eq!(mistakes(text, 0)[0].0, "[{ by = \"throw\", argument = 1 }]");
}

#[test]
fn values_of_the_wrong_type_stand_where_they_are() {
    let wrong = |from: &str, to: &str| SIGNAL.replace(from, to);
    assert_eq!(mistakes(&wrong("\"audit\"", "3"), 0)[0].0, "3");
    assert_eq!(mistakes(&wrong("\"audit\"", "\"shout\""), 0)[0].0, "\"shout\"");
    assert_eq!(mistakes(&wrong("[\"record\"]", "\"record\""), 0)[0].0, "\"record\"");
    assert_mistakes(
        &wrong("\"record\"", "\"a\", \"x..y\""),
        &[("\"x..y\"", "`x..y` is no path: a name was expected at `.y`")],
    );
    let text = "[[check]]\nmodule = \"./a.js\"\npaths = [\"a\"]\nfails = [{ by = \"throw\" }]\ntoken = \"first\"\n";
    assert_mistakes(text, &[("\"first\"", "invalid type: string \"first\", expected a number up to 255")]);
    assert_mistakes("[[check]]\n", &[("[[check]]", "missing key `paths`")]);
}

#[test]
fn contradictions_are_told_all_at_once_in_the_order_of_the_file() {
    let text = r#"[[signal]]
module = "./a.js"
paths = ["warn", "@logger.a", "record"]
kind = "audit"
level = "as-named"

[[check]]
module = "./a.js"
paths = ["warn"]
fails = []

[[check]]
module = "./a.js"
paths = ["guard"]
fails = [{ by = "next", argument = 2 }]

[[check]]
paths = ["x"]
fails = [{ by = "throw" }, { by = "reject" }]

[[limiter]]
module = "a"
global = "b"
paths = ["x"]

[[limiter]]
global = "b"
paths = []
"#;
    assert_mistakes(
        text,
        &[
            ("\"warn\"", "what calling `warn` does is already said in line 9"),
            ("\"@logger.a\"", "`@logger.a` is not named after a level"),
            ("\"record\"", "`record` is not named after a level"),
            ("[]", "a check that cannot fail is none: `fails` is empty"),
            (
                "[{ by = \"next\", argument = 2 }]",
                "a check that fails by `next` is a middleware that a call makes: its path ends with `()`",
            ),
            ("[[check]]", "a declaration needs a `module` or a `global`"),
            ("\"b\"", "a declaration is of a `module` or of a `global`, not of both"),
            ("[]", "nothing is declared: `paths` is empty"),
        ],
    );
    assert_mistakes(
        &SIGNAL.replace("record", "record.*.write"),
        &[("\"record.*.write\"", "a path names what is exported: `*` is no name")],
    );
    let both = format!("{SIGNAL}[[limiter]]\nmodule = \"./a.js\"\npaths = [\"record\"]\ndenies = []\n");
    assert_mistakes(
        &both,
        &[
            ("\"record\"", "what calling `record` does is already said in line 3"),
            ("[]", "a limiter that refuses nothing is none: `denies` is empty"),
        ],
    );
    let objects = SIGNAL.replace("record", "@logger.warn");
    assert_mistakes(&objects, &[("\"@logger.warn\"", "no object is called `@logger`")]);
}

#[test]
fn a_module_lies_in_the_project() {
    let of = |module: &str| SIGNAL.replace("./a.js", module);
    for (module, depth) in [("../a.js", 0), ("./x/../../a.js", 0), ("../../a.js", 1), ("./../a/../../b.js", 1)] {
        let text = of(module);
        let expected = format!("`{module}` leads out of the project");
        assert_eq!(mistakes(&text, depth), [(format!("\"{module}\"").as_str(), expected)]);
    }
    for (module, depth) in [("../a.js", 1), ("./x/../a.js", 0), ("../../x/a.js", 2), ("./a..b/..c.js", 0)] {
        assert!(read(&of(module), depth).is_ok(), "{module}");
    }
}

#[test]
fn names_that_cannot_be_meant_are_refused() {
    let said = |text: &str| mistakes(text, 3)[0].1.clone();
    let of = |module: &str| said(&SIGNAL.replace("./a.js", module));
    let neither = "a module is a package's name, or a path from this file's folder that begins with `./`";
    for module in
        ["", "/etc/a.js", "C:/a.js", "file:///a.js", "src\\\\a.js", "@acme", "@/a", "a//b", "a b", "..", "a/../b"]
    {
        assert_eq!(of(module), neither, "{module}");
    }
    assert_eq!(of("./a\\\\b.js"), "folders are separated by `/`, here as in an import");
    assert!(of("winston").starts_with("what `winston` does is known already"));
    let global = |name: &str| said(&SIGNAL.replace("module = \"./a.js\"", &format!("global = \"{name}\"")));
    for name in ["", "a.b", "1a", "a b"] {
        assert_eq!(global(name), "a `global` is one name, as it stands in the code", "{name}");
    }
    assert!(global("console").starts_with("what `console` does is known already"));
}

#[test]
fn endless_paths_are_refused_before_they_cost_anything() {
    let long = vec!["a"; 50_000].join(".");
    let text = SIGNAL.replace("record", &long);
    assert_eq!(mistakes(&text, 0)[0].1, "a path has 16 steps at most");
}
