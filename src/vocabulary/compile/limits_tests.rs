//! What the compiler of vocabulary files refuses of what is said about limiters and stores.

use super::tests::{HEAD, problem, problems};

fn limiter(path: &str, more: &str) -> String {
    problem(&format!("[[limiter]]\npaths = [\"{path}\"]\n{more}\n"))
}

/// What is said of a limiter whose options are the first argument of the call that makes it.
fn option(lists: &str) -> String {
    limiter("limit()", &format!("[limiter.options]\nargument = 0\n{lists}"))
}

#[test]
fn a_limiter_is_used_in_one_way() {
    assert_eq!(limiter("limit", "denies = []"), "0.toml:12: a limiter that refuses nothing is none: `denies` is empty");
    assert_eq!(
        limiter(
            "limit()",
            "denies = [{ by = \"throw\" }]\ninstalls = { application = 0, path = \"p\", method = \"m\" }"
        ),
        "0.toml:13: a limiter that installs itself is a middleware: `denies` is about calls"
    );
    assert_eq!(
        limiter("limit", "slows-only = true\ndenies = [{ by = \"throw\" }]"),
        "0.toml:13: what only slows refuses nothing: `denies` has no place here"
    );
    assert_eq!(
        limiter("limit", "installs = { application = 0, path = \"p\", method = \"m\" }"),
        "0.toml:11: no call gives `limit`: nothing holds the application"
    );
    let found = limiter("limit", "how = \"middleware\"");
    assert!(found.starts_with("0.toml:12: unknown field `how`"), "{found}");
    let found = limiter("limit()", "installs = { path = \"p\", method = \"m\" }");
    assert!(found.starts_with("0.toml:12: missing field `application`"), "{found}");
}

#[test]
fn a_call_says_no_in_ways_that_can_be_heard() {
    let denies = |ways: &str| limiter("limit", &format!("denies = [{ways}]"));
    for ways in [
        "{ by = \"reject\" }, { by = \"throw\" }",
        "{ by = \"result\", is = false }, { by = \"reject\" }",
        "{ by = \"reject\" }, { by = \"result\", is = false }",
        "{ by = \"throw\" }, { by = \"callback\", argument = 1, parameter = 0, is = true }",
    ] {
        assert_eq!(
            denies(ways),
            "0.toml:12: the ways to refuse after one without a condition are never taken",
            "{ways}"
        );
    }
    assert_eq!(
        denies("{ by = \"result\", called = true, is = true }"),
        "0.toml:12: a method has a name: `called` needs a `member`"
    );
    for (way, wrong) in [
        ("{ by = \"next\" }", "unknown variant `next`"),
        ("{ by = \"result\" }", "missing field `is`"),
        ("{ by = \"throw\", is = true }", "unknown field `is`"),
        ("{ by = \"result\", is = [] }", "`is` needs true, false, a number or a text"),
        ("{ by = \"callback\", argument = 0, is = true }", "missing field `parameter`"),
    ] {
        let found = denies(way);
        assert!(found.starts_with(&format!("0.toml:12: {wrong}")), "{way}: {found}");
    }
    let right = "[[limiter]]\npaths = [\"limit\"]\ndenies = [{ by = \"callback\", argument = \"last\", parameter = 1, is = -1 }, \
                 { by = \"result\", member = \"ok\", is = false }, { by = \"result\", is = \"no\" }]\n";
    assert_eq!(problems(&[&format!("{HEAD}{right}")]), [""; 0]);
}

#[test]
fn options_are_given_to_a_call() {
    let with = |path: &str, more: &str| {
        format!(
            "{HEAD}[[limiter]]\npaths = [\"{path}\"]\n{more}\n[limiter.options]\nargument = 0\nhooks = [\"told\"]\n"
        )
    };
    for path in ["limit()", "make().limit", "@logger", "@logger.limit", "@logger.limit()"] {
        assert_eq!(problems(&[&with(path, "")]), [""; 0], "{path}");
    }
    for path in ["limit", "", "lib.limit", "@logger.lib.limit", "limit{0}"] {
        let expected = format!("0.toml:11: no call makes `{path}`: nothing is given its options");
        assert_eq!(problems(&[&with(path, "")]), [expected], "{path}");
    }
    let installs = "installs = { application = 0, path = \"p\", method = \"m\" }";
    assert_eq!(problems(&[&with("limit()", installs)]), [""; 0]);
}

