//! Arguments, help and exit codes that no file has a part in.

use super::program::Tree;

#[test]
fn help_and_version_go_to_stdout() {
    let tree = Tree::new(&[]);
    let help = tree.run("--help");
    assert_eq!((help.code, help.stderr.as_str()), (Some(0), ""));
    for part in ["check", "rules", "explain", "why", "--fail-on", "Exit codes:", "Examples:"] {
        assert!(help.stdout.contains(part), "{part}: {}", help.stdout);
    }
    let version = tree.run("--version");
    assert_eq!(version.code, Some(0));
    assert_eq!(version.stdout, format!("tokentrail {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn help_shows_only_what_exists() {
    let help = Tree::new(&[]).run("check --help").stdout;
    for absent in ["--fix", "--baseline", "--staged", "gitlab"] {
        assert!(!help.contains(absent), "{absent}");
    }
}

#[test]
fn wrong_usage_is_2_and_says_what_is_right() {
    let tree = Tree::new(&[("a.js", "")]);
    for (line, part) in [
        ("--no-such-flag", "--no-such-flag"),
        ("--fail-on enormous", "critical"),
        ("--output-format yaml", "concise"),
        ("--output-format gitlab", "sarif"),
        ("--output junit=out.xml", "there is no form `junit`"),
        ("--output sarif=", "path is missing"),
        ("--output json --output sarif", "cannot both go to stdout"),
        ("--output-format full --output json", "cannot both go to stdout"),
        ("--jobs 0", "1..=1024"),
        ("--max-file-size 3parsecs", "KiB"),
        ("explain", "<RULE>"),
        ("why a.js", "FILE:LINE"),
        ("why a.js:0", "counted from 1"),
    ] {
        let run = tree.run(line);
        assert_eq!(run.code, Some(2), "{line}: {run:?}");
        assert_eq!(run.stdout, "", "{line}");
        assert!(run.stderr.contains(part), "{line}: {}", run.stderr);
    }
}

#[test]
fn what_is_no_command_says_what_there_is() {
    let tree = Tree::new(&[("scan/a.js", "")]);
    for (line, part) in [
        ("init", "`tokentrail config schema`"),
        ("baseline create", "`// tokentrail-disable-next-line RULE -- reason`"),
        ("lint .", "`tokentrail check`"),
        ("rotes", "did you mean `routes`?"),
        ("frobnicate", "the commands are check, rules, explain, routes, why, config"),
    ] {
        let run = tree.run(line);
        let word = line.split(' ').next().unwrap();
        assert_eq!(run.code, Some(2), "{line}: {run:?}");
        assert!(run.stderr.contains(&format!("error: {word}: No such file or directory\n")), "{run:?}");
        assert!(run.stderr.contains(&format!("help: `{word}` is no command either: ")), "{run:?}");
        assert!(run.stderr.contains(part), "{line}: {}", run.stderr);
    }
    // What cannot have been meant as a command, or is there, needs no advice.
    for line in ["check init", "init.js", "./init", "scan"] {
        assert!(!tree.run(line).stderr.contains("command"), "{line}");
    }
}

#[test]
fn an_unknown_rule_is_2_and_says_where_to_look() {
    let run = Tree::new(&[]).run("explain no-such-rule");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("`no-such-rule`"), "{}", run.stderr);
    assert!(run.stderr.contains("tokentrail rules"), "{}", run.stderr);
    let run = Tree::new(&[]).run("explain silent-verify-failures");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("did you mean `silent-verify-failure`?"), "{}", run.stderr);
}

#[test]
fn rules_are_listed_and_explained() {
    let tree = Tree::new(&[]);
    let list = tree.run("rules");
    assert_eq!((list.code, list.stderr.as_str()), (Some(0), ""));
    let names: Vec<&str> = list.stdout.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains(&"silent-verify-failure"), "{names:?}");
    assert!(names.is_sorted());
    for name in names {
        let page = tree.run(&format!("explain {name}"));
        assert_eq!((page.code, page.stderr.as_str()), (Some(0), ""), "{name}");
        assert!(page.stdout.contains(name) && page.stdout.lines().count() > 10, "{name}");
    }
}

#[test]
fn why_wants_a_source_file_that_exists() {
    let tree = Tree::new(&[("a.txt", ""), ("src/a.js", "")]);
    for (line, part) in [
        ("why none.js:1", "none.js: No such file"),
        ("why a.txt:1", "neither JavaScript nor TypeScript"),
        ("why src:1", "a folder"),
    ] {
        let run = tree.run(line);
        assert_eq!(run.code, Some(2), "{line}: {run:?}");
        assert!(run.stderr.contains(part), "{line}: {}", run.stderr);
    }
}

#[test]
fn a_line_without_a_check_is_an_answer() {
    let run = Tree::new(&[("src/a.js", "stop();\n")]).run("why ./src/a.js:1");
    assert_eq!(run.code, Some(0));
    assert_eq!(run.stdout, "no token check at src/a.js:1; the file has none\n");
}
