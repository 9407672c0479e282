//! Makes a program smaller while something stays true of it.

use super::emit::emit;
use super::program::*;
use super::shrink_check::checks;
use super::shrink_project::surroundings;
use super::validity::fault;

/// The smallest program that single edits lead to. `holding` is given candidates, smallest first, and names the first
/// of which the property still holds.
pub(crate) fn shrink(program: Program, mut holding: impl FnMut(&[Program]) -> Option<usize>) -> Program {
    let mut best = program;
    loop {
        let length = size(&best);
        let mut candidates: Vec<(usize, Program)> = programs(&best)
            .into_iter()
            .filter(|candidate| fault(candidate).is_none())
            .map(|candidate| (size(&candidate), candidate))
            .filter(|(candidate, _)| *candidate < length)
            .collect();
        candidates.sort_by_key(|(length, _)| *length);
        let mut candidates: Vec<Program> = candidates.into_iter().map(|(_, candidate)| candidate).collect();
        match holding(&candidates) {
            Some(index) => best = candidates.swap_remove(index),
            None => return best,
        }
    }
}

/// How much there is to read; a file more costs, however little is in it.
fn size(program: &Program) -> usize {
    let files = emit(program).files;
    files.len() * 40 + files.iter().map(|file| file.source.len()).sum::<usize>()
}

/// Every program that is one edit away.
fn programs(program: &Program) -> Vec<Program> {
    let mut edited: Vec<Program> =
        blocks(&program.body).into_iter().map(|body| Program { body, ..program.clone() }).collect();
    edited.extend(surroundings(program));
    for (index, helper) in program.helpers.iter().enumerate() {
        for function in functions(&helper.function) {
            let mut edit = program.clone();
            edit.helpers[index].function = function;
            edited.push(edit);
        }
        let mut edit = program.clone();
        edit.helpers[index].recursion = None;
        edited.push(edit);
    }
    edited.push(Program { is_async: false, ..program.clone() });
    edited.push(Program { binding: Binding::Require, ..program.clone() });
    edited.push(Program { registration: Registration::GetInline, ..program.clone() });
    for index in 0..program.atoms.len() {
        if !matches!(program.atoms[index], Atom::Choice | Atom::List | Atom::Field) {
            let mut edit = program.clone();
            edit.atoms[index] = Atom::Field;
            edited.push(edit);
        }
    }
    if let Logger::Levelled { library, .. } = program.logger {
        let plain = Logger::Levelled { library, threshold: Threshold::Default, child: false };
        edited.push(Program { logger: plain, ..program.clone() });
    }
    edited
}

/// Every block with one statement less, or one statement smaller.
pub(crate) fn blocks(block: &Block) -> Vec<Block> {
    let mut edited = Vec::new();
    for index in 0..block.len() {
        let replaced = |stmts: Vec<Stmt>| {
            let mut edit = block.clone();
            edit.splice(index..=index, stmts);
            edit
        };
        edited.push(replaced(Vec::new()));
        edited.extend(stmts(&block[index]).into_iter().map(replaced));
    }
    edited
}

/// What may stand in the place of a statement.
fn stmts(stmt: &Stmt) -> Vec<Vec<Stmt>> {
    let one = |stmt: Stmt| vec![stmt];
    match stmt {
        Stmt::Expr(expr) => exprs(expr).into_iter().map(|expr| one(Stmt::Expr(expr))).collect(),
        Stmt::Return(Some(expr)) => {
            let mut edited = vec![one(Stmt::Return(None))];
            edited.extend(exprs(expr).into_iter().map(|expr| one(Stmt::Return(Some(expr)))));
            edited
        }
        Stmt::If(cond, then, otherwise) => {
            let mut edited = vec![then.clone()];
            edited.extend(blocks(then).into_iter().map(|then| one(Stmt::If(cond.clone(), then, otherwise.clone()))));
            edited.extend(conds(cond).into_iter().map(|cond| one(Stmt::If(cond, then.clone(), otherwise.clone()))));
            if let Some(otherwise) = otherwise {
                edited.push(otherwise.clone());
                edited.push(one(Stmt::If(cond.clone(), then.clone(), None)));
                edited.extend(
                    blocks(otherwise).into_iter().map(|other| one(Stmt::If(cond.clone(), then.clone(), Some(other)))),
                );
            }
            edited
        }
        Stmt::Switch(subject, cases) => {
            let mut edited: Vec<Vec<Stmt>> = cases.iter().map(|case| case.body.clone()).collect();
            for index in 0..cases.len() {
                let mut fewer = cases.clone();
                fewer.remove(index);
                edited.push(one(Stmt::Switch(*subject, fewer)));
                for body in blocks(&cases[index].body) {
                    let mut smaller = cases.clone();
                    smaller[index].body = body;
                    edited.push(one(Stmt::Switch(*subject, smaller)));
                }
            }
            edited
        }
        Stmt::Loop(head, label, body) => {
            let mut edited = vec![body.clone(), one(Stmt::Loop(*head, None, body.clone()))];
            edited.extend(blocks(body).into_iter().map(|body| one(Stmt::Loop(*head, *label, body))));
            edited
        }
        Stmt::Try(body, catch, finally) => tries(body, catch.as_ref(), finally.as_ref()),
        Stmt::Break(Some(_)) => vec![one(Stmt::Break(None))],
        Stmt::Continue(Some(_)) => vec![one(Stmt::Continue(None))],
        Stmt::Defer(_, signal) => vec![one(Stmt::Expr(Expr::Signal(*signal)))],
        Stmt::Check(check) => checks(check),
        Stmt::Neutral(_) | Stmt::Return(None) | Stmt::Throw(_) | Stmt::Break(None) | Stmt::Continue(None) => Vec::new(),
        Stmt::Let(..) | Stmt::Set(..) | Stmt::Retry => Vec::new(),
        Stmt::Inline(inline, body) => {
            let mut edited = vec![body.clone(), one(Stmt::Inline(Inline::Called, body.clone()))];
            edited.extend(blocks(body).into_iter().map(|body| one(Stmt::Inline(*inline, body))));
            edited
        }
        Stmt::NoKey(body, failing) => {
            let mut edited: Vec<Vec<Stmt>> =
                blocks(body).into_iter().map(|body| one(Stmt::NoKey(body, failing.clone()))).collect();
            edited.extend(blocks(failing).into_iter().map(|failing| one(Stmt::NoKey(body.clone(), failing))));
            edited
        }
    }
}

