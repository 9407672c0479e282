//! Which constructs lie around a program's handlers.

use std::collections::BTreeSet;

use super::construct::Construct;
use super::emit_code::{Code, Level};
use super::emit_setup::is_esm;
use super::program::*;

pub(crate) fn surroundings(program: &Program) -> Vec<Construct> {
    let mut found = Vec::new();
    let mut add_if = |condition: bool, construct: Construct| {
        if condition {
            found.push(construct);
        }
    };
    add_if(!program.units.is_empty(), Construct::OtherFiles);
    for unit in &program.units {
        add_if(unit.exports == Exports::Apart, Construct::ExportsApart);
        add_if(unit.exports == Exports::Alone, Construct::ExportsAlone);
        add_if(unit.import == Import::Renamed, Construct::ImportRenamed);
        add_if(unit.import == Import::Whole, Construct::ImportWhole);
    }
    add_if(program.barrel == Some(Barrel::Named), Construct::IndexByName);
    add_if(program.barrel == Some(Barrel::Star), Construct::IndexOfAll);
    add_if(program.barrel == Some(Barrel::Star) && !is_esm(program.binding), Construct::IndexBySpread);
    add_if(program.shares_logger, Construct::SharedLogger);
    for helper in &program.helpers {
        add_if(matches!(helper.home, Home::File(1..)), Construct::HelperElsewhere);
        add_if(matches!(helper.recursion, Some(Recursion::Counter { .. })), Construct::RecursiveHelper);
        add_if(helper.recursion == Some(Recursion::Cause), Construct::RecursionByCause);
        add_if(helper.recursion == Some(Recursion::Mutual), Construct::MutualRecursion);
    }
    add_if(program.wrappers.len() == 2, Construct::WrappersOfTwo);
    add_if(program.wrappers.len() == 3, Construct::WrappersOfThree);
    add_if(program.second.is_some(), Construct::SecondCaller);
    add_if(program.registration == Registration::ControllerCalled, Construct::ControllerCalled);
    add_if(program.registration == Registration::ControllerBound, Construct::ControllerBound);
    add_if(program.registration == Registration::ControllerField, Construct::ControllerField);
    add_if(asks_twice(program), Construct::AskedTwice);
    found.extend(program.wrappers.iter().flat_map(of_wrapper));
    found
}

/// Whether a condition of a wrapper stands elsewhere, too.
fn asks_twice(program: &Program) -> bool {
    let asked = |level: Level, body: &Block| {
        let mut code = Code::new(program, 0, BTreeSet::new());
        code.level = level;
        code.statements(body, 0);
        code.used
    };
    let mut before: BTreeSet<usize> = asked(Level::Handler, &program.body);
    before.extend(program.second.iter().flat_map(|second| asked(Level::Handler, &second.body)));
    for (index, wrapper) in program.wrappers.iter().enumerate().rev() {
        let own = asked(Level::Wrapper(index), &wrapper.body);
        if !own.is_disjoint(&before) {
            return true;
        }
        before.extend(own);
    }
    false
}

fn of_wrapper(wrapper: &Wrapper) -> Vec<Construct> {
    let mut found = vec![
        Construct::Wrapper,
        match wrapper.protocol {
            Protocol::Throws => Construct::WrapperThrows,
            Protocol::Rejects => Construct::WrapperRejects,
            Protocol::CallsBack { .. } => Construct::WrapperCallsBack,
            Protocol::Gives(Failing::Nothing) => Construct::WrapperGivesNothing,
            Protocol::Gives(_) => Construct::WrapperGivesObject,
            Protocol::Resolves(Failing::Nothing) => Construct::WrapperResolvesNothing,
            Protocol::Resolves(_) => Construct::WrapperResolvesObject,
        },
    ];
    found.extend(match wrapper.form {
        Form::Declared => None,
        Form::Arrow => Some(Construct::ArrowWrapper),
        Form::Member => Some(Construct::ObjectMember),
        Form::Static => Some(Construct::StaticMethod),
        Form::Method => Some(Construct::Method),
        Form::Field => Some(Construct::FieldMethod),
        Form::Inherited => Some(Construct::InheritedMethod),
        Form::Beside => Some(Construct::MethodBeside),
    });
    if wrapper.form.is_of_instance() {
        found.push(match wrapper.reach {
            Reach::Exported => Construct::InstanceExported,
            Reach::Made => Construct::InstanceMade,
            Reach::InPlace => Construct::InstanceInPlace,
            Reach::Held => Construct::InstanceHeld,
        });
    }
    let plain_promise = wrapper.protocol.is_promise() && !wrapper.is_async;
    for (holds, construct) in [
        (wrapper.file > 0, Construct::WrapperElsewhere),
        (plain_promise, Construct::PlainPromiseWrapper),
        (wrapper.takes_request, Construct::TakesRequest),
        (!returns_value(&wrapper.body), Construct::ValuelessWrapper),
    ] {
        found.extend(holds.then_some(construct));
    }
    found
}

/// Whether a function says `return` with a value, not counting the functions inside of it.
fn returns_value(block: &Block) -> bool {
    block.iter().any(|stmt| match stmt {
        Stmt::Return(value) => value.is_some(),
        Stmt::Retry => true,
        Stmt::If(_, then, otherwise) => returns_value(then) || otherwise.as_ref().is_some_and(returns_value),
        Stmt::Switch(_, cases) => cases.iter().any(|case| returns_value(&case.body)),
        Stmt::Loop(_, _, body) => returns_value(body),
        Stmt::Try(body, catch, finally) => {
            returns_value(body)
                || catch.as_ref().is_some_and(|catch| returns_value(&catch.body))
                || finally.as_ref().is_some_and(returns_value)
        }
        Stmt::NoKey(_, failing) => returns_value(failing),
        Stmt::Check(check) => match &**check {
            Check::Direct { result, .. } => is_returned(result),
            Check::Callback { returned, .. } => *returned,
            Check::Promise { consumer, .. } => match consumer {
                Consumer::Returned => true,
                Consumer::Awaited(result) | Consumer::Held(_, result) => is_returned(result),
                Consumer::Floating | Consumer::Left => false,
            },
        },
        _ => false,
    })
}

fn is_returned(result: &Use) -> bool {
    match result {
        Use::Returned | Use::Tried(_, Tried::Packed | Tried::Chosen(..)) => true,
        Use::Tried(_, Tried::Refused(block)) | Use::Tested(block) => returns_value(block),
        _ => false,
    }
}
