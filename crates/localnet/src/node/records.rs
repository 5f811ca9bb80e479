//! The chain's records as a storage node reads them: deals, files and its own entry.

use parity_scale_codec::Decode;
use pileus_localnet_runtime::{
    Runtime,
    pallets::{
        file_bank::{self, DealInfo, FileInfo, FragmentInfo},
        sminer::{self, MinerInfo},
    },
    primitives::{AccountId, Hash},
};

use super::{
    ledger::{Ledger, LedgerError},
    name::HashName,
};

/// An open deal, as far as a storage node cares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Deal(DealInfo);

impl Deal {
    /// Whether the deal names a fragment, in whatever column.
    pub(super) fn names(&self, fragment: &HashName) -> bool {
        let fragments = self.0.segment_list.iter().flat_map(|segment| segment.fragment_list.iter());
        fragments.into_iter().any(|hash| hash == &fragment.hash())
    }

    /// Whether the account has reported already.
    pub(super) fn is_reported_by(&self, account: &AccountId) -> bool {
        self.0.complete_list.iter().any(|report| &report.miner == account)
    }

    /// The columns that nobody has reported, by their index on the chain, with the fragment of
    /// each segment.
    pub(super) fn open_columns(&self) -> impl Iterator<Item = (u8, Vec<HashName>)> {
        let widths = self.0.segment_list.iter().map(|segment| segment.fragment_list.len());
        (0..widths.min().unwrap_or(0)).filter_map(|column| {
            let index = u8::try_from(column).ok()?.checked_add(1)?;
            let reported = self.0.complete_list.iter().any(|report| report.index == index);
            if reported { None } else { Some((index, self.column(column)?)) }
        })
    }

    /// The fragments of a column, or nothing if one of them has no proper name.
    fn column(&self, column: usize) -> Option<Vec<HashName>> {
        let fragments = self.0.segment_list.iter().map(|segment| segment.fragment_list.get(column));
        fragments.map(|hash| HashName::of(hash?)).collect()
    }
}

/// A stored file, as far as a storage node cares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StoredFile(FileInfo);

impl StoredFile {
    /// The block of the last report.
    pub(super) fn completion(&self) -> u32 {
        self.0.completion
    }

    /// The fragments that the chain expects at a node.
    pub(super) fn fragments_at(&self, account: &AccountId) -> Vec<HashName> {
        self.at(account).filter_map(|fragment| HashName::of(&fragment.hash)).collect()
    }

    /// The fragments at a node whose tags are not reported.
    pub(super) fn untagged_at(&self, account: &AccountId) -> Vec<Hash> {
        let untagged = self.at(account).filter(|fragment| fragment.tag.is_none());
        untagged.map(|fragment| fragment.hash).collect()
    }

    fn at(&self, account: &AccountId) -> impl Iterator<Item = &FragmentInfo> {
        let fragments = self.0.segment_list.iter().flat_map(|segment| segment.fragment_list.iter());
        fragments.filter(move |fragment| &fragment.miner == account)
    }
}

/// What the chain knows under a FID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Record {
    /// Nothing.
    Unknown,
    /// An open deal.
    Deal(Deal),
    /// A stored file.
    File(StoredFile),
}

/// The open deal of a FID.
///
/// # Errors
/// [`LedgerError::Unavailable`].
pub(super) async fn deal(ledger: &dyn Ledger, fid: &HashName) -> Result<Option<Deal>, LedgerError> {
    let [deal] = values(ledger, [deal_key(fid)]).await?;
    Ok(decode(deal)?.map(Deal))
}

/// What the chain knows under a FID.
///
/// # Errors
/// [`LedgerError::Unavailable`].
pub(super) async fn record(ledger: &dyn Ledger, fid: &HashName) -> Result<Record, LedgerError> {
    let file_key = file_bank::File::<Runtime>::hashed_key_for(fid.hash());
    let [deal, file] = values(ledger, [deal_key(fid), file_key]).await?;
    Ok(match (decode(deal)?, decode(file)?) {
        (_, Some(file)) => Record::File(StoredFile(file)),
        (Some(deal), None) => Record::Deal(Deal(deal)),
        (None, None) => Record::Unknown,
    })
}

/// The entry of a storage node.
///
/// # Errors
/// [`LedgerError::Unavailable`].
pub(super) async fn miner(ledger: &dyn Ledger, account: &AccountId) -> Result<Option<MinerInfo>, LedgerError> {
    let key = sminer::MinerItems::<Runtime>::hashed_key_for(account);
    let [entry] = values(ledger, [key]).await?;
    decode(entry)
}

fn deal_key(fid: &HashName) -> Vec<u8> {
    file_bank::DealMap::<Runtime>::hashed_key_for(fid.hash())
}

fn decode<T: Decode>(value: Option<Vec<u8>>) -> Result<Option<T>, LedgerError> {
    let decoded = value.map(|value| T::decode(&mut value.as_slice())).transpose();
    decoded.map_err(|error| LedgerError::Unavailable { reason: format!("a record cannot be read: {error}") })
}

async fn values<const N: usize>(ledger: &dyn Ledger, keys: [Vec<u8>; N]) -> Result<[Option<Vec<u8>>; N], LedgerError> {
    let values = ledger.read(keys.into()).await?;
    values
        .try_into()
        .map_err(|values: Vec<_>| LedgerError::Unavailable { reason: format!("{} values for {N} keys", values.len()) })
}
