//! What the runtime sees as its storage while it runs: a working copy of one state.
//!
//! Nested storage transactions are snapshots of the persistent map, so opening or rolling back one costs nothing.
//! Child tries do not exist here: the runtime has no pallet that uses them, and a read finds nothing.

use std::any::{Any, TypeId};
use std::ops::Bound;

use bytes::{BufMut, Bytes, BytesMut};
use imbl::OrdMap;
use parity_scale_codec::{Compact, Decode, Encode};
use sp_core::H256;
use sp_core::storage::{ChildInfo, StateVersion, TrackedStorageKey};
use sp_externalities::{Error, Extension, ExtensionStore, Externalities, MultiRemovalResults};
use sp_io::hashing::blake2_256;

use super::state::State;

/// A working copy of a state.
pub(super) struct WorkingState<'a> {
    base: &'a State,
    entries: OrdMap<Bytes, Bytes>,
    open: Vec<OrdMap<Bytes, Bytes>>,
}

impl<'a> WorkingState<'a> {
    pub(super) fn new(base: &'a State) -> Self {
        Self { base, entries: base.entries.clone(), open: Vec::new() }
    }

    /// What the working copy has become, under the root that the runtime was told.
    pub(super) fn finish(self, root: H256) -> State {
        State::new(self.entries, root)
    }

    /// A mark to come back to with [`Self::restore`].
    pub(super) fn snapshot(&self) -> OrdMap<Bytes, Bytes> {
        self.entries.clone()
    }

    /// Forget everything since the snapshot, half-finished storage transactions included.
    pub(super) fn restore(&mut self, snapshot: OrdMap<Bytes, Bytes>) {
        self.entries = snapshot;
        self.open.clear();
    }

    fn remove_prefix(&mut self, prefix: &[u8], limit: Option<u32>) -> MultiRemovalResults {
        let limit = limit.map_or(usize::MAX, |limit| limit as usize);
        let doomed: Vec<Bytes> = self
            .entries
            .range::<_, [u8]>((Bound::Included(prefix), Bound::Unbounded))
            .map(|(key, _)| key.clone())
            .take_while(|key| key.starts_with(prefix))
            .take(limit.saturating_add(1))
            .collect();
        let next = doomed.get(limit).map(|key| key.to_vec());
        let removed = u32::try_from(doomed.len().min(limit)).unwrap_or(u32::MAX);
        for key in doomed.iter().take(limit) {
            self.entries.remove(key);
        }
        MultiRemovalResults { maybe_cursor: next, backend: removed, unique: removed, loops: removed }
    }
}

/// Add one encoded item to an encoded list.
///
/// What is no list is replaced by a list of the one item, as the storage of a real node does.
fn append(list: Option<&Bytes>, item: &[u8]) -> Bytes {
    let mut rest: &[u8] = list.map_or(&[], |list| list);
    let count = match Compact::<u32>::decode(&mut rest) {
        Ok(Compact(count)) if count < u32::MAX => count,
        _ => {
            rest = &[];
            0
        }
    };
    let prefix = Compact(count + 1).encode();
    let mut grown = BytesMut::with_capacity(prefix.len() + rest.len() + item.len());
    grown.put_slice(&prefix);
    grown.put_slice(rest);
    grown.put_slice(item);
    grown.freeze()
}

const NOTHING_REMOVED: MultiRemovalResults =
    MultiRemovalResults { maybe_cursor: None, backend: 0, unique: 0, loops: 0 };

