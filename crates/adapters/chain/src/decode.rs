//! From the chain's shapes to domain values.
//!
//! What a stranger can write at will (names, sizes) becomes something harmless; what only the runtime writes (indices,
//! states) must be right, or the answer is corrupt.

use pileus_domain::{
    AccountId, Allocation, BlockNumber, ByteCount, ColumnIndex, Consignment, ContentHash, Deal, Endpoint, FileRecord,
    FileState, FragmentRecord, NodeId, NodeRecord, Owner, Planck, Reported, SegmentPlan, SegmentRecord, SpaceOrder,
    SpaceOrderKind, Territory, TerritoryName, TerritoryState, TerritoryToken,
};
use pileus_ports::Balance;

use crate::{
    error::AdapterError,
    shapes::{self, HashText, Key},
};

/// A node's word for its state is cut to this.
///
/// # Units
/// bytes.
const STATE_LIMIT: usize = 32;

type Decoded<T> = Result<T, AdapterError>;

pub(crate) fn deal(raw: shapes::DealInfo) -> Decoded<Deal> {
    Ok(Deal {
        file_size: bytes(raw.file_size),
        segments: raw.segment_list.iter().map(segment_plan).collect::<Decoded<_>>()?,
        owner: owner(raw.user),
        reported: raw.complete_list.iter().map(reported).collect::<Decoded<_>>()?,
    })
}

fn segment_plan(raw: &shapes::SegmentList) -> Decoded<SegmentPlan> {
    let fragments = raw.fragment_list.iter().map(content_hash).collect::<Decoded<_>>()?;
    Ok(SegmentPlan { hash: content_hash(&raw.hash)?, fragments })
}

fn reported(raw: &shapes::CompleteInfo) -> Decoded<Reported> {
    let column = ColumnIndex::new(raw.index).map_err(|e| AdapterError::unreadable("FileBank.DealMap", e))?;
    Ok(Reported { column, node: node_id(raw.miner) })
}

pub(crate) fn file(raw: shapes::FileInfo) -> Decoded<FileRecord> {
    Ok(FileRecord {
        segments: raw.segment_list.iter().map(segment_record).collect::<Decoded<_>>()?,
        owners: raw.owner.into_iter().map(owner).collect(),
        file_size: bytes(raw.file_size),
        completion: BlockNumber(raw.completion),
        state: file_state(raw.stat),
    })
}

fn segment_record(raw: &shapes::SegmentInfo) -> Decoded<SegmentRecord> {
    let fragments = raw.fragment_list.iter().map(fragment_record).collect::<Decoded<_>>()?;
    Ok(SegmentRecord { hash: content_hash(&raw.hash)?, fragments })
}

fn fragment_record(raw: &shapes::FragmentInfo) -> Decoded<FragmentRecord> {
    Ok(FragmentRecord {
        hash: content_hash(&raw.hash)?,
        available: raw.avail,
        tag: raw.tag.map(BlockNumber),
        node: node_id(raw.miner),
    })
}

fn file_state(raw: shapes::FileState) -> FileState {
    match raw {
        shapes::FileState::Active => FileState::Active,
        shapes::FileState::Calculate => FileState::Calculate,
        shapes::FileState::Missing => FileState::Missing,
        shapes::FileState::Recovery => FileState::Recovery,
    }
}

pub(crate) fn allocation(raw: shapes::AllocationInfo) -> Allocation {
    Allocation { nodes: raw.nodes.into_iter().map(node_id).collect() }
}

pub(crate) fn territory(name: TerritoryName, raw: &shapes::TerritoryInfo) -> Territory {
    Territory {
        name,
        token: TerritoryToken(raw.token),
        total: bytes(raw.total_space),
        used: bytes(raw.used_space),
        locked: bytes(raw.locked_space),
        remaining: bytes(raw.remaining_space),
        start: BlockNumber(raw.start),
        deadline: BlockNumber(raw.deadline),
        state: territory_state(raw.state),
    }
}

fn territory_state(raw: shapes::TerritoryState) -> TerritoryState {
    match raw {
        shapes::TerritoryState::Active => TerritoryState::Active,
        shapes::TerritoryState::Frozen => TerritoryState::Frozen,
        shapes::TerritoryState::Expired => TerritoryState::Expired,
        shapes::TerritoryState::OnConsignment => TerritoryState::OnConsignment,
    }
}

