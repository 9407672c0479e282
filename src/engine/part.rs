//! One part of a run: outline, link, judge.
//!
//! In: the files of a part, and what all parts share. Out: what was understood, and what the judge says of it. Knows nothing of the
//! other parts, and not what is shown.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::asked::Around;
use super::counted::{Outlined, count_parsed, volume};
use super::declared::Declaring;
use super::needed::{Import, may_check, needed};
use super::outlining::outlined;
use crate::discover::modules::{Modules, Target};
use crate::discover::{Other, Part, Progress, SourceText, Standing};
use crate::finding::{RouteTree, Skipped, SourceFile, Stage, Summary, Work};
use crate::judge::{self, Foundation, Judgement};
use crate::link::Program;
use crate::outline::Outline;
use crate::project::ProjectFile;
use crate::rules::RuleSet;
use crate::suppression::{self, Parted};
use crate::syntax::Dialect;
use crate::text::{FileId, Positions};
use crate::vocabulary;

/// Reads files that the prefilter left out.
pub(super) type ReadAgain<'r> = dyn Fn(&[&Other]) -> (Vec<SourceText>, Vec<Skipped>) + 'r;

/// What the parts of a run share.
pub(super) struct Shared<'r> {
    pub(super) rules: &'r RuleSet,
    /// None where the root cannot be looked at.
    pub(super) modules: Option<&'r Modules>,
    /// What the project says of itself. Then there is one part.
    pub(super) project: Option<&'r ProjectFile>,
    /// As of the discovery.
    pub(super) root: &'r Path,
    pub(super) folders: &'r [PathBuf],
    pub(super) read_again: &'r ReadAgain<'r>,
    pub(super) progress: &'r dyn Progress,
}

/// A part up to its program.
pub(super) struct Understood<'r> {
    pub(super) sources: Vec<SourceFile>,
    /// Of the part's own files only.
    pub(super) summary: Summary,
    program: Program,
    /// The files that nobody asked for.
    around: Around,
    declaring: Option<Declaring<'r>>,
    pub(super) work: Work,
    pub(super) dialects: BTreeSet<Dialect>,
}

/// A part up to its judgement.
pub(super) struct Judged {
    pub(super) sources: Vec<SourceFile>,
    pub(super) summary: Summary,
    pub(super) judgement: Judgement,
    pub(super) parted: Parted,
    pub(super) around: Around,
    pub(super) work: Work,
}

/// Outlines and links.
pub(super) fn understand<'r>(part: Part, shared: &Shared<'r>) -> Understood<'r> {
    let Shared { rules, modules, progress, .. } = *shared;
    let mut declaring = shared
        .project
        .zip(modules)
        .map(|(project, modules)| Declaring::new(project, modules, shared.root, shared.folders));
    if let Some(declaring) = &mut declaring {
        let specifiers = part.others.iter().map(|other| &other.specifiers).chain(&part.kept_specifiers);
        specifiers.for_each(|specifiers| declaring.note_imports(specifiers));
    }
    let mut summary = Summary::default();
    let mut work = Work::default();
    progress.begins(Stage::Outline);
    let mut read: Vec<Outlined> = outlined(part.kept, rules);
    if let Some(modules) = modules {
        progress.begins(Stage::Closure);
        let imports = part.kept_specifiers.iter().zip(&read).map(|(specifiers, (source, outline))| Import {
            path: &source.path,
            specifiers,
            may_check: outline.as_ref().is_ok_and(|outline| {
                may_check(outline)
                    || judge::may_list_tokens(outline)
                    || declaring.as_ref().is_some_and(|declaring| declaring.may_check(outline))
            }),
        });
        let before = modules.asked();
        let needed = needed(imports.collect(), &part.others, part.imports, modules, declaring.as_ref());
        work.imports_followed = modules.asked() - before;
        let (texts, skipped) = (shared.read_again)(&needed);
        summary.skipped.extend(skipped);
        work.read_again = volume(&texts);
        progress.begins(Stage::Outline);
        read.extend(outlined(texts, rules));
        read.sort_by(|(a, _), (b, _)| (&a.display, &a.path).cmp(&(&b.display, &b.path)));
    }
    let dialects = count_parsed(&mut work, &read);
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
    let before = modules.map_or(0, Modules::asked);
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
    work.imports_linked = modules.map_or(0, Modules::asked) - before;
    Understood { sources, summary, program, around: Around::new(around), declaring, work, dialects }
}

impl Understood<'_> {
    /// What the part registers, and what finding that out took.
    pub(super) fn routes(&mut self, progress: &dyn Progress) -> RouteTree {
        progress.begins(Stage::SetUp);
        let foundation = Foundation::of(&self.program);
        self.work.set_up = foundation.spent();
        let mut tree = judge::routes(&self.program, &foundation);
        self.around.keep_routes(&mut tree);
        tree
    }

    /// Judges all that the rules ask about.
    pub(super) fn judge(self, rules: &RuleSet, progress: &dyn Progress) -> Judged {
        let Understood { mut sources, mut summary, program, around, declaring, mut work, .. } = self;
        progress.begins(Stage::SetUp);
        let foundation = Foundation::of(&program);
        progress.begins(Stage::Judge);
        let mut judgement = judge::judge(&program, &foundation, rules, &sources);
        (work.set_up, work.judged) = (foundation.spent(), judgement.spent);
        let is_asked = |gap: &&Skipped| !around.holds_path(&gap.path, &sources);
        summary.skipped.extend(judgement.skipped.iter().filter(is_asked).cloned());
        summary.partial.extend(judgement.cut_off.iter().filter(is_asked).cloned());
        let mut parted = suppression::part(&program, rules, &sources, std::mem::take(&mut judgement.findings));
        if let Some(declaring) = declaring {
            let file = FileId(number(sources.len()));
            parted.notices.extend(declaring.notices(&program, &judgement, file));
            sources.push(declaring.source());
        }
        Judged { sources, summary, judgement, parted, around, work }
    }
}

pub(super) fn number(length: usize) -> u32 {
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
