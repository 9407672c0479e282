//! Whether what lies around a handler fits together: files that exist and import only later ones, methods that have an
//! object, checks that are called as what they are.

use super::program::*;

/// What is wrong between the parts of a program, if anything.
pub(crate) fn misfit(program: &Program) -> Option<String> {
    let wrappers = &program.wrappers;
    for (index, wrapper) in wrappers.iter().enumerate() {
        let inner = index.checked_sub(1).map(|inner| &wrappers[inner]);
        let outer = wrappers.get(index + 1);
        let held_by_class = match outer {
            Some(outer) => matches!(outer.form, Form::Method | Form::Field | Form::Inherited),
            None => program.registration.is_controller(),
        };
        let rules = [
            (wrapper.file > program.units.len(), "no such file"),
            (outer.map_or(0, |outer| outer.file) > wrapper.file, "an import of an earlier file"),
            (outer.is_some_and(|outer| wrapper.takes_request && !outer.takes_request), "no request to hand on"),
            (wrapper.form == Form::Beside && !inner.is_some_and(|inner| beside(inner, wrapper)), "beside nothing"),
            (wrapper.reach == Reach::Held && !held_by_class, "held by nothing"),
            (wrapper.is_async && !wrapper.protocol.is_promise(), "a promise where none is expected"),
            (!is_promised(wrapper), "no promise where one is expected"),
            (wrapper.protocol.object().is_some() && !ends(&wrapper.body), "perhaps no object"),
        ];
        if let Some((_, what)) = rules.iter().find(|(broken, _)| *broken) {
            return Some(String::from(*what));
        }
    }
    if program.second.is_some() && wrappers.is_empty() {
        return Some(String::from("a second check of its own"));
    }
    None
}

fn beside(inner: &Wrapper, outer: &Wrapper) -> bool {
    inner.file == outer.file && inner.form.is_of_instance()
}

/// A plain function gives a promise by returning that of its check, and by nothing else.
fn is_promised(wrapper: &Wrapper) -> bool {
    if !wrapper.protocol.is_promise() || wrapper.is_async {
        return true;
    }
    match wrapper.body.as_slice() {
        [Stmt::Check(check)] => matches!(**check, Check::Promise { consumer: Consumer::Returned, .. }),
        _ => false,
    }
}

fn ends(block: &Block) -> bool {
    match block.last() {
        Some(Stmt::Return(Some(_)) | Stmt::Throw(_)) => true,
        Some(Stmt::Check(check)) => match &**check {
            Check::Direct { result, .. } => matches!(result, Use::Returned | Use::Tried(_, Tried::Packed)),
            Check::Promise { consumer, .. } => {
                matches!(consumer, Consumer::Returned | Consumer::Awaited(Use::Returned | Use::Tried(_, Tried::Packed)))
            }
            Check::Callback { .. } => false,
        },
        _ => false,
    }
}

/// Whether a check is called as what it is.
pub(crate) fn fits(check: &Check, callee: Option<Protocol>) -> bool {
    match (check, callee) {
        (_, None) => true,
        (Check::Direct { .. }, Some(Protocol::Throws | Protocol::Gives(_))) => true,
        (Check::Callback { .. }, Some(Protocol::CallsBack { .. })) => true,
        (Check::Promise { source: Source::Constructed { .. }, .. }, Some(Protocol::CallsBack { .. })) => true,
        (Check::Promise { source: Source::Promisified { .. }, .. }, Some(callee)) => callee.is_promise(),
        _ => false,
    }
}

/// Whether what is done with a check's value may be done with it.
pub(crate) fn bears(result: &Use, own: Option<Failing>, callee: Option<Failing>) -> bool {
    match result {
        Use::Fields => false,
        Use::Returned => own.is_none() || own == callee,
        Use::Tried(failing, Tried::Packed) => own == Some(*failing),
        Use::Tried(_, Tried::Chosen(..)) if own.is_some() => false,
        Use::Tried(failing, _) => *failing == Failing::Nothing || Some(*failing) == callee,
        _ => true,
    }
}
