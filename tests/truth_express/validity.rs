//! What can be run at all: how failures travel through wrappers, and which programs hold together.

use super::program::*;

impl Program {
    /// How the failure comes out of the innermost `depth` wrappers.
    pub(crate) fn delivery(&self, depth: usize) -> Delivery {
        match depth {
            0 => self.base,
            depth => self.wrappers[depth - 1].kind.delivery(self.delivery(depth - 1)),
        }
    }

    /// Whether the outermost call may give nothing instead of a failure.
    pub(crate) fn may_give_nothing(&self) -> bool {
        self.wrappers.iter().any(gives)
    }

    pub(crate) fn is_valid(&self) -> bool {
        let links = (0..self.wrappers.len()).all(|index| self.wrappers[index].kind.takes(self.delivery(index)));
        let arrives = self.delivery(self.wrappers.len());
        let shape = match self.guard.shape {
            Shape::Bare | Shape::Try | Shape::TryAround => arrives != Delivery::CallsBack,
            Shape::Callback => arrives == Delivery::CallsBack,
            Shape::Then | Shape::ThenBoth | Shape::ThenNext | Shape::ThenBare => arrives == Delivery::Rejects,
        };
        // What is not asynchronous gives no promise to catch.
        let caught = self.guard.wrapped == Wrapped::No
            || self.guard.runs_async(self)
            || matches!(self.catcher, Catcher::Package | Catcher::Resolve | Catcher::TryAwait);
        let mounted = self.items.iter().any(|item| any_arg(item, &|arg| *arg == Arg::Guard));
        // A handler of three parameters is a plain middleware with wrong names: nothing may go on to it.
        let goes_on = |block: &Block| has(block, &|end| matches!(end, End::GoOn | End::NextRoute));
        let mut blocks = self.receivers.iter().map(|receiver| &receiver.block).chain([&self.guard.block]);
        let three = self.receivers.iter().any(|receiver| receiver.three);
        let falls = three && (blocks.any(goes_on) || goes_on(&self.guard.nothing));
        let three_goes_on = self.receivers.iter().any(|receiver| receiver.three && uses_next(&receiver.block));
        let around = self.guard.shape == Shape::TryAround && three;
        // An object that says whether is made by the outermost wrapper, of a payload that is there.
        let outermost = self.wrappers.last().is_some_and(|wrapper| {
            matches!(wrapper.kind, WrapperKind::Try(_) | WrapperKind::AsyncTry(_)) && gives(wrapper)
        });
        let inner = self.wrappers.iter().rev().skip(1).any(gives);
        let result = !self.result || outermost && !inner && self.guard.shape != Shape::TryAround;
        let mut receivers = self.receivers.iter();
        let declared =
            receivers.all(|receiver| receiver.block.contains(&Step::Status) || !asks_status(&receiver.block));
        let placed = !three || self.three_stand_last();
        links && shape && caught && mounted && !falls && !three_goes_on && !around && placed && result && declared
    }

    /// Whether error handlers of three parameters stand behind everything else of the application only.
    fn three_stand_last(&self) -> bool {
        let is_three = |arg: &Arg| matches!(arg, Arg::Receiver(index) if self.receivers[*index].three);
        let routes = self.items.iter().rposition(|item| match item {
            Item::Use { args, .. } => !args.iter().all(|arg| matches!(arg, Arg::Receiver(_))),
            _ => true,
        });
        self.items.iter().enumerate().all(|(at, item)| match item {
            Item::Use { .. } if Some(at) > routes => true,
            item => !any_arg(item, &is_three),
        })
    }
}

/// Whether something that an item gives to Express, or a router in it, is wanted.
fn any_arg(item: &Item, wanted: &dyn Fn(&Arg) -> bool) -> bool {
    let of_route =
        |route: &Route| route.args.iter().any(wanted) || route.after.iter().any(|&index| wanted(&Arg::Receiver(index)));
    let of_mount = |mount: &Mount| {
        mount.args.iter().any(wanted)
            || mount.after.iter().any(|&index| wanted(&Arg::Receiver(index)))
            || mount.items.iter().any(|item| any_arg(item, wanted))
    };
    match item {
        Item::Use { args, .. } => args.iter().any(wanted),
        Item::Route(route) => of_route(route),
        Item::Routes(routes, _) => routes.iter().any(of_route),
        Item::Mount(mount) => of_mount(mount),
        Item::Mounts(mounts, _) => mounts.iter().any(of_mount),
        Item::Group(items) => items.iter().any(|item| any_arg(item, wanted)),
        Item::Parser | Item::NotFound => false,
    }
}