#[test]
fn an_option_is_said_to_be_one_thing() {
    assert_eq!(option(""), "0.toml:12: nothing is said of the options");
    let needs = "0.toml:14: `skip` needs one of `is`, `is-not`, `gives`, `has` and `lacks`";
    assert_eq!(option("inert = [{ option = \"skip\" }]"), needs);
    assert_eq!(option("inert = [{ option = \"skip\", is = true, gives = true }]"), needs);
    assert_eq!(
        option("inert = [{ option = \"max\", is = 0 }, { option = \"max\", is = 0, before = 7 }]"),
        "0.toml:14: this is said of `max` already"
    );
    assert_eq!(
        option("inert = [{ option = \"rules\", lacks = [] }]"),
        "0.toml:14: there is nothing that `rules` could lack"
    );
    assert_eq!(
        option("inert = [{ option = \"rules\", is = true, made-with = { option = \"mode\", is = \"LIVE\" } }]"),
        "0.toml:14: `made-with` is about what a list lacks"
    );
    assert_eq!(option("inert = [{ option = \"rules\", has = \"@rule\" }]"), "0.toml:14: no object is called `@rule`");
    assert_eq!(
        option("handlers = [\"handler\"]\nhooks = [\"handler\"]"),
        "0.toml:12: `handler` answers or runs along, not both"
    );
    let found = option("skips = [\"skip\"]");
    assert!(found.starts_with("0.toml:14: unknown field `skips`"), "{found}");
    let right = "[[limiter]]\npaths = [\"limit()\"]\n[limiter.options]\nargument = 0\n\
                 inert = [{ option = \"on\", is-not = true, before = 3 }, { option = \"on\", is = 1, unless = \"off\" }]\n";
    assert_eq!(problems(&[&format!("{HEAD}{right}")]), [""; 0]);
}

#[test]
fn a_store_that_is_read_answers() {
    let store = |more: &str| problem(&format!("[[store]]\npaths = [\"find\"]\n{more}\n"));
    assert_eq!(store("does = \"read\""), "0.toml:12: what is read has an `answer`");
    assert_eq!(
        store("does = \"add\"\nby-predicate = \"row\""),
        "0.toml:12: only what is read is picked: `by-predicate` has no place here"
    );
    assert!(store("does = \"look\"").starts_with("0.toml:12: unknown variant `look`"));
    assert!(store("does = \"read\"\nanswer = \"maybe\"").starts_with("0.toml:13: unknown variant `maybe`"));
    assert!(store("answer = \"row\"").starts_with("0.toml:10: missing field `does`"));
}

#[test]
fn a_limiter_or_store_means_nothing_else() {
    let signal = "[[signal]]\nkind = \"log\"\npaths = [\"@logger.say\"]\n";
    for entry in ["[[limiter]]\n", "[[store]]\ndoes = \"add\"\n"] {
        let found = problem(&format!("{signal}{entry}paths = [\"@logger.say\"]\n"));
        assert!(found.ends_with("what calling `@logger.say` does is already said in line 12"), "{entry}: {found}");
    }
}

#[test]
fn hooks_run_along_with_something_and_are_said_once() {
    let hook = |runs: &str| problem(&format!("[[hook]]\npaths = [\"@logger.on\"]\nruns-with = [{runs}]\n"));
    assert_eq!(hook("{ name = \"save\" }"), "0.toml:12: there is nothing that `save` runs along with");
    assert_eq!(
        hook("{ name = \"save\", row = [\"save\"] }, { name = \"save\", store = [\"create\"] }"),
        "0.toml:12: what `save` runs along with is said already"
    );
    let found = hook("{ name = \"save\", rows = [\"save\"] }");
    assert!(found.starts_with("0.toml:12: unknown field `rows`"), "{found}");
}
