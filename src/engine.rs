//! The whole flow in one function: discover, outline, link, judge.
//!
//! In: [`Options`]. Out: a [`Scan`] for the report, or the [`Trail`]s of all checks. Knows no format and no rule by name.

mod asked;
mod counted;
mod declared;
mod needed;
mod outlining;
mod turns;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use self::asked::Around;
use self::counted::{Outlined, count_parsed, volume};
use self::declared::Declaring;
use self::needed::{Import, may_check, needed};
use self::outlining::outlined;
use crate::discover::modules::{Modules, Target};
use crate::discover::{
    DiscoverError, Discovery, NoProgress, Other, Pairs, Request, SourceText, Standing, discover, read_again,
};
pub use crate::discover::{Overlay, Progress};
use crate::finding::{
    Confidence, Finding, RouteTree, Scan, Severity, Skipped, SourceFile, Stage, Summary, Trail, Work,
};
use crate::judge::{self, Foundation, Judgement};
use crate::link::Program;
use crate::outline::{self, Outline};
use crate::project::ProjectFile;
use crate::rules::RuleSet;
use crate::suppression::{self, Parted};
use crate::syntax::Dialect;
use crate::text::{FileId, Positions};
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

/// A run up to its program.
struct Understood<'p> {
    rules: RuleSet,
    sources: Vec<SourceFile>,
    summary: Summary,
    missing: Vec<Skipped>,
    program: Program,
    /// The files that nobody asked for.
    around: Around,
    declaring: Option<Declaring<'p>>,
    work: Work,
}

/// A run up to its judgement.
struct Run {
    rules: RuleSet,
    sources: Vec<SourceFile>,
    summary: Summary,
    missing: Vec<Skipped>,
    judgement: Judgement,
    parted: Parted,
    around: Around,
    work: Work,
}

/// Analyses files and folders on disk.
pub fn check(options: &Options, progress: &dyn Progress) -> Result<Scan, ScanError> {
    in_pool(options.jobs, || scan(run(options, progress)?, &options.selection))
}

/// The trails of every check of the project, by place: what `why` selects from; and the scan, whose sources cover every place.
pub fn trails(options: &Options, progress: &dyn Progress) -> Result<(Vec<Trail>, Scan), ScanError> {
    in_pool(options.jobs, || {
        let run = run(options, progress)?;
        let trails = run.judgement.trails.clone();
        let sources = numbered(run.sources.clone()).collect();
        Ok((trails, Scan { sources, ..scan(run, &options.selection)? }))
    })
}

/// Analyses sources in memory, as one project: paths (relative, with `/`) and texts. For rule pages' examples and tests.
pub fn check_sources(files: &[(&str, &str)], selection: &Selection) -> Result<Scan, ScanError> {
    scan(analyze_in_memory(files, selection)?, selection)
}

/// As [`check_sources`], for the trails of all checks.
pub fn trails_of_sources(files: &[(&str, &str)]) -> Vec<Trail> {
    analyze_in_memory(files, &Selection::default()).map(|run| run.judgement.trails).unwrap_or_default()
}

/// The route tree of a project, and what was looked at for it: a scan without findings, whose sources cover every place. Of a
/// project whose files were named, the applications and routers that have to do with these.
pub fn routes(options: &Options, progress: &dyn Progress) -> Result<(RouteTree, Scan), ScanError> {
    in_pool(options.jobs, || {
        let project = options.project.as_deref();
        let go_on = |discovery, modules: Option<&Modules>, read_again: &ReadAgain<'_>| {
            understand(discovery, modules, project, read_again, progress).map(|known| routes_of(known, progress))
        };
        on_disk(options, progress, go_on)
    })
}

/// As [`routes`], for sources in memory.
pub fn routes_of_sources(files: &[(&str, &str)]) -> Result<(RouteTree, Scan), ScanError> {
    let modules = modules_in_memory(files);
    let nothing_more = &|_: &[&Other]| (Vec::new(), Vec::new());
    understand(in_memory(files), Some(&modules), None, nothing_more, &NoProgress)
        .map(|known| routes_of(known, &NoProgress))
}

