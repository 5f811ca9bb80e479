//! What the orders of uploads cost, before their files are read.

use std::collections::BTreeMap;

use pileus_domain::{ByteCount, Call, ChainFileName, ContentHash, Fid, FilePlan, Geometry, Planck, SegmentPlan};
use pileus_ports::Bucket;

use super::Transfers;
use crate::context::Context;

/// Most sizes of orders that the chain is asked the fee of at once.
const ASKED: usize = 16;

impl Transfers {
    /// The fees of the orders that store sealed files of so many segments each in a bucket; none when the vault is
    /// locked or the chain does not say.
    pub async fn order_fees(&self, bucket: &Bucket, segments: &[u32]) -> Option<Planck> {
        order_fees(&self.0.context, bucket, segments).await
    }
}

/// The same. Of many sizes some are asked; a fee grows with the length of its order alone, so those between follow.
pub(crate) async fn order_fees(context: &Context, bucket: &Bucket, segments: &[u32]) -> Option<Planck> {
    let mut sizes: BTreeMap<u32, u128> = BTreeMap::new();
    for size in segments {
        *sizes.entry(*size).or_default() += 1;
    }
    let mut known = BTreeMap::new();
    for size in spread(&sizes.keys().copied().collect::<Vec<_>>()) {
        known.insert(size, context.fee_of(&bucket.account, &order(bucket, size)?).await?);
    }
    sizes.into_iter().try_fold(Planck(0), |sum, (size, files)| {
        let fees = between(&known, size)?.0.checked_mul(files)?;
        sum.checked_add(Planck(fees))
    })
}

/// The first, the last, and as many in between as may be asked.
fn spread(sizes: &[u32]) -> Vec<u32> {
    if sizes.len() <= ASKED {
        return sizes.to_vec();
    }
    (0..ASKED).map(|step| sizes[step * (sizes.len() - 1) / (ASKED - 1)]).collect()
}

/// The fee of a size that was asked, or on the straight line between its neighbours.
fn between(known: &BTreeMap<u32, Planck>, size: u32) -> Option<Planck> {
    let (below, low) = known.range(..=size).next_back()?;
    let (above, high) = known.range(size..).next()?;
    if below == above {
        return Some(*low);
    }
    let rise = high.0.saturating_sub(low.0).checked_mul(u128::from(size - below))?;
    low.checked_add(Planck(rise / u128::from(above - below)))
}

/// An order of this size: its fee depends on its length, and its hashes are not known before the file is read.
fn order(bucket: &Bucket, segments: u32) -> Option<Call> {
    if segments > Geometry::SEGMENT_LIMIT {
        return None;
    }
    let zero = ContentHash([0; 32]);
    let segment = SegmentPlan { hash: zero, fragments: vec![zero; Geometry::CESS.total()] };
    let file_size = ByteCount(u64::from(segments) * Geometry::CESS.segment() as u64);
    Some(Call::DeclareUpload {
        plan: FilePlan { fid: Fid(zero), file_size, segments: vec![segment; segments as usize] },
        owner: bucket.account,
        file_name: ChainFileName::fitting("", "sealed"),
        territory: bucket.territory.clone(),
        bucket: bucket.name.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_sizes_the_ends_are_asked_and_some_between() {
        let sizes: Vec<u32> = (1..=1_000).collect();
        let asked = spread(&sizes);
        assert_eq!((asked.len(), asked[0], asked[ASKED - 1]), (ASKED, 1, 1_000));
        assert!(asked.is_sorted_by(|one, two| one < two), "{asked:?}");
        assert_eq!(spread(&sizes[..ASKED]), &sizes[..ASKED]);
        assert!(spread(&[]).is_empty());
    }

    #[test]
    fn a_fee_between_two_others_lies_on_their_line() {
        let known = BTreeMap::from([(1, Planck(100)), (11, Planck(300)), (12, Planck(320))]);
        let fee = |size| between(&known, size).map(|fee| fee.0);
        assert_eq!([fee(1), fee(2), fee(6), fee(11), fee(12)], [100, 120, 200, 300, 320].map(Some));
        assert_eq!([fee(0), fee(13)], [None, None]);
    }
}
