//! Rented space: quoted first, then signed.

use std::sync::Arc;

use pileus_domain::{
    AccountId, BlockNumber, BlockRef, ByteCount, Call, Planck, Problem, Territory, TerritoryName, TerritoryState,
};
use pileus_pipeline::problem;
use pileus_ports::{At, Bucket, JournalError, Signer, TransactionOutcome, TransactionPurpose};

use crate::{AppError, context::Context, space::Payments};

/// Least term of a new territory.
///
/// # Units
/// days.
/// # Source
/// protocol §4.9.
pub(crate) const LEAST_TERM: u32 = 30;

/// The territory that is used when none is named.
pub(crate) const DEFAULT: &str = "default";

/// What a person wants of a territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TerritoryChange {
    /// A new one.
    Rent {
        /// Its name.
        name: TerritoryName,
        /// Size in GiB.
        gib: u32,
        /// Term in days.
        days: u32,
    },
    /// More space.
    Expand {
        /// Which.
        name: TerritoryName,
        /// More GiB.
        gib: u32,
    },
    /// More days.
    Renew {
        /// Which.
        name: TerritoryName,
        /// More days.
        days: u32,
    },
    /// Another name for an empty one.
    Rename {
        /// Old name.
        from: TerritoryName,
        /// New name.
        to: TerritoryName,
    },
}

/// What a change costs, before anything is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The call that would be signed.
    pub call: Call,
    /// Who would sign.
    pub account: AccountId,
    /// One line of what it does.
    pub summary: String,
    /// What the space costs at today's price.
    pub price: Planck,
    /// What the transaction costs.
    pub fee: Planck,
    /// Free balance now.
    pub balance: Planck,
    /// Free balance afterwards.
    pub resulting: Planck,
}

impl Quote {
    /// Price and fee together, up to the greatest number that the chain can count.
    pub fn total(&self) -> Planck {
        Planck(self.price.0.saturating_add(self.fee.0))
    }
}

/// What a change did, read from the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The final block that holds it.
    pub block: BlockRef,
    /// What the space cost, as the chain's event says; none where no event says it.
    pub spent: Option<Planck>,
    /// What the transaction cost.
    pub fee: Option<Planck>,
}

/// An account's territories; clones share them.
#[derive(Clone)]
pub struct Territories(Arc<Context>);

impl Territories {
    pub(crate) fn new(context: Arc<Context>) -> Self {
        Self(context)
    }

    /// All territories of an account.
    ///
    /// # Errors
    /// The chain's problem.
    pub async fn list(&self, account: &AccountId) -> Result<Vec<Territory>, Problem> {
        self.0.ports.chain.territories(account, At::Best).await.map_err(|e| problem::of_chain(&e))
    }

    /// The territory of a name; without one, the one that uploads would use.
    ///
    /// # Errors
    /// [`AppError::TerritoryMissing`], [`AppError::NoTerritory`], or the chain's problem.
    pub async fn pick(&self, account: &AccountId, wanted: Option<&TerritoryName>) -> Result<TerritoryName, Problem> {
        let all = self.list(account).await?;
        let chosen = choose(&all, wanted)?.ok_or(AppError::NoTerritory)?;
        Ok(chosen.name.clone())
    }

    /// The newest block, from which terms are counted.
    ///
    /// # Errors
    /// The chain's problem.
    pub async fn now(&self) -> Result<BlockNumber, Problem> {
        Ok(self.0.ports.chain.head(At::Best).await.map_err(|e| problem::of_chain(&e))?.number)
    }

    /// Check a change and say what it costs.
    ///
    /// # Errors
    /// A refusal of what the chain would refuse, or would wrongly take; the chain's problem.
    pub async fn quote(&self, account: &AccountId, change: &TerritoryChange) -> Result<Quote, Problem> {
        let price = match change {
            TerritoryChange::Rent { name, gib, days } => self.rent(account, name, *gib, *days).await?,
            TerritoryChange::Expand { name, gib } => self.expand(account, name, *gib).await?,
            TerritoryChange::Renew { name, days } => self.renew(account, name, *days).await?,
            TerritoryChange::Rename { from, to } => self.rename(account, from, to).await?,
        };
        self.priced(account, change, price).await
    }

