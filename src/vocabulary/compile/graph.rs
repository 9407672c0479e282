//! The automaton while it grows: places in packages, and the steps between them.
//!
//! In: places to add and paths to walk. Out: places with their facts, ready to be put into tables.
//! Knows nothing of TOML. Compiled twice, by the crate's tests and by its build script.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::facts::{Action, Creation, ErrorClass, Framework, Node, Receiver};
use super::path::Step;

/// A place in the making. The label is what messages call it.
#[derive(Debug, Default)]
pub(super) struct Place {
    pub(super) package: Option<u16>,
    pub(super) label: String,
    pub(super) members: BTreeMap<String, u32>,
    pub(super) call: Option<u32>,
    pub(super) parameters: BTreeMap<u8, u32>,
    pub(super) like: Option<u32>,
    pub(super) module: bool,
    pub(super) action: Option<Action>,
    pub(super) receiver: Option<Receiver>,
    pub(super) creation: Option<Creation>,
    pub(super) error: Option<ErrorClass>,
    pub(super) framework: Option<Framework>,
    pub(super) constant: Option<i32>,
    pub(super) forwards: bool,
}

#[derive(Debug, Default)]
pub(super) struct Graph {
    places: Vec<Place>,
}

impl Graph {
    pub(super) fn add(&mut self, place: Place) -> u32 {
        self.places.push(place);
        u32::try_from(self.places.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn at(&mut self, place: u32) -> &mut Place {
        &mut self.places[place as usize]
    }

    /// The place to which the steps lead; places that are not there yet are added.
    pub(super) fn walk(&mut self, start: u32, steps: &[Step]) -> u32 {
        steps.iter().fold(start, |from, step| match self.follow(from, step) {
            Some(known) => known,
            None => {
                let from_place = &self.places[from as usize];
                let label = match step {
                    Step::Member(name) => format!("{}.{name}", from_place.label),
                    Step::Call => format!("{}()", from_place.label),
                    Step::Parameter(_) => format!("{} callback parameter", from_place.label),
                };
                let place = Place { package: from_place.package, label, ..Place::default() };
                let to = self.add(place);
                self.tie(from, step, to);
                to
            }
        })
    }

    /// Lets the steps lead to a place that is there already; false when they lead elsewhere.
    pub(super) fn lead(&mut self, start: u32, steps: &[Step], to: u32) -> bool {
        let Some((last, before)) = steps.split_last() else {
            let place = self.at(start);
            return start != to && *place.like.get_or_insert(to) == to;
        };
        let from = self.walk(start, before);
        match self.follow(from, last) {
            Some(known) => known == to,
            None => {
                self.tie(from, last, to);
                true
            }
        }
    }

    /// Whether some way from here comes to a call that checks a token.
    pub(super) fn reaches_check(&self, start: u32) -> bool {
        let mut seen = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(place) = open.pop() {
            let place = &self.places[place as usize];
            if matches!(place.action, Some(Action::Verify(_) | Action::Strategy(_))) {
                return true;
            }
            let next = place.members.values().chain(place.parameters.values()).chain(&place.call).chain(&place.like);
            open.extend(next.filter(|next| seen.insert(**next)));
        }
        false
    }

    pub(super) fn into_nodes(self) -> Vec<Node> {
        self.places.into_iter().map(Place::into_node).collect()
    }

    fn follow(&self, from: u32, step: &Step) -> Option<u32> {
        let from = &self.places[from as usize];
        match step {
            Step::Member(name) => from.members.get(name).copied(),
            Step::Call => from.call,
            Step::Parameter(number) => from.parameters.get(number).copied(),
        }
    }

    fn tie(&mut self, from: u32, step: &Step, to: u32) {
        let from = self.at(from);
        match step {
            Step::Member(name) => {
                from.members.insert(name.clone(), to);
            }
            Step::Call => from.call = Some(to),
            Step::Parameter(number) => {
                from.parameters.insert(*number, to);
            }
        }
    }
}

impl Place {
    fn into_node(self) -> Node {
        Node {
            package: self.package,
            label: Cow::Owned(self.label),
            members: self.members.into_iter().map(|(name, to)| (Cow::Owned(name), to)).collect(),
            call: self.call,
            parameters: self.parameters.into_iter().collect(),
            like: self.like,
            module: self.module,
            action: self.action,
            receiver: self.receiver,
            creation: self.creation,
            error: self.error,
            framework: self.framework,
            constant: self.constant,
            forwards: self.forwards,
        }
    }
}
