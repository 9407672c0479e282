//! Lists the folder of rule pages at build time, so that the folder is the registration.
//!
//! In: the folder. Out: a Rust file with the constant `PAGES`. Used by the build script alone, by path; it needs nothing of
//! the crate.

use std::fs;
use std::io;
use std::path::Path;

/// Writes a Rust file that embeds every `*.md` of a folder below the crate's root, sorted by name.
pub(crate) fn generate(crate_root: &Path, folder: &str, out_file: &Path) -> io::Result<()> {
    let mut names = Vec::new();
    for entry in walkdir::WalkDir::new(crate_root.join(folder)).min_depth(1).max_depth(1).sort_by_file_name() {
        let entry = entry?;
        let name = entry.file_name().to_str().ok_or_else(|| io::Error::other("a page's name is not UTF-8"))?;
        if name.ends_with(".md") {
            names.push(name.to_owned());
        }
    }
    let mut source = String::from("pub(super) const PAGES: &[(&str, &str)] = &[\n");
    for name in names {
        let path = format!("/{folder}/{name}");
        source.push_str(&format!("    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))),\n"));
    }
    source.push_str("];\n");
    fs::write(out_file, source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_the_pages_and_nothing_else_in_order() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("rules");
        fs::create_dir_all(folder.join("vocabulary")).unwrap();
        for name in ["b-rule.md", "a-rule.md", "notes.txt"] {
            fs::write(folder.join(name), "# x").unwrap();
        }
        let out = root.path().join("out.rs");
        generate(root.path(), "rules", &out).unwrap();
        let expected = "pub(super) const PAGES: &[(&str, &str)] = &[
    (\"a-rule.md\", include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/rules/a-rule.md\"))),
    (\"b-rule.md\", include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/rules/b-rule.md\"))),
];
";
        assert_eq!(fs::read_to_string(&out).unwrap(), expected);
    }
}
