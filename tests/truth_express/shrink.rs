//! Makes an application smaller while something stays true of it.

use super::emit::{CUTS, emit};
use super::program::*;

/// The smallest application that single edits lead to. `holding` is given candidates with their numbers, smallest first,
/// and names one of which the property still holds.
pub(crate) fn shrink(program: Program, mut holding: impl FnMut(&[(usize, Program)]) -> Option<usize>) -> Program {
    let mut best = program;
    loop {
        let size = size(&best);
        let mut candidates: Vec<((usize, usize), Program)> = programs(&best)
            .into_iter()
            .filter(Program::is_valid)
            .map(|candidate| (self::size(&candidate), candidate))
            .filter(|(candidate, _)| *candidate < size)
            .collect();
        candidates.sort_by_key(|(size, _)| *size);
        let mut candidates: Vec<(usize, Program)> =
            candidates.into_iter().map(|(_, candidate)| candidate).enumerate().collect();
        match holding(&candidates) {
            Some(at) => best = candidates.swap_remove(at).1,
            None => return best,
        }
    }
}

/// The program with every choice of style made alike: two disagreements that differ in style alone are one.
pub(crate) fn without_style(program: &Program) -> Program {
    let mut plain = program.clone();
    plain.guard.form = GuardForm::Arrow;
    plain.guard.block = plain_block(&plain.guard.block);
    plain.guard.nothing = plain_block(&plain.guard.nothing);
    for wrapper in &mut plain.wrappers {
        wrapper.form = WrapperForm::Arrow;
        if let Some(block) = wrapper.kind.block().cloned() {
            wrapper.kind = wrapper.kind.with_block(plain_block(&block));
        }
    }
    for receiver in &mut plain.receivers {
        receiver.form = ReceiverForm::Arrow;
        receiver.block = plain_block(&receiver.block);
    }
    plain
}

fn plain_block(block: &Block) -> Block {
    let plain = Log { level: Level::Error, error: false };
    let step = |step: &Step| match step {
        Step::Log(Log { level: Level::Error | Level::Warn | Level::Info, .. }) => Step::Log(plain),
        Step::And(cond, _) => Step::If(*cond, vec![Step::Log(plain)], Vec::new()),
        Step::If(cond, then, otherwise) => Step::If(*cond, plain_block(then), plain_block(otherwise)),
        Step::End(End::Answer(_) | End::GoOn | End::NextRoute) => Step::End(End::Answer(Answer::SendStatus)),
        Step::End(End::HandOn(Failure::New(_))) => Step::End(End::HandOn(Failure::New(Made::Plain))),
        Step::End(End::Throw(Failure::New(_))) => Step::End(End::Throw(Failure::New(Made::Plain))),
        Step::End(End::Nothing(_)) => Step::End(End::Nothing(Nothing::Null)),
        other => other.clone(),
    };
    block.iter().map(step).collect()
}

/// How much there is to read: characters, then the choices that a simpler program would not make.
fn size(program: &Program) -> (usize, usize) {
    let text = emit(program);
    let length = text.sources.values().map(|source| source.len() + 20).sum();
    (length, usize::from(program.express != Express::Five))
}

/// Every program that is one edit away.
fn programs(program: &Program) -> Vec<Program> {
    let mut edited = plainer(program);
    let mut edit = |change: &dyn Fn(&mut Program)| {
        let mut copy = program.clone();
        change(&mut copy);
        edited.push(copy);
    };
    for items in item_lists(&program.items) {
        edit(&|copy| copy.items.clone_from(&items));
    }
    for index in 0..program.wrappers.len() {
        edit(&|copy| {
            copy.wrappers.remove(index);
        });
        if let Some(block) = program.wrappers[index].kind.block() {
            for block in blocks(block) {
                edit(&|copy| copy.wrappers[index].kind = copy.wrappers[index].kind.with_block(block.clone()));
            }
        }
        edit(&|copy| copy.wrappers[index].form = WrapperForm::Arrow);
    }
    for block in blocks(&program.guard.block) {
        edit(&|copy| copy.guard.block.clone_from(&block));
    }
    for block in blocks(&program.guard.nothing) {
        edit(&|copy| copy.guard.nothing.clone_from(&block));
    }
    for index in 0..program.receivers.len() {
        for block in blocks(&program.receivers[index].block) {
            edit(&|copy| copy.receivers[index].block.clone_from(&block));
        }
        edit(&|copy| copy.receivers[index].form = ReceiverForm::Inline);
        edit(&|copy| copy.receivers[index].form = ReceiverForm::Arrow);
    }
    if let Some(hook) = &program.hook {
        edit(&|copy| copy.hook = None);
        for block in blocks(hook) {
            edit(&|copy| copy.hook = Some(block.clone()));
        }
    }
    if let Catcher::Block(block) = &program.catcher {
        for block in blocks(block) {
            edit(&|copy| copy.catcher = Catcher::Block(block.clone()));
        }
    }
    edited
}

