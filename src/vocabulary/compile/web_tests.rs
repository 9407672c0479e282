//! What the compiler of vocabulary files refuses of what is said about web applications, errors and numbers.

use super::tests::{HEAD, problem, problems};

/// An object that takes handlers on, after the head's nine lines.
const APP: &str = "[[object]]\nname = \"app\"\nframework = \"express\"\nfrom = [{ path = \"app()\" }]\n";

#[test]
fn handlers_are_registered_on_what_takes_them() {
    let registrar = |how: &str, path: &str| format!("{APP}[[registrar]]\nhow = \"{how}\"\npaths = [\"{path}\"]\n");
    assert_eq!(problems(&[&format!("{HEAD}{}", registrar("use", "@app.use"))]), [""; 0]);
    for path in ["use", "@logger.use", "@app.use()", "@app", "@app.router.use"] {
        assert_eq!(
            problem(&registrar("use", path)),
            format!("0.toml:16: `{path}` is no member of an object with a `framework`")
        );
    }
    let found = problem(&registrar("verb", "@app.get"));
    assert!(found.starts_with("0.toml:15: unknown variant `verb`"), "{found}");
    let found = problem("[[object]]\nname = \"app\"\nframework = \"rails\"\nfrom = [{ path = \"app()\" }]\n");
    assert!(found.starts_with("0.toml:12: unknown variant `rails`"), "{found}");
    assert_eq!(
        problem(&APP.replace("framework", "kind = \"logger\"\nframework")),
        "0.toml:10: `@app` is told things or takes handlers on, not both"
    );
}

#[test]
fn an_error_s_status_is_one() {
    let maker = |more: &str| problem(&format!("[[error-maker]]\npaths = [\"refuse\"]\n{more}\n"));
    assert_eq!(maker("status = 99"), "0.toml:12: 99 is no HTTP status");
    assert_eq!(maker("status = 600"), "0.toml:12: 600 is no HTTP status");
    assert!(maker("status = \"fixed\"").starts_with("0.toml:12: `status` needs a number"));
    assert_eq!(
        maker("status-fields = [\"status\"]"),
        "0.toml:11: `status-fields` hold a status, and no `status` is given"
    );
    assert_eq!(maker("class = \"Refused\""), "0.toml:12: no error class is called `Refused`");
    let test = problem("[[error-test]]\npaths = [\"isRefused\"]\nclass = \"Refused\"\n");
    assert_eq!(test, "0.toml:12: no error class is called `Refused`");
    assert_eq!(maker("status = \"of-class\""), "0.toml:11: no error class is called `refuse`");
    let class = |more: &str| problem(&format!("[[error]]\nclass = \"Refused\"\n{more}\n"));
    assert_eq!(class("status = 42"), "0.toml:12: 42 is no HTTP status");
    assert_eq!(
        class("[[error-maker]]\npaths = [\"Refused\"]\nstatus = \"of-class\""),
        "0.toml:13: the class `Refused` has no `status`"
    );
    assert_eq!(
        class("status = 401\n[[error-maker]]\npaths = [\"Refused\"]\nstatus = \"of-class\"\nclass = \"Refused\""),
        "0.toml:15: the paths are the classes themselves: `class` has no place here"
    );
}

#[test]
fn an_error_s_members_are_those_that_not_every_error_has() {
    let class = |more: &str| format!("[[error]]\nclass = \"Refused\"\n{more}\n");
    for name in ["name", "message", "stack"] {
        assert_eq!(
            problem(&class(&format!("fields = [\"{name}\"]"))),
            format!("0.toml:12: `{name}` goes without saying: `fields` lists what is beside it")
        );
    }
    assert_eq!(
        problem(&class("status = 401\nfields = [\"status\"]")),
        "0.toml:13: `status` goes without saying: `fields` lists what is beside it"
    );
    assert_eq!(
        problem(&class("codes = [\"E_REFUSED\"]\nfields = [\"code\"]")),
        "0.toml:13: `code` goes without saying: `fields` lists what is beside it"
    );
    assert_eq!(problems(&[&format!("{HEAD}{}", class("fields = [\"status\", \"code\"]"))]), [""; 0]);
}

#[test]
fn an_error_has_the_members_of_all_its_superclasses() {
    let classes = |grandparent: &str| {
        format!(
            "{HEAD}[[error]]\nclass = \"A\"\n{grandparent}\n[[error]]\nclass = \"B\"\nextends = \"A\"\n\
             fields = [\"b\", \"z\"]\n[[error]]\nclass = \"C\"\nextends = \"B\"\nfields = [\"c\", \"b\"]\n"
        )
    };
    let built = |text: String| super::compile(&[("0.toml".to_owned(), text)]).expect("right classes");
    let known = built(classes("fields = [\"a\"]"));
    let list =
        |names: &[&str]| names.iter().map(|name| format!("Cow::Borrowed({name:?})")).collect::<Vec<_>>().join(", ");
    for names in [&["a"][..], &["a", "b", "z"], &["a", "b", "c", "z"]] {
        assert!(known.contains(&format!("[{}]", list(names))), "{names:?}: {known}");
    }
    let unknown = built(classes(""));
    assert_eq!(unknown.matches("fields: None").count(), 3, "what is not known of A is not known of B and C: {unknown}");
}