impl Externalities for WorkingState<'_> {
    fn set_offchain_storage(&mut self, _key: &[u8], _value: Option<&[u8]>) {}

    fn storage(&mut self, key: &[u8]) -> Option<Vec<u8>> {
        self.entries.get(key).map(|value| value.to_vec())
    }

    fn storage_hash(&mut self, key: &[u8]) -> Option<Vec<u8>> {
        self.entries.get(key).map(|value| blake2_256(value).encode())
    }

    fn exists_storage(&mut self, key: &[u8]) -> bool {
        self.entries.contains_key(key)
    }

    fn next_storage_key(&mut self, key: &[u8]) -> Option<Vec<u8>> {
        let after = (Bound::Excluded(key), Bound::Unbounded);
        self.entries.range::<_, [u8]>(after).next().map(|(key, _)| key.to_vec())
    }

    fn place_storage(&mut self, key: Vec<u8>, value: Option<Vec<u8>>) {
        match value {
            Some(value) => self.entries.insert(key.into(), value.into()),
            None => self.entries.remove(key.as_slice()),
        };
    }

    fn clear_prefix(&mut self, prefix: &[u8], limit: Option<u32>, _cursor: Option<&[u8]>) -> MultiRemovalResults {
        self.remove_prefix(prefix, limit)
    }

    fn storage_append(&mut self, key: Vec<u8>, value: Vec<u8>) {
        let list = append(self.entries.get(key.as_slice()), &value);
        self.entries.insert(key.into(), list);
    }

    fn storage_root(&mut self, _version: StateVersion) -> Vec<u8> {
        self.base.root_after(&self.entries).encode()
    }

    fn storage_start_transaction(&mut self) {
        self.open.push(self.entries.clone());
    }

    fn storage_rollback_transaction(&mut self) -> Result<(), ()> {
        self.entries = self.open.pop().ok_or(())?;
        Ok(())
    }

    fn storage_commit_transaction(&mut self) -> Result<(), ()> {
        self.open.pop().map(drop).ok_or(())
    }

    fn child_storage(&mut self, _child: &ChildInfo, _key: &[u8]) -> Option<Vec<u8>> {
        None
    }

    fn child_storage_hash(&mut self, _child: &ChildInfo, _key: &[u8]) -> Option<Vec<u8>> {
        None
    }

    fn next_child_storage_key(&mut self, _child: &ChildInfo, _key: &[u8]) -> Option<Vec<u8>> {
        None
    }

    fn kill_child_storage(&mut self, _: &ChildInfo, _: Option<u32>, _: Option<&[u8]>) -> MultiRemovalResults {
        NOTHING_REMOVED
    }

    fn clear_child_prefix(
        &mut self,
        _child: &ChildInfo,
        _prefix: &[u8],
        _limit: Option<u32>,
        _cursor: Option<&[u8]>,
    ) -> MultiRemovalResults {
        NOTHING_REMOVED
    }

    fn place_child_storage(&mut self, _child: &ChildInfo, _key: Vec<u8>, _value: Option<Vec<u8>>) {}

    fn child_storage_root(&mut self, _child: &ChildInfo, _version: StateVersion) -> Vec<u8> {
        H256::zero().encode()
    }

    fn wipe(&mut self) {}

    fn commit(&mut self) {}

    fn read_write_count(&self) -> (u32, u32, u32, u32) {
        (0, 0, 0, 0)
    }

    fn reset_read_write_count(&mut self) {}

    fn get_whitelist(&self) -> Vec<TrackedStorageKey> {
        Vec::new()
    }

    fn set_whitelist(&mut self, _new: Vec<TrackedStorageKey>) {}

    fn get_read_and_written_keys(&self) -> Vec<(Vec<u8>, u32, u32, bool)> {
        Vec::new()
    }
}

impl ExtensionStore for WorkingState<'_> {
    fn extension_by_type_id(&mut self, _type_id: TypeId) -> Option<&mut dyn Any> {
        None
    }

    fn register_extension_with_type_id(&mut self, _: TypeId, _: Box<dyn Extension>) -> Result<(), Error> {
        Err(Error::ExtensionsAreNotSupported)
    }

    fn deregister_extension_by_type_id(&mut self, type_id: TypeId) -> Result<(), Error> {
        Err(Error::ExtensionIsNotRegistered(type_id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rolled_back_transaction_leaves_nothing_and_a_committed_one_everything() {
        let base = State::default();
        let mut storage = WorkingState::new(&base);
        storage.set_storage(b"a".to_vec(), b"1".to_vec());
        storage.storage_start_transaction();
        storage.set_storage(b"a".to_vec(), b"2".to_vec());
        storage.storage_start_transaction();
        storage.set_storage(b"b".to_vec(), b"3".to_vec());
        storage.storage_commit_transaction().unwrap();
        assert_eq!(storage.storage(b"b"), Some(b"3".to_vec()));
        storage.storage_rollback_transaction().unwrap();
        assert_eq!(storage.storage(b"a"), Some(b"1".to_vec()));
        assert_eq!(storage.storage(b"b"), None);
        assert_eq!(storage.storage_rollback_transaction(), Err(()), "none is open any more");
    }

    #[test]
    fn appending_grows_an_encoded_list_and_replaces_what_is_none() {
        let base = State::default();
        let mut storage = WorkingState::new(&base);
        for item in [7_u32, 8, 9] {
            storage.storage_append(b"list".to_vec(), item.encode());
        }
        let list = Vec::<u32>::decode(&mut storage.storage(b"list").unwrap().as_slice()).unwrap();
        assert_eq!(list, [7, 8, 9]);
    }

    #[test]
    fn clearing_a_prefix_stops_at_its_limit_and_says_where_to_go_on() {
        let base = State::default();
        let mut storage = WorkingState::new(&base);
        for key in ["p1", "p2", "p3", "q"] {
            storage.set_storage(key.into(), vec![1]);
        }
        let first = storage.clear_prefix(b"p", Some(2), None);
        assert_eq!((first.maybe_cursor, first.unique), (Some(b"p3".to_vec()), 2));
        let second = storage.clear_prefix(b"p", Some(2), None);
        assert_eq!((second.maybe_cursor, second.unique), (None, 1));
        assert!(storage.exists_storage(b"q"));
    }
}
