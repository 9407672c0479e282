//! The edits that make a check's statement smaller and leave it a check.

use super::program::*;
use super::shrink::{blocks, functions};

pub(crate) fn checks(check: &Check) -> Vec<Vec<Stmt>> {
    let edited: Vec<Check> = match check {
        Check::Direct { key, result } => uses(result)
            .into_iter()
            .map(|result| Check::Direct { key: *key, result })
            .chain([Check::Direct { key: Key::Plain, result: result.clone() }])
            .collect(),
        Check::Callback { key, named, callback, returned } => {
            let rebuilt = |key: Key, named: Option<Name>, callback: Function, returned: bool| Check::Callback {
                key,
                named,
                callback,
                returned,
            };
            let mut edited: Vec<Check> =
                functions(callback).into_iter().map(|callback| rebuilt(*key, *named, callback, *returned)).collect();
            edited.push(rebuilt(*key, *named, callback.clone(), false));
            edited.push(rebuilt(*key, None, callback.clone(), *returned));
            edited
        }
        Check::Promise { source, links, consumer } => promises(source, links, consumer),
    };
    edited.into_iter().map(|check| vec![Stmt::Check(Box::new(check))]).collect()
}

fn promises(source: &Source, links: &[Link], consumer: &Consumer) -> Vec<Check> {
    let rebuilt = |source: &Source, links: &[Link], consumer: &Consumer| Check::Promise {
        source: source.clone(),
        links: links.to_vec(),
        consumer: consumer.clone(),
    };
    let mut edited = Vec::new();
    for index in 0..links.len() {
        let mut fewer = links.to_vec();
        fewer.remove(index);
        edited.push(rebuilt(source, &fewer, consumer));
        for link in link_edits(&links[index]) {
            let mut smaller = links.to_vec();
            smaller[index] = link;
            edited.push(rebuilt(source, &smaller, consumer));
        }
    }
    match source {
        Source::Constructed { key, callback } => {
            for callback in functions(callback) {
                edited.push(rebuilt(&Source::Constructed { key: *key, callback }, links, consumer));
            }
            edited.push(rebuilt(&Source::Promisified { bound: true }, links, consumer));
        }
        Source::Promisified { .. } => {
            edited.push(rebuilt(&Source::Promisified { bound: false }, links, consumer));
        }
    }
    match consumer {
        Consumer::Floating | Consumer::Returned => {}
        Consumer::Left => edited.push(rebuilt(source, links, &Consumer::Returned)),
        Consumer::Awaited(result) => {
            edited.extend(uses(result).into_iter().map(|result| rebuilt(source, links, &Consumer::Awaited(result))));
        }
        Consumer::Held(between, result) => {
            edited.push(rebuilt(source, links, &Consumer::Awaited(result.clone())));
            for between in blocks(between) {
                edited.push(rebuilt(source, links, &Consumer::Held(between, result.clone())));
            }
            for result in uses(result) {
                edited.push(rebuilt(source, links, &Consumer::Held(between.clone(), result)));
            }
        }
    }
    edited
}

fn uses(result: &Use) -> Vec<Use> {
    match result {
        Use::Dropped => Vec::new(),
        Use::Tested(then) => {
            let mut edited: Vec<Use> = blocks(then).into_iter().map(Use::Tested).collect();
            edited.push(Use::Dropped);
            edited
        }
        Use::Tried(failing, Tried::Refused(block)) => {
            let refused = |block| Use::Tried(*failing, Tried::Refused(block));
            let mut edited: Vec<Use> = blocks(block).into_iter().map(refused).collect();
            edited.push(Use::Dropped);
            edited
        }
        Use::Tried(..) => vec![Use::Dropped, Use::Returned],
        Use::Declared(_) | Use::Assigned(_) | Use::Fields | Use::Request | Use::Answered | Use::Returned => {
            vec![Use::Dropped]
        }
    }
}

fn link_edits(link: &Link) -> Vec<Link> {
    match link {
        Link::Then(ok) => functions(ok).into_iter().map(Link::Then).collect(),
        Link::Finally(done) => functions(done).into_iter().map(Link::Finally).collect(),
        Link::Catch(handler) => handlers(handler).into_iter().map(Link::Catch).collect(),
        Link::ThenBoth(ok, handler) => {
            let mut edited: Vec<Link> =
                functions(ok).into_iter().map(|ok| Link::ThenBoth(ok, handler.clone())).collect();
            edited.extend(handlers(handler).into_iter().map(|handler| Link::ThenBoth(ok.clone(), handler)));
            edited.push(Link::Catch(handler.clone()));
            edited.push(Link::Then(ok.clone()));
            edited
        }
    }
}

fn handlers(handler: &Handler) -> Vec<Handler> {
    match handler {
        Handler::Inline(function) => functions(function).into_iter().map(Handler::Inline).collect(),
        Handler::Next | Handler::Done | Handler::ConsoleError | Handler::Helper(_) => Vec::new(),
    }
}
