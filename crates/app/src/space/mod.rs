//! Rented space as a person plans it: what there is, how fast it fills, and changes that were quoted first.
//!
//! Duty: put chain, catalogue and price together for each territory, and sign nothing but a quote that still holds.
//!
//! Invariant: whatever became dearer since it was quoted is not signed.

mod forecast;
mod history;
mod overview;
mod paid;
mod quotes;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pileus_domain::{AccountId, BlockNumber, Planck, Problem};
use pileus_ports::Timestamp;

pub use history::{POINT_LIMIT, Sample};
pub use overview::{SpaceOverview, TerritoryOverview};
pub(crate) use paid::Payments;
pub use quotes::PricedChange;

use crate::{AppError, Receipt, Territories, TerritoryChange, context::Context};
use quotes::Quotes;

/// Rented space of an account; clones share it, and what was quoted.
#[derive(Clone)]
pub struct Space {
    context: Arc<Context>,
    quotes: Arc<Mutex<Quotes>>,
}

impl Space {
    pub(crate) fn new(context: Arc<Context>) -> Self {
        Self { context, quotes: Arc::default() }
    }

    /// Say what a change costs, and remember it for some minutes.
    ///
    /// # Errors
    /// A refusal of what the chain would refuse; the chain's or the vault's problem.
    pub async fn price(&self, account: &AccountId, change: TerritoryChange) -> Result<PricedChange, Problem> {
        let territories = self.territories();
        let quote = territories.quote(account, &change).await?;
        let (block, read_at) = (territories.now().await?, self.now());
        let until = self.end_after(account, &change, block).await?;
        let id = format!("{:016x}", self.context.ports.entropy.number());
        let priced = PricedChange { id, change, quote, block, read_at, until };
        self.quotes().keep(priced.clone());
        Ok(priced)
    }

    /// Sign what was quoted under this name, if it still costs no more; each quote can be signed once.
    ///
    /// # Errors
    /// [`AppError::QuoteExpired`], [`AppError::PriceChanged`]; then nothing was signed. Otherwise the chain's problem.
    pub async fn sign(&self, id: &str) -> Result<Receipt, Problem> {
        let kept = self.quotes().take(id, self.now());
        let priced = kept.ok_or(AppError::QuoteExpired)?;
        let territories = self.territories();
        let now = territories.quote(&priced.quote.account, &priced.change).await?;
        if now.price > priced.quote.price || now.total() > priced.quote.total() {
            return Err(AppError::PriceChanged { before: priced.quote.total(), now: now.total() }.into());
        }
        territories.carry_out(&now).await
    }

    /// When the term of a territory ends once a change was made.
    async fn end_after(
        &self,
        account: &AccountId,
        change: &TerritoryChange,
        now: BlockNumber,
    ) -> Result<Option<Timestamp>, Problem> {
        let (name, days) = match change {
            TerritoryChange::Rent { days, .. } => {
                return Ok(Some(forecast::end_of(forecast::later(now, *days), now, self.now())));
            }
            TerritoryChange::Expand { name, .. } | TerritoryChange::Rename { from: name, .. } => (name, 0),
            TerritoryChange::Renew { name, days } => (name, *days),
        };
        let all = self.territories().list(account).await?;
        let found = all.into_iter().find(|territory| territory.name == *name);
        Ok(found.map(|territory| forecast::end_of(forecast::later(territory.deadline, days), now, self.now())))
    }

    fn territories(&self) -> Territories {
        Territories::new(Arc::clone(&self.context))
    }

    fn now(&self) -> Timestamp {
        self.context.ports.clock.now()
    }

    fn quotes(&self) -> MutexGuard<'_, Quotes> {
        self.quotes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What so much space costs for a year at a price, up to the greatest number that the chain can count.
fn year_cost(gib: u64, unit: Planck) -> Planck {
    const DAYS: u128 = 365;
    Planck(u128::from(gib).saturating_mul(DAYS).saturating_mul(unit.0))
}
