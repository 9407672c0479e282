//! Links, pipes, sockets and names as only Unix has them.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;

use super::*;

#[test]
fn links_inside_lose_nothing_and_loops_end() {
    let tree = Tree::new(&[("src/a.js", "")]);
    let root = tree.root();
    symlink(root.join("src/a.js"), root.join("same.js")).unwrap();
    symlink("../src", root.join("src/loop")).unwrap();
    symlink(".", root.join("here")).unwrap();
    let found = tree.check(&["."]);
    assert_eq!(shown(&found), ["src/a.js"]);
    assert_eq!(found.skipped, []);
}

#[test]
fn links_that_may_hide_code_are_said() {
    let outside = Tree::new(&[("b.js", ""), ("c.txt", "")]);
    let tree = Tree::new(&[("a.js", ""), ("note.txt", "")]);
    let root = tree.root();
    symlink(outside.root(), root.join("out")).unwrap();
    symlink(outside.root().join("b.js"), root.join("out.js")).unwrap();
    symlink(outside.root().join("c.txt"), root.join("out.txt")).unwrap();
    symlink("nothing.js", root.join("broken.js")).unwrap();
    symlink("self.js", root.join("self.js")).unwrap();
    symlink("note.txt", root.join("note.js")).unwrap();
    symlink("nothing.txt", root.join("broken.txt")).unwrap();
    let found = tree.check(&["."]);
    assert_eq!(shown(&found), ["a.js"]);
    assert!(reason_for(&found, "out").contains("out of the scanned folder"));
    assert!(reason_for(&found, "out.js").contains("out of the scanned folder"));
    assert_eq!(reason_for(&found, "broken.js"), "a symbolic link to nothing");
    assert!(reason_for(&found, "self.js").contains("cannot be followed"));
    assert!(reason_for(&found, "note.js").contains("another kind"));
    assert_eq!(found.skipped.len(), 5);
}

#[test]
fn links_in_folders_out_of_scope_are_not_worth_a_word() {
    let tree = Tree::new(&[("a.js", ""), ("test/b.js", "")]);
    symlink("nothing.js", tree.root().join("test/broken.js")).unwrap();
    assert_eq!(tree.check(&["."]).skipped, []);
}

#[test]
fn a_named_link_is_followed() {
    let outside = Tree::new(&[("b.js", ""), ("d/c.js", "")]);
    let tree = Tree::new(&[]);
    symlink(outside.root().join("b.js"), tree.root().join("link.js")).unwrap();
    symlink(outside.root().join("d"), tree.root().join("folder")).unwrap();
    let found = tree.check(&["link.js", "folder"]);
    assert_eq!(shown(&found), ["folder/c.js", "link.js"]);
}

#[test]
fn pipes_and_sockets_are_never_opened() {
    let tree = Tree::new(&[("a.js", "")]);
    let pipe = tree.root().join("pipe.js");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let _listener = UnixListener::bind(tree.root().join("socket.js")).unwrap();
    let found = tree.check(&["."]);
    assert_eq!(shown(&found), ["a.js"]);
    assert_eq!(reason_for(&found, "pipe.js"), "not a regular file");
    assert_eq!(reason_for(&found, "socket.js"), "not a regular file");
    let found = tree.check(&["pipe.js", "/dev/null"]);
    assert_eq!(reason_for(&found, "pipe.js"), "not a regular file");
    assert_eq!(reason_for(&found, "/dev/null"), "not a regular file");
}

#[test]
fn odd_names_are_read() {
    let tree = Tree::new(&[("line\nbreak.js", ""), ("\u{1b}[2J.js", "")]);
    fs::write(tree.root().join(OsStr::from_bytes(b"caf\xe9.js")), "").unwrap();
    let found = tree.check(&["."]);
    assert_eq!(shown(&found), ["\u{1b}[2J.js", "caf\u{fffd}.js", "line\nbreak.js"]);
}
