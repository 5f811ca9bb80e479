//! Files, territories and orders of the cases.

use frame_support::BoundedVec;
use parity_scale_codec::Encode;
use pileus_localnet_runtime::pallets::file_bank::{
    self, DealInfo, DealMap, DigestInfo, File, FileInfo, SegmentList, TagSigInfo, UserBrief,
};
use pileus_localnet_runtime::pallets::sminer::{MinerInfo, MinerItems};
use pileus_localnet_runtime::pallets::storage_handler::{self, Territory, TerritoryInfo};
use pileus_localnet_runtime::primitives::{AccountId, Hash, TerrName};
use pileus_localnet_runtime::{Runtime, RuntimeCall};
use sp_core::{Pair, sr25519};
use sp_runtime::DispatchError;

use super::chain::Chain;
use super::people::{key, node};

/// What one segment takes of a territory. Bytes.
pub(crate) const SEGMENT_CHARGE: u128 = 96 << 20;
/// One fragment. Bytes.
pub(crate) const FRAGMENT: u128 = 8 << 20;
/// A GiB.
pub(crate) const GIB: u128 = 1 << 30;

/// A hash by name: the same name, the same hash.
pub(crate) fn hash(name: &str) -> Hash {
    Hash(hex::encode(sp_io::hashing::sha2_256(name.as_bytes())).into_bytes().try_into().unwrap())
}

/// A hash from its 64 digits.
pub(crate) fn hash_of(digits: &str) -> Hash {
    Hash(digits.as_bytes().try_into().unwrap())
}

/// Text as the chain keeps names.
pub(crate) fn name(text: &str) -> TerrName {
    BoundedVec::truncate_from(text.as_bytes().to_vec())
}

/// One segment of a file, with a number of fragments.
pub(crate) fn segment(file: &str, place: usize, fragments: usize) -> SegmentList {
    let fragment = |number| hash(&format!("{file}/{place}/{number}"));
    SegmentList {
        hash: hash(&format!("{file}/{place}")),
        fragment_list: BoundedVec::truncate_from((1..=fragments).map(fragment).collect()),
    }
}

/// The segments of a file.
pub(crate) fn segments(file: &str, count: usize) -> Vec<SegmentList> {
    (0..count).map(|place| segment(file, place, 12)).collect()
}

/// Whose file it is.
pub(crate) fn brief(user: &AccountId, territory: &str) -> UserBrief {
    UserBrief { user: user.clone(), file_name: name("a file.bin"), territory_name: name(territory) }
}

/// The order of a file.
pub(crate) fn declaration(user: &AccountId, territory: &str, file: &str, count: usize) -> RuntimeCall {
    declaration_of(file, segments(file, count), brief(user, territory))
}

/// An order with everything chosen.
pub(crate) fn declaration_of(file: &str, segments: Vec<SegmentList>, user_brief: UserBrief) -> RuntimeCall {
    let deal_info = BoundedVec::truncate_from(segments);
    file_bank::Call::upload_declaration { file_hash: hash(file), deal_info, user_brief, file_size: 1 }.into()
}

/// A node's report.
pub(crate) fn report(index: u8, file: &str) -> RuntimeCall {
    file_bank::Call::transfer_report { index, deal_hash: hash(file) }.into()
}

/// A deletion.
pub(crate) fn deletion(owner: &AccountId, file: &str) -> RuntimeCall {
    file_bank::Call::delete_file { owner: owner.clone(), file_hash: hash(file) }.into()
}

impl Chain {
    /// Mint a territory.
    pub(crate) fn mint(
        &mut self,
        owner: &AccountId,
        territory: &str,
        gib: u32,
        days: u32,
    ) -> Result<(), DispatchError> {
        let territory_name = name(territory);
        self.call(owner, storage_handler::Call::mint_territory { gib_count: gib, territory_name, days })
    }

    /// A territory of one GiB and thirty days.
    pub(crate) fn with_territory(mut self, owner: &AccountId, territory: &str) -> Self {
        self.mint(owner, territory, 1, 30).unwrap();
        self
    }

    /// A territory as it is.
    pub(crate) fn territory(&mut self, owner: &AccountId, territory: &str) -> TerritoryInfo {
        self.find_territory(owner, territory).unwrap()
    }

    /// A territory, if there is one.
    pub(crate) fn find_territory(&mut self, owner: &AccountId, territory: &str) -> Option<TerritoryInfo> {
        self.state(|| Territory::<Runtime>::get(owner, name(territory)))
    }

    /// A territory's used, locked and remaining space, in bytes.
    pub(crate) fn space(&mut self, owner: &AccountId, territory: &str) -> (u128, u128, u128) {
        let info = self.territory(owner, territory);
        assert_eq!(info.total_space, info.used_space + info.locked_space + info.remaining_space);
        (info.used_space, info.locked_space, info.remaining_space)
    }

    /// An open order.
    pub(crate) fn deal(&mut self, file: &str) -> Option<DealInfo> {
        self.state(|| DealMap::<Runtime>::get(hash(file)))
    }

    /// A stored file.
    pub(crate) fn file(&mut self, file: &str) -> Option<FileInfo> {
        self.state(|| File::<Runtime>::get(hash(file)))
    }

    /// A storage node.
    pub(crate) fn node(&mut self, number: usize) -> MinerInfo {
        self.state(|| MinerItems::<Runtime>::get(node(number)).unwrap())
    }

    /// Change a storage node behind the chain's back.
    pub(crate) fn change_node(&mut self, number: usize, change: impl FnOnce(&mut MinerInfo)) {
        self.state(|| MinerItems::<Runtime>::mutate(node(number), |info| change(info.as_mut().unwrap())));
    }

    /// Have node `k` report column `k`, for some columns.
    pub(crate) fn report_columns(&mut self, file: &str, columns: impl IntoIterator<Item = u8>) {
        for column in columns {
            self.call(&node(column.into()), report(column, file)).unwrap();
        }
    }

    /// Order a file and have nodes 1 to 12 report it.
    pub(crate) fn store(&mut self, owner: &AccountId, territory: &str, file: &str, count: usize) {
        self.call(owner, declaration(owner, territory, file, count)).unwrap();
        self.report_columns(file, 1..=12);
        assert!(self.file(file).is_some());
    }

    /// Have a node's fragments of a file tagged.
    pub(crate) fn tag(&mut self, number: usize, file: &str, fragments: &[Hash]) -> Result<(), DispatchError> {
        let info = tag_info(&node(number), file, fragments);
        let signature = tag_signature(&key("tee/master"), &info);
        self.call(&node(number), tag_report(&signature, info))
    }
}

/// What the master key signs for a node's tags, computed by one worker.
pub(crate) fn tag_info(node: &AccountId, file: &str, fragments: &[Hash]) -> TagSigInfo {
    let tee_puk = key("tee/worker").public().0;
    let digest = fragments.iter().map(|fragment| DigestInfo { fragment: *fragment, tee_puk }).collect();
    TagSigInfo { miner: node.clone(), digest: BoundedVec::truncate_from(digest), file_hash: hash(file) }
}

/// A key's signature under tags.
pub(crate) fn tag_signature(pair: &sr25519::Pair, info: &TagSigInfo) -> Vec<u8> {
    pair.sign(&sp_io::hashing::sha2_256(&info.encode())).0.to_vec()
}

/// A tag report.
pub(crate) fn tag_report(signature: &[u8], tag_sig_info: TagSigInfo) -> RuntimeCall {
    let tee_sig = BoundedVec::truncate_from(signature.to_vec());
    file_bank::Call::calculate_report { tee_sig, tag_sig_info }.into()
}
