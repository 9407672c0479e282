//! The hash by which GitHub knows a line again when it has moved.
//!
//! In: the text of a file. Out: for each line, a hash of what follows from its start, blanks left out. The uploading action
//! computes the same where it is missing, and complains where it differs: so the vectors in the test are theirs.

use std::collections::HashMap;

/// So many characters from a line's start on count.
const WINDOW: usize = 100;
const FACTOR: u64 = 37;
/// Stands for the end of the text.
const END: u64 = 65535;

/// The hashes of all lines, in order: `hash:n` for the nth line with this hash.
pub(super) fn line_hashes(text: &str) -> Vec<String> {
    let (units, starts) = units(text);
    let first_power = (0..WINDOW).fold(1u64, |power, _| power.wrapping_mul(FACTOR));
    // The hash of the window that ends before each unit; windows reach over the end, where there are zeros.
    let mut hash = 0u64;
    let mut ends = Vec::with_capacity(units.len() + WINDOW);
    for at in 0..units.len() + WINDOW {
        let enters = units.get(at).copied().unwrap_or(0);
        let leaves = at.checked_sub(WINDOW).map_or(0, |before| units[before]);
        hash = hash.wrapping_mul(FACTOR).wrapping_add(enters).wrapping_sub(first_power.wrapping_mul(leaves));
        ends.push(hash);
    }
    let mut seen: HashMap<u64, u32> = HashMap::new();
    starts
        .into_iter()
        .map(|start| {
            let hash = ends[start + WINDOW - 1];
            let number = seen.entry(hash).and_modify(|number| *number += 1).or_insert(1);
            format!("{hash:x}:{number}")
        })
        .collect()
}

/// The text as UTF-16 without blanks and with one kind of line end, and where lines start in it.
fn units(text: &str) -> (Vec<u64>, Vec<usize>) {
    const LINE_FEED: u16 = 10;
    const CARRIAGE_RETURN: u16 = 13;
    let mut units: Vec<u64> = Vec::with_capacity(text.len() + 1);
    let mut starts = Vec::new();
    let mut is_at_start = true;
    let mut before = None;
    for unit in text.encode_utf16() {
        let is_blank = unit == u16::from(b' ') || unit == u16::from(b'\t');
        let is_second_half = unit == LINE_FEED && before == Some(CARRIAGE_RETURN);
        before = Some(unit);
        if is_blank || is_second_half {
            continue;
        }
        let unit = if unit == CARRIAGE_RETURN { LINE_FEED } else { unit };
        if is_at_start {
            starts.push(units.len());
        }
        is_at_start = unit == LINE_FEED;
        units.push(unit.into());
    }
    if is_at_start {
        starts.push(units.len());
    }
    units.push(END);
    (units, starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_the_hashes_that_are_expected() {
        assert_eq!(line_hashes(""), ["c129715d7a2bc9a3:1"]);
        let expected = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
        assert_eq!(line_hashes(" a\nb\n  \t\tc\n d"), expected);
        assert_eq!(line_hashes(" a\r\nb\r\n  \t\tc\r\n d"), expected);
        assert_eq!(line_hashes(" a\rb\r  \t\tc\r d"), expected);
    }

    #[test]
    fn equal_lines_are_counted() {
        let hashes = line_hashes(&"x\n".repeat(300));
        assert_eq!(hashes.len(), 301);
        assert_eq!(hashes[0].split_once(':').map(|(_, number)| number), Some("1"));
        assert_eq!(hashes[1], hashes[0].replace(":1", ":2"));
    }
}
