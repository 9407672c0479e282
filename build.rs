//! Lists the rule pages for embedding. (The vocabulary's tables come here too.)

use std::path::{Path, PathBuf};

#[path = "src/rules/embed.rs"]
mod embed;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    println!("cargo::rerun-if-changed=rules");
    embed::generate(
        &root,
        "rules",
        &Path::new(&std::env::var("OUT_DIR")?).join("rule_pages.rs"),
    )?;
    Ok(())
}
