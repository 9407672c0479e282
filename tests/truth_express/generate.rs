//! Makes programs from a seed: the application around the check. `generate_block` makes what happens to the failure.

use super::generate_block::{self, Kind};
use super::program::*;
use super::rng::Rng;
use super::validity::gives;

/// The program of an index: the first that holds together.
pub(crate) fn program(seed: u64, index: u64) -> Program {
    let mut rng = Rng::for_program(seed, index);
    loop {
        let program = Generator { rng: &mut rng }.program();
        if program.is_valid() {
            return program;
        }
    }
}

struct Generator<'a> {
    rng: &'a mut Rng,
}

/// What a site is made under.
#[derive(Clone, Copy)]
struct Around {
    depth: usize,
    role: GuardRole,
    /// A guard stands in front already.
    guarded: bool,
    receivers: usize,
}

impl Generator<'_> {
    fn program(&mut self) -> Program {
        let base = self.rng.pick(&[Delivery::Throws, Delivery::CallsBack, Delivery::Rejects]);
        let mut wrappers = Vec::new();
        let mut arrives = base;
        for _ in 0..self.rng.weighted(&[(45, 0), (33, 1), (16, 2), (6, 3)]) {
            let (kind, then) = self.wrapper(arrives);
            let form = self.rng.weighted(&[
                (30, WrapperForm::Function),
                (30, WrapperForm::Arrow),
                (14, WrapperForm::Member),
                (13, WrapperForm::Static),
                (13, WrapperForm::Instance),
            ]);
            wrappers.push(Wrapper { form, kind });
            arrives = then;
        }
        let guard = self.guard(arrives);
        let count = self.rng.weighted(&[(22, 0), (40, 1), (25, 2), (13, 3)]);
        let receivers: Vec<Receiver> = (0..count).map(|_| self.receiver()).collect();
        let around = Around { depth: 0, role: guard.role, guarded: false, receivers: count };
        let mut items = self.items(around);
        self.place_receivers(&mut items, count);
        // Some of it, from somewhere to somewhere, is registered by a function.
        if items.len() > 1 && self.rng.percent(20) {
            let from = self.rng.below(items.len());
            let to = from + 1 + self.rng.below(items.len() - from);
            let group: Vec<Item> = items.drain(from..to).collect();
            items.insert(from, Item::Group(group));
        }
        Program {
            express: self.rng.weighted(&[(42, Express::Four), (14, Express::FourWithAsyncErrors), (44, Express::Five)]),
            modules: self.rng.weighted(&[(80, Modules::CommonJs), (20, Modules::Esm)]),
            linking: self.rng.pick(&[Linking::Default, Linking::Named, Linking::Namespace, Linking::InPlace]),
            logger: self.rng.weighted(&[
                (34, Logger::Console),
                (22, Logger::Winston),
                (12, Logger::Pino),
                (14, Logger::Object),
                (12, Logger::Function),
                (6, Logger::Mute),
            ]),
            skeleton: self.rng.weighted(&[
                (60, Skeleton::Module),
                (14, Skeleton::Setup),
                (13, Skeleton::Create),
                (13, Skeleton::Class),
            ]),
            cuts: self.cuts(),
            server: self.rng.percent(25),
            class: ErrorClass {
                field: self.rng.pick(&[StatusField::Status, StatusField::StatusCode]),
                operational: self.rng.percent(50),
                named: self.rng.percent(30),
            },
            hook: self.rng.percent(15).then(|| generate_block::block(self.rng, Kind::Listener)),
            base,
            result: wrappers.len() < 3 && self.rng.percent(50) && says_no(&wrappers),
            wrappers,
            guard,
            catcher: self.catcher(),
            receivers,
            items,
        }
    }

    /// Everything in one file, a file for each part, or something between.
    fn cuts(&mut self) -> u16 {
        match self.rng.below(100) {
            0..20 => 0,
            20..55 => u16::MAX,
            _ => self.rng.below(1 << super::emit::CUTS) as u16,
        }
    }

    fn wrapper(&mut self, inner: Delivery) -> (WrapperKind, Delivery) {
        let block = generate_block::block(self.rng, Kind::Wrapper);
        match (inner, self.rng.below(100)) {
            (Delivery::Throws, 0..25) => (WrapperKind::Pass, Delivery::Throws),
            (Delivery::Throws, 25..65) => (WrapperKind::Try(block), Delivery::Throws),
            (Delivery::Throws | Delivery::Rejects, 65..80) => (WrapperKind::AsyncPass, Delivery::Rejects),
            (Delivery::Throws, _) => (WrapperKind::AsyncTry(block), Delivery::Rejects),
            (Delivery::Rejects, 0..20) => (WrapperKind::Pass, Delivery::Rejects),
            (Delivery::Rejects, 20..50) => (WrapperKind::AsyncTry(block), Delivery::Rejects),
            (Delivery::Rejects, _) => (WrapperKind::Catch(block), Delivery::Rejects),
            (Delivery::CallsBack, 0..50) => (WrapperKind::NewPromise(block), Delivery::Rejects),
            (Delivery::CallsBack, 50..70) => (WrapperKind::CallbackPass, Delivery::CallsBack),
            (Delivery::CallsBack, _) => (WrapperKind::Callback(block), Delivery::CallsBack),
        }
    }

    fn guard(&mut self, arrives: Delivery) -> Guard {
        let shape = match arrives {
            Delivery::Throws => self.rng.weighted(&[(30, Shape::Bare), (50, Shape::Try), (20, Shape::TryAround)]),
            Delivery::CallsBack => Shape::Callback,
            Delivery::Rejects => self.rng.weighted(&[
                (28, Shape::Bare),
                (30, Shape::Try),
                (12, Shape::TryAround),
                (12, Shape::Then),
                (6, Shape::ThenBoth),
                (8, Shape::ThenNext),
                (4, Shape::ThenBare),
            ]),
        };
        Guard {
            form: self.rng.weighted(&[
                (30, GuardForm::Function),
                (28, GuardForm::Arrow),
                (12, GuardForm::Factory),
                (10, GuardForm::Member),
                (8, GuardForm::Static),
                (6, GuardForm::Field),
                (6, GuardForm::Bound),
            ]),
            role: self.rng.weighted(&[(75, GuardRole::Middleware), (25, GuardRole::Controller)]),
            wrapped: self.rng.weighted(&[(55, Wrapped::No), (30, Wrapped::AtDefinition), (15, Wrapped::AtUse)]),
            is_async: self.rng.percent(45),
            missing: self.rng.pick(&[Missing::Unasked, Missing::Answers, Missing::Throws, Missing::Next]),
            shape,
            block: match shape == Shape::TryAround && self.rng.percent(25) {
                true => generate_block::open(self.rng, Kind::Guard),
                false => generate_block::block(self.rng, Kind::Guard),
            },
            nothing: generate_block::block(self.rng, Kind::Nothing),
        }
    }

    fn catcher(&mut self) -> Catcher {
        match self.rng.below(100) {
            0..25 => Catcher::Package,
            25..50 => Catcher::Resolve,
            50..65 => Catcher::Catch,
            65..82 => Catcher::TryAwait,
            _ => Catcher::Block(generate_block::block(self.rng, Kind::Guard)),
        }
    }

    fn receiver(&mut self) -> Receiver {
        let three = self.rng.percent(7);
        Receiver {
            form: self.rng.weighted(&[
                (35, ReceiverForm::Inline),
                (25, ReceiverForm::Function),
                (20, ReceiverForm::Arrow),
                (10, ReceiverForm::Static),
                (10, ReceiverForm::Factory),
            ]),
            three,
            block: generate_block::block(self.rng, if three { Kind::Last } else { Kind::Receiver }),
        }
    }

    /// What an application or router is given.
    fn items(&mut self, around: Around) -> Vec<Item> {
        let mut items = Vec::new();
        let mut around = around;
        let mut paths: Vec<usize> = (0..8).collect();
        if around.depth == 0 && self.rng.percent(30) {
            items.push(Item::Parser);
        }
        if self.rng.percent(15) {
            items.push(Item::Use { path: None, args: vec![self.bystander()], list: false });
        }
        if self.rng.percent(20) {
            items.push(Item::Route(self.route(around, &mut paths)));
        }
        if !around.guarded && around.role == GuardRole::Middleware && self.rng.percent(30) {
            items.push(self.guarding(&mut around, &paths));
        }
        for _ in 0..self.rng.weighted(&[(50, 1), (35, 2), (15, 3)]) {
            let nested = around.depth < 2 && self.rng.percent([60, 25][around.depth]);
            items.push(match (nested, self.rng.percent(15)) {
                (false, false) => Item::Route(self.route(around, &mut paths)),
                (false, true) => {
                    let count = 1 + self.rng.below(2);
                    let head = self.rng.pick(&[Loop::ForOf, Loop::ForEach]);
                    Item::Routes((0..count).map(|_| self.route(around, &mut paths)).collect(), head)
                }
                (true, false) => Item::Mount(self.mount(around, &mut paths)),
                (true, true) => {
                    let head = self.rng.pick(&[Loop::ForOf, Loop::ForEach]);
                    let count = 1 + self.rng.below(2);
                    let mounts = (0..count).map(|_| {
                        let make = self.rng.pick(&[Make::Module, Make::Factory]);
                        let path = Some(taken(self.rng, &mut paths));
                        Mount { path, args: Vec::new(), after: Vec::new(), make, ..self.mount(around, &mut paths) }
                    });
                    Item::Mounts(mounts.collect(), head)
                }
            });
            if paths.len() < 4 {
                break;
            }
        }
        if around.depth == 0 && self.rng.percent(25) {
            items.push(Item::NotFound);
        }
        items
    }

    fn bystander(&mut self) -> Arg {
        self.rng.weighted(&[(70, Arg::Pass), (30, Arg::AccessLog)])
    }

    /// The guard in front of all that follows, or of what follows on one path.
    fn guarding(&mut self, around: &mut Around, paths: &[usize]) -> Item {
        let path = self.rng.percent(25).then(|| paths[self.rng.below(paths.len())]);
        around.guarded |= path.is_none();
        let mut args = vec![Arg::Guard];
        if self.rng.percent(20) {
            let at = self.rng.below(2);
            args.insert(at, self.bystander());
        }
        if around.receivers > 0 && self.rng.percent(6) {
            args.push(Arg::Receiver(self.rng.below(around.receivers)));
        }
        Item::Use { path, args, list: self.rng.percent(15) }
    }

    fn route(&mut self, around: Around, paths: &mut Vec<usize>) -> Route {
        let mut args = Vec::new();
        if self.rng.percent(15) {
            args.push(self.bystander());
        }
        if !around.guarded && self.rng.percent(60) {
            args.push(Arg::Guard);
        }
        let after = match around.receivers > 0 && self.rng.percent(8) {
            true => vec![self.rng.below(around.receivers)],
            false => Vec::new(),
        };
        Route {
            verb: self.rng.weighted(&[(60, Verb::Get), (30, Verb::Post), (10, Verb::Delete)]),
            path: taken(self.rng, paths),
            args,
            after,
            style: self.rng.weighted(&[
                (65, RouteStyle::Direct),
                (13, RouteStyle::List),
                (14, RouteStyle::Chain),
                (8, RouteStyle::ChainAll),
            ]),
        }
    }

    fn mount(&mut self, around: Around, paths: &mut Vec<usize>) -> Mount {
        let mut inner = Around { depth: around.depth + 1, ..around };
        let mut args = Vec::new();
        if self.rng.percent(12) {
            args.push(self.bystander());
        }
        if !around.guarded && around.role == GuardRole::Middleware && self.rng.percent(22) {
            args.push(Arg::Guard);
            inner.guarded = true;
        }
        let mut items = self.items(inner);
        if around.receivers > 0 && self.rng.percent(15) {
            items.push(self.receiving(around.receivers));
        }
        let after = match around.receivers > 0 && self.rng.percent(6) {
            true => vec![self.rng.below(around.receivers)],
            false => Vec::new(),
        };
        Mount {
            path: self.rng.percent(85).then(|| taken(self.rng, paths)),
            args,
            after,
            make: self.rng.weighted(&[(62, Make::Module), (20, Make::Factory), (18, Make::Setup)]),
            items,
        }
    }

    fn receiving(&mut self, count: usize) -> Item {
        let path = self.rng.percent(12).then(|| self.rng.below(8));
        Item::Use { path, args: vec![Arg::Receiver(self.rng.below(count))], list: self.rng.percent(6) }
    }

    /// Most error handlers stand at the application's end, in their order; some stand too early.
    fn place_receivers(&mut self, items: &mut Vec<Item>, count: usize) {
        let mut at_end = Vec::new();
        for index in 0..count {
            let path = self.rng.percent(12).then(|| self.rng.below(8));
            match self.rng.below(100) {
                0..78 => at_end.push((path, index)),
                78..90 => {
                    let at = self.rng.below(items.len() + 1);
                    items.insert(at, Item::Use { path, args: vec![Arg::Receiver(index)], list: false });
                }
                _ => {}
            }
        }
        if at_end.len() > 1 && self.rng.percent(20) {
            let args = at_end.iter().map(|(_, index)| Arg::Receiver(*index)).collect();
            items.push(Item::Use { path: None, args, list: self.rng.percent(50) });
            return;
        }
        for (path, index) in at_end {
            items.push(Item::Use { path, args: vec![Arg::Receiver(index)], list: false });
        }
    }
}

/// Whether the outermost wrapper, and no other, can say no without an error.
fn says_no(wrappers: &[Wrapper]) -> bool {
    match wrappers.split_last() {
        Some((last, inner)) => {
            matches!(last.kind, WrapperKind::Try(_) | WrapperKind::AsyncTry(_))
                && gives(last)
                && !inner.iter().any(gives)
        }
        None => false,
    }
}

fn taken(rng: &mut Rng, paths: &mut Vec<usize>) -> usize {
    match paths.len() {
        0 => rng.below(8),
        count => paths.remove(rng.below(count)),
    }
}