/// Programs with a plainer choice in one place.
fn plainer(program: &Program) -> Vec<Program> {
    let changes: [&dyn Fn(&mut Program); 23] = [
        &|copy| copy.cuts = 0,
        &|copy| copy.server = false,
        &|copy| copy.result = false,
        &|copy| copy.skeleton = Skeleton::Module,
        &|copy| copy.modules = Modules::CommonJs,
        &|copy| copy.linking = Linking::Default,
        &|copy| copy.logger = Logger::Console,
        &|copy| copy.express = Express::Five,
        &|copy| copy.express = Express::Four,
        &|copy| copy.guard.form = GuardForm::Arrow,
        &|copy| copy.guard.wrapped = Wrapped::No,
        &|copy| copy.guard.is_async = false,
        &|copy| copy.guard.missing = Missing::Unasked,
        &|copy| copy.guard.role = GuardRole::Controller,
        &|copy| copy.guard.shape = Shape::Bare,
        &|copy| copy.guard.shape = Shape::Try,
        &|copy| copy.catcher = Catcher::Package,
        &|copy| copy.class = ErrorClass { operational: false, named: false, ..copy.class },
        &|copy| {
            copy.base = Delivery::Throws;
            copy.wrappers.clear();
            copy.guard.shape = Shape::Try;
        },
        &|copy| {
            copy.base = Delivery::Throws;
            copy.wrappers.clear();
            copy.guard.shape = Shape::Bare;
        },
        &|copy| copy.base = Delivery::Throws,
        // Everything but one route and the error handlers at the end.
        &|copy| copy.items = only_route(&copy.items, RouteStyle::Direct),
        &|copy| copy.wrappers.truncate(1),
    ];
    let copies = changes.into_iter().map(|change| {
        let mut copy = program.clone();
        change(&mut copy);
        copy
    });
    let cuts = (0..CUTS).filter(|index| program.cuts & (1 << index) != 0).map(|index| {
        let mut copy = program.clone();
        copy.cuts &= !(1 << index);
        copy
    });
    copies.chain(cuts).collect()
}

fn only_route(items: &[Item], style: RouteStyle) -> Vec<Item> {
    let route = Route { verb: Verb::Get, path: 0, args: vec![Arg::Guard], after: Vec::new(), style };
    let receivers = items.iter().filter(|item| match item {
        Item::Use { args, .. } => args.iter().all(|arg| matches!(arg, Arg::Receiver(_))),
        _ => false,
    });
    std::iter::once(Item::Route(route)).chain(receivers.cloned()).collect()
}

/// Every list with one item less, or one item smaller.
fn item_lists(items: &[Item]) -> Vec<Vec<Item>> {
    let mut edited = Vec::new();
    for index in 0..items.len() {
        let mut replaced = |with: Vec<Item>| {
            let mut edit = items.to_vec();
            edit.splice(index..=index, with);
            edited.push(edit);
        };
        replaced(Vec::new());
        smaller_items(&items[index]).into_iter().for_each(&mut replaced);
    }
    edited
}

/// What may stand in the place of an item.
fn smaller_items(item: &Item) -> Vec<Vec<Item>> {
    match item {
        Item::Parser | Item::NotFound => Vec::new(),
        Item::Group(items) => {
            let mut edited = vec![items.clone()];
            edited.extend(item_lists(items).into_iter().map(|items| vec![Item::Group(items)]));
            edited
        }
        Item::Use { path, args, list } => {
            let mut edited: Vec<Vec<Item>> = fewer(args)
                .into_iter()
                .filter(|args| !args.is_empty())
                .map(|args| vec![Item::Use { path: *path, args, list: *list }])
                .collect();
            edited.push(vec![Item::Use { path: None, args: args.clone(), list: *list }]);
            edited.push(vec![Item::Use { path: *path, args: args.clone(), list: false }]);
            edited
        }
        Item::Route(route) => routes(route).into_iter().map(|route| vec![Item::Route(route)]).collect(),
        Item::Routes(rows, head) => {
            let mut edited = vec![rows.iter().cloned().map(Item::Route).collect()];
            if rows.len() > 1 {
                edited.extend(fewer(rows).into_iter().map(|rows| vec![Item::Routes(rows, *head)]));
            }
            edited
        }
        Item::Mount(mount) => {
            let mut edited = vec![mount.items.clone()];
            edited.extend(mounts(mount).into_iter().map(|mount| vec![Item::Mount(mount)]));
            edited
        }
        Item::Mounts(rows, head) => {
            let mut edited = vec![rows.iter().cloned().map(Item::Mount).collect()];
            for index in 0..rows.len() {
                for items in item_lists(&rows[index].items) {
                    let mut fewer = rows.clone();
                    fewer[index].items = items;
                    edited.push(vec![Item::Mounts(fewer, *head)]);
                }
            }
            edited
        }
    }
}

