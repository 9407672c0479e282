//! Parsing, within a budget of work.
//!
//! In: text, dialect, a work budget. Out: a [`Tree`], or why there is none. A JavaScript file that the JavaScript grammar
//! cannot read whole is parsed again as TSX (Flow annotations, mostly) and the tree with fewer unread bytes is kept; never
//! the other way round, because TSX reads valid JavaScript such as `f(a < b, c > (d))` as a generic call without an error.
//! Knows nothing of what a tree is asked for.

use std::ops::ControlFlow;
use std::panic;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use super::tree::{Dialect, Parses, Tree};

/// Beyond this a tree takes more than a gigabyte of memory.
const MOST_STEPS: u64 = 200_000;

/// How much parsing one file may cost, over all its parses, in steps of the parser. Work, not time: the same input gives
/// the same answer on every machine.
#[derive(Debug, Clone, Copy)]
pub struct WorkBudget {
    steps: u64,
}

impl WorkBudget {
    /// Ten times what the densest file took of those measured (one step for a hundred bytes: babel's parser, bundled),
    /// and a bound on what garbage can cost. Each step makes the tree larger, so there is an end to it for any length.
    pub fn for_bytes(bytes: usize) -> Self {
        Self { steps: (5_000 + bytes as u64 / 10).min(MOST_STEPS) }
    }
}

/// Why a file has no tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseFailure {
    /// The parser spent the file's whole [`WorkBudget`], or met too many errors for its length.
    TooMuchWork(Parses),
    /// Most of it is no JavaScript: see [`Tree::is_in_pieces`].
    InPieces(Parses),
    /// The system has no memory for the stack that parsing it may take.
    NoStack,
}

/// At each error that no other reading of the text avoids, the parser tries to end all that is open, which takes as long as the
/// text is deep: some nanoseconds for each level, and a byte can open one. Errors times bytes, so that garbage is given up after
/// some seconds, however long it is.
const ERRORS_BY_BYTES: u64 = 100_000_000;
/// So many errors cost nothing to speak of, in a text of any length.
const FEW_ERRORS: u64 = 100;
/// Errors are no steps. The parser tells of them where it is made to tell of all that it does, which costs as much as parsing. So
/// it is made to for some steps of many.
const SILENT_STEPS: u64 = 97;
const TELLING_STEPS: u64 = 3;

/// Texts up to this length are parsed on the stack of whoever asks.
const SHORT: usize = 32 << 10;
/// How much stack a byte of text may take: where a text can be read in two ways, the parser gives the ways back by recursion,
/// through all levels of nesting. Memory that is not touched costs nothing.
const STACK_PER_BYTE: usize = 128;
const LARGEST_STACK: usize = 1 << 30;

/// Small pieces are not put together when they are dropped. glibc does so once a piece of 64 KiB is, and one of 128 KiB may be kept
/// apart from the others. What a thread makes last, and others drop when it has ended, gives back all that it had.
const LAST_PIECE: usize = 96 << 10;

/// Parses one file, and lends its tree to somebody. A tree is many small pieces of memory. A long text's are all given back to
/// the system, since a thread makes and drops them which keeps nothing else, and ends then.
pub fn with_tree<R>(
    text: &str,
    dialect: Dialect,
    budget: WorkBudget,
    look: impl FnOnce(&Tree) -> R,
) -> Result<R, ParseFailure> {
    if text.len() <= SHORT {
        return parse_here(text, dialect, budget).map(|tree| look(&tree));
    }
    thread::scope(|scope| {
        let (seen, has_seen) = mpsc::channel::<()>();
        let (lend, lent) = mpsc::sync_channel(1);
        let all = move || {
            let tree = parse_here(text, dialect, budget).map(Arc::new);
            if lend.send(tree.clone()).is_ok() {
                // Ends when the sender is gone: the tree has been dropped there by then.
                has_seen.iter().for_each(drop);
            }
            Vec::<u8>::with_capacity(LAST_PIECE)
        };
        let parser = thread::Builder::new().stack_size(stack_for(text)).spawn_scoped(scope, all);
        let parser = parser.map_err(|_| ParseFailure::NoStack)?;
        let looked = lent.recv().map(|tree| tree.map(|tree| look(&tree)));
        drop(seen);
        match (looked, parser.join()) {
            (_, Err(panic)) => panic::resume_unwind(panic),
            (Ok(looked), Ok(_last)) => looked,
            // A thread that neither lends a tree nor panics has none.
            (Err(_), Ok(_last)) => Err(ParseFailure::NoStack),
        }
    })
}

fn stack_for(text: &str) -> usize {
    (text.len() * STACK_PER_BYTE).min(LARGEST_STACK)
}

/// Parses one file, for whoever keeps its tree.
pub fn parse(text: &str, dialect: Dialect, budget: WorkBudget) -> Result<Tree, ParseFailure> {
    if text.len() <= SHORT {
        return parse_here(text, dialect, budget);
    }
    let parsed = thread::scope(|scope| {
        let parser = thread::Builder::new()
            .stack_size(stack_for(text))
            .spawn_scoped(scope, || parse_here(text, dialect, budget));
        parser.map(thread::ScopedJoinHandle::join)
    });
    match parsed {
        Ok(Ok(tree)) => tree,
        Ok(Err(panic)) => panic::resume_unwind(panic),
        Err(_) => Err(ParseFailure::NoStack),
    }
}

