//! The storage after one block: a persistent map that shares everything unchanged with its neighbours.
//!
//! Keeping hundreds of states costs what changed between them. The root is a running digest over the changes of each
//! block, not a Merkle root: nobody asks this chain for proofs.

use std::ops::Bound;

use bytes::Bytes;
use imbl::OrdMap;
use imbl::ordmap::DiffItem;
use sp_core::H256;
use sp_io::hashing::blake2_256;

/// One key of a state: its new value, or `None` when it went.
pub(crate) type Change = (Bytes, Option<Bytes>);

/// All keys and values at one block.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub(super) entries: OrdMap<Bytes, Bytes>,
    root: H256,
}

impl State {
    /// A state as it came from disk or from the genesis builder.
    pub(super) fn from_entries(entries: impl IntoIterator<Item = (Bytes, Bytes)>) -> Self {
        let entries: OrdMap<Bytes, Bytes> = entries.into_iter().collect();
        let changes: Vec<Change> = entries.iter().map(|(key, value)| (key.clone(), Some(value.clone()))).collect();
        Self { entries, root: digest(H256::zero(), &changes) }
    }

    /// The same entries under the root that a stored header names.
    pub(super) fn with_root(self, root: H256) -> Self {
        Self { root, ..self }
    }

    /// A state made of a block's entries, under the root that its header names.
    pub(super) fn new(entries: OrdMap<Bytes, Bytes>, root: H256) -> Self {
        Self { entries, root }
    }

    /// The root that `entries` would have as successor of this state.
    pub(super) fn root_after(&self, entries: &OrdMap<Bytes, Bytes>) -> H256 {
        digest(self.root, &changes(&self.entries, entries))
    }

    /// Digest of the history that led here.
    pub fn root(&self) -> H256 {
        self.root
    }

    /// One value.
    pub fn get(&self, key: &[u8]) -> Option<&Bytes> {
        self.entries.get(key)
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Keys under a prefix in order, after `start` when it is given.
    pub fn keys<'a>(&'a self, prefix: &'a [u8], start: Option<&'a [u8]>) -> impl Iterator<Item = &'a Bytes> + 'a {
        let from = match start {
            Some(start) if start >= prefix => Bound::Excluded(start),
            _ => Bound::Included(prefix),
        };
        self.entries
            .range::<_, [u8]>((from, Bound::Unbounded))
            .map(|(key, _)| key)
            .take_while(move |key| key.starts_with(prefix))
    }

    /// What has to change in `self` to become `next`.
    pub(super) fn changes_to(&self, next: &Self) -> Vec<Change> {
        changes(&self.entries, &next.entries)
    }

    /// Put one stored change in.
    pub(super) fn apply(&mut self, (key, value): Change) {
        match value {
            Some(value) => self.entries.insert(key, value),
            None => self.entries.remove(&key),
        };
    }
}

fn changes(old: &OrdMap<Bytes, Bytes>, new: &OrdMap<Bytes, Bytes>) -> Vec<Change> {
    old.diff(new)
        .map(|item| match item {
            DiffItem::Add(key, value) | DiffItem::Update { new: (key, value), .. } => {
                (key.clone(), Some(value.clone()))
            }
            DiffItem::Remove(key, _) => (key.clone(), None),
        })
        .collect()
}

fn digest(parent: H256, changes: &[Change]) -> H256 {
    let mut input = parent.as_bytes().to_vec();
    for (key, value) in changes {
        input.extend_from_slice(&blake2_256(key));
        input.extend_from_slice(&value.as_ref().map_or([0; 32], |value| blake2_256(value)));
    }
    H256(blake2_256(&input))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(pairs: &[(&'static str, &'static str)]) -> State {
        State::from_entries(pairs.iter().map(|(key, value)| (Bytes::from(*key), Bytes::from(*value))))
    }

    #[test]
    fn keys_stay_inside_their_prefix_and_after_the_start() {
        let state = state(&[("a", "1"), ("b1", "2"), ("b2", "3"), ("b3", "4"), ("c", "5")]);
        let under = |start: Option<&[u8]>| state.keys(b"b", start).cloned().collect::<Vec<_>>();
        assert_eq!(under(None), ["b1", "b2", "b3"]);
        assert_eq!(under(Some(b"b1")), ["b2", "b3"]);
        assert_eq!(under(Some(b"a")), ["b1", "b2", "b3"], "a start before the prefix changes nothing");
    }

    #[test]
    fn the_changes_of_two_states_lead_from_one_to_the_other() {
        let old = state(&[("kept", "1"), ("changed", "2"), ("gone", "3")]);
        let new = state(&[("kept", "1"), ("changed", "9"), ("fresh", "4")]);
        let mut moved = old.clone();
        for change in old.changes_to(&new) {
            moved.apply(change);
        }
        assert_eq!(moved.entries, new.entries);
    }

    #[test]
    fn the_root_depends_on_the_change_and_on_what_came_before() {
        let one = state(&[("a", "1")]);
        let entries = state(&[("a", "2")]).entries;
        let two = State::new(entries.clone(), one.root_after(&entries));
        assert_ne!(one.root(), two.root());
        assert_ne!(two.root(), two.root_after(&entries), "the same entries at a later block have another root");
    }
}
