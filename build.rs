//! Compiles the facts about packages and lists the rule pages.
//!
//! The facts, `rules/vocabulary/*.toml`, and the names that tell something by themselves, `rules/names/*.toml`, into static
//! tables: no TOML is read when the tool starts.
//!
//! In: the TOML files. Out: `vocabulary.rs` and `names.rs` in the build's folder, included by `src/vocabulary/surface.rs` and
//! `src/vocabulary/names.rs`. A fact that does not hold together stops the build, with its file and line.

#[path = "src/vocabulary/compile/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub, reason = "the crate uses what the build script does not")]
mod compile;
#[path = "src/rules/embed.rs"]
mod embed;
#[path = "src/vocabulary/facts/mod.rs"]
#[allow(dead_code, unreachable_pub, reason = "the crate uses what the build script does not")]
mod facts;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

const FACTS: &str = "rules/vocabulary";
const NAMES: &str = "rules/names";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=src/vocabulary");
    println!("cargo::rerun-if-changed=rules");
    match generate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
            ExitCode::FAILURE
        }
    }
}

fn generate() -> Result<(), Vec<String>> {
    let failed = |doing: &str, error: io::Error| vec![format!("{doing}: {error}")];
    let files = |folder: &str| read(Path::new(folder)).map_err(|error| failed(&format!("cannot read {folder}"), error));
    let (facts, names) = (compile::compile(&files(FACTS)?), compile::names::compile(&files(NAMES)?));
    let (facts, names) = match (facts, names) {
        (Ok(facts), Ok(names)) => (facts, names),
        (facts, names) => return Err([facts.err(), names.err()].into_iter().flatten().flatten().collect()),
    };
    let out = env::var_os("OUT_DIR").ok_or_else(|| vec!["no folder for the build's output".to_owned()])?;
    let root = env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| vec!["no folder of the package".to_owned()])?;
    embed::generate(Path::new(&root), "rules", &PathBuf::from(&out).join("rule_pages.rs"))
        .map_err(|error| failed("cannot list the rule pages", error))?;
    let write = |name: &str, source: String| {
        fs::write(PathBuf::from(&out).join(name), source).map_err(|error| failed("cannot write the tables", error))
    };
    write("vocabulary.rs", facts)?;
    write("names.rs", names)
}

/// The vocabulary's files, in the order of their names, so that the tables do not depend on the disk.
fn read(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    entries
        .filter(|entry| entry.as_ref().map_or(true, |entry| entry.path().extension().is_some_and(|end| end == "toml")))
        .map(|entry| {
            let path = entry?.into_path();
            let text = fs::read_to_string(&path)?;
            Ok((path.display().to_string(), text))
        })
        .collect()
}
