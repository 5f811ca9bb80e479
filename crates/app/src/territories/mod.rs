//! Rented space: quoted first, then signed.
//!
//! Duty: check a change as the chain would, and where the chain does not check enough, better; name its whole price.
//!
//! Invariant: what is signed is what was quoted.
//!
//! Absent on purpose: no memory of quotes. Who shows one and signs it later uses [`crate::Space`].

mod change;
mod error;
mod terms;
mod trade;

use std::sync::Arc;

use pileus_domain::{
    AccountId, BlockNumber, BlockRef, Call, Planck, Problem, SpaceOrderId, Territory, TerritoryName, TerritoryState,
};
use pileus_pipeline::problem;
use pileus_ports::{At, Bucket, JournalError, Signer, TransactionOutcome, TransactionPurpose};

pub use change::{SpaceWanted, TerritoryChange};

use crate::{AppError, context::Context, space::Payments};
use error::TradeError;
pub(crate) use terms::{days_until, price};

/// Least term of a new territory.
///
/// # Units
/// days.
/// # Source
/// protocol §4.9.
pub(crate) const LEAST_TERM: u32 = 30;

/// The territory that is used when none is named.
pub(crate) const DEFAULT: &str = "default";

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
    /// The number of the order that it wrote.
    pub order: Option<SpaceOrderId>,
}

/// What a change takes from the account.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    /// What is paid for it.
    price: Planck,
    /// What must be there beside that, and stays.
    beside: Planck,
}

impl Cost {
    /// A price, and nothing beside it.
    fn of(price: Planck) -> Self {
        Self { price, beside: Planck(0) }
    }
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
        let cost = match change {
            TerritoryChange::Rent { name, gib, days } => self.rent(account, name, *gib, *days).await?,
            TerritoryChange::Expand { name, gib } => self.expand(account, name, *gib).await?,
            TerritoryChange::Renew { name, days } => self.renew(account, name, *days).await?,
            TerritoryChange::Revive { name, days } => self.revive(account, name, *days).await?,
            TerritoryChange::Rename { from, to } => self.rename(account, from, to).await?,
            TerritoryChange::Grant { name, to } => self.grant(account, name, to).await?,
            TerritoryChange::Consign { name, price } => self.consign(account, name, *price).await?,
            TerritoryChange::WithdrawConsignment { name } => self.withdraw_consignment(account, name).await?,
            TerritoryChange::Buy { token, name } => self.buy(account, token, name).await?,
            TerritoryChange::WithdrawPurchase { token } => self.withdraw_purchase(account, token).await?,
            TerritoryChange::Order(wanted) => self.order(wanted).await?,
            TerritoryChange::PayOrder { order } => self.pay(order).await?,
        };
        self.priced(account, change, cost).await
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
                let (spent, order) = (spent(&outcome, quote), order(&outcome));
                let receipt = Receipt { block: outcome.block, spent, fee: outcome.fee, order };
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

    async fn priced(&self, account: &AccountId, change: &TerritoryChange, cost: Cost) -> Result<Quote, Problem> {
        let Cost { price, beside } = cost;
        let signer = self.signer(account)?;
        let call = change.call();
        let chain = &self.0.ports.chain;
        let fee = chain.fee(&call, &*signer).await.map_err(|e| problem::of_chain(&e))?;
        let balance = chain.balance(account).await.map_err(|e| problem::of_chain(&e))?;
        let spent = price.checked_add(fee).ok_or(AppError::PriceOverflow)?;
        let needed = spent.checked_add(beside).ok_or(AppError::PriceOverflow)?;
        let spendable = balance.spendable;
        if needed > spendable {
            let twice = TradeError::PriceTwice { price, needed, spendable };
            return Err(if beside.0 > 0 { twice.into() } else { AppError::BalanceTooLow { needed, spendable }.into() });
        }
        let resulting = balance.free.saturating_sub(spent);
        let summary = change.summary();
        Ok(Quote { call, account: *account, summary, price, fee, balance: balance.free, resulting })
    }

    fn signer(&self, account: &AccountId) -> Result<Arc<dyn Signer>, Problem> {
        self.0.ports.keystore.signer(account).map_err(|e| problem::of_keystore(&e))
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

/// What the chain's events say was paid for space.
fn spent(outcome: &TransactionOutcome, quote: &Quote) -> Option<Planck> {
    let field = |event: &str, name: &str| {
        let mut events = outcome.events.iter().filter(|(found, _)| found.starts_with(event));
        events.find_map(|(_, fields)| fields.get(name)?.replace(['_', ','], "").parse().ok())
    };
    match quote.call {
        // The event of a paid order has no sum: what moved is what was paid.
        Call::PaySpaceOrder { .. } => field("Balances.Transfer", "amount").or(Some(quote.price)),
        Call::BuyConsignment { .. } => field("StorageHandler.BuyConsignment", "price"),
        _ => field("StorageHandler.", "spend"),
    }
}

/// The number of the order that was written.
fn order(outcome: &TransactionOutcome) -> Option<SpaceOrderId> {
    let (_, fields) = outcome.events.iter().find(|(name, _)| name == "StorageHandler.CreatePayOrder")?;
    fields.get("order_hash")?.parse().ok()
}
