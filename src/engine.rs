//! The whole flow in one function: discover, outline, link, judge.
//!
//! In: [`Options`]. Out: a [`Scan`] for the report, or the [`Trail`]s of all checks. Knows no format and no rule by name.

mod asked;
mod counted;
mod declared;
mod needed;
mod outlining;
mod part;
mod shown;
mod turns;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::counted::volume;
use self::declared::Declaring;
use self::part::{ReadAgain, Shared, Understood, number, understand};
use crate::discover::modules::Modules;
use crate::discover::{
    DiscoverError, Discovery, NoProgress, Other, Pairs, Part, Request, SourceText, Specifiers, Standing, discover,
    parts, read_again, whole,
};
pub use crate::discover::{Overlay, Progress};
use crate::finding::{Confidence, RouteTree, Scan, Severity, Shift, Stage, Summary, Trail, Work};
use crate::outline;
use crate::project::ProjectFile;
use crate::rules::RuleSet;
use crate::syntax::Dialect;
use crate::vocabulary::{self, WordList};

/// What to analyse, and what to show of it.
#[derive(Debug, Clone)]
pub struct Options {
    /// Files and folders, as given; never empty.
    pub paths: Vec<PathBuf>,
    pub prefilter: bool,
    /// Threads; `None` for as many as the machine has.
    pub jobs: Option<usize>,
    /// Lifts ignore files, hidden files and `node_modules`.
    pub no_ignore: bool,
    /// Globs of paths to leave out.
    pub exclude: Vec<String>,
    /// In bytes.
    pub max_file_size: u64,
    /// Read instead of the file of its name.
    pub overlay: Option<Overlay>,
    /// Ignore files and the scope list also hold for files that are named.
    pub force_exclude: bool,
    /// What the project says of itself.
    pub project: Option<Arc<ProjectFile>>,
    pub selection: Selection,
}

/// Which findings are shown.
#[derive(Debug, Clone)]
pub struct Selection {
    /// Rule ids; empty for all.
    pub select: Vec<String>,
    pub ignore: Vec<String>,
    pub min_severity: Severity,
    pub min_confidence: Confidence,
    pub pedantic: bool,
}

impl Default for Selection {
    /// What is shown when nothing is asked for.
    fn default() -> Self {
        Self {
            select: Vec::new(),
            ignore: Vec::new(),
            min_severity: Severity::Info,
            min_confidence: Confidence::Medium,
            pedantic: false,
        }
    }
}

/// Why a run could not be made at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanError {
    /// A path that was given does not exist (the path, the system's reason).
    MissingPath(String, String),
    /// A rule id that no page has.
    UnknownRule(String),
    /// An exclude glob that cannot be read (the glob, the reason).
    BadGlob(String, String),
    /// The given folders hold no JavaScript or TypeScript file.
    NothingToScan,
    /// The rules inside the program cannot be read: a fault of the program.
    BrokenRules(String),
    /// The threads that were asked for cannot be had.
    NoThreads(String),
}

/// Analyses files and folders on disk.
pub fn check(options: &Options, progress: &dyn Progress) -> Result<Scan, ScanError> {
    in_pool(options.jobs, || on_disk(options, progress, |found| found.judge(&options.selection)))
}

/// The trails of every check, by part and place: what `why` selects from; and the scan, whose sources cover every place.
pub fn trails(options: &Options, progress: &dyn Progress) -> Result<(Vec<Trail>, Scan), ScanError> {
    in_pool(options.jobs, || on_disk(options, progress, |found| found.trails(&options.selection)))
}

/// Analyses sources in memory, as one project: paths (relative, with `/`) and texts. For rule pages' examples and tests.
pub fn check_sources(files: &[(&str, &str)], selection: &Selection) -> Result<Scan, ScanError> {
    in_memory(files, |found| found.judge(selection))
}

/// As [`check_sources`], for the trails of all checks.
pub fn trails_of_sources(files: &[(&str, &str)]) -> Vec<Trail> {
    let known = in_memory(files, |found| found.trails(&Selection::default()));
    known.map(|(trails, _)| trails).unwrap_or_default()
}

/// The route trees of all parts, and what was looked at for them: a scan without findings, whose sources cover every place. Of a
/// project whose files were named, the applications and routers that have to do with these.
pub fn routes(options: &Options, progress: &dyn Progress) -> Result<(RouteTree, Scan), ScanError> {
    in_pool(options.jobs, || on_disk(options, progress, |found| found.routes()))
}

