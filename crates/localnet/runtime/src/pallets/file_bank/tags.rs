//! Reports that a node's fragments are tagged: the workers' master key vouches for them.

use std::collections::{BTreeMap, BTreeSet};

use frame_support::dispatch::DispatchResult;
use frame_support::ensure;
use parity_scale_codec::Encode;

use super::{Config, DigestInfo, Error, Event, File, FileInfo, Pallet, TagSigInfo};
use crate::pallets::{sminer, tee_worker};
use crate::primitives::{AccountId, BlockNumber, FRAGMENT_SIZE, Hash, now};

/// What the workers' master key signs for a node's tags.
pub fn tag_digest(info: &TagSigInfo) -> [u8; 32] {
    sp_io::hashing::sha2_256(&info.encode())
}

impl<T: Config> Pallet<T> {
    /// Tag every fragment of a file that the node holds, all at once.
    pub(super) fn report_tags(node: AccountId, signature: &[u8], info: &TagSigInfo) -> DispatchResult {
        let signature = signature.try_into().map_err(|_| Error::<T>::MalformedSignature)?;
        let signed = tee_worker::Pallet::<T>::is_signed_by_master(&signature, &tag_digest(info));
        ensure!(signed, Error::<T>::VerifyTeeSigFailed);
        ensure!(info.miner == node, Error::<T>::MinerError);
        let marked_by_markers = info.digest.iter().all(|tag| tee_worker::Pallet::<T>::may_mark(&tag.tee_puk));
        ensure!(marked_by_markers, Error::<T>::TeeNoPermission);

        let mut file = File::<T>::get(info.file_hash).ok_or(Error::<T>::NonExistent)?;
        let tagged = tag_fragments(&mut file, &node, now::<T>());
        ensure!(tagged.iter().all(|hash| hash.bits().is_some()), Error::<T>::BugInvalid);
        ensure!(each_fragment_is_vouched_for(&tagged, &info.digest), Error::<T>::DigestError);
        File::<T>::insert(info.file_hash, file);

        sminer::Pallet::<T>::serve_locked_space(&node, FRAGMENT_SIZE * tagged.len() as u128)?;
        sminer::Pallet::<T>::insert_into_filter(&node, &tagged)?;
        for worker in info.digest.iter().map(|tag| tag.tee_puk).collect::<BTreeSet<_>>() {
            tee_worker::Pallet::<T>::note_work(&worker, now::<T>());
        }
        Self::deposit_event(Event::CalculateReport { miner: node, file_hash: info.file_hash });
        Ok(())
    }
}

/// Tag the fragments a node holds; answers with the hashes of those that had no tag.
fn tag_fragments(file: &mut FileInfo, node: &AccountId, now: BlockNumber) -> Vec<Hash> {
    let fragments = file.segment_list.iter_mut().flat_map(|segment| segment.fragment_list.iter_mut());
    let untagged = fragments.filter(|fragment| fragment.miner == *node && fragment.tag.is_none());
    untagged
        .map(|fragment| {
            fragment.tag = Some(now);
            fragment.hash
        })
        .collect()
}

/// Whether each hash comes as often in the digests as among the fragments.
///
/// The real network counts fragments in a byte that wraps around, so more than 255 equal ones never fit.
fn each_fragment_is_vouched_for(tagged: &[Hash], digests: &[DigestInfo]) -> bool {
    let mut fragments: BTreeMap<Hash, u8> = BTreeMap::new();
    for hash in tagged {
        let count = fragments.entry(*hash).or_default();
        *count = count.wrapping_add(1);
    }
    let vouched = |hash: &Hash| digests.iter().filter(|tag| tag.fragment == *hash).count();
    fragments.iter().all(|(hash, count)| {
        let vouched = vouched(hash);
        vouched > 0 && vouched == usize::from(*count)
    })
}
