//! Every entry has its cases: that each module is imported, and each call of it made, in a file of `testdata/vocabulary/`.
//!
//! Whether the findings in those files are the right ones is for the tests that run the whole analysis.

use std::fs;
use std::path::Path as FilePath;

use toml::Spanned;

use super::path::{ANY, Base, Path, Step};
use super::schema::Document;

const MARK: &str = "//~ silent-verify-failure";
/// What cases of checks, of stores and of servers show.
const MARKS: [&str; 5] = [
    MARK,
    "//~ unlogged-revoked-token",
    "//~ unlogged-revocation",
    "//~ log-without-context",
    "//~ unlimited-refresh-route",
];

struct Case {
    name: String,
    text: String,
}

fn read(folder: &str) -> Vec<Case> {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut cases: Vec<Case> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| {
            let path = entry.expect("an entry of the folder").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            Case { name, text: fs::read_to_string(&path).expect("a text file") }
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

fn documents() -> Vec<(String, Document)> {
    let read = read("rules/vocabulary");
    read.into_iter().map(|file| (file.name, toml::from_str(&file.text).expect("a vocabulary file"))).collect()
}

/// What the names of a package's case files start with.
fn stem(document: &Document) -> String {
    let first = document.package.modules.first().map(|module| module.get_ref().replace('/', "+"));
    first.or_else(|| document.package.title.clone()).expect("a package has a module or a title")
}

/// `winston.js` and `winston.levels.ts` belong to `winston`, `winston-like.js` does not.
fn belongs(case: &Case, stem: &str) -> bool {
    let rest = case.name.strip_prefix(stem);
    rest.is_some_and(|rest| rest.starts_with('.') && (rest.ends_with(".js") || rest.ends_with(".ts")))
}

fn cases_of<'c>(cases: &'c [Case], document: &Document) -> Vec<&'c Case> {
    let stem = stem(document);
    cases.iter().filter(|case| belongs(case, &stem)).collect()
}

fn part_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// Whether the text has the words as code has them: not as a part of a longer name, and with `?.` for `.` too.
fn mentions(text: &str, words: &str) -> bool {
    let text = text.replace("?.", ".");
    text.match_indices(words).any(|(start, _)| {
        !text[..start].ends_with(part_of_name) && !text[start + words.len()..].starts_with(part_of_name)
    })
}

/// How a case writes a path: an object goes by its own name, and a member of the package by its last two names.
fn written(path: &Path) -> String {
    let names = path.steps.iter().filter_map(|step| match step {
        Step::Member(name) => Some(name.as_str()),
        Step::Call | Step::Parameter(_) => None,
    });
    let names: Vec<&str> = names.collect();
    // A name that may be any is another one in every case.
    if let Some(any) = names.iter().rposition(|name| *name == ANY) {
        return names[any + 1..].join(".");
    }
    match &path.base {
        Base::Object(object) => [&[object.as_str()], &names[..names.len().min(1)]].concat().join("."),
        Base::Module => names[names.len().saturating_sub(2)..].join("."),
    }
}

fn paths(document: &Document) -> impl Iterator<Item = &Path> {
    let calls = &document.calls;
    let checks = document.check.iter().flat_map(|entry| &entry.paths);
    let signals = document.signal.iter().flat_map(|entry| &entry.paths);
    let promisify = document.promisify.iter().flat_map(|entry| &entry.paths);
    let plain = [&calls.decode, &calls.sign, &calls.invoke, &calls.neutral].into_iter().flatten();
    let makers = document.error_maker.iter().flat_map(|entry| &entry.paths);
    let registrars = document.registrar.iter().flat_map(|entry| &entry.paths);
    let strategies = document.strategy.iter().flat_map(|entry| &entry.paths);
    let wrappers = [&document.async_wrapper, &document.entry_wrapper];
    let named = wrappers.into_iter().chain([&document.use_strategy, &document.authenticate]).flatten();
    let logs = document.access_log.iter().flat_map(|entry| &entry.paths);
    let handlers = document.error_handler.iter().flat_map(|entry| &entry.paths);
    let tests = document.error_test.iter().flat_map(|entry| &entry.paths);
    let web = makers.chain(tests).chain(registrars).chain(strategies).chain(named.flat_map(|entry| &entry.paths));
    let limiters = document.limiter.iter().flat_map(|entry| &entry.paths);
    let stores = document.store.iter().flat_map(|entry| &entry.paths);
    let hooks = document.hook.iter().flat_map(|entry| &entry.paths);
    let web = web.chain(limiters).chain(stores).chain(hooks);
    let all = checks.chain(signals).chain(promisify).chain(plain).chain(web).chain(logs).chain(handlers);
    all.chain(document.constants.keys()).map(Spanned::get_ref)
}

