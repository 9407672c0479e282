//! Files and folders in trouble: each is said, the exit code is the documented one, and no other file is lost.

use std::fs;

use super::program::{Run, Tree};

/// The reason that the JSON report gives for a path that was skipped or analysed in part.
#[track_caller]
fn gap(run: &Run, path: &str) -> String {
    let summary = &run.json()["summary"];
    let gaps = ["skipped", "partial"].iter().flat_map(|key| summary[key].as_array().unwrap());
    let gap = gaps.into_iter().find(|gap| gap["path"] == path);
    gap.unwrap_or_else(|| panic!("{path}: {summary}"))["reason"].as_str().unwrap().to_owned()
}

#[test]
fn a_missing_path_is_2() {
    let tree = Tree::new(&[("a.js", "")]);
    for line in ["check none", "none", "check a.js none.js", "check --output-format json none"] {
        let run = tree.run(line);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{line}");
        assert!(run.stderr.contains("none") && run.stderr.contains("No such file"), "{run:?}");
    }
}

#[test]
fn a_glob_or_rule_that_means_nothing_is_2() {
    let tree = Tree::new(&[("a.js", "")]);
    let run = tree.run("check --exclude {a");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("`{a`"), "{run:?}");
    for line in ["check --select no-such-rule", "check --ignore no-such-rule"] {
        let run = tree.run(line);
        assert_eq!(run.code, Some(2), "{line}");
        assert!(run.stderr.contains("`no-such-rule`"), "{run:?}");
    }
}

#[test]
fn a_folder_without_sources_is_3() {
    let tree = Tree::new(&[("README.md", "")]);
    for format in ["full", "concise", "json", "jsonl", "sarif", "github"] {
        let run = tree.run(&format!("check --output-format {format}"));
        assert_eq!((run.code, run.stdout.as_str()), (Some(3), ""), "{format}");
        assert!(run.stderr.contains("--allow-empty"), "{run:?}");
    }
    assert_eq!(tree.run("check --allow-empty").code, Some(0));
    let empty = tree.run("check --allow-empty --output-format json");
    assert_eq!(empty.json()["summary"]["files"], 0);
    assert_eq!(tree.run("check README.md").code, Some(0), "files that are named never come to 3");
}

