//! Sorted tables that forks share until one of them writes, each with a digest of what it holds.
//!
//! In: keys and values that are small numbers. Out: look-ups, and a sum that is equal for equal tables. Knows nothing of what is
//! kept in them.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// What tells the keys of one table from those of another, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Keys(u128);

/// A sorted table that forks share until one of them writes to it.
#[derive(Debug)]
pub(crate) struct Table<K, V> {
    /// None as long as nothing was put into it: most tables stay like that.
    entries: Option<Rc<Vec<(K, V)>>>,
    sums: Sums,
}

/// Sums of digests: kept with each change, so that what tells one table from another costs nothing to ask.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    entries: u128,
    keys: u128,
}

impl Sums {
    fn add<K: Hash, V: Hash>(&mut self, entry: &(K, V)) {
        self.entries = self.entries.wrapping_add(digest_of(entry));
        self.keys = self.keys.wrapping_add(digest_of(&entry.0));
    }

    fn remove<K: Hash, V: Hash>(&mut self, entry: &(K, V)) {
        self.entries = self.entries.wrapping_sub(digest_of(entry));
        self.keys = self.keys.wrapping_sub(digest_of(&entry.0));
    }

    /// An entry has another value now.
    fn replace<K: Hash, V: Hash>(&mut self, entry: &mut (K, V), value: V) {
        self.entries = self.entries.wrapping_sub(digest_of(entry));
        entry.1 = value;
        self.entries = self.entries.wrapping_add(digest_of(entry));
    }
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self { entries: None, sums: Sums::default() }
    }
}

impl<K, V> Clone for Table<K, V> {
    fn clone(&self) -> Self {
        Self { entries: self.entries.clone(), sums: self.sums }
    }
}

impl<K, V> Table<K, V> {
    fn entries(&self) -> &[(K, V)] {
        self.entries.as_deref().map(Vec::as_slice).unwrap_or_default()
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Table<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.sums == other.sums && self.entries() == other.entries()
    }
}

impl<K: Eq, V: Eq> Eq for Table<K, V> {}

impl<K, V> Hash for Table<K, V> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        hasher.write_u128(self.sums.entries);
    }
}

impl<K: Ord + Copy + Hash, V: Copy + PartialEq + Hash> Table<K, V> {
    /// The entries as this table's own, with their sums.
    fn written(&mut self) -> (&mut Vec<(K, V)>, &mut Sums) {
        (Rc::make_mut(self.entries.get_or_insert_default()), &mut self.sums)
    }

    pub(crate) fn keys(&self) -> Keys {
        Keys(self.sums.keys)
    }

    /// Where the keys stand that satisfy a condition: in tables with the same keys, at the same places.
    pub(super) fn places(&self, is: impl Fn(K) -> bool) -> Box<[usize]> {
        (0..).zip(self.entries()).filter(|&(_, &(key, _))| is(key)).map(|(at, _)| at).collect()
    }

    /// Drops the entries at some places, which are in order.
    pub(super) fn drop_at(&mut self, places: &[usize]) {
        if places.is_empty() {
            return;
        }
        let (table, sums) = self.written();
        let mut dropped = places.iter().peekable();
        let mut at = 0;
        table.retain(|entry| {
            let stays = dropped.next_if_eq(&&at).is_none();
            at += 1;
            if !stays {
                sums.remove(entry);
            }
            stays
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.entries().len()
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, (K, V)> {
        self.entries().iter()
    }

    pub(crate) fn get(&self, key: &K) -> Option<V> {
        self.find(key).ok().map(|at| self.entries()[at].1)
    }

    fn find(&self, key: &K) -> Result<usize, usize> {
        self.entries().binary_search_by(|(known, _)| known.cmp(key))
    }

    /// Gives how many entries were copied or moved for it, at the most.
    pub(super) fn put(&mut self, key: K, value: V) -> usize {
        let found = self.find(&key);
        if found.is_ok_and(|at| self.entries()[at].1 == value) {
            return 0;
        }
        let (table, sums) = self.written();
        match found {
            Ok(at) => sums.replace(&mut table[at], value),
            Err(at) => {
                table.insert(at, (key, value));
                sums.add(&(key, value));
            }
        }
        self.len()
    }

    pub(crate) fn clear(&mut self) {
        if !self.is_empty() {
            *self = Self::default();
        }
    }

    /// Gives every entry another value, or the same.
    pub(super) fn change(&mut self, mut changed: impl FnMut(K, V) -> V) {
        let stays = |&(key, value): &(K, V), changed: &mut dyn FnMut(K, V) -> V| changed(key, value) == value;
        let Some(first) = self.entries().iter().position(|entry| !stays(entry, &mut changed)) else { return };
        let (table, sums) = self.written();
        for entry in &mut table[first..] {
            let value = changed(entry.0, entry.1);
            if value != entry.1 {
                sums.replace(entry, value);
            }
        }
    }

    pub(crate) fn retain(&mut self, mut holds: impl FnMut(K, V) -> bool) {
        self.retain_from(0, &mut holds);
    }

    /// As [`Table::retain`], of the keys that do not satisfy a condition which all keys below some key do.
    pub(crate) fn retain_above(&mut self, is_below: impl Fn(K) -> bool, mut holds: impl FnMut(K, V) -> bool) {
        let from = self.entries().partition_point(|&(key, _)| is_below(key));
        self.retain_from(from, &mut holds);
    }

    /// What is dropped is found first: a table that stays as it is stays shared.
    fn retain_from(&mut self, from: usize, holds: &mut dyn FnMut(K, V) -> bool) {
        let Some(first) = self.entries()[from..].iter().position(|&(key, value)| !holds(key, value)) else { return };
        let first = from + first;
        let (table, sums) = self.written();
        let mut at = 0;
        table.retain(|&(key, value)| {
            at += 1;
            let stays = at <= first || (at > first + 1 && holds(key, value));
            if !stays {
                sums.remove(&(key, value));
            }
            stays
        });
    }

    /// Drops the keys of a range of the order: what is below it, and what is below its end.
    pub(crate) fn remove(&mut self, is_below: impl Fn(K) -> bool, is_within: impl Fn(K) -> bool) {
        let from = self.entries().partition_point(|&(key, _)| is_below(key));
        let to = from + self.entries()[from..].partition_point(|&(key, _)| is_within(key));
        if from < to {
            let (table, sums) = self.written();
            table.drain(from..to).for_each(|entry| sums.remove(&entry));
        }
    }
}

/// An entry's part in the sum.
fn digest_of(entry: &impl Hash) -> u128 {
    let mut bytes = EntryBytes { bytes: [0; 64], length: 0 };
    entry.hash(&mut bytes);
    xxh3_128(&bytes.bytes[..bytes.length])
}

/// The bytes of one entry: a few numbers.
struct EntryBytes {
    bytes: [u8; 64],
    length: usize,
}

impl Hasher for EntryBytes {
    /// What has no room is mixed into what is there: no entry is that long today.
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.bytes[self.length % 64] ^= byte;
            self.length = (self.length + 1).min(64);
        }
    }

    fn write_u32(&mut self, number: u32) {
        match self.bytes.get_mut(self.length..self.length + 4) {
            Some(room) => {
                room.copy_from_slice(&number.to_le_bytes());
                self.length += 4;
            }
            None => self.write(&number.to_le_bytes()),
        }
    }

    fn finish(&self) -> u64 {
        xxh3_64(&self.bytes[..self.length])
    }
}