fn routes_of(understood: Understood<'_>, progress: &dyn Progress) -> (RouteTree, Scan) {
    let Understood { sources, summary, missing, program, around, mut work, .. } = understood;
    progress.begins(Stage::SetUp);
    let foundation = Foundation::of(&program);
    work.set_up = foundation.spent();
    let mut tree = judge::routes(&program, &foundation);
    around.keep_routes(&mut tree);
    (tree, Scan { sources: numbered(sources).collect(), summary, missing, work, ..Scan::default() })
}

/// One way through the house: discover, outline, link, judge.
fn run(options: &Options, progress: &dyn Progress) -> Result<Run, ScanError> {
    on_disk(options, progress, |discovery, modules, read_again| {
        analyze(discovery, modules, (options.project.as_deref(), &options.selection), read_again, progress)
    })
}

/// Finds a project's files, and hands them on.
fn on_disk<T>(
    options: &Options,
    progress: &dyn Progress,
    go_on: impl FnOnce(Discovery, Option<&Modules>, &ReadAgain<'_>) -> Result<T, ScanError>,
) -> Result<T, ScanError> {
    // A comment that suppresses nothing any more is told of, also where the last token check is gone.
    let declared = options.project.iter().flat_map(|project| Declaring::words(project));
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
    go_on(discovery, modules.as_ref(), &|others| read_again(others, &request))
}

/// Reads files that the prefilter left out.
type ReadAgain<'r> = dyn Fn(&[&Other]) -> (Vec<SourceText>, Vec<Skipped>) + 'r;

/// Discovers, outlines and links.
fn understand<'p>(
    discovery: Discovery,
    modules: Option<&Modules>,
    project: Option<&'p ProjectFile>,
    read_again: &ReadAgain<'_>,
    progress: &dyn Progress,
) -> Result<Understood<'p>, ScanError> {
    progress.begins(Stage::Rules);
    let rules = RuleSet::embedded().map_err(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        ScanError::BrokenRules(errors.join("; "))
    })?;
    let mut declaring = project
        .zip(modules)
        .map(|(project, modules)| Declaring::new(project, modules, &discovery.root, &discovery.folders));
    if let Some(declaring) = &mut declaring {
        let specifiers = discovery.others.iter().map(|other| &other.specifiers).chain(&discovery.kept_specifiers);
        specifiers.for_each(|specifiers| declaring.note_imports(specifiers));
    }
    let missing = discovery.missing;
    let mut summary =
        Summary { files: discovery.files, bytes: discovery.bytes, skipped: discovery.skipped, ..Summary::default() };
    let mut work = Work { read: discovery.read, ..Work::default() };
    progress.begins(Stage::Outline);
    let mut read: Vec<Outlined> = outlined(discovery.kept, &rules);
    if let Some(modules) = modules {
        progress.begins(Stage::Closure);
        let imports = discovery.kept_specifiers.iter().zip(&read).map(|(specifiers, (source, outline))| Import {
            path: &source.path,
            specifiers,
            may_check: outline.as_ref().is_ok_and(|outline| {
                may_check(outline)
                    || judge::may_list_tokens(outline)
                    || declaring.as_ref().is_some_and(|declaring| declaring.may_check(outline))
            }),
        });
        let needed = needed(imports.collect(), &discovery.others, modules, declaring.as_ref());
        let (texts, skipped) = read_again(&needed);
        summary.skipped.extend(skipped);
        work.imports_followed = modules.asked();
        work.read_again = volume(&texts);
        progress.begins(Stage::Outline);
        read.extend(outlined(texts, &rules));
        read.sort_by(|(a, _), (b, _)| (&a.display, &a.path).cmp(&(&b.display, &b.path)));
    }
    count_parsed(&mut work, &read);
    work.queries = rules.compiled() as u64;
    progress.begins(Stage::Link);
    let mut sources = Vec::new();
    let mut understood = Vec::new();
    let mut numbers: FxHashMap<PathBuf, FileId> = FxHashMap::default();
    let mut paths = Vec::new();
    let mut around = Vec::new();
    for (source, outline) in read {
        let path = source.display.clone();
        let is_asked = source.standing == Standing::Asked;
        match outline {
            Ok(outline) => {
                if is_asked {
                    summary.parsed += 1;
                    summary.partial.extend(partial(&source, &outline));
                } else {
                    around.push(FileId(number(paths.len())));
                }
                numbers.insert(source.path.clone(), FileId(number(paths.len())));
                paths.push(source.path);
                sources.push(SourceFile { path: path.clone(), from_root: source.from_root, text: source.text });
                understood.push((path, outline));
            }
            Err(failure) if is_asked => {
                summary.skipped.push(Skipped { path, reason: failure.reason().to_owned() });
            }
            Err(_) => {}
        }
    }
    summary.skipped.sort();
    let target = |importer: FileId, specifier: &str| match modules?.resolve(&paths[importer.0 as usize], specifier) {
        Target::File(path) => numbers.get(&path).copied(),
        _ => None,
    };
    let versioned: Vec<&str> =
        [vocabulary::EXPRESS].into_iter().chain(vocabulary::versioned().map(|(module, _)| module)).collect();
    let majors = |file: FileId| {
        let major = |&package: &&'static str| Some((package, modules?.major(&paths[file.0 as usize], package)?));
        versioned.iter().filter_map(major).collect()
    };
    let mut program = Program::link(understood, target, majors);
    if let Some((declaring, modules)) = declaring.as_ref().zip(modules) {
        declaring.tie(&mut program, &paths, modules);
    }
    work.files_linked = sources.len() as u64;
    work.imports_linked = modules.map_or(0, |modules| modules.asked() - work.imports_followed);
    Ok(Understood { rules, sources, summary, missing, program, around: Around::new(around), declaring, work })
}

