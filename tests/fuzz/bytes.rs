//! Byte-level: a text that somebody wrote, with bytes and pieces cut out, doubled, moved, or put in; and noise.
//!
//! In: a source of choices. Out: a text, whatever it means to a parser. What is no UTF-8 any more is replaced, as it is when a
//! file is read.

use super::rng::Rng;
use super::seeds::{SEEDS, TOKENS};

/// Programs stay small, so that many can be tried.
const LONGEST: usize = 4_096;

pub(crate) fn text(rng: &mut Rng) -> String {
    let bytes = if rng.percent(8) { noise(rng) } else { spoilt(rng) };
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Bytes that nobody wrote, from all of them or from those that code is made of.
fn noise(rng: &mut Rng) -> Vec<u8> {
    let length = rng.below(600);
    match rng.below(3) {
        0 => (0..length).map(|_| u8::try_from(rng.below(256)).unwrap_or(0)).collect(),
        1 => (0..length).map(|_| rng.pick(b"(){}[]<>;:,.'\"`$/\\*=!?&|+-#@\n\r aef0")).collect(),
        _ => (0..length / 4).flat_map(|_| rng.pick(&TOKENS).bytes()).collect(),
    }
}

fn spoilt(rng: &mut Rng) -> Vec<u8> {
    let mut bytes = SEEDS[rng.below(SEEDS.len())].clone().into_bytes();
    bytes.truncate(LONGEST);
    for _ in 0..=rng.below(12) {
        spoil(&mut bytes, rng);
    }
    bytes.truncate(LONGEST);
    bytes
}

fn spoil(bytes: &mut Vec<u8>, rng: &mut Rng) {
    let at = rng.below(bytes.len() + 1);
    let longest = if rng.percent(80) { 12 } else { 400 };
    let end = bytes.len().min(at + rng.below(longest));
    match rng.below(9) {
        0 => drop(bytes.drain(at..end)),
        1 => {
            let piece = bytes[at..end].to_vec();
            insert(bytes, at, &piece);
        }
        2 => {
            let piece: Vec<u8> = bytes.drain(at..end).collect();
            let to = rng.below(bytes.len() + 1);
            insert(bytes, to, &piece);
        }
        3 => {
            let other = SEEDS[rng.below(SEEDS.len())].as_bytes();
            let from = rng.below(other.len());
            let until = other.len().min(from + rng.below(200));
            insert(bytes, at, &other[from..until]);
        }
        4 if at < bytes.len() => bytes[at] ^= 1 << rng.below(8),
        5 if at < bytes.len() => bytes[at] = u8::try_from(rng.below(256)).unwrap_or(0),
        6 => bytes.truncate(at),
        7 => {
            let token = rng.pick(&TOKENS);
            let times = if rng.percent(10) { rng.below(60) } else { 1 };
            insert(bytes, at, token.repeat(times).as_bytes());
        }
        _ => insert(bytes, at, rng.pick(&TOKENS).as_bytes()),
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}
