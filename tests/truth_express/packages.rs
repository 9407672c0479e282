//! The packages that applications run with, here and in the truth test of limiters, installed once into a folder that later
//! runs find again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Exact versions, so that a run shows the same everywhere. `express` is the fourth, since express-async-errors looks
/// for it under this name.
const DEPENDENCIES: &str = r#"{
  "private": true,
  "dependencies": {
    "express": "4.22.3",
    "express5": "npm:express@5.3.0",
    "express-async-errors": "3.1.1",
    "express-async-handler": "1.2.0",
    "express-rate-limit": "8.7.4",
    "http-errors": "2.0.1",
    "jsonwebtoken": "9.0.3",
    "rate-limiter-flexible": "11.4.0"
  }
}
"#;
const CACHE: &str = "TOKENTRAIL_TRUTH_EXPRESS_CACHE";

static INSTALLED: OnceLock<Result<PathBuf, String>> = OnceLock::new();

/// The folder with the packages, or why it cannot be had.
pub(crate) fn packages() -> &'static Result<PathBuf, String> {
    INSTALLED.get_or_init(|| {
        let folder = std::env::var_os(CACHE)
            .map_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("truth_express"), PathBuf::from);
        match has_all(&folder) {
            true => node_runs().map(|()| folder),
            false => node_runs().and_then(|()| install(&folder)).map(|()| folder),
        }
    })
}

/// An interrupted installation has no lock file of its own.
fn has_all(folder: &Path) -> bool {
    let asked = fs::read_to_string(folder.join("package.json")).is_ok_and(|text| text == DEPENDENCIES);
    asked && folder.join("node_modules/.package-lock.json").exists()
}

fn node_runs() -> Result<(), String> {
    let version = Command::new("node").arg("--version").stdout(Stdio::null()).status();
    version.map(|_| ()).map_err(|error| format!("no node on the PATH ({error})"))
}

fn install(folder: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed)?;
    }
    // A name that only this process has: two test runs may install at once, and the first to finish is taken.
    let fresh = folder.with_extension(format!("new-{}", std::process::id()));
    fs::create_dir_all(&fresh).map_err(failed)?;
    fs::write(fresh.join("package.json"), DEPENDENCIES).map_err(failed)?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let arguments = [
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--save-exact",
        "--prefer-offline",
        "--fetch-retries=0",
        "--fetch-timeout=30000",
        "--loglevel=error",
    ];
    let output = Command::new(npm).args(arguments).current_dir(&fresh).output();
    let result = match output {
        Err(error) => Err(format!("npm does not start ({error})")),
        Ok(output) if output.status.success() => fs::write(fresh.join("package.json"), DEPENDENCIES).map_err(failed),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let line = said.lines().find(|line| line.contains("npm error")).unwrap_or("npm failed without a word");
            Err(format!("npm cannot install Express: {line}"))
        }
    };
    if result.is_ok() && fs::rename(&fresh, folder).is_ok() {
        return Ok(());
    }
    fs::remove_dir_all(&fresh).ok();
    match has_all(folder) {
        true => Ok(()),
        false => result.and(Err(format!("{} cannot be made", folder.display()))),
    }
}