/// Whether the text calls what it imports as the whole module.
fn calls_module(text: &str, module: &str) -> bool {
    let quoted = format!("'{module}'");
    let of = |line: &str| -> Option<String> {
        let before = line.split_once(&quoted)?.0.trim_end();
        let name = match before.strip_suffix("require(") {
            Some(before) => before.trim_end().strip_suffix('=')?.trim_end().rsplit(' ').next()?,
            None => before.strip_prefix("import ")?.strip_suffix(" from")?.split([',', ' ']).next()?,
        };
        (!name.is_empty() && name.chars().all(part_of_name)).then(|| format!("{name}("))
    };
    let names: Vec<String> = text.lines().filter_map(of).collect();
    let called =
        |call: &String| text.match_indices(call.as_str()).any(|(start, _)| !text[..start].ends_with(part_of_name));
    names.iter().any(called)
}

#[test]
fn every_module_is_imported_in_a_case_of_its_package() {
    let cases = read("testdata/vocabulary");
    for (file, document) in documents() {
        let cases = cases_of(&cases, &document);
        assert!(!cases.is_empty(), "{file}: no case file is called {}.js or .ts", stem(&document));
        let modules =
            document.package.modules.iter().chain(document.reexport.iter().flat_map(|r| &r.get_ref().modules));
        for module in modules.map(Spanned::get_ref) {
            let quoted = [format!("'{module}'"), format!("'node:{module}'")];
            let imported = |case: &&Case| quoted.iter().any(|quoted| case.text.contains(quoted));
            // The console is there without an import.
            let global = document.package.globals.iter().any(|global| global.name == *module);
            assert!(global || cases.iter().any(imported), "{file}: no case imports {module}");
        }
    }
}

#[test]
fn every_call_is_made_in_a_case_of_its_package() {
    let cases = read("testdata/vocabulary");
    for (file, document) in documents() {
        let cases = cases_of(&cases, &document);
        for path in paths(&document) {
            if path.base == Base::Module && path.steps.is_empty() {
                let modules = &document.package.modules;
                let called = |case: &&Case| modules.iter().any(|module| calls_module(&case.text, module.get_ref()));
                assert!(cases.iter().any(called), "{file}: no case calls the module");
                continue;
            }
            let words = written(path);
            assert!(cases.iter().any(|case| mentions(&case.text, &words)), "{file}: no case has `{words}` for {path}");
        }
    }
}

#[test]
fn every_check_is_made_where_a_finding_stands() {
    let cases = read("testdata/vocabulary");
    for (file, document) in documents() {
        let cases = cases_of(&cases, &document);
        for path in document.check.iter().flat_map(|entry| &entry.paths).map(Spanned::get_ref) {
            let words = written(path);
            let flagged = |case: &&Case| case.text.contains(MARK) && mentions(&case.text, &words);
            assert!(cases.iter().any(flagged), "{file}: `{words}` has no silent case");
        }
    }
}

#[test]
fn every_customary_name_stands_in_the_case_without_imports() {
    let cases = read("testdata/vocabulary");
    let unbound = cases.iter().find(|case| case.name == "logger.js").expect("the case without imports");
    assert!(!unbound.text.contains("require(") && !unbound.text.contains("import "), "it has an import");
    for (file, document) in documents() {
        for named in &document.package.customary {
            assert!(mentions(&unbound.text, &named.name), "{file}: {} is not used unbound", named.name);
        }
    }
}

#[test]
fn every_case_belongs_to_an_entry_and_marks_only_line_ends() {
    let documents = documents();
    for case in read("testdata/vocabulary") {
        assert!(documents.iter().any(|(_, document)| belongs(&case, &stem(document))), "{} has no entry", case.name);
        for line in case.text.lines().filter(|line| line.contains("//~")) {
            let marked = MARKS.iter().any(|mark| line.ends_with(mark));
            assert!(marked || line.contains("//~ missed "), "{}: {line}", case.name);
        }
    }
}

#[test]
fn mentions_are_whole_names() {
    assert!(mentions("a.logger?.warn(err)", "logger.warn"));
    assert!(!mentions("mylogger.warn(err)", "logger.warn"));
    assert!(!mentions("logger.warning(err)", "logger.warn"));
    assert!(calls_module("const log = require('morgan');\nuse(log('tiny'));", "morgan"));
    assert!(calls_module("import log, { token } from 'morgan';\nlog('tiny');", "morgan"));
    assert!(!calls_module("const log = require('morgan');\ncatalog('tiny');", "morgan"));
    assert!(!calls_module("const { token } = require('morgan');\n(function () {}(1));", "morgan"));
    assert_eq!(written(&"@histogram.startTimer()".parse().unwrap()), "histogram.startTimer");
    assert_eq!(written(&"metrics.count".parse().unwrap()), "metrics.count");
    assert_eq!(written(&"@middleware".parse().unwrap()), "middleware");
    assert_eq!(written(&"@client.*.findUnique".parse().unwrap()), "findUnique");
}
