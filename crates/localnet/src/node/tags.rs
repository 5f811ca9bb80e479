//! Reports of tags: the chain learns that a node's fragments of a stored file can be audited.
//!
//! On CESS a TEE computes the tags and signs for them. Here no tags are computed; the node signs
//! with the key that the local network has made a TEE's at its genesis.

use parity_scale_codec::Encode;
use pileus_localnet_runtime::{
    RuntimeCall,
    pallets::file_bank::{self, DigestInfo, TagSigInfo},
    primitives::{Hash, SignatureBytes},
};
use sp_core::Pair as _;
use sp_io::hashing::sha2_256;

use super::{
    name::HashName,
    records::{self, Record},
    reporter::{PassError, held_back, submit},
    server::Node,
    settings::TagSettings,
};

/// How far a file's tags are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// Not due: look again at a later block.
    Later,
    /// Nothing is left to do before the next look at the whole folder.
    Done,
}

/// Report the tags of a file if they are due.
///
/// # Errors
/// [`PassError`], when the chain does not answer.
pub(super) async fn report(
    node: &Node,
    settings: &TagSettings,
    fid: &HashName,
    best: u32,
) -> Result<Progress, PassError> {
    let Record::File(file) = records::record(node.ledger.as_ref(), fid).await? else {
        return Ok(Progress::Done);
    };
    let untagged = file.untagged_at(&node.account);
    if untagged.is_empty() {
        return Ok(Progress::Done);
    }
    if best < file.completion().saturating_add(settings.delay_blocks) || held_back(node).await {
        return Ok(Progress::Later);
    }
    let call = signed_call(node, settings, fid, &untagged)?;
    if submit(node, call).await? {
        node.counters.count(|totals| totals.tags_done += 1);
    }
    Ok(Progress::Done)
}

/// The call with the signature of the TEE.
fn signed_call(
    node: &Node,
    settings: &TagSettings,
    fid: &HashName,
    fragments: &[Hash],
) -> Result<RuntimeCall, PassError> {
    let digest = |fragment: &Hash| DigestInfo { fragment: *fragment, tee_puk: settings.tee_worker };
    let digests: Vec<_> = fragments.iter().map(digest).collect();
    let info = TagSigInfo {
        miner: node.account.clone(),
        digest: digests.try_into().map_err(|_| PassError::TooManyFragments)?,
        file_hash: fid.hash(),
    };
    let signature = settings.tee_master.sign(&sha2_256(&info.encode()));
    let tee_sig = SignatureBytes::truncate_from(signature.0.to_vec());
    Ok(RuntimeCall::FileBank(file_bank::Call::calculate_report { tee_sig, tag_sig_info: info }))
}
