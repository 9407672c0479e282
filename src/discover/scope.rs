//! The scope list, as far as names tell it: tests, fixtures, examples inside a library, declarations, vendored bundles.
//!
//! In: a path below the scanned folder, and the packages there. Out: yes or no. Touches no file. Build output needs more
//! than a name: `output.rs`.

use std::ffi::OsStr;
use std::path::{Component, Path};

use super::package::Packages;

const TEST_FOLDERS: [&str; 13] = [
    "test",
    "tests",
    "__test__",
    "__tests__",
    "__mocks__",
    "spec",
    "specs",
    "__specs__",
    "e2e",
    "cypress",
    "test-utils",
    "test-helpers",
    "integration-tests",
];
const FIXTURE_FOLDERS: [&str; 6] = ["fixture", "fixtures", "__fixtures__", "__snapshots__", "testdata", "test-data"];
const EXAMPLE_FOLDERS: [&str; 6] = ["example", "examples", "demo", "demos", "sample", "samples"];
const VENDOR_FOLDERS: [&str; 4] = ["third_party", "third-party", "bower_components", "jspm_packages"];
/// Below these, and at a package's root, `vendor` is other people's code. Elsewhere it may be who sells in a shop.
const ASSET_FOLDERS: [&str; 8] = ["public", "static", "assets", "www", "wwwroot", "js", "libs", "resources"];
/// What stands between a file's name and its extension, or at the end of its name, when it is a test.
const TEST_MARKS: [&str; 9] = ["test", "tests", "spec", "specs", "e2e", "e2e-spec", "e2e-test", "cy", "stories"];
const TEST_ENDINGS: [&str; 4] = ["-test", "_test", "-spec", "_spec"];
const BUNDLE_MARKS: [&str; 3] = ["min", "bundle", "chunk"];

/// Whether names alone put the file out of scope.
pub(super) fn is_out_by_name(below: &Path, packages: &Packages) -> bool {
    below.file_name().is_some_and(is_file_out) || below.parent().is_some_and(|folder| are_folders_out(folder, packages))
}

/// Whether a file of this name is out of scope wherever it stands.
pub(super) fn is_file_out(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_ascii_lowercase();
    is_declaration(&name) || is_test(&name) || is_bundle(&name)
}

/// Whether a folder or one above it puts all that is in it out of scope.
pub(super) fn are_folders_out(folder: &Path, packages: &Packages) -> bool {
    folder.ancestors().filter(|folder| folder.file_name().is_some()).any(|folder| is_folder_out(folder, packages))
}

fn is_folder_out(folder: &Path, packages: &Packages) -> bool {
    let name = lower_name(folder);
    let above = folder.parent().unwrap_or(Path::new(""));
    match name.as_str() {
        name if is_always_out(name) => true,
        name if EXAMPLE_FOLDERS.contains(&name) => packages.is_library(above),
        "vendor" | "vendors" => {
            // A service of its own that happens to be called so has its own manifest.
            !packages.is_root(folder)
                && (packages.is_root(above) || ASSET_FOLDERS.contains(&lower_name(above).as_str()))
        }
        _ => false,
    }
}

/// Whether a folder of this name is out of scope wherever it stands.
fn is_always_out(name: &str) -> bool {
    TEST_FOLDERS.contains(&name)
        || FIXTURE_FOLDERS.contains(&name)
        || VENDOR_FOLDERS.contains(&name)
        || name.ends_with("-e2e")
        || name.ends_with("-tests")
}

/// Whether a folder that was named on the command line is itself one that the scope list leaves out, judged by its path
/// below its own project: who names it wants it looked at.
pub(super) fn is_named_folder_out(below_project: &Path) -> bool {
    below_project.components().any(|part| match part {
        Component::Normal(name) => {
            let name = name.to_string_lossy().to_ascii_lowercase();
            is_always_out(&name)
                || EXAMPLE_FOLDERS.contains(&name.as_str())
                || matches!(name.as_str(), "vendor" | "vendors")
        }
        _ => false,
    })
}