    /// Sign a quoted change and wait until it is final.
    ///
    /// # Errors
    /// The chain's problem; after a dispatch error only the fee is paid.
    pub async fn carry_out(&self, quote: &Quote) -> Result<Receipt, Problem> {
        let signer = self.signer(&quote.account)?;
        let purpose = TransactionPurpose::Territory;
        let summary = quote.summary.clone();
        let payments = Payments::new(&self.0.ports.journal, self.0.genesis(), quote.account);
        let before = payments.put_away(&quote.call).await?;
        match self.0.pipeline.execute(quote.call.clone(), &*signer, purpose, summary, None).await {
            Ok(outcome) => {
                let receipt = Receipt { block: outcome.block, spent: spent(&outcome), fee: outcome.fee };
                tell(payments.settle(&quote.call, before, &receipt).await);
                self.take_buckets_along(quote).await?;
                Ok(receipt)
            }
            Err(problem) => {
                if failed_on_chain(&problem) {
                    tell(payments.restore(&quote.call, before).await);
                }
                Err(problem)
            }
        }
    }

    /// Buckets of a territory that got another name go with it.
    async fn take_buckets_along(&self, quote: &Quote) -> Result<(), Problem> {
        let Call::RenameTerritory { from, to } = &quote.call else { return Ok(()) };
        let journal = &self.0.ports.journal;
        let all = journal.buckets(&self.0.genesis(), &quote.account).await.map_err(|e| problem::of_journal(&e))?;
        for bucket in all.into_iter().filter(|bucket| bucket.territory == *from) {
            match journal.update_bucket(&Bucket { territory: to.clone(), ..bucket }).await {
                // An earlier territory of the new name had a bucket of this name: that one is found there.
                Ok(()) | Err(JournalError::Bucket { .. }) => {}
                Err(e) => return Err(problem::of_journal(&e)),
            }
        }
        Ok(())
    }

    /// Price of new space.
    async fn rent(&self, account: &AccountId, name: &TerritoryName, gib: u32, days: u32) -> Result<Planck, Problem> {
        refuse_zero(gib, AppError::NoSpaceAsked)?;
        if days < LEAST_TERM {
            return Err(AppError::TermTooShort { days, least: LEAST_TERM }.into());
        }
        if self.find(account, name).await?.is_some() {
            return Err(AppError::TerritoryExists { name: name.clone() }.into());
        }
        self.price_of_new_space(gib, days).await
    }

    /// Price of more space up to the end of the term.
    async fn expand(&self, account: &AccountId, name: &TerritoryName, gib: u32) -> Result<Planck, Problem> {
        refuse_zero(gib, AppError::NoSpaceAsked)?;
        let territory = self.existing(account, name, &[TerritoryState::Active]).await?;
        let left = territory.deadline.0.saturating_sub(self.now().await?.0);
        self.price_of_new_space(gib, left.div_ceil(BlockNumber::DAY)).await
    }

    /// Price of more days for all whole GiB.
    async fn renew(&self, account: &AccountId, name: &TerritoryName, days: u32) -> Result<Planck, Problem> {
        refuse_zero(days, AppError::NoDaysAsked)?;
        let allowed = [TerritoryState::Active, TerritoryState::Frozen];
        let territory = self.existing(account, name, &allowed).await?;
        let unit = self.0.ports.chain.market().await.map_err(|e| problem::of_chain(&e))?.unit_price;
        Ok(price(territory.total.0 / ByteCount::GIB.0, days, unit)?)
    }

    /// Renaming costs the fee alone.
    async fn rename(&self, account: &AccountId, from: &TerritoryName, to: &TerritoryName) -> Result<Planck, Problem> {
        let territory = self.existing(account, from, &[TerritoryState::Active]).await?;
        let used = ByteCount(territory.used.0.saturating_add(territory.locked.0));
        if used.0 > 0 {
            return Err(AppError::TerritoryInUse { name: from.clone(), used }.into());
        }
        if self.find(account, to).await?.is_some() {
            return Err(AppError::TerritoryExists { name: to.clone() }.into());
        }
        Ok(Planck(0))
    }

    async fn price_of_new_space(&self, gib: u32, days: u32) -> Result<Planck, Problem> {
        let market = self.0.ports.chain.market().await.map_err(|e| problem::of_chain(&e))?;
        let wanted = ByteCount(u64::from(gib).saturating_mul(ByteCount::GIB.0));
        if wanted > market.available {
            return Err(AppError::MarketTooSmall { wanted, available: market.available }.into());
        }
        Ok(price(u64::from(gib), days, market.unit_price)?)
    }