#[test]
fn a_number_is_a_member_and_nothing_else() {
    assert_eq!(problem("[constants]\n\"codes()\" = 401\n"), "0.toml:11: `codes()` is no member that could be a number");
    assert_eq!(problem("[constants]\n\"\" = 401\n"), "0.toml:11: `` is no member that could be a number");
    assert_eq!(
        problem("[calls]\nneutral = [\"GONE\"]\n[constants]\nGONE = 410\n"),
        "0.toml:13: what `GONE` is is already said in line 11"
    );
    assert_eq!(
        problem("[constants]\n\"@logger.GONE\" = 410\n\"make().GONE\" = 411\n"),
        "0.toml:12: what `make().GONE` is is already said in line 11"
    );
    let found = problem("[constants]\nGONE = \"410\"\n");
    assert!(found.starts_with("0.toml:11: invalid type: string"), "{found}");
}

#[test]
fn a_strategy_is_called_something() {
    assert_eq!(problem("[[strategy]]\npaths = [\"Strategy\"]\nname = \"\"\n"), "0.toml:12: a strategy has a `name`");
    let found = problem("[[strategy]]\npaths = [\"Strategy\"]\n");
    assert!(found.starts_with("0.toml:10: missing field `name`"), "{found}");
}

#[test]
fn a_patch_is_imported() {
    let patching = HEAD.replace("version =", "patches = \"express-async\"\nversion =");
    assert_eq!(problems(&[&patching]), [""; 0]);
    let named = patching.replace("modules = [\"tell\"]", "title = \"tell\"\ncustomary = [{ name = \"t\", is = \"\" }]");
    assert_eq!(problems(&[&named]), ["0.toml:1: a package without modules is never imported: it patches nothing"]);
    let found = problems(&[&patching.replace("express-async", "express-sync")]);
    assert!(found[0].starts_with("0.toml:3: unknown variant `express-sync`"), "{found:?}");
}

#[test]
fn a_callback_s_parameter_is_one_thing() {
    let check = |callback: &str| problem(&format!("[[check]]\npaths = [\"verify\"]\nfails = [{{ {callback} }}]\n"));
    assert_eq!(
        check("by = \"callback\", argument = \"last\", error = 1, result = 1"),
        "0.toml:12: a callback's parameter is its `error` or its `result`, not both"
    );
    for by in ["throw", "reject", "return"] {
        let found = check(&format!("by = \"{by}\", argument = 0"));
        assert!(found.starts_with("0.toml:12: unknown field `argument`"), "{found}");
    }
}

#[test]
fn every_new_kind_of_call_means_one_thing() {
    let signal = "[[signal]]\nkind = \"log\"\npaths = [\"@logger.say\"]\n";
    for entry in [
        "[[error-maker]]\nstatus = 401\n",
        "[[async-wrapper]]\n",
        "[[strategy]]\nname = \"jwt\"\n",
        "[[use-strategy]]\n",
        "[[authenticate]]\n",
        "[[access-log]]\nreason = 0\n",
        "[[error-handler]]\ntells = true\nanswers = false\n",
    ] {
        let found = problem(&format!("{signal}{entry}paths = [\"@logger.say\"]\n"));
        assert!(found.ends_with("what calling `@logger.say` does is already said in line 12"), "{entry}: {found}");
    }
    let found = problem("[[error-handler]]\npaths = [\"handle\"]\n");
    assert!(found.starts_with("0.toml:10: missing field `tells`"), "{found}");
}

#[test]
fn what_tells_nobody_is_not_held_back() {
    let handler = |more: &str| problem(&format!("[[error-handler]]\npaths = [\"handle\"]\nanswers = true\n{more}\n"));
    assert_eq!(handler("tells = true\nfrom-status = 42"), "0.toml:14: 42 is no HTTP status");
    for more in ["from-status = 500", "muted-by = [{ option = \"log\", is = false }]"] {
        assert_eq!(
            handler(&format!("tells = false\n{more}")),
            "0.toml:11: what tells nobody is neither muted nor held back by a status"
        );
    }
    let right = "[[error-handler]]\npaths = [\"handle\"]\nanswers = true\ntells = true\nfrom-status = 500\n\
                 muted-by = [{ option = \"log\", is = false }]\n";
    assert_eq!(problems(&[&format!("{HEAD}{right}")]), [""; 0]);
}