/// As [`routes`], for sources in memory.
pub fn routes_of_sources(files: &[(&str, &str)]) -> Result<(RouteTree, Scan), ScanError> {
    in_memory(files, |found| found.routes())
}

/// What a run has found, before anything of it is understood.
struct Found<'r> {
    discovery: Discovery,
    /// None where the root cannot be looked at.
    modules: Option<&'r Modules>,
    project: Option<&'r ProjectFile>,
    read_again: &'r ReadAgain<'r>,
    progress: &'r dyn Progress,
}

impl Found<'_> {
    fn judge(self, selection: &Selection) -> Result<Scan, ScanError> {
        let judged = self.each_part(Some(selection), |understood, rules, progress| {
            (shown::scan(understood.judge(rules, progress), rules, selection), ())
        })?;
        Ok(judged.scan)
    }

    fn trails(self, selection: &Selection) -> Result<(Vec<Trail>, Scan), ScanError> {
        let judged = self.each_part(Some(selection), |understood, rules, progress| {
            let mut judged = understood.judge(rules, progress);
            let sources = shown::numbered(judged.sources.clone()).collect();
            let trails = std::mem::take(&mut judged.judgement.trails);
            (Scan { sources, ..shown::scan(judged, rules, selection) }, trails)
        })?;
        let shifted = |(shift, trails): (Shift, Vec<Trail>)| trails.into_iter().map(move |trail| trail.shifted(shift));
        Ok((judged.parts.into_iter().flat_map(shifted).collect(), judged.scan))
    }

    fn routes(self) -> Result<(RouteTree, Scan), ScanError> {
        let set_up = self.each_part(None, |mut understood, _, progress| {
            let tree = understood.routes(progress);
            let Understood { sources, summary, work, .. } = understood;
            (Scan { sources: shown::numbered(sources).collect(), summary, work, ..Scan::default() }, tree)
        })?;
        let mut tree = RouteTree::default();
        set_up.parts.into_iter().for_each(|(shift, of_part)| tree.take_in(of_part, shift));
        Ok((tree, set_up.scan))
    }

    /// One way through the house: what was discovered is taken apart, and of each part is outlined, linked and looked at what it
    /// takes. What became of a part is taken into the whole, and nothing else of it is kept.
    fn each_part<T>(
        self,
        selection: Option<&Selection>,
        look: impl Fn(Understood<'_>, &RuleSet, &dyn Progress) -> (Scan, T),
    ) -> Result<Whole<T>, ScanError> {
        let Found { mut discovery, modules, project, read_again, progress } = self;
        progress.begins(Stage::Rules);
        let rules = rules(selection)?;
        progress.begins(Stage::Closure);
        // What a project says of itself holds for all of it.
        let parts = match modules.filter(|_| project.is_none()) {
            Some(modules) => parts(&mut discovery, modules),
            None => vec![whole(&mut discovery)],
        };
        let imports_followed = modules.map_or(0, Modules::asked);
        let Discovery { files, bytes, read, skipped, missing, root, folders, .. } = discovery;
        let summary = Summary { files, bytes, skipped, ..Summary::default() };
        let work = Work { read, imports_followed, ..Work::default() };
        let mut scan = Scan { summary, missing, work, ..Scan::default() };
        let shared = Shared { rules: &rules, modules, project, root: &root, folders: &folders, read_again, progress };
        let mut dialects: BTreeSet<Dialect> = BTreeSet::new();
        let mut parts: Vec<(usize, Part)> = parts.into_iter().enumerate().collect();
        // What the largest has taken is enough for the others.
        parts.sort_by_key(|(_, part)| Reverse(part.bytes()));
        let mut looked_at: BTreeMap<usize, (Scan, T)> = BTreeMap::new();
        for (number, part) in parts {
            let understood = understand(part, &shared);
            dialects.extend(&understood.dialects);
            looked_at.insert(number, look(understood, &rules, progress));
        }
        let parts = looked_at.into_values().map(|(part, answer)| (scan.take_in(part), answer)).collect();
        scan.work.grammars = dialects.len() as u64;
        scan.work.queries = rules.compiled() as u64;
        scan.sort();
        Ok(Whole { scan, parts })
    }
}

