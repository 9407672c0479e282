//! How deep functions and calls lie in each other, and down to which level they are looked at.
//!
//! In: a file's entities. Out: those that are, in the order of the text, and the level if there are deeper ones. What is asked of
//! one may cost what lies around it or in it, so that all together cost the square of their depth.

use std::cmp::Reverse;

use super::code::Entity;
use crate::syntax::Node;

/// How deep entities may lie. Nobody writes the tenth part of this.
const DEEPEST: usize = 1_000;
/// How deep those of a long text may lie on the average; minified code comes to a third of that.
const ON_AVERAGE: usize = 30;
/// How much the levels of a short text may come to together.
const SPARE: usize = 300_000;

pub(super) fn as_deep_as_it_pays<'t>(
    entities: impl Iterator<Item = (Node<'t>, Entity)>,
) -> (Vec<(Node<'t>, Entity)>, Option<u32>) {
    let mut all: Vec<(Node<'t>, Entity)> = entities.collect();
    // A node's end is found by walking down to it.
    all.sort_by_cached_key(|(node, entity)| (node.span().start, Reverse(node.span().end), *entity));
    let mut around: Vec<u32> = Vec::new();
    let mut at_level: Vec<usize> = Vec::new();
    let mut levels: Vec<usize> = Vec::with_capacity(all.len());
    for (node, _) in &all {
        let span = node.span();
        while around.last().is_some_and(|&end| end <= span.start) {
            around.pop();
        }
        let level = around.len();
        around.push(span.end);
        levels.push(level);
        if at_level.len() <= level {
            at_level.resize(level + 1, 0);
        }
        at_level[level] += 1;
    }
    let affordable = SPARE + all.len() * ON_AVERAGE;
    let mut spent = 0;
    let too_deep = at_level.iter().enumerate().position(|(level, &count)| {
        spent += level * count;
        level > DEEPEST || spent > affordable
    });
    let Some(too_deep) = too_deep else { return (all, None) };
    let mut level = levels.into_iter();
    all.retain(|_| level.next().is_some_and(|level| level < too_deep));
    (all, Some(u32::try_from(too_deep).unwrap_or(u32::MAX)))
}
