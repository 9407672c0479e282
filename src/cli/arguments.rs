//! The command line as it is typed.
//!
//! In: the arguments. Out: these structs, or clap's own message. Names are fixed: people's scripts depend on them. Needs
//! nothing from the machine; `resolve.rs` makes of it what the engine takes.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Args, CommandFactory, FromArgMatches, Id, Parser, Subcommand, ValueEnum};

use super::output::Output;
use super::place::LineOfFile;
use super::resolve::file_size;
use crate::finding::{Confidence, Severity};
use crate::report::{Format, RouteFormat};

const AFTER_HELP: &str = "\
Exit codes:
  0  no finding at or above --fail-on
  1  a finding at or above --fail-on
  2  wrong usage or configuration, a missing path, an output error or an internal error
  3  the given folders hold no JavaScript or TypeScript file (0 with --allow-empty)

Examples:
  tokentrail check src
  tokentrail check --exit-zero --output full --output sarif=tokentrail.sarif";

/// Finds the places where a Node.js service refuses a JSON Web Token and nobody is told.
#[derive(Debug, Parser)]
#[command(name = "tokentrail", version, max_term_width = 100, after_help = AFTER_HELP)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// For the command that need not be typed.
    #[command(flatten)]
    pub(super) check: CheckArguments,
    #[command(flatten)]
    pub(super) look: LookArguments,
}

impl Arguments {
    /// Reads the command line. What belongs to `check` is refused before another command, where it would mean nothing; how
    /// the run looks may be said anywhere.
    pub(super) fn read(line: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Self, clap::Error> {
        let mut definition = Self::command();
        let matches = definition.try_get_matches_from_mut(line)?;
        if matches.subcommand_name().is_some() {
            let of_look = LookArguments::augment_args(clap::Command::new(""));
            let is_of_look = |id: &Id| of_look.get_arguments().any(|look| look.get_id() == id);
            // The defaults of arguments that nobody typed are matches, too.
            let is_typed = |id: &Id| matches.value_source(id.as_str()) == Some(ValueSource::CommandLine);
            let misplaced = definition
                .get_arguments()
                .find(|argument| is_typed(argument.get_id()) && !is_of_look(argument.get_id()));
            if let Some(argument) = misplaced {
                let message = format!("`{argument}` belongs to `check`, and is typed after it");
                return Err(definition.error(ErrorKind::ArgumentConflict, message));
            }
        }
        Self::from_arg_matches(&matches)
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Analyze files and folders (the command when none is given)
    #[command(after_help = AFTER_HELP)]
    Check(CheckArguments),
    /// List the rules
    Rules,
    /// Show the documentation of one rule
    Explain {
        /// The rule's name, as `tokentrail rules` lists it
        rule: String,
    },
    /// Show what applications and routers serve, in order, and who takes over their errors
    Routes(RoutesArguments),
    /// Show what becomes of the checks at a line when they fail, reported or not
    Why {
        /// A line of a file: FILE:LINE, or FILE:LINE:COLUMN as findings show it
        #[arg(value_name = "FILE:LINE", value_parser = LineOfFile::parse)]
        place: LineOfFile,
        #[command(flatten)]
        project: ProjectArguments,
        #[command(flatten)]
        measuring: MeasuringArguments,
    },
    /// Show what the project's own file says, or what it may say
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Show which file holds for a path, and what it declares
    Show {
        /// A file or a folder
        #[arg(value_name = "FILE", default_value = ".")]
        path: PathBuf,
        #[command(flatten)]
        project: ProjectArguments,
    },
    /// Print the JSON schema of tokentrail.toml
    Schema,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Files and folders to analyze [default: .]
    pub(super) paths: Vec<PathBuf>,

    /// Analyze the files that are listed here, one on a line or between NUL bytes; - for stdin
    #[arg(long, value_name = "LIST")]
    pub(super) files_from: Option<PathBuf>,
    /// Analyze stdin in the place of this file, which need not exist
    #[arg(long, value_name = "FILE", conflicts_with_all = ["paths", "files_from"])]
    pub(super) stdin_filename: Option<PathBuf>,

    /// The form of the findings on stdout [default: full; with github in a GitHub workflow]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(super) output_format: Option<Format>,
    /// Write the findings in a form, to a file or to stdout (repeatable)
    #[arg(long, value_name = "FORMAT[=PATH]", value_parser = Output::parse)]
    pub(super) output: Vec<Output>,

    /// Show only these rules (repeatable, or with commas)
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Findings")]
    pub(super) select: Vec<String>,
    /// Leave these rules out (repeatable, or with commas)
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Findings")]
    pub(super) ignore: Vec<String>,
    /// Show findings from this severity on
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = Severity::Info, help_heading = "Findings")]
    pub(super) min_severity: Severity,
    /// Show findings from this confidence on [default: medium; low with --pedantic]
    #[arg(long, value_name = "CONFIDENCE", value_enum, help_heading = "Findings")]
    pub(super) min_confidence: Option<Confidence>,
    /// Show what is unsure, unknown or strict as well
    #[arg(long, help_heading = "Findings")]
    pub(super) pedantic: bool,