#[test]
fn files_in_trouble_are_said_and_leave_the_code_alone() {
    let tree = Tree::new(&[("good.js", "require('jsonwebtoken');\n")]);
    tree.write("binary.js", b"\x7fELF\0\0\0");
    tree.write("random.js", &[0xfe, 0xc0, 0xff, 0x80].repeat(10));
    tree.write("latin1.js", b"// caf\xe9, jsonwebtoken, a colleague's comment\n");
    tree.write("large.js", "// jsonwebtoken\n".repeat(1000).as_bytes());
    tree.write("dense.js", "jsonwebtoken;".repeat(100).as_bytes());
    let run = tree.run("check --output-format json --max-file-size 8KiB");
    assert_eq!(run.code, Some(0));
    assert_eq!(run.json()["summary"]["files"], 6);
    for (path, reason) in [
        ("binary.js", "binary"),
        ("random.js", "not UTF-8"),
        ("latin1.js", "UTF-8"),
        ("large.js", "--max-file-size"),
        ("dense.js", "minified"),
    ] {
        assert!(gap(&run, path).contains(reason), "{path}: {}", gap(&run, path));
        assert!(run.stderr.contains(path), "{path}: {}", run.stderr);
    }
    assert_eq!(tree.run("check --strict --max-file-size 8KiB").code, Some(2));
    assert_eq!(tree.run("check --strict good.js").code, Some(0));
    let named = tree.run("check --output-format json dense.js");
    assert_eq!(named.json()["summary"]["skipped"], serde_json::json!([]), "named, it is analysed");
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_said_and_never_opened() {
    let tree = Tree::new(&[("good.js", "")]);
    std::os::unix::fs::symlink("nothing.js", tree.path().join("broken.js")).unwrap();
    std::os::unix::fs::symlink("loop", tree.path().join("loop")).unwrap();
    let pipe = tree.path().join("pipe.js");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let run = tree.run("check --output-format json");
    assert_eq!(run.code, Some(0));
    assert_eq!(run.json()["summary"]["files"], 1);
    assert!(gap(&run, "broken.js").contains("symbolic link to nothing"));
    assert!(gap(&run, "loop").contains("cannot be followed"));
    assert_eq!(gap(&run, "pipe.js"), "not a regular file");
}

/// The run of somebody who is not allowed to read everything. An administrator is, so the run is made as nobody; where
/// the system does not allow that either, there is nothing to test.
#[cfg(unix)]
fn run_unprivileged(tree: &Tree, line: &str) -> Option<Run> {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    let folder = Tree::new(&[]);
    let probe = folder.write("probe", b"");
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o0)).unwrap();
    if fs::read(&probe).is_err() {
        return Some(tree.run(line));
    }
    // The build's folder may be closed to others.
    let program = folder.path().join("tokentrail");
    fs::copy(env!("CARGO_BIN_EXE_tokentrail"), &program).unwrap();
    for open in [folder.path(), tree.path(), &program] {
        fs::set_permissions(open, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = std::process::Command::new(program);
    command.args(line.split_whitespace()).current_dir(tree.path()).uid(NOBODY).gid(NOBODY);
    match command.output() {
        Ok(output) => Some(Run::of(output)),
        Err(error) => {
            eprintln!("not tested: permissions do not bind here, and nobody cannot run: {error}");
            None
        }
    }
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let tree = Tree::new(&[("good.js", ""), ("closed.js", ""), ("folder/a.js", "")]);
    let close = |path: &str, mode| {
        fs::set_permissions(tree.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    close("closed.js", 0);
    close("folder", 0);
    let run = run_unprivileged(&tree, "check --output-format json");
    close("folder", 0o755);
    if let Some(run) = run {
        assert_eq!(run.code, Some(0), "{run:?}");
        assert_eq!(run.json()["summary"]["files"], 2);
        for path in ["closed.js", "folder"] {
            assert_eq!(gap(&run, path), "cannot be read: Permission denied", "{path}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let tree = Tree::new(&[]);
    for index in 0..60 {
        let text = match index % 5 {
            0 => "\0".to_owned(),
            1 => format!("module.exports = {index};\n"),
            _ => format!(
                "const jwt = require('jsonwebtoken');\n\
                 exports.f{index} = t => {{ try {{ return jwt.verify(t, 'k'); }} catch {{ return null; }} }};\n"
            ),
        };
        tree.write(&format!("d{}/f{index}.js", index % 7), text.as_bytes());
    }
    for format in ["full", "concise", "json", "jsonl", "sarif", "github"] {
        let one = tree.run(&format!("check --exit-zero --jobs 1 --output-format {format}"));
        assert_eq!(one.code, Some(0), "{one:?}");
        for _ in 0..3 {
            let eight = tree.run(&format!("check --exit-zero --jobs 8 --output-format {format}"));
            assert_eq!(eight, one);
        }
    }
    let few = tree.run("check --exit-zero --output-format json").json();
    let all = tree.run("check --exit-zero --output-format json --no-prefilter").json();
    assert_eq!(few["findings"], all["findings"]);
    assert_eq!(few["summary"]["skipped"], all["summary"]["skipped"]);
    assert_eq!(few["summary"]["checks"], all["summary"]["checks"]);
}

#[test]
fn a_missing_path_costs_no_other_path_its_findings() {
    let folder = tempfile::tempdir().unwrap();
    let silent = "const jwt = require('jsonwebtoken');\n\
        exports.a = (req, res) => { try { jwt.verify(req.t, 'k'); } catch { res.sendStatus(401); } };\n";
    fs::write(folder.path().join("bad.js"), silent).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_tokentrail"))
        .args(["check", "nosuch.js", "bad.js", "--output-format", "concise"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let (found, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(found.starts_with("bad.js:2:"), "{found}");
    assert!(said.contains("nosuch.js: "), "{said}");
    assert_eq!(output.status.code(), Some(2));
}

/// The fingerprints of a run, as JSON and as SARIF have them.
fn fingerprints(tree: &Tree, folder: &str, line: &str) -> [Vec<String>; 2] {
    let run = |form: &str| {
        let mut command = tree.command(&format!("check --output-format {form} {line}"));
        Run::of(command.current_dir(tree.path().join(folder)).output().unwrap()).json()
    };
    let (json, sarif) = (run("json"), run("sarif"));
    let all = |findings: &serde_json::Value, at: &str| {
        let texts = findings.as_array().unwrap().iter().map(|finding| finding.pointer(at).unwrap().as_str().unwrap());
        texts.map(str::to_owned).collect()
    };
    let of_sarif = all(&sarif["runs"][0]["results"], "/partialFingerprints/tokentrailFingerprint~1v1");
    [all(&json["findings"], "/fingerprint"), of_sarif]
}

#[test]
fn a_finding_has_the_same_fingerprint_wherever_the_run_is_made() {
    let guard = "const jwt = require('jsonwebtoken');
exports.guard = (req, res) => { try { jwt.verify(req.cookies.t, process.env.KEY); } catch (e) { res.end(); } };
";
    // Without a package either: what is shown is all that there is.
    for (mark, from_anywhere) in [(".git/HEAD", true), ("package.json", true), ("README.md", false)] {
        let tree = Tree::new(&[("app/src/guard.js", guard), ("app/api/guard.js", guard)]);
        tree.write(&format!("app/{mark}"), b"{}");
        if from_anywhere {
            tree.write("app/src/package.json", b"{}");
        }
        let [json, sarif] = fingerprints(&tree, "app", "src/guard.js");
        assert_eq!((json.len(), &json), (1, &sarif));
        for (folder, line) in [("app", "src"), ("app/src", "guard.js"), ("app/src", "."), (".", "app/src")] {
            let found = fingerprints(&tree, folder, line);
            assert_eq!(
                found == [json.clone(), json.clone()],
                from_anywhere || folder == "app",
                "{mark} {folder} {line}"
            );
        }
        let [both, _] = fingerprints(&tree, "app", ".");
        assert!(both.len() == 2 && both[0] != both[1], "{both:?}");
    }
}