    async fn priced(&self, account: &AccountId, change: &TerritoryChange, price: Planck) -> Result<Quote, Problem> {
        let signer = self.signer(account)?;
        let call = call(change);
        let chain = &self.0.ports.chain;
        let fee = chain.fee(&call, &*signer).await.map_err(|e| problem::of_chain(&e))?;
        let balance = chain.balance(account).await.map_err(|e| problem::of_chain(&e))?;
        let needed = price.checked_add(fee).ok_or(AppError::PriceOverflow)?;
        if needed > balance.spendable {
            return Err(AppError::BalanceTooLow { needed, spendable: balance.spendable }.into());
        }
        let resulting = balance.free.saturating_sub(needed);
        let summary = summary(change);
        Ok(Quote { call, account: *account, summary, price, fee, balance: balance.free, resulting })
    }

    fn signer(&self, account: &AccountId) -> Result<Arc<dyn Signer>, Problem> {
        self.0.ports.keystore.signer(account).map_err(|e| problem::of_keystore(&e))
    }

    async fn find(&self, account: &AccountId, name: &TerritoryName) -> Result<Option<Territory>, Problem> {
        self.0.ports.chain.territory(account, name, At::Best).await.map_err(|e| problem::of_chain(&e))
    }

    async fn existing(
        &self,
        account: &AccountId,
        name: &TerritoryName,
        allowed: &[TerritoryState],
    ) -> Result<Territory, Problem> {
        let found = self.find(account, name).await?;
        let territory = found.ok_or_else(|| AppError::TerritoryMissing { name: name.clone() })?;
        if allowed.contains(&territory.state) {
            return Ok(territory);
        }
        Err(AppError::TerritoryClosed { name: name.clone(), state: territory.state }.into())
    }
}

/// Is the transaction in a final block, where it did nothing but cost its fee? Any other end may still turn out well.
fn failed_on_chain(problem: &Problem) -> bool {
    problem.context.contains_key("transaction") && !problem.context.contains_key("answer")
}

/// The change itself came to its end; that what was paid is not known is no failure of it.
fn tell(noted: Result<(), Problem>) {
    if let Err(problem) = noted {
        tracing::warn!(code = %problem.code, "what was paid for a territory could not be noted");
    }
}

fn refuse_zero(number: u32, refusal: AppError) -> Result<(), AppError> {
    if number == 0 { Err(refusal) } else { Ok(()) }
}

/// The named territory; else the one named "default"; else the active one with the most space left.
pub(crate) fn choose<'a>(
    all: &'a [Territory],
    wanted: Option<&TerritoryName>,
) -> Result<Option<&'a Territory>, AppError> {
    if let Some(name) = wanted {
        let found = all.iter().find(|territory| territory.name == *name);
        return found.map(Some).ok_or_else(|| AppError::TerritoryMissing { name: name.clone() });
    }
    let named = all.iter().find(|territory| territory.name.as_str() == DEFAULT);
    let active = all.iter().filter(|territory| territory.state == TerritoryState::Active);
    Ok(named.or_else(|| active.max_by_key(|territory| territory.remaining)).or(all.first()))
}

/// GiB × days × unit price.
///
/// # Source
/// protocol §4.9.
pub(crate) fn price(gib: u64, days: u32, unit: Planck) -> Result<Planck, AppError> {
    let units = u128::from(gib).checked_mul(u128::from(days));
    units.and_then(|units| units.checked_mul(unit.0)).map(Planck).ok_or(AppError::PriceOverflow)
}

fn call(change: &TerritoryChange) -> Call {
    match change.clone() {
        TerritoryChange::Rent { name, gib, days } => Call::MintTerritory { name, gib, days },
        TerritoryChange::Expand { name, gib } => Call::ExpandTerritory { name, gib },
        TerritoryChange::Renew { name, days } => Call::RenewTerritory { name, days },
        TerritoryChange::Rename { from, to } => Call::RenameTerritory { from, to },
    }
}

fn summary(change: &TerritoryChange) -> String {
    match change {
        TerritoryChange::Rent { name, gib, days } => format!("rent territory {name}: {gib} GiB for {days} days"),
        TerritoryChange::Expand { name, gib } => format!("expand territory {name} by {gib} GiB"),
        TerritoryChange::Renew { name, days } => format!("renew territory {name} for {days} days"),
        TerritoryChange::Rename { from, to } => format!("rename territory {from} to {to}"),
    }
}

/// What the chain's event says was paid for space.
fn spent(outcome: &TransactionOutcome) -> Option<Planck> {
    let mut events = outcome.events.iter().filter(|(name, _)| name.starts_with("StorageHandler."));
    events.find_map(|(_, fields)| fields.get("spend")?.replace(['_', ','], "").parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_beyond_the_chains_numbers_is_refused() {
        assert_eq!(price(10, 30, Planck(3)), Ok(Planck(900)));
        assert_eq!(price(u64::MAX, u32::MAX, Planck(u128::MAX)), Err(AppError::PriceOverflow));
    }
}