/// `a.d.ts`, and `a.d.css.ts` for what is no script.
fn is_declaration(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    match parts.as_slice() {
        [.., "d", extension] | [.., "d", _, extension] => parts.len() > 2 && matches!(*extension, "ts" | "mts" | "cts"),
        _ => false,
    }
}

fn is_test(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    let [stem, marks @ .., _extension] = parts.as_slice() else {
        return false;
    };
    marks.iter().any(|mark| TEST_MARKS.contains(mark))
        || [*stem].iter().chain(marks).any(|part| TEST_ENDINGS.iter().any(|end| part.ends_with(end)))
}

fn is_bundle(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    let [stem, marks @ .., _extension] = parts.as_slice() else {
        return false;
    };
    marks.iter().any(|mark| BUNDLE_MARKS.contains(mark)) || stem.ends_with("-min")
}

pub(super) fn lower_name(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::package::Manifest;
    use super::*;

    fn out(path: &str) -> bool {
        is_out_by_name(Path::new(path), &Packages::default())
    }

    #[test]
    fn tests_and_fixtures_are_out() {
        for path in [
            "test/a.js",
            "src/__tests__/a.ts",
            "Tests/a.js",
            "a.test.js",
            "src/auth.spec.ts",
            "auth.e2e-spec.ts",
            "auth.controller.spec.ts",
            "auth_test.ts",
            "apps/api-e2e/src/a.ts",
            "src/fixtures/a.js",
            "__mocks__/jwt.js",
        ] {
            assert!(out(path), "{path}");
        }
    }

    #[test]
    fn names_that_only_look_so_are_in() {
        for path in [
            "test.js",
            "src/latest/a.js",
            "src/contest.js",
            "src/spectate/a.js",
            "routes/testimonials.js",
            "src/a.d.js",
            "d.ts",
            "src/min.js",
            "admin.js",
            "bundle.js",
        ] {
            assert!(!out(path), "{path}");
        }
    }

    #[test]
    fn declarations_and_bundles_are_out() {
        for path in ["a.d.ts", "src/a.d.mts", "a.d.css.ts", "public/jquery.min.js", "x-min.js"] {
            assert!(out(path), "{path}");
        }
    }

    #[test]
    fn examples_are_out_only_inside_a_library() {
        let library = Packages::new([(PathBuf::new(), Manifest { is_library: true })]);
        let application = Packages::new([(PathBuf::new(), Manifest { is_library: false })]);
        let path = Path::new("examples/server.js");
        assert!(is_out_by_name(path, &library));
        assert!(!is_out_by_name(path, &application));
        assert!(!is_out_by_name(path, &Packages::default()));
    }

    #[test]
    fn an_example_with_its_own_manifest_still_belongs_to_the_library_around_it() {
        let packages = Packages::new([
            (PathBuf::new(), Manifest { is_library: true }),
            (PathBuf::from("examples/shop"), Manifest { is_library: false }),
        ]);
        assert!(is_out_by_name(Path::new("examples/shop/server.js"), &packages));
    }

    #[test]
    fn vendor_is_other_peoples_code_or_who_sells() {
        assert!(out("vendor/jquery.js"));
        assert!(out("public/vendor/jquery.js"));
        assert!(out("src/third_party/x.js"));
        assert!(!out("src/vendor/vendor.controller.ts"));
        assert!(!out("routes/vendors/index.js"));
        let packages = Packages::new([(PathBuf::from("vendor"), Manifest::default())]);
        assert!(!is_out_by_name(Path::new("vendor/server.js"), &packages));
    }

    #[test]
    fn a_named_folder_is_judged_below_its_project() {
        assert!(is_named_folder_out(Path::new("test")));
        assert!(is_named_folder_out(Path::new("packages/a/tests/unit")));
        assert!(is_named_folder_out(Path::new("examples/shop")));
        assert!(!is_named_folder_out(Path::new("src")));
        assert!(!is_named_folder_out(Path::new("")));
    }
}