impl Guard {
    pub(crate) fn runs_async(&self, program: &Program) -> bool {
        let waits = program.delivery(program.wrappers.len()) == Delivery::Rejects
            && matches!(self.shape, Shape::Bare | Shape::Try | Shape::TryAround);
        self.is_async || waits
    }
}

impl WrapperKind {
    fn takes(&self, inner: Delivery) -> bool {
        match self {
            WrapperKind::Pass => inner != Delivery::CallsBack,
            WrapperKind::Try(_) => inner == Delivery::Throws,
            WrapperKind::AsyncPass | WrapperKind::AsyncTry(_) => inner != Delivery::CallsBack,
            WrapperKind::Catch(_) => inner == Delivery::Rejects,
            WrapperKind::NewPromise(_) | WrapperKind::CallbackPass | WrapperKind::Callback(_) => {
                inner == Delivery::CallsBack
            }
        }
    }

    fn delivery(&self, inner: Delivery) -> Delivery {
        match self {
            WrapperKind::Pass => inner,
            WrapperKind::Try(_) => Delivery::Throws,
            WrapperKind::AsyncPass | WrapperKind::AsyncTry(_) | WrapperKind::Catch(_) | WrapperKind::NewPromise(_) => {
                Delivery::Rejects
            }
            WrapperKind::CallbackPass | WrapperKind::Callback(_) => Delivery::CallsBack,
        }
    }

    pub(crate) fn block(&self) -> Option<&Block> {
        match self {
            WrapperKind::Try(block)
            | WrapperKind::AsyncTry(block)
            | WrapperKind::Catch(block)
            | WrapperKind::NewPromise(block)
            | WrapperKind::Callback(block) => Some(block),
            WrapperKind::Pass | WrapperKind::AsyncPass | WrapperKind::CallbackPass => None,
        }
    }

    pub(crate) fn with_block(&self, block: Block) -> WrapperKind {
        match self {
            WrapperKind::Try(_) => WrapperKind::Try(block),
            WrapperKind::AsyncTry(_) => WrapperKind::AsyncTry(block),
            WrapperKind::Catch(_) => WrapperKind::Catch(block),
            WrapperKind::NewPromise(_) => WrapperKind::NewPromise(block),
            WrapperKind::Callback(_) => WrapperKind::Callback(block),
            WrapperKind::Pass | WrapperKind::AsyncPass | WrapperKind::CallbackPass => self.clone(),
        }
    }
}

pub(crate) fn gives(wrapper: &Wrapper) -> bool {
    wrapper.kind.block().is_some_and(|block| has(block, &|end| matches!(end, End::Nothing(_))))
}

/// Whether a condition asks the constant of `Step::Status`.
pub(crate) fn asks_status(block: &Block) -> bool {
    let local = |cond: &Cond| *cond == Cond::Server(Read::Local);
    block.iter().any(|step| match step {
        Step::If(cond, then, otherwise) => local(cond) || asks_status(then) || asks_status(otherwise),
        Step::And(cond, _) => local(cond),
        Step::Switch(cases, default) => cases.iter().any(|(_, block)| asks_status(block)) || asks_status(default),
        Step::Log(_) | Step::Mark(_) | Step::Status | Step::Convert(_) | Step::End(_) => false,
    })
}

/// Whether some end stands in a block. A block that runs out of steps has none.
pub(crate) fn has(block: &Block, wanted: &dyn Fn(End) -> bool) -> bool {
    block.iter().any(|step| match step {
        Step::End(end) => wanted(*end),
        Step::If(_, then, otherwise) => has(then, wanted) || has(otherwise, wanted),
        Step::Switch(cases, default) => cases.iter().any(|(_, block)| has(block, wanted)) || has(default, wanted),
        Step::Log(_) | Step::And(..) | Step::Mark(_) | Step::Status | Step::Convert(_) => false,
    })
}

fn uses_next(block: &Block) -> bool {
    has(block, &|end| matches!(end, End::GoOn | End::NextRoute | End::HandOn(_)))
}