fn routes(route: &Route) -> Vec<Route> {
    let mut edited = vec![
        Route { style: RouteStyle::Direct, ..route.clone() },
        Route { verb: Verb::Get, ..route.clone() },
        Route { after: Vec::new(), ..route.clone() },
    ];
    edited.extend(fewer(&route.args).into_iter().map(|args| Route { args, ..route.clone() }));
    edited
}

fn mounts(mount: &Mount) -> Vec<Mount> {
    let mut edited = vec![
        Mount { make: Make::Module, ..mount.clone() },
        Mount { path: None, ..mount.clone() },
        Mount { after: Vec::new(), ..mount.clone() },
    ];
    edited.extend(fewer(&mount.args).into_iter().map(|args| Mount { args, ..mount.clone() }));
    edited.extend(item_lists(&mount.items).into_iter().map(|items| Mount { items, ..mount.clone() }));
    edited
}

fn fewer<T: Clone>(all: &[T]) -> Vec<Vec<T>> {
    let without = |index: usize| {
        let mut fewer = all.to_vec();
        fewer.remove(index);
        fewer
    };
    (0..all.len()).map(without).collect()
}

/// Every block with one step less, or one step smaller.
fn blocks(block: &Block) -> Vec<Block> {
    let mut edited = Vec::new();
    for index in 0..block.len() {
        let mut replaced = |with: Vec<Step>| {
            let mut edit = block.clone();
            edit.splice(index..=index, with);
            // Nothing runs behind an end.
            if let Some(end) = edit.iter().position(|step| matches!(step, Step::End(_))) {
                edit.truncate(end + 1);
            }
            edited.push(edit);
        };
        match &block[index] {
            // A path that ends goes on ending: whatever would follow is another program.
            Step::End(End::Answer(Answer::SendStatus)) => {}
            Step::End(End::Answer(_)) => replaced(vec![Step::End(End::Answer(Answer::SendStatus))]),
            Step::End(End::HandOn(Failure::New(_))) => replaced(vec![Step::End(End::HandOn(Failure::Same))]),
            Step::End(End::Throw(Failure::New(_))) => replaced(vec![Step::End(End::Throw(Failure::Same))]),
            Step::End(_) => {}
            Step::If(cond, then, otherwise) => {
                replaced(Vec::new());
                replaced(then.clone());
                replaced(otherwise.clone());
                replaced(vec![Step::If(*cond, then.clone(), Vec::new())]);
                for then in blocks(then) {
                    replaced(vec![Step::If(*cond, then, otherwise.clone())]);
                }
                for otherwise in blocks(otherwise) {
                    replaced(vec![Step::If(*cond, then.clone(), otherwise)]);
                }
            }
            Step::Log(log) => {
                replaced(Vec::new());
                replaced(vec![Step::Log(Log { error: false, ..*log })]);
            }
            Step::And(_, log) => {
                replaced(Vec::new());
                replaced(vec![Step::Log(*log)]);
            }
            Step::Switch(cases, default) => {
                replaced(Vec::new());
                replaced(default.clone());
                for (at, (class, then)) in cases.iter().enumerate() {
                    replaced(then.clone());
                    replaced(vec![Step::Switch(fewer(cases).swap_remove(at), default.clone())]);
                    for then in blocks(then) {
                        let mut smaller = cases.clone();
                        smaller[at] = (*class, then);
                        replaced(vec![Step::Switch(smaller, default.clone())]);
                    }
                }
                for default in blocks(default) {
                    replaced(vec![Step::Switch(cases.clone(), default)]);
                }
            }
            Step::Mark(_) | Step::Status | Step::Convert(_) => replaced(Vec::new()),
        }
    }
    edited
}