fn analyze(
    discovery: Discovery,
    modules: Option<&Modules>,
    (project, selection): (Option<&ProjectFile>, &Selection),
    read_again: &ReadAgain<'_>,
    progress: &dyn Progress,
) -> Result<Run, ScanError> {
    let Understood { mut rules, mut sources, mut summary, missing, program, around, declaring, mut work } =
        understand(discovery, modules, project, read_again, progress)?;
    // What would not be shown is not asked.
    rules.ask_only(|page| {
        let is_named = selection.select.iter().any(|rule| rule == page.id().as_str());
        selection.pedantic || is_named || !page.metadata().pedantic
    });
    progress.begins(Stage::SetUp);
    let foundation = Foundation::of(&program);
    progress.begins(Stage::Judge);
    let mut judgement = judge::judge(&program, &foundation, &rules, &sources);
    (work.set_up, work.judged) = (foundation.spent(), judgement.spent);
    let is_asked = |gap: &&Skipped| !around.holds_path(&gap.path, &sources);
    summary.skipped.extend(judgement.skipped.iter().filter(is_asked).cloned());
    summary.partial.extend(judgement.cut_off.iter().filter(is_asked).cloned());
    summary.partial.sort();
    let mut parted = suppression::part(&program, &rules, &sources, std::mem::take(&mut judgement.findings));
    if let Some(declaring) = declaring {
        let file = FileId(number(sources.len()));
        parted.notices.extend(declaring.notices(&program, &judgement, file));
        sources.push(declaring.source());
    }
    Ok(Run { rules, sources, summary, missing, judgement, parted, around, work })
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// What a file's reader should know of it.
fn partial(source: &SourceText, outline: &Outline) -> Option<Skipped> {
    let mut reasons = Vec::new();
    if source.replaced_bytes > 0 {
        reasons.push(format!("{} bytes are not valid UTF-8", source.replaced_bytes));
    }
    if !outline.unread.is_empty() {
        let positions = Positions::new(&source.text);
        let lines: BTreeSet<u32> = outline.unread.iter().map(|span| positions.position(span.start).line).collect();
        let shown: Vec<String> = lines.iter().take(5).map(u32::to_string).collect();
        let more = if lines.len() > shown.len() { " and more" } else { "" };
        reasons.push(format!("not understood at line {}{more}", shown.join(", ")));
    }
    if let Some(level) = outline.cut_off {
        reasons.push(format!("nested deeper than {level} levels: not looked at below"));
    }
    (!reasons.is_empty()).then(|| Skipped { path: source.display.clone(), reason: reasons.join("; ") })
}

/// Selects what is shown, and counts it.
fn scan(run: Run, selection: &Selection) -> Result<Scan, ScanError> {
    for rule in selection.select.iter().chain(&selection.ignore) {
        if run.rules.page(rule).is_none() {
            return Err(ScanError::UnknownRule(rule.clone()));
        }
    }
    let Run { sources, mut summary, missing, judgement, parted, around, rules, work } = run;
    let is_meant = |finding: &Finding| around.leaves(finding) && is_shown(finding, &rules, selection);
    summary.suppressed = number(parted.suppressed.iter().filter(|finding| is_meant(finding)).count());
    let mut notices = parted.notices;
    notices.retain(|notice| !around.holds(notice.place.file));
    notices.sort_by_key(|notice| (sources[notice.place.file.0 as usize].path.clone(), notice.place.span));
    let mut findings: Vec<Finding> = parted.kept.into_iter().filter(is_meant).collect();
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| (sources[finding.place.file.0 as usize].path.clone(), finding.place.span);
        key(a).cmp(&key(b)).then_with(|| a.rule.cmp(&b.rule))
    });
    let checks = |finding: &Finding| {
        let related = finding.related.iter().filter(|step| step.role == crate::finding::Role::Check);
        related.map(|step| step.place).collect::<Vec<_>>()
    };
    let reported: BTreeSet<_> = findings.iter().flat_map(checks).collect();
    summary.checks = around.counts(&judgement.trails, &reported);
    let pointed: BTreeSet<FileId> = findings
        .iter()
        .flat_map(|finding| finding.related.iter().map(|step| step.place.file).chain([finding.place.file]))
        .chain(notices.iter().map(|notice| notice.place.file))
        .collect();
    let sources = numbered(sources).filter(|(id, _)| pointed.contains(id)).collect();
    Ok(Scan { findings, notices, sources, summary, missing, work, timings: None })
}