    /// Exit with 1 for findings from this severity on
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = Severity::Medium, help_heading = "Exit code")]
    pub(super) fail_on: Severity,
    /// Exit with 0 whatever is found
    #[arg(long, help_heading = "Exit code")]
    pub(super) exit_zero: bool,
    /// Exit with 2 when a file was not analyzed, or only in part
    #[arg(long, help_heading = "Exit code")]
    pub(super) strict: bool,
    /// Exit with 0 when the folders hold nothing to analyze
    #[arg(long, help_heading = "Exit code")]
    pub(super) allow_empty: bool,

    /// Analyze ignored and hidden files and node_modules as well
    #[arg(long, help_heading = "Files")]
    pub(super) no_ignore: bool,
    /// Leave out files and folders, as a line of .gitignore would (repeatable)
    #[arg(long, value_name = "GLOB", help_heading = "Files")]
    pub(super) exclude: Vec<String>,
    /// Skip larger files: bytes, or a number with KiB, MiB, GiB, KB, MB or GB
    #[arg(long, value_name = "SIZE", value_parser = file_size, default_value = "1MiB", help_heading = "Files")]
    pub(super) max_file_size: u64,
    /// Leave out files that are named, too, when they are ignored, or tests, fixtures or build output
    #[arg(long, help_heading = "Files")]
    pub(super) force_exclude: bool,
    /// Parse every file, also those that hold no word of any rule (slow; the findings are the same)
    #[arg(long, help_heading = "Files")]
    pub(super) no_prefilter: bool,

    #[command(flatten)]
    pub(super) project: ProjectArguments,

    /// Threads to use [default: one for each processor]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
    #[command(flatten)]
    pub(super) measuring: MeasuringArguments,
}

#[derive(Debug, Default, Args)]
pub(super) struct ProjectArguments {
    /// The project's own file [default: the nearest tokentrail.toml from the first path upwards]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", help_heading = "Project")]
    pub(super) config: Option<PathBuf>,
    /// Read no tokentrail.toml
    #[arg(long, help_heading = "Project")]
    pub(super) no_config: bool,
}

/// What may be asked of every command that analyses.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct MeasuringArguments {
    /// Show how long each stage takes and what it has to do, on stderr and in JSON
    #[arg(long)]
    pub(super) timings: bool,
}

#[derive(Debug, Args)]
pub(super) struct RoutesArguments {
    /// Files and folders to look for applications in [default: .]
    pub(super) paths: Vec<PathBuf>,

    /// The form of the routes
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(super) output_format: RouteFormat,