fn parse_here(text: &str, dialect: Dialect, mut budget: WorkBudget) -> Result<Tree, ParseFailure> {
    let flow = dialect == Dialect::JavaScript && has_flow_pragma(text);
    let first = parse_as(text, if flow { Dialect::Tsx } else { dialect }, &mut budget);
    if dialect != Dialect::JavaScript || flow || first.as_ref().is_ok_and(|tree| tree.unread().is_empty()) {
        return first;
    }
    let unread_bytes = |tree: &Tree| tree.unread().iter().map(|span| span.range().len()).sum::<usize>();
    let kept = match (first, parse_as(text, Dialect::Tsx, &mut budget)) {
        (Ok(first), Ok(second)) if unread_bytes(&second) < unread_bytes(&first) => second,
        (Err(_), Ok(second)) => second,
        (first, _) => first.map_err(|_| ParseFailure::TooMuchWork(Parses::Twice))?,
    };
    Ok(kept.parsed_twice())
}

fn parse_as(text: &str, dialect: Dialect, budget: &mut WorkBudget) -> Result<Tree, ParseFailure> {
    let mut parser = tree_sitter::Parser::new();
    // Cannot fail: the grammars' versions are those that this tree-sitter was built for, which a test holds.
    parser.set_language(&dialect.grammar().language).map_err(|_| ParseFailure::TooMuchWork(Parses::Once))?;
    let errors_allowed = (ERRORS_BY_BYTES / (text.len() as u64).max(1)).max(FEW_ERRORS);
    let mut errors = 0;
    loop {
        parser.set_logger(None);
        if let Some(raw) = go_on(&mut parser, text, budget, SILENT_STEPS) {
            return Ok(Tree::new(raw, dialect));
        }
        let told = Arc::new(AtomicU64::new(0));
        let heard = Arc::clone(&told);
        parser.set_logger(Some(Box::new(move |_, message| {
            heard.fetch_add(u64::from(message.starts_with("resume version")), Ordering::Relaxed);
        })));
        if let Some(raw) = go_on(&mut parser, text, budget, TELLING_STEPS) {
            return Ok(Tree::new(raw, dialect));
        }
        errors += told.load(Ordering::Relaxed) * (SILENT_STEPS + TELLING_STEPS) / TELLING_STEPS;
        if budget.steps == 0 || errors > errors_allowed {
            return Err(ParseFailure::TooMuchWork(Parses::Once));
        }
    }
}

/// Some more steps of a parse: it is gone on with where it was.
fn go_on(
    parser: &mut tree_sitter::Parser,
    text: &str,
    budget: &mut WorkBudget,
    steps: u64,
) -> Option<tree_sitter::Tree> {
    let mut left = steps;
    let mut spend = |_: &tree_sitter::ParseState| {
        budget.steps = budget.steps.saturating_sub(1);
        left = left.saturating_sub(1);
        if budget.steps == 0 || left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let bytes = text.as_bytes();
    let mut read = |offset: usize, _| bytes.get(offset..).unwrap_or_default();
    let options = tree_sitter::ParseOptions::new().progress_callback(&mut spend);
    parser.parse_with_options(&mut read, None, Some(options))
}

/// Flow's files say so in their first comment, and only TSX can read their annotations.
fn has_flow_pragma(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(1024)];
    memchr::memmem::find(head, b"@flow").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grammar_is_of_a_version_that_the_parser_reads() {
        for dialect in Dialect::ALL {
            let mut parser = tree_sitter::Parser::new();
            assert!(parser.set_language(&dialect.grammar().language).is_ok(), "{}", dialect.name());
            let tree = parse("const a = 1;", dialect, WorkBudget::for_bytes(12)).unwrap();
            assert_eq!((tree.dialect(), tree.unread()), (dialect, &[][..]));
        }
    }

    #[test]
    fn javascript_that_only_tsx_reads_is_read_as_tsx() {
        let flow = "function f(a: string): number { return 1; }";
        let tree = parse(flow, Dialect::JavaScript, WorkBudget::for_bytes(flow.len())).unwrap();
        assert_eq!((tree.dialect(), tree.unread().len()), (Dialect::Tsx, 0));
        let generic = "x = a < b > (c);";
        let tree = parse(generic, Dialect::JavaScript, WorkBudget::for_bytes(generic.len())).unwrap();
        assert_eq!(tree.dialect(), Dialect::JavaScript);
    }

    fn parsed(text: &str) -> Result<Tree, ParseFailure> {
        parse(text, Dialect::TypeScript, WorkBudget::for_bytes(text.len()))
    }

    #[test]
    fn an_error_is_no_reason_to_give_a_long_text_up() {
        let text = format!("const = ;\n{}", "export const value = read(source, { key: 'a' });\n".repeat(10_000));
        assert_eq!(parsed(&text).map(|tree| tree.unread().is_empty()).ok(), Some(false));
    }

    #[test]
    fn a_tree_is_lent_however_long_its_text_is() {
        for count in [1, 10_000] {
            let text = "const a = 1;\n".repeat(count);
            let budget = || WorkBudget::for_bytes(text.len());
            let look = |tree: &Tree| tree.root().named_children().len();
            assert_eq!(with_tree(&text, Dialect::TypeScript, budget(), look), Ok(count));
            let no_budget = with_tree(&text, Dialect::TypeScript, WorkBudget { steps: 1 }, look);
            assert_eq!(no_budget.is_err(), count > 1);
            let attempt = panic::catch_unwind(|| {
                with_tree(&text, Dialect::TypeScript, budget(), |_| panic::resume_unwind(Box::new("the looker's")))
            });
            let told = attempt.map(|looked: Result<(), _>| looked.is_ok()).map_err(|told| told.downcast::<&str>().ok());
            assert_eq!(told, Err(Some(Box::new("the looker's"))));
        }
    }

    #[test]
    fn errors_below_many_levels_are() {
        assert!(matches!(parsed(&"case x :\n".repeat(12_000)), Err(ParseFailure::TooMuchWork(Parses::Once))));
    }
}
