//! What another data key for files that are stored takes: a new upload of each.
//!
//! A sealed file's header is a part of its name on the network, so its keys cannot be changed there. What was stored
//! before keeps its space until it is removed.

use std::collections::BTreeMap;

use pileus_domain::{
    AccountId, BlockNumber, ByteCount, Geometry, Planck, Problem, Territory, TerritoryName, TerritoryState,
};
use pileus_pipeline::problem;
use pileus_ports::{At, Bucket, BucketId};

use super::{Files, segments_of};
use crate::{
    Keys,
    territories::{LEAST_TERM, days_until, price},
    transfers::order_fees,
};

/// What storing the files of a data key anew takes, on the network in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resealing {
    /// Files of the account that the key opens.
    pub files: u64,
    /// Others that it opens, of other accounts and networks or on their way: they are in no other number.
    pub elsewhere: u64,
    /// Space that the new uploads take.
    pub space: ByteCount,
    /// Fees of all orders; none when the vault is locked or the chain does not say.
    pub fee: Option<Planck>,
    /// Where they take it, by name.
    pub territories: Vec<ResealingSpace>,
}

/// The part of one territory in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResealingSpace {
    /// Which.
    pub territory: TerritoryName,
    /// Space that the new uploads take.
    pub space: ByteCount,
    /// Space that is left now; nothing where it cannot be used.
    pub free: ByteCount,
    /// What has to be rented first, if that is too little.
    pub lack: Option<SpaceLack>,
}

/// Space that has to be rented before files fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpaceLack {
    /// How much.
    ///
    /// # Units
    /// GiB.
    pub gib: u32,
    /// For how long: until the term of the territory ends, or the least term of a new one.
    ///
    /// # Units
    /// days.
    pub days: u32,
    /// Does it take a new territory, since this one can take nothing?
    pub new_territory: bool,
    /// What it costs at today's price; none when the network has not so much for sale.
    pub price: Option<Planck>,
}

/// Sizes of the files of one territory, and a bucket of theirs.
struct Share {
    bucket: Bucket,
    segments: Vec<u32>,
}

impl Share {
    fn total(&self) -> u64 {
        self.segments.iter().map(|segments| u64::from(*segments)).fold(0, u64::saturating_add)
    }

    fn space(&self) -> ByteCount {
        ByteCount(Geometry::CESS.charge().0.saturating_mul(self.total()))
    }
}

impl Files {
    /// What storing the files of a data key anew takes, by its fingerprint. Nothing is signed.
    ///
    /// # Errors
    /// The chain's or the journal's problem.
    pub async fn resealing(&self, account: &AccountId, fingerprint: &str) -> Result<Resealing, Problem> {
        let shares = self.shares(account, fingerprint).await?;
        let files = shares.values().map(|share| share.segments.len() as u64).sum();
        let uses = Keys::data_key_uses(&*self.0.ports.journal).await?;
        let elsewhere = uses.get(fingerprint).copied().unwrap_or(0).saturating_sub(files);
        let mut fee = Some(Planck(0));
        for share in shares.values() {
            let more = order_fees(&self.0, &share.bucket, &share.segments).await;
            fee = fee.zip(more).and_then(|(sum, more)| sum.checked_add(more));
        }
        let territories = self.room(account, &shares).await?;
        let space = territories.iter().fold(0, |sum: u64, part| sum.saturating_add(part.space.0));
        Ok(Resealing { files, elsewhere, space: ByteCount(space), fee, territories })
    }

    /// The files that a key opens, by the territory that their bucket is in.
    async fn shares(&self, account: &AccountId, fingerprint: &str) -> Result<BTreeMap<TerritoryName, Share>, Problem> {
        let (journal, genesis) = (&self.0.ports.journal, self.0.genesis());
        let buckets = journal.buckets(&genesis, account).await.map_err(|e| problem::of_journal(&e))?;
        let buckets: BTreeMap<BucketId, Bucket> = buckets.into_iter().map(|bucket| (bucket.id, bucket)).collect();
        let files = journal.files(&genesis, account).await.map_err(|e| problem::of_journal(&e))?;
        let mut shares: BTreeMap<TerritoryName, Share> = BTreeMap::new();
        for file in files.iter().filter(|file| file.seal.fingerprints().any(|key| key == fingerprint)) {
            let Some(bucket) = buckets.get(&file.bucket) else { continue };
            let share = shares.entry(bucket.territory.clone());
            let share = share.or_insert_with(|| Share { bucket: bucket.clone(), segments: Vec::new() });
            share.segments.push(segments_of(file));
        }
        Ok(shares)
    }

    /// How much of it fits, and what has to be rented for the rest.
    async fn room(
        &self,
        account: &AccountId,
        shares: &BTreeMap<TerritoryName, Share>,
    ) -> Result<Vec<ResealingSpace>, Problem> {
        let chain = &self.0.ports.chain;
        let all = chain.territories(account, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        let now = chain.head(At::Best).await.map_err(|e| problem::of_chain(&e))?.number;
        let market = chain.market().await.map_err(|e| problem::of_chain(&e))?;
        let part = |(name, share): (&TerritoryName, &Share)| {
            let usable = |t: &&Territory| t.name == *name && t.state == TerritoryState::Active;
            let territory = all.iter().find(usable);
            let lack = lack(territory, share, now).map(|lack| {
                let for_sale = u64::from(lack.gib).saturating_mul(ByteCount::GIB.0) <= market.available.0;
                let price = price(u64::from(lack.gib), lack.days, market.unit_price).ok();
                SpaceLack { price: price.filter(|_| for_sale), ..lack }
            });
            let free = territory.map_or(ByteCount(0), |territory| territory.remaining);
            ResealingSpace { territory: name.clone(), space: share.space(), free, lack }
        };
        Ok(shares.iter().map(part).collect())
    }
}

/// What has to be rented so that files fit, without its price. The chain wants a byte more than they take.
fn lack(territory: Option<&Territory>, share: &Share, now: BlockNumber) -> Option<SpaceLack> {
    if territory.is_some_and(|territory| territory.fits(share.total())) {
        return None;
    }
    let free = territory.map_or(0, |territory| territory.remaining.0);
    let missing = share.space().0.saturating_sub(free).saturating_add(1);
    let gib = u32::try_from(missing.div_ceil(ByteCount::GIB.0)).unwrap_or(u32::MAX);
    let days = territory.map_or(LEAST_TERM, |territory| days_until(territory.deadline, now));
    Some(SpaceLack { gib, days, new_territory: territory.is_none(), price: None })
}
