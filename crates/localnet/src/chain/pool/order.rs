//! In which order a block tries what is ready.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use bytes::Bytes;
use sp_runtime::transaction_validity::TransactionTag as Tag;

use super::Entry;

/// Higher priority first, then earlier arrival; but nothing before what it requires.
///
/// # Shapes
/// entries that are all ready → their bytes, each once.
pub(super) fn best_first<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<Bytes> {
    let (mut free, mut waiting) = (BTreeMap::new(), HashMap::<&Tag, Vec<&Entry>>::new());
    for entry in entries {
        match entry.requires.first() {
            None => drop(free.insert(rank(entry), entry)),
            Some(tag) => waiting.entry(tag).or_default().push(entry),
        }
    }
    let (mut provided, mut ordered) = (HashSet::new(), Vec::new());
    while let Some((_, entry)) = free.pop_first() {
        ordered.push(entry.bytes.clone());
        provided.extend(&entry.provides);
        for tag in &entry.provides {
            for unlocked in waiting.remove(tag).unwrap_or_default() {
                match unlocked.requires.iter().find(|tag| !provided.contains(tag)) {
                    None => drop(free.insert(rank(unlocked), unlocked)),
                    Some(missing) => waiting.entry(missing).or_default().push(unlocked),
                }
            }
        }
    }
    ordered
}

fn rank(entry: &Entry) -> (Reverse<u64>, u64) {
    (Reverse(entry.priority), entry.arrival)
}
