//! What a SARIF log says besides results: the kinds of its notifications.
//!
//! Names and texts, nothing else.

use super::log::{Message, NotificationKind};
use crate::finding::NoticeKind;

pub(super) const MISSING: &str = "missing-path";
pub(super) const NOT_ANALYSED: &str = "not-analysed";
pub(super) const PARTLY_ANALYSED: &str = "analysed-in-part";

/// All kinds. A validator of GitHub's wants each told thrice.
pub(super) fn kinds() -> Vec<NotificationKind> {
    let kind = |id, short: &str, full: &str, help: &str| NotificationKind {
        id,
        short_description: Message::new(short),
        full_description: Message::new(full),
        help: Message::new(help),
    };
    let own = [
        kind(
            MISSING,
            "A path cannot be reached.",
            "A path that was given on the command line cannot be reached, so that the results are not what was asked for.",
            "Correct the path, or make it readable.",
        ),
        kind(
            NOT_ANALYSED,
            "A file was not analysed.",
            "A file in scope was not analysed: token checks in it are neither found nor counted.",
            "The message says why. A file that is too large or minified is analysed when its limit is raised or it is named.",
        ),
        kind(
            PARTLY_ANALYSED,
            "A file was analysed in part.",
            "A part of a file could not be read or followed; the rest of it was analysed.",
            "The message says which part. What is no valid JavaScript or TypeScript can be excluded.",
        ),
    ];
    let of_comments = NoticeKind::ALL.map(|notice| match notice {
        NoticeKind::InvalidSuppression => kind(
            notice.name(),
            "A suppression comment cannot be read.",
            "A comment that was meant to suppress a finding lacks its rule or its reason, or names what is not there. It suppresses nothing.",
            "Write `tokentrail-disable-next-line RULE -- reason`.",
        ),
        NoticeKind::UnusedSuppression => kind(
            notice.name(),
            "A suppression comment is of no use.",
            "A comment suppresses nothing: what it was written for is mended, or stands elsewhere.",
            "Remove the comment, or move it to the finding.",
        ),
        NoticeKind::IdleDeclaration => kind(
            notice.name(),
            "A declaration of the project has no effect.",
            "A declaration in tokentrail.toml names a file, an export, a package or a global name that is not there, so that calls of it are judged as if nothing had been declared.",
            "Correct the name, or remove the declaration.",
        ),
    });
    own.into_iter().chain(of_comments).collect()
}