fn is_shown(finding: &Finding, rules: &RuleSet, selection: &Selection) -> bool {
    let selected = selection.select.is_empty() || selection.select.contains(&finding.rule);
    let pedantic = rules.page(&finding.rule).is_some_and(|page| page.metadata().pedantic);
    selected
        && !selection.ignore.contains(&finding.rule)
        && (!pedantic || selection.pedantic || !selection.select.is_empty())
        && finding.severity >= selection.min_severity
        && finding.confidence >= selection.min_confidence
}

fn numbered(sources: Vec<SourceFile>) -> impl Iterator<Item = (FileId, SourceFile)> {
    (0..).map(FileId).zip(sources)
}

fn analyze_in_memory(files: &[(&str, &str)], selection: &Selection) -> Result<Run, ScanError> {
    let modules = modules_in_memory(files);
    analyze(in_memory(files), Some(&modules), (None, selection), &|_| (Vec::new(), Vec::new()), &NoProgress)
}

fn modules_in_memory(files: &[(&str, &str)]) -> Modules {
    Modules::in_memory(files.iter().map(|&(path, text)| (PathBuf::from(path), Arc::from(text))))
}

fn in_memory(files: &[(&str, &str)]) -> Discovery {
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
    Discovery {
        files: u32::try_from(kept.len()).unwrap_or(u32::MAX),
        bytes: volume(&kept).bytes,
        read: volume(&kept),
        kept,
        ..Discovery::default()
    }
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