/// What became of a run, and what was asked of each part.
struct Whole<T> {
    scan: Scan,
    /// In the order of their files.
    parts: Vec<(Shift, T)>,
}

/// The pages inside the program. What would not be shown is not asked.
fn rules(selection: Option<&Selection>) -> Result<RuleSet, ScanError> {
    let mut rules = RuleSet::embedded().map_err(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        ScanError::BrokenRules(errors.join("; "))
    })?;
    let Some(selection) = selection else { return Ok(rules) };
    if let Some(unknown) = shown::unknown_rule(&rules, selection) {
        return Err(ScanError::UnknownRule(unknown));
    }
    rules.ask_only(|page| {
        let is_named = selection.select.iter().any(|rule| rule == page.id().as_str());
        selection.pedantic || is_named || !page.metadata().pedantic
    });
    Ok(rules)
}

/// Finds a project's files, and hands them on.
fn on_disk<T>(
    options: &Options,
    progress: &dyn Progress,
    go_on: impl FnOnce(Found<'_>) -> Result<T, ScanError>,
) -> Result<T, ScanError> {
    let project = options.project.as_deref();
    // A comment that suppresses nothing any more is told of, also where the last token check is gone.
    let declared = project.into_iter().flat_map(Declaring::words);
    let known = vocabulary::prefilter_words().iter().copied();
    let words: Vec<&str> = known.chain([outline::PREFIX]).chain(declared).collect();
    // A list of revoked tokens can be asked where no package is that checks any.
    let (revoked, token) = (vocabulary::spellings(WordList::Revoked), vocabulary::spellings(WordList::Token));
    let request = Request {
        paths: &options.paths,
        no_ignore: options.no_ignore,
        exclude: &options.exclude,
        max_file_size: options.max_file_size,
        overlay: options.overlay.as_ref(),
        force_exclude: options.force_exclude,
        words: options.prefilter.then_some(&words),
        pairs: options.prefilter.then_some(Pairs { one: &revoked, other: &token }),
    };
    let discovery = discover(&request, progress).map_err(ScanError::from)?;
    progress.begins(Stage::Closure);
    // A root that cannot be looked at has no imports to follow; its files are told of by themselves.
    let modules = Modules::on_disk(&discovery.root, discovery.manifests.clone()).ok();
    let read_again = &|others: &[&Other]| read_again(others, &request);
    go_on(Found { discovery, modules: modules.as_ref(), project, read_again, progress })
}

fn in_memory<T>(files: &[(&str, &str)], go_on: impl FnOnce(Found<'_>) -> Result<T, ScanError>) -> Result<T, ScanError> {
    let modules = Modules::in_memory(files.iter().map(|&(path, text)| (PathBuf::from(path), Arc::from(text))));
    let kept = files.iter().filter_map(|&(path, text)| {
        let dialect = Dialect::of_path(Path::new(path))?;
        let text: Arc<str> = text.into();
        Some(SourceText {
            path: path.into(),
            display: path.to_owned(),
            from_root: path.to_owned(),
            dialect,
            text,
            replaced_bytes: 0,
            standing: Standing::Asked,
        })
    });
    let kept: Vec<SourceText> = kept.collect();
    let discovery = Discovery {
        files: number(kept.len()),
        bytes: volume(&kept).bytes,
        read: volume(&kept),
        kept_specifiers: vec![Specifiers::default(); kept.len()],
        kept,
        ..Discovery::default()
    };
    let read_again = &|_: &[&Other]| (Vec::new(), Vec::new());
    go_on(Found { discovery, modules: Some(&modules), project: None, read_again, progress: &NoProgress })
}

fn in_pool<T: Send>(jobs: Option<usize>, work: impl FnOnce() -> Result<T, ScanError> + Send) -> Result<T, ScanError> {
    match jobs {
        None => work(),
        Some(jobs) => rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build()
            .map_err(|error| ScanError::NoThreads(error.to_string()))?
            .install(work),
    }
}

impl From<DiscoverError> for ScanError {
    fn from(error: DiscoverError) -> Self {
        match error {
            DiscoverError::MissingPath { path, reason } => ScanError::MissingPath(path, reason),
            DiscoverError::BadGlob { glob, reason } => ScanError::BadGlob(glob, reason),
            DiscoverError::NothingToScan { .. } => ScanError::NothingToScan,
        }
    }
}
