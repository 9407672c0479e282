//! The JSON schema of the file: it says what the reader does, of keys, of names and of whole files.

use std::collections::BTreeSet;

use serde_json::Value;

use super::tests::read;
use super::*;

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

/// What the reader says that it expects, where it meets something unknown.
fn expected(text: &str) -> BTreeSet<String> {
    let mistakes = read(text, 0).expect_err(text);
    let (_, expected) = mistakes[0].message.split_once("expected ").expect(text);
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn names(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Object(members) => members.keys().cloned().collect(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        other => panic!("{other} has no names"),
    }
}

#[test]
fn it_lists_the_keys_and_names_that_are_read() {
    let schema = schema();
    assert_eq!(names(&schema["properties"]), expected("x = 1\n"));
    let definitions = &schema["definitions"];
    for table in ["signal", "check", "limiter", "limited-upstream"] {
        assert_eq!(names(&definitions[table]["properties"]), expected(&format!("[[{table}]]\nx = 1\n")), "{table}");
    }
    let kinds = &definitions["signal"]["properties"]["kind"]["enum"];
    assert_eq!(names(kinds), expected("[[signal]]\npaths = []\nkind = \"x\"\n"));
    let forms = definitions["failure"]["oneOf"].as_array().unwrap();
    let by = |form: &Value| match &form["properties"]["by"]["const"] {
        Value::String(name) => BTreeSet::from([name.clone()]),
        _ => names(&form["properties"]["by"]["enum"]),
    };
    let ways: BTreeSet<String> = forms.iter().flat_map(by).collect();
    assert_eq!(ways, expected("[[check]]\npaths = []\nfails = [{ by = \"x\" }]\n"));
    let forms = definitions["denial"]["oneOf"].as_array().unwrap();
    let ways: BTreeSet<String> = forms.iter().flat_map(by).collect();
    assert_eq!(ways, expected("[[limiter]]\npaths = []\ndenies = [{ by = \"x\" }]\n"));
    let methods = &definitions["limited-upstream"]["properties"]["methods"]["items"]["enum"];
    assert_eq!(names(methods), expected("[[limited-upstream]]\npaths = []\nby = \"a\"\nmethods = [\"x\"]\n"));
    let levels = names(&definitions["level"]["oneOf"][0]["enum"]);
    assert_eq!(levels.len(), 10);
    for level in levels {
        let text = format!("[[signal]]\nglobal = \"a\"\npaths = [\"b\"]\nkind = \"log\"\nlevel = \"{level}\"\n");
        assert!(read(&text, 0).is_ok(), "{level}");
    }
}

#[test]
fn it_takes_what_is_read_and_refuses_what_is_not() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let check = |fails: &str| format!("[[check]]\nmodule = \"a\"\npaths = [\"b\"]\nfails = [{fails}]\n");
    let limiter = |denies: &str| format!("[[limiter]]\nmodule = \"a\"\npaths = [\"b\"]\ndenies = [{denies}]\n");
    let upstream = |path: &str| format!("[[limited-upstream]]\npaths = [\"{path}\"]\nby = \"the gateway\"\n");
    let signal = |more: &str| format!("[[signal]]\nglobal = \"a\"\npaths = [\"b\"]\nkind = \"log\"\n{more}\n");
    for (text, is_right) in [
        (String::new(), true),
        (include_str!("../../testdata/projects/declared/tokentrail.toml").to_owned(), true),
        (signal(""), true),
        (signal("level = \"warn\"\nwhen-given = 1"), true),
        (signal("level = { argument = 0, key = \"level\" }"), true),
        (signal("level = { key = \"level\" }"), false),
        (signal("level = \"loud\""), false),
        (signal("module = \"a\""), false),
        (signal("when-given = 256"), false),
        (signal("when-given = -1"), false),
        (signal("message = \"a\""), false),
        (check("{ by = \"throw\" }"), true),
        (check("{ by = \"throw\", when = { argument = 1, key = \"strict\" } }, { by = \"return\" }"), true),
        (check("{ by = \"callback\", argument = \"last\", error = 0, result = 1 }"), true),
        (check("{ by = \"callback\", argument = 1, error = 0, deferred-when-function = 2 }"), true),
        (check("{ by = \"callback\", argument = \"first\", error = 0 }"), false),
        (check("{ by = \"callback\", argument = 1 }"), false),
        (check("{ by = \"throw\", argument = 1 }"), false),
        (check("{ by = \"shout\" }"), false),
        (check(""), false),
        (check("{ by = \"throw\" }").replace("module = \"a\"\n", ""), false),
        ("[[limiter]]\nmodule = \"./a.js\"\npaths = [\"slow\"]\n".to_owned(), true),
        ("[[limiter]]\nmodule = \"./a.js\"\npaths = []\n".to_owned(), false),
        ("[[limiter]]\nmodule = \"./a.js\"\n".to_owned(), false),
        (limiter(""), false),
        (limiter("{ by = \"throw\" }"), true),
        (limiter("{ by = \"reject\", is = false }"), false),
        (limiter("{ by = \"result\", is = false }"), true),
        (limiter("{ by = \"result\", member = \"isDenied\", called = true, is = true }"), true),
        (limiter("{ by = \"result\", called = true, is = true }"), false),
        (limiter("{ by = \"result\" }"), false),
        (limiter("{ by = \"result\", is = -1 }"), true),
        (limiter("{ by = \"result\", is = 3000000000 }"), false),
        (limiter("{ by = \"result\", is = [] }"), false),
        (limiter("{ by = \"callback\", argument = \"last\", parameter = 1, is = \"no\" }"), true),
        (limiter("{ by = \"callback\", argument = \"last\", is = true }"), false),
        (limiter("{ by = \"next\", argument = 2 }"), false),
        (upstream("/"), true),
        (upstream("/*"), true),
        (upstream("/auth/:id/refresh/"), true),
        (upstream("/auth/:id/*"), true),
        (upstream("/auth/refresh") + "methods = [\"POST\", \"GET\"]", true),
        (upstream("/auth/refresh") + "methods = []", false),
        (upstream("/auth/refresh") + "methods = [\"post\"]", false),
        (upstream("/auth/refresh") + "module = \"./a.js\"", false),
        (upstream("/auth/refresh").replace("the gateway", "  "), false),
        (upstream("/auth/refresh").replace("by = ", "because = "), false),
        (upstream("").replace("\"\"", ""), false),
        (upstream(""), false),
        (upstream("auth"), false),
        (upstream("//auth"), false),
        (upstream("/auth//"), false),
        (upstream("/auth//*"), false),
        (upstream("/auth*"), false),
        (upstream("/*/auth"), false),
        (upstream("/:id?"), false),
        (upstream("/:"), false),
        (upstream("/a b"), false),
        (upstream("/a\\u0007"), false),
        ("[signal]\nmodule = \"./a.js\"\n".to_owned(), false),
    ] {
        let table: toml::Table = text.parse().unwrap();
        assert_eq!(read(&text, 0).is_ok(), is_right, "{text}");
        assert_eq!(validator.is_valid(&serde_json::to_value(table).unwrap()), is_right, "{text}");
    }
}