    /// Read ignored and hidden files and node_modules as well
    #[arg(long, help_heading = "Files")]
    pub(super) no_ignore: bool,
    /// Leave out files and folders, as a line of .gitignore would (repeatable)
    #[arg(long, value_name = "GLOB", help_heading = "Files")]
    pub(super) exclude: Vec<String>,
    /// Skip larger files: bytes, or a number with KiB, MiB, GiB, KB, MB or GB
    #[arg(long, value_name = "SIZE", value_parser = file_size, default_value = "1MiB", help_heading = "Files")]
    pub(super) max_file_size: u64,

    #[command(flatten)]
    pub(super) project: ProjectArguments,

    /// Threads to use [default: one for each processor]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
    #[command(flatten)]
    pub(super) measuring: MeasuringArguments,
}

#[derive(Debug, Args)]
pub(super) struct LookArguments {
    /// When to use colors
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true, help_heading = "Display")]
    pub(super) color: ColorChoice,
    /// Show no progress bar
    #[arg(long, global = true, help_heading = "Display")]
    pub(super) no_progress: bool,
    /// Print findings and errors only: no warnings, no closing line, no progress
    #[arg(long, short, global = true, help_heading = "Display")]
    pub(super) quiet: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum ColorChoice {
    /// When a terminal shows them, and the environment agrees.
    #[default]
    Auto,
    Always,
    Never,
}

impl ValueEnum for Severity {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Confidence {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Low, Self::Medium, Self::High]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, clap::Error> {
        Arguments::read(line.split_whitespace())
    }

    fn paths(line: &str) -> Vec<PathBuf> {
        let arguments = parse(line).unwrap();
        match arguments.command {
            Some(Command::Check(check)) => check.paths,
            None => arguments.check.paths,
            Some(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_definition_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn check_need_not_be_typed() {
        let expected = [PathBuf::from("src"), PathBuf::from("lib")];
        assert_eq!(paths("tokentrail check src lib"), expected);
        assert_eq!(paths("tokentrail src lib"), expected);
        assert_eq!(paths("tokentrail src lib --pedantic -q"), expected);
        assert!(paths("tokentrail").is_empty());
        // After a path, even a command's name is one.
        assert_eq!(paths("tokentrail src rules"), [PathBuf::from("src"), PathBuf::from("rules")]);
    }

    #[test]
    fn look_goes_with_every_command() {
        for line in [
            "tokentrail --color never",
            "tokentrail --color never src",
            "tokentrail --color never rules",
            "tokentrail check --color never",
            "tokentrail rules --color never",
            "tokentrail why a.js:1 --color never",
        ] {
            assert_eq!(parse(line).unwrap().look.color, ColorChoice::Never, "{line}");
        }
    }

    #[test]
    fn rules_are_chosen_one_by_one_or_with_commas() {
        let arguments = parse("tokentrail --select a,b --select c --ignore d,e").unwrap();
        assert_eq!(arguments.check.select, ["a", "b", "c"]);
        assert_eq!(arguments.check.ignore, ["d", "e"]);
    }

    #[test]
    fn a_glob_may_hold_commas() {
        let arguments = parse("tokentrail --exclude {a,b}.js --exclude c").unwrap();
        assert_eq!(arguments.check.exclude, ["{a,b}.js", "c"]);
    }

    #[test]
    fn wrong_usage_is_told() {
        for line in [
            "tokentrail --fail-on huge",
            "tokentrail --jobs 0",
            "tokentrail --jobs many",
            "tokentrail --max-file-size lots",
            "tokentrail --output-format yaml",
            "tokentrail --output-format gitlab",
            "tokentrail --output junit=out.xml",
            "tokentrail --output sarif=",
            "tokentrail --sarif",
            "tokentrail --stdin-filename a.js b.js",
            "tokentrail --stdin-filename a.js --files-from -",
            "tokentrail --config a.toml --no-config",
            "tokentrail explain",
            "tokentrail why a.js",
            "tokentrail why a.js:0",
            "tokentrail --pedantic rules",
            "tokentrail --fail-on low check src",
        ] {
            assert_eq!(parse(line).unwrap_err().exit_code(), 2, "{line}");
        }
    }
}
