//! Text predicates: what a rule's query demands of the captured nodes' text.
//!
//! tree-sitter would evaluate them too, but only as it runs the query, and the structures are shared by all rules. So they
//! are compiled here and asked once a match is there. In: names and arguments. Out: [`TextPredicate`]s. Knows no node.

use regex::Regex;

/// A condition on the text of one capture, or of two.
#[derive(Debug, Clone)]
pub struct TextPredicate {
    pub(super) capture: u32,
    pub(super) test: TextTest,
    pub(super) negated: bool,
}

#[derive(Debug, Clone)]
pub(super) enum TextTest {
    Equals(String),
    EqualsCapture(u32),
    Matches(Regex),
    AnyOf(Vec<String>),
}

/// The text predicates that a query may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextPredicateName {
    Eq,
    NotEq,
    Match,
    NotMatch,
    AnyOf,
}

impl TextPredicateName {
    pub(super) const ALL: [TextPredicateName; 5] = [
        TextPredicateName::Eq,
        TextPredicateName::NotEq,
        TextPredicateName::Match,
        TextPredicateName::NotMatch,
        TextPredicateName::AnyOf,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            TextPredicateName::Eq => "#eq?",
            TextPredicateName::NotEq => "#not-eq?",
            TextPredicateName::Match => "#match?",
            TextPredicateName::NotMatch => "#not-match?",
            TextPredicateName::AnyOf => "#any-of?",
        }
    }

    pub(super) fn is_negated(self) -> bool {
        matches!(self, TextPredicateName::NotEq | TextPredicateName::NotMatch)
    }

    /// How it is written, for whoever wrote it otherwise.
    pub(super) fn usage(self) -> &'static str {
        match self {
            TextPredicateName::Eq | TextPredicateName::NotEq => "a capture, then a string or another capture",
            TextPredicateName::Match | TextPredicateName::NotMatch => {
                "a capture, then a regular expression in a string"
            }
            TextPredicateName::AnyOf => "a capture, then one or more strings",
        }
    }
}

impl TextPredicate {
    /// Whether a match satisfies it: given the match's captures, as numbers and texts. As in tree-sitter, every node of a
    /// repeated capture must satisfy it, and a capture that an optional part did not fill is no hindrance.
    pub fn holds(&self, captures: &[(u32, &str)]) -> bool {
        let texts = |wanted: u32| captures.iter().filter(move |(number, _)| *number == wanted).map(|(_, text)| *text);
        let mut own = texts(self.capture);
        match &self.test {
            TextTest::Equals(expected) => own.all(|text| (text == expected) != self.negated),
            TextTest::Matches(regex) => own.all(|text| regex.is_match(text) != self.negated),
            TextTest::AnyOf(expected) => own.all(|text| expected.iter().any(|one| one == text) != self.negated),
            TextTest::EqualsCapture(other) => {
                own.clone().count() == texts(*other).count()
                    && own.zip(texts(*other)).all(|(one, two)| (one == two) != self.negated)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn predicate(test: TextTest, negated: bool) -> TextPredicate {
        TextPredicate { capture: 0, test, negated }
    }

    #[test]
    fn each_form_holds_and_fails() {
        let equals = |negated| predicate(TextTest::Equals("a".into()), negated);
        assert!(equals(false).holds(&[(0, "a"), (1, "b")]));
        assert!(!equals(false).holds(&[(0, "a"), (0, "b")]));
        assert!(equals(false).holds(&[(1, "b")]));
        assert!(!equals(true).holds(&[(0, "a")]));
        assert!(equals(true).holds(&[(0, "b")]));
        let matches = |negated| predicate(TextTest::Matches(Regex::new("^ver").unwrap()), negated);
        assert!(matches(false).holds(&[(0, "verify")]));
        assert!(!matches(false).holds(&[(0, "unverified")]));
        assert!(matches(true).holds(&[(0, "unverified")]));
        let any = predicate(TextTest::AnyOf(vec!["a".into(), "b".into()]), false);
        assert!(any.holds(&[(0, "b")]));
        assert!(!any.holds(&[(0, "c")]));
    }

    #[test]
    fn two_captures_are_compared_pair_by_pair() {
        let same = predicate(TextTest::EqualsCapture(1), false);
        assert!(same.holds(&[(0, "a"), (1, "a")]));
        assert!(!same.holds(&[(0, "a"), (1, "b")]));
        assert!(!same.holds(&[(0, "a"), (0, "a"), (1, "a")]));
        assert!(predicate(TextTest::EqualsCapture(1), true).holds(&[(0, "a"), (1, "b")]));
    }
}
