//! The project's own file: which one is found, how it is shown, and how deep in its project it stands.

use super::super::configuration::configuration_from;
use super::*;

fn found(tree: &Tree, cwd: &str, of: &str) -> Option<(String, usize)> {
    let found = configuration_from(&tree.root().join(cwd), Path::new(of), None).unwrap();
    found.map(|found| (found.display, found.depth))
}

#[test]
fn it_is_looked_for_from_the_first_path_upwards() {
    let tree = Tree::new(&[("tokentrail.toml", "# all"), ("api/src/a.js", "x\n"), ("web/b.js", "x\n")]);
    fs::create_dir(tree.root().join(".git")).unwrap();
    assert_eq!(found(&tree, "", "."), Some(("tokentrail.toml".to_owned(), 0)));
    assert_eq!(found(&tree, "", "api/src/a.js"), Some(("tokentrail.toml".to_owned(), 0)));
    assert_eq!(found(&tree, "api/src", "a.js"), Some(("../../tokentrail.toml".to_owned(), 0)));
    tree.write("api/tokentrail.toml", b"# api");
    assert_eq!(found(&tree, "", "api/src"), Some(("api/tokentrail.toml".to_owned(), 1)));
    assert_eq!(found(&tree, "web", "../api"), found(&tree, "web", "../api/src/a.js"));
    assert_eq!(found(&tree, "", "web"), Some(("tokentrail.toml".to_owned(), 0)));
    // A file that is only being written has a place, too; a path that cannot be reached has none.
    assert_eq!(found(&tree, "", "api/src/new.js"), Some(("api/tokentrail.toml".to_owned(), 1)));
    assert_eq!(found(&tree, "", "none/new.js"), None);
}

#[test]
fn a_repository_ends_the_search() {
    let tree = Tree::new(&[("tokentrail.toml", ""), ("app/a.js", "x\n")]);
    tree.write("app/.git", b"gitdir: elsewhere\n");
    assert_eq!(found(&tree, "", "app"), None);
    // Without a repository, the file's own folder is the project.
    fs::remove_file(tree.root().join("app/.git")).unwrap();
    assert_eq!(found(&tree, "", "app"), Some(("tokentrail.toml".to_owned(), 0)));
}

#[test]
fn the_one_that_is_named_is_read_wherever_it_is() {
    let tree = Tree::new(&[("tokentrail.toml", "# near"), ("a.js", "x\n"), ("elsewhere/other.toml", "# far")]);
    let named = configuration_from(&tree.root(), Path::new("."), Some(Path::new("elsewhere/other.toml")));
    let named = named.unwrap().unwrap();
    assert_eq!((named.text.as_str(), named.display.as_str()), ("# far", "elsewhere/other.toml"));
    assert_eq!(named.path, tree.root().join("elsewhere/other.toml"));
}
