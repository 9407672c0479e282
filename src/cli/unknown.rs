//! Words that were typed as a command and are none.
//!
//! In: the paths of a run for which no command was typed. Out: what there is instead, where the first one can have been meant
//! as a command. Knows nothing of the run: that there is no such file is told there.

use std::path::{Path, PathBuf};

use clap::CommandFactory;

use super::arguments::Arguments;
use crate::rules::did_you_mean;

/// What other programs have, and what serves the purpose here.
const INSTEAD: [(&str, &str); 8] = [
    ("init", "nothing has to be set up; what may stand in `tokentrail.toml` is told by `tokentrail config schema`"),
    (
        "baseline",
        "there is no baseline yet; what was reviewed is marked by comments (`// tokentrail-disable-next-line RULE -- reason`), \
         and `--fail-on`, `--min-severity` and `--min-confidence` say what fails a run",
    ),
    ("analyze", CHECK),
    ("analyse", CHECK),
    ("lint", CHECK),
    ("run", CHECK),
    ("scan", CHECK),
    ("list", "`tokentrail rules` lists the rules"),
];
const CHECK: &str = "`tokentrail check` analyzes files and folders";

/// What to say when the first of some paths looks like a command, and nothing of its name is there.
pub(super) fn advice(paths: &[PathBuf]) -> Option<String> {
    let first = paths.first()?;
    let word = first.to_str().filter(|word| is_word(word) && !Path::new(word).exists())?;
    let definition = Arguments::command();
    let commands: Vec<&str> = definition.get_subcommands().map(clap::Command::get_name).collect();
    let instead = INSTEAD.iter().find(|(name, _)| *name == word).map(|(_, instead)| (*instead).to_owned());
    let instead =
        instead.or_else(|| did_you_mean(word, commands.iter().copied()).map(|name| format!("did you mean `{name}`?")));
    let instead = instead.unwrap_or_else(|| format!("the commands are {}", commands.join(", ")));
    Some(format!("`{word}` is no command either: {instead}"))
}

/// Whether something may be the name of a command. A path has dots or separators, or is there.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|sign| sign.is_ascii_lowercase() || sign == '-')
}