/// An order for space; none when no person could write the name it is for.
pub(crate) fn space_order(raw: &shapes::OrderInfo) -> Option<SpaceOrder> {
    Some(SpaceOrder {
        owner: AccountId(raw.target_acc),
        name: TerritoryName::from_chain(&raw.territory_name)?,
        kind: match raw.order_type {
            shapes::OrderType::Buy => SpaceOrderKind::Rent,
            shapes::OrderType::Expansion => SpaceOrderKind::Expand,
            shapes::OrderType::Renewal => SpaceOrderKind::Renew,
        },
        gib: raw.gib_count,
        days: raw.days,
        price: Planck(raw.pay),
        expires: BlockNumber(raw.expired),
    })
}

pub(crate) fn consignment(raw: &shapes::ConsignmentInfo, territory: Territory) -> Consignment {
    Consignment {
        seller: AccountId(raw.user),
        price: Planck(raw.price),
        buyer: raw.buyers.map(AccountId),
        executes: raw.exec.map(BlockNumber),
        territory,
    }
}

pub(crate) fn node_with_endpoint(node: NodeId, raw: &shapes::MinerWithEndpoint) -> NodeRecord {
    let endpoint = Some(Endpoint::from_chain(&raw.endpoint));
    NodeRecord { node, endpoint, state: state(&raw.state), idle_space: bytes(raw.idle_space) }
}

pub(crate) fn node_with_peer(node: NodeId, raw: &shapes::MinerWithPeer) -> NodeRecord {
    NodeRecord { node, endpoint: None, state: state(&raw.state), idle_space: bytes(raw.idle_space) }
}

fn state(raw: &[u8]) -> String {
    String::from_utf8_lossy(&raw[..raw.len().min(STATE_LIMIT)]).into_owned()
}

/// Money that can be spent leaves the account alive.
///
/// # Source
/// protocol §3.8.
pub(crate) fn balance(raw: &shapes::AccountData, existential_deposit: Planck) -> Balance {
    let keep = Planck(raw.frozen.max(existential_deposit.0));
    Balance { free: Planck(raw.free), spendable: Planck(raw.free).saturating_sub(keep), reserved: Planck(raw.reserved) }
}

pub(crate) fn content_hash(text: &HashText) -> Decoded<ContentHash> {
    ContentHash::from_text(text).map_err(|e| AdapterError::unreadable("a hash on the chain", e))
}

pub(crate) fn node_id(key: Key) -> NodeId {
    NodeId(AccountId(key))
}

fn owner(raw: shapes::UserBrief) -> Owner {
    let territory = TerritoryName::from_chain(&raw.territory_name);
    Owner {
        account: AccountId(raw.user),
        file_name: lossy(raw.file_name),
        territory: territory.map_or_else(|| lossy(raw.territory_name), String::from),
    }
}

fn lossy(text: Vec<u8>) -> String {
    String::from_utf8(text).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}

/// A size on the chain; a declared one may be anything and is cut where no file can reach.
pub(crate) fn bytes(raw: u128) -> ByteCount {
    ByteCount(u64::try_from(raw).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief() -> shapes::UserBrief {
        shapes::UserBrief { user: [1; 32], file_name: vec![0xff, b'a'], territory_name: b"t".to_vec() }
    }

    #[test]
    fn a_strangers_name_and_size_do_no_harm() {
        let raw = shapes::DealInfo { file_size: u128::MAX, segment_list: vec![], user: brief(), complete_list: vec![] };
        let deal = deal(raw).unwrap();
        assert_eq!(deal.file_size, ByteCount(u64::MAX));
        assert_eq!(deal.owner.file_name, "\u{fffd}a");
    }

    #[test]
    fn an_impossible_column_or_hash_is_corrupt() {
        let report = shapes::CompleteInfo { index: 13, miner: [0; 32] };
        assert!(reported(&report).is_err());
        assert!(content_hash(&[b'G'; 64]).is_err());
        assert!(content_hash(&[b'A'; 64]).is_err());
        assert!(content_hash(&[b'a'; 64]).is_ok());
    }

    #[test]
    fn frozen_money_cannot_be_spent() {
        let raw = |free, frozen| shapes::AccountData { free, reserved: 7, frozen };
        assert_eq!(balance(&raw(100, 0), Planck(10)).spendable, Planck(90));
        assert_eq!(balance(&raw(100, 30), Planck(10)).spendable, Planck(70));
        assert_eq!(balance(&raw(5, 30), Planck(10)).spendable, Planck(0));
    }
}