fn tries(body: &Block, catch: Option<&Catch>, finally: Option<&Block>) -> Vec<Vec<Stmt>> {
    let rebuilt = |body: &Block, catch: Option<&Catch>, finally: Option<&Block>| {
        vec![Stmt::Try(body.clone(), catch.cloned(), finally.cloned())]
    };
    let mut edited = vec![body.clone(), rebuilt(body, None, finally), rebuilt(body, catch, None)];
    edited.extend(blocks(body).iter().map(|body| rebuilt(body, catch, finally)));
    if let Some(Catch { binding, body: caught }) = catch {
        for smaller in blocks(caught) {
            let catch = Catch { binding: *binding, body: smaller };
            edited.push(rebuilt(body, Some(&catch), finally));
        }
        let unbound = Catch { binding: None, body: caught.clone() };
        edited.push(rebuilt(body, Some(&unbound), finally));
    }
    if let Some(finally) = finally {
        edited.extend(blocks(finally).iter().map(|finally| rebuilt(body, catch, Some(finally))));
    }
    edited
}

pub(crate) fn exprs(expr: &Expr) -> Vec<Expr> {
    match expr {
        Expr::Signal(signal) => {
            let mut edited = vec![Expr::Signal(Signal { error: None, ..*signal })];
            if let Channel::OptionalLevel(level) | Channel::LogAt(level) | Channel::LogEntry(level) = signal.channel {
                let channel = Channel::Level(level);
                edited.push(Expr::Signal(Signal { channel, ..*signal }));
            }
            edited
        }
        Expr::Answer(_) => vec![Expr::Answer(Answer::End)],
        Expr::Either(cond, yes, no) => {
            let mut edited = vec![Expr::clone(yes), Expr::clone(no)];
            edited.extend(exprs(yes).into_iter().map(|yes| Expr::Either(cond.clone(), Box::new(yes), no.clone())));
            edited.extend(exprs(no).into_iter().map(|no| Expr::Either(cond.clone(), yes.clone(), Box::new(no))));
            edited.extend(conds(cond).into_iter().map(|cond| Expr::Either(cond, yes.clone(), no.clone())));
            edited
        }
        Expr::And(cond, inner) => {
            let mut edited = vec![Expr::clone(inner)];
            edited.extend(conds(cond).into_iter().map(|cond| Expr::And(cond, inner.clone())));
            edited.extend(exprs(inner).into_iter().map(|inner| Expr::And(cond.clone(), Box::new(inner))));
            edited
        }
        Expr::Or(cond, inner) => {
            let mut edited = vec![Expr::clone(inner)];
            edited.extend(conds(cond).into_iter().map(|cond| Expr::Or(cond, inner.clone())));
            edited.extend(exprs(inner).into_iter().map(|inner| Expr::Or(cond.clone(), Box::new(inner))));
            edited
        }
        // A constant is there for its value, which may be tested: nothing else may take its place.
        Expr::Both(_, second) if matches!(**second, Expr::Constant(_)) => vec![Expr::clone(second)],
        Expr::Both(first, second) => vec![Expr::clone(first), Expr::clone(second)],
        Expr::Refusal(failing, Some(_)) => vec![Expr::Refusal(*failing, None)],
        Expr::Next(_) | Expr::Call(..) | Expr::Constant(_) | Expr::Reject(_) | Expr::Resolve(_) | Expr::Rejected(_) => {
            Vec::new()
        }
        Expr::Variable(_) | Expr::Refusal(_, None) | Expr::Done(_) => Vec::new(),
    }
}

fn conds(cond: &Cond) -> Vec<Cond> {
    match cond {
        Cond::Not(inner) => {
            let mut edited = vec![Cond::clone(inner)];
            edited.extend(conds(inner).into_iter().map(|inner| Cond::Not(Box::new(inner))));
            edited
        }
        Cond::And(left, right) | Cond::Or(left, right) => {
            vec![Cond::clone(left), Cond::clone(right)]
        }
        Cond::Value(_, name) => vec![Cond::Truthy(*name)],
        Cond::Field(_, failing, name) => vec![Cond::Field(FieldTest::Plain, *failing, *name)],
        Cond::Atom(_) | Cond::Choice(..) | Cond::Truthy(_) | Cond::Error(..) | Cond::Given(_) => Vec::new(),
    }
}

pub(crate) fn functions(function: &Function) -> Vec<Function> {
    let with = |body: Body| Function { body, ..function.clone() };
    let mut edited: Vec<Function> = match &function.body {
        Body::Block(block) => blocks(block).into_iter().map(|block| with(Body::Block(block))).collect(),
        Body::Expr(expr) => exprs(expr).into_iter().map(|expr| with(Body::Expr(expr))).collect(),
    };
    if function.style != Style::Arrow {
        edited.push(Function { style: Style::Arrow, ..function.clone() });
    }
    edited
}
