//! A table that many states share: they differ in little, and are copied at every fork.
//!
//! In: keys and values. Out: what a key has, in logarithmic time. Knows nothing of what either means.

use std::rc::Rc;

/// A sorted table that forks share until one of them writes to it.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct Table<K, V>(Rc<Vec<(K, V)>>);

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self(Rc::default())
    }
}

impl<K, V> Clone for Table<K, V> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<K: Ord + Copy, V: Copy + PartialEq> Table<K, V> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, (K, V)> {
        self.0.iter()
    }

    pub(crate) fn get(&self, key: &K) -> Option<V> {
        self.find(key).ok().map(|at| self.0[at].1)
    }

    fn find(&self, key: &K) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(key))
    }

    /// Gives how many entries were copied or moved for it, at the most.
    pub(crate) fn put(&mut self, key: K, value: V) -> usize {
        match self.find(&key) {
            Ok(at) if self.0[at].1 == value => return 0,
            Ok(at) => Rc::make_mut(&mut self.0)[at].1 = value,
            Err(at) => Rc::make_mut(&mut self.0).insert(at, (key, value)),
        }
        self.len()
    }

    pub(crate) fn clear(&mut self) {
        if !self.is_empty() {
            self.0 = Rc::default();
        }
    }

    pub(crate) fn retain(&mut self, mut holds: impl FnMut(K, V) -> bool) {
        self.retain_from(0, &mut holds);
    }

    /// As [`Table::retain`], of the keys that do not satisfy a condition which all keys below some key do.
    pub(crate) fn retain_above(&mut self, is_below: impl Fn(K) -> bool, mut holds: impl FnMut(K, V) -> bool) {
        let from = self.0.partition_point(|&(key, _)| is_below(key));
        self.retain_from(from, &mut holds);
    }

    /// What is dropped is found first: a table that stays as it is stays shared.
    fn retain_from(&mut self, from: usize, holds: &mut dyn FnMut(K, V) -> bool) {
        let Some(first) = self.0[from..].iter().position(|&(key, value)| !holds(key, value)) else { return };
        let first = from + first;
        let table = Rc::make_mut(&mut self.0);
        let mut at = 0;
        table.retain(|&(key, value)| {
            at += 1;
            at <= first || (at > first + 1 && holds(key, value))
        });
    }

    /// Drops the keys of a range of the order: what is below it, and what is below its end.
    pub(crate) fn remove(&mut self, is_below: impl Fn(K) -> bool, is_within: impl Fn(K) -> bool) {
        let from = self.0.partition_point(|&(key, _)| is_below(key));
        let to = from + self.0[from..].partition_point(|&(key, _)| is_within(key));
        if from < to {
            Rc::make_mut(&mut self.0).drain(from..to);
        }
    }
}
