//! Pages spoilt at random: the loader must neither panic nor point outside the page.

use proptest::prelude::*;

use super::{PAGE, load};

/// Pieces that mean something somewhere in a page.
const PIECES: [&str; 26] = [
    "(", ")", "[", "]", "\"", "@", "@check", "#", "?", "_", "é", "\n", "\r\n", "```", "## ", "### ", "= ", "{", "}",
    "//~ ", "^", ";", ".", "\\", "\u{0}", "(é)",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_page_loads_or_is_refused_within_its_bytes(
        edits in prop::collection::vec((0..PAGE.len(), 0..6_usize, 0..PIECES.len()), 1..4),
        in_the_query in any::<bool>(),
    ) {
        let mut page = PAGE.to_owned();
        for (at, removed, piece) in edits {
            let (start, end) = if in_the_query {
                (page.find("```scm").unwrap_or(0), page.find("## Flagged").unwrap_or(page.len()))
            } else {
                (0, page.len())
            };
            let near = start + at % (end.max(start + 1) - start);
            let from = page.floor_char_boundary(near);
            let to = page.floor_char_boundary((near + removed).min(page.len()));
            page.replace_range(from..to.max(from), PIECES[piece]);
        }
        for error in load(&page).err().unwrap_or_default() {
            prop_assert!(page.get(error.span().range()).is_some(), "{error:?}");
            let mut drawn = String::new();
            prop_assert!(miette::NarratableReportHandler::new().render_report(&mut drawn, &error).is_ok());
        }
    }
}
