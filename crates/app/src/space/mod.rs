//! Rented space as a person plans it: what there is, how fast it fills, and changes that were quoted first, also of who
//! else may use it.
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
use pileus_pipeline::problem;
use pileus_ports::{Consent, Timestamp};

pub use history::{POINT_LIMIT, Sample};
pub use overview::{SpaceOverview, TerritoryOverview};
pub(crate) use paid::Payments;
pub use quotes::{PricedChange, PricedWish};

use crate::{AppError, GatewayChange, Gateways, Quote, Receipt, Territories, TerritoryChange, context::Context};
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
        let block = territories.now().await?;
        let until = self.end_after(account, &change, block).await?;
        Ok(self.keep(PricedWish::Territory(change), quote, block, until))
    }

    /// The same for the power of a gateway, by its address or its account.
    ///
    /// # Errors
    /// As [`Gateways::quote`].
    pub async fn price_gateway(
        &self,
        account: &AccountId,
        change: GatewayChange,
        name: &str,
    ) -> Result<PricedChange, Problem> {
        let quote = self.gateways().quote(account, change, name).await?;
        let block = self.territories().now().await?;
        Ok(self.keep(PricedWish::Gateway, quote, block, None))
    }

    /// Sign what was quoted under this name, if it still costs no more; each quote can be signed once. Consent is asked
    /// for right before the signature, after which nothing takes the change back.
    ///
    /// # Errors
    /// [`AppError::QuoteExpired`], [`AppError::PriceChanged`], `stopped`; then nothing was signed. Otherwise the chain's
    /// problem.
    pub async fn sign(&self, id: &str, consent: &dyn Consent) -> Result<Receipt, Problem> {
        let kept = self.quotes().take(id, self.now());
        let PricedChange { wish, quote, .. } = kept.ok_or(AppError::QuoteExpired)?;
        match wish {
            PricedWish::Territory(change) => self.sign_territory(&quote, &change, consent).await,
            PricedWish::Gateway => {
                let gateways = self.gateways();
                gateways.refuse_dearer(&quote).await?;
                confirm(consent)?;
                gateways.sign(&quote).await
            }
        }
    }

    async fn sign_territory(
        &self,
        quoted: &Quote,
        change: &TerritoryChange,
        consent: &dyn Consent,
    ) -> Result<Receipt, Problem> {
        let territories = self.territories();
        let now = territories.quote(&quoted.account, change).await?;
        if now.price > quoted.price || now.total() > quoted.total() {
            return Err(AppError::PriceChanged { before: quoted.total(), now: now.total() }.into());
        }
        confirm(consent)?;
        territories.carry_out(&now).await
    }

    fn keep(&self, wish: PricedWish, quote: Quote, block: BlockNumber, until: Option<Timestamp>) -> PricedChange {
        let id = format!("{:016x}", self.context.ports.entropy.number());
        let priced = PricedChange { id, wish, quote, block, read_at: self.now(), until };
        self.quotes().keep(priced.clone());
        priced
    }

    /// When the term of a territory ends once a change was made.
    async fn end_after(
        &self,
        account: &AccountId,
        change: &TerritoryChange,
        now: BlockNumber,
    ) -> Result<Option<Timestamp>, Problem> {
        let (name, days) = match change {
            TerritoryChange::Rent { days, .. } | TerritoryChange::Revive { days, .. } => {
                return Ok(Some(forecast::end_of(forecast::later(now, *days), now, self.now())));
            }
            TerritoryChange::Expand { name, .. } | TerritoryChange::Rename { from: name, .. } => (name, 0),
            TerritoryChange::Renew { name, days } => (name, *days),
            // Whose territory it will be, or whether it will be, is not known.
            _ => return Ok(None),
        };
        let all = self.territories().list(account).await?;
        let found = all.into_iter().find(|territory| territory.name == *name);
        Ok(found.map(|territory| forecast::end_of(forecast::later(territory.deadline, days), now, self.now())))
    }

    fn gateways(&self) -> Gateways {
        Gateways::new(Arc::clone(&self.context))
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

/// The last moment at which a person can think better of it.
fn confirm(consent: &dyn Consent) -> Result<(), Problem> {
    if consent.confirm() { Ok(()) } else { Err(problem::stopped()) }
}

/// What so much space costs for a year at a price, up to the greatest number that the chain can count.
fn year_cost(gib: u64, unit: Planck) -> Planck {
    const DAYS: u128 = 365;
    Planck(u128::from(gib).saturating_mul(DAYS).saturating_mul(unit.0))
}
