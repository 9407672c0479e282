//! What the compiler of vocabulary files refuses of what is said about containers of instances.

use super::tests::problem;

fn binding(more: &str) -> String {
    problem(&format!("[[binding]]\npaths = [\"bind\"]\n{more}\n"))
}

#[test]
fn a_binding_says_what_is_bound_in_one_way() {
    let expected = "0.toml:11: a binding has an `argument` and what it `provides`, or `options` that say both";
    assert_eq!(binding("key = 0"), expected);
    assert_eq!(binding("key = 0\nargument = 1"), expected);
    assert_eq!(binding("key = 0\nprovides = \"class\""), expected);
    let options = "options = { argument = 1, class = \"c\", value = \"v\", factory = \"f\" }";
    assert_eq!(binding(&format!("key = 0\nargument = 1\nprovides = \"class\"\n{options}")), expected);
}

#[test]
fn a_key_stands_in_one_of_three_places() {
    let found = binding("argument = 1\nprovides = \"class\"");
    assert!(found.contains("missing field `key`"), "{found}");
    for key in ["\"first\"", "{ each-of = \"x\" }", "{ argument = 0 }"] {
        let found = binding(&format!("key = {key}\nargument = 1\nprovides = \"class\""));
        assert!(found.starts_with("0.toml:12: `key` needs a number"), "{key}: {found}");
    }
}

#[test]
fn what_describes_something_is_not_described_itself() {
    let provider = |provides: &str| problem(&format!("[[provider]]\npaths = [\"as\"]\nprovides = \"{provides}\"\n"));
    assert_eq!(provider("described"), "0.toml:11: what describes something is not described itself");
    assert!(provider("thing").contains("unknown variant `thing`"));
}
