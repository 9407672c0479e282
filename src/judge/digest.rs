//! What tells states from each other, in short.
//!
//! In: anything that can be hashed. Out: a digest of it. Knows nothing of what it is.

use std::hash::{Hash, Hasher};

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// What tells one state from another, in short. Two different states with one digest are less likely than a broken machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Digest(u128);

/// Gathers what is hashed, so that it is hashed in one go. Its memory is used again.
#[derive(Debug, Default)]
pub(crate) struct Digester {
    /// As many as there is room for.
    bytes: Vec<u8>,
    /// Of which so many were gathered.
    length: usize,
}

impl Digester {
    /// By how much it grows at the least.
    const ROOM: usize = 1 << 12;

    pub(crate) fn digest(&mut self, state: &impl Hash) -> Digest {
        self.length = 0;
        state.hash(self);
        Digest(xxh3_128(&self.bytes[..self.length]))
    }
}

impl Hasher for Digester {
    fn write(&mut self, bytes: &[u8]) {
        let end = self.length + bytes.len();
        if end > self.bytes.len() {
            self.bytes.resize(end + Self::ROOM, 0);
        }
        self.bytes[self.length..end].copy_from_slice(bytes);
        self.length = end;
    }

    #[inline]
    fn write_u8(&mut self, number: u8) {
        self.write_u32(u32::from(number));
    }

    /// Almost all that is gathered.
    #[inline]
    fn write_u32(&mut self, number: u32) {
        match self.bytes.get_mut(self.length..).and_then(<[u8]>::first_chunk_mut) {
            Some(room) => {
                *room = number.to_le_bytes();
                self.length += 4;
            }
            None => self.write(&number.to_le_bytes()),
        }
    }

    /// Lengths and the numbers of variants: none comes near to half of its width.
    fn write_usize(&mut self, number: usize) {
        self.write_u32(u32::try_from(number).unwrap_or(u32::MAX));
    }

    fn write_isize(&mut self, number: isize) {
        self.write_u32(u32::try_from(number).unwrap_or(u32::MAX));
    }

    fn finish(&self) -> u64 {
        xxh3_64(&self.bytes[..self.length])
    }
}
