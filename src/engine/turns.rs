//! Which file is read next, so that a run takes little memory and no thread waits for the last one.
//!
//! In: how long the files are, and how much text may be read at once. Out: their numbers, the longest first of those for which
//! there is room. A tree takes some thirty times its text, but only until its file has been read. Knows nothing of what is read.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Files that wait to be read, shared by those who read.
pub(super) struct Turns {
    state: Mutex<State>,
    ended: Condvar,
    /// How many bytes may be read at once.
    room: usize,
}

struct State {
    /// Lengths and numbers. Of equally long files, the first one is read first.
    waiting: BTreeSet<(usize, Reverse<usize>)>,
    /// The bytes of those that are being read.
    taken: usize,
}

/// A file whose turn it is. Its room is given back when this is dropped, whatever became of the reading.
pub(super) struct Turn<'t> {
    pub(super) file: usize,
    bytes: usize,
    turns: &'t Turns,
}

impl Turns {
    pub(super) fn new(lengths: impl Iterator<Item = usize>, room: usize) -> Self {
        let waiting = lengths.enumerate().map(|(file, bytes)| (bytes, Reverse(file))).collect();
        Self { state: Mutex::new(State { waiting, taken: 0 }), ended: Condvar::new(), room }
    }

    /// The next file; waits while there is room for none of those that are left. Whoever holds a turn must not ask.
    pub(super) fn next(&self) -> Option<Turn<'_>> {
        let mut state = self.lock();
        loop {
            if state.waiting.is_empty() {
                return None;
            }
            if let Some((bytes, Reverse(file))) = state.take(self.room) {
                return Some(Turn { file, bytes, turns: self });
            }
            state = self.ended.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A panic while the lock is held leaves nothing half done.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// A file that is longer than all the room is read alone.
    fn take(&mut self, room: usize) -> Option<(usize, Reverse<usize>)> {
        let fitting = room.saturating_sub(self.taken);
        let longest = if self.taken == 0 {
            self.waiting.last().copied()
        } else {
            self.waiting.range(..=(fitting, Reverse(0))).next_back().copied()
        }?;
        self.waiting.remove(&longest);
        self.taken += longest.0;
        Some(longest)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.turns.lock().taken -= self.bytes;
        self.turns.ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{self, AssertUnwindSafe};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    fn turns(lengths: &[usize], room: usize) -> Turns {
        Turns::new(lengths.iter().copied(), room)
    }

    #[test]
    fn the_longest_comes_first_and_the_first_of_equals() {
        let turns = turns(&[3, 9, 0, 9, 5], 100);
        let order: Vec<usize> = std::iter::from_fn(|| turns.next().map(|turn| turn.file)).collect();
        assert_eq!(order, [1, 3, 4, 0, 2]);
    }

    #[test]
    fn what_fits_beside_a_long_one_is_read_meanwhile() {
        let turns = turns(&[60, 50, 40, 40], 100);
        let long = turns.next().unwrap();
        let beside = turns.next().unwrap();
        assert_eq!((long.file, beside.file), (0, 2));
        drop(long);
        assert_eq!(turns.next().unwrap().file, 1);
    }

    #[test]
    fn one_that_is_longer_than_the_room_goes_alone() {
        let turns = turns(&[500, 1, 400], 100);
        thread::scope(|scope| {
            let alone = turns.next().unwrap();
            assert_eq!(alone.file, 0);
            let other = scope.spawn(|| turns.next().map(|turn| turn.file));
            // Nobody gets in as long as it is read, however often they look.
            turns.ended.notify_all();
            assert!(turns.lock().taken == 500 && !other.is_finished());
            drop(alone);
            assert_eq!(other.join().unwrap(), Some(2));
        });
    }

    #[test]
    fn many_readers_stay_within_the_room_and_read_each_file_once() {
        const ROOM: usize = 64;
        let lengths: Vec<usize> = (0..2_000).map(|at| at * 7 % ROOM).collect();
        let turns = turns(&lengths, ROOM);
        let (under_way, read): (AtomicUsize, Vec<AtomicUsize>) =
            (AtomicUsize::new(0), lengths.iter().map(|_| AtomicUsize::new(0)).collect());
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    while let Some(turn) = turns.next() {
                        let before = under_way.fetch_add(lengths[turn.file], Ordering::SeqCst);
                        assert!(before + lengths[turn.file] <= ROOM);
                        read[turn.file].fetch_add(1, Ordering::SeqCst);
                        thread::yield_now();
                        under_way.fetch_sub(lengths[turn.file], Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(read.iter().all(|times| times.load(Ordering::SeqCst) == 1));
    }

    #[test]
    fn a_reader_that_panics_gives_its_room_back() {
        let turns = turns(&[100, 100], 100);
        let attempt = panic::catch_unwind(AssertUnwindSafe(|| {
            let _turn = turns.next().unwrap();
            panic::resume_unwind(Box::new("the reader's"));
        }));
        assert!(attempt.is_err());
        assert_eq!(turns.next().map(|turn| turn.file), Some(1));
        assert!(turns.next().is_none());
    }
}
