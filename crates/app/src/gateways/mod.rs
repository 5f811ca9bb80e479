//! Gateways: services that an account lets act for it.
//!
//! Duty: say which gateways there are, which of them may act for an account, and what that includes; give that power and
//! take it back after its price was shown.
//!
//! Invariants: a gateway comes from the chain's list and is meant by its address there; where two claim the same address,
//! only the account tells them apart; nothing is signed that costs more than was shown.

mod advise;
mod ask;
mod capsule;
mod choose;
mod entry;
mod error;
mod idle;
mod link;
mod power;
mod reach;
mod usable;
mod within_reach;

use std::{collections::BTreeSet, sync::Arc};

use pileus_domain::{AccountId, Call, GatewayRecord, Planck, Problem, Route};
use pileus_pipeline::problem;
use pileus_ports::{At, TransactionPurpose};

pub use ask::{GatewayTold, ToldDifference, ToldFile};
pub use choose::{RouteAdvice, RouteReason, length_to_send};
pub use link::GatewayLink;
pub use power::GatewayPower;
pub use reach::GatewayReach;

use crate::{AppError, Quote, Receipt, context::Context};
use error::GatewayRefusal;

/// Most gateways that one account can authorise.
///
/// # Source
/// `Oss.AuthorLimit`, protocol §3.6.
const AUTHORISATION_LIMIT: usize = 20;

/// A gateway as an account sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayEntry {
    /// What the chain says of it; without an address where it only has the account's authorisation.
    pub record: GatewayRecord,
    /// Has it made itself known on the chain?
    pub listed: bool,
    /// May it act for the account?
    pub authorised: bool,
    /// Does it answer?
    pub reach: GatewayReach,
}

/// What a person wants of a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GatewayChange {
    /// Let it act for the account.
    Authorise,
    /// Let it no longer.
    Revoke,
}

/// Gateways of a network; clones share them.
#[derive(Clone)]
pub struct Gateways(Arc<Context>);

impl Gateways {
    pub(crate) fn new(context: Arc<Context>) -> Self {
        Self(context)
    }

    /// All gateways of the chain's list, each asked whether it answers, and whoever else may act for the account.
    ///
    /// # Errors
    /// The chain's problem.
    pub async fn list(&self, account: Option<&AccountId>) -> Result<Vec<GatewayEntry>, Problem> {
        let authorised = self.authorised(account).await?;
        let listed = self.listed().await?;
        let known: BTreeSet<_> = listed.iter().map(|record| record.account).collect();
        let strangers = authorised.iter().filter(|account| !known.contains(account));
        let strangers = strangers.map(|account| GatewayRecord::unlisted(*account));
        let all: Vec<_> = listed.into_iter().chain(strangers).collect();
        let reaches = reach::of_all(&self.0.ports, &all).await;
        let entry = |(record, reach): (GatewayRecord, GatewayReach)| GatewayEntry {
            listed: known.contains(&record.account),
            authorised: authorised.contains(&record.account),
            record,
            reach,
        };
        Ok(all.into_iter().zip(reaches).map(entry).collect())
    }

    /// One gateway, by its address or its account.
    ///
    /// # Errors
    /// `gateway_unknown`, `gateway_ambiguous`, or the chain's problem.
    pub async fn status(&self, account: Option<&AccountId>, name: &str) -> Result<GatewayEntry, Problem> {
        let authorised = self.authorised(account).await?;
        let (record, listed) = self.find(&authorised, name).await?;
        let reach = reach::of(&self.0.ports, &record).await;
        Ok(GatewayEntry { authorised: authorised.contains(&record.account), listed, record, reach })
    }

    /// The route by way of a gateway that may act for the account.
    ///
    /// # Errors
    /// `gateway_unknown`, `gateway_ambiguous`, `gateway_not_authorised`, or the chain's problem.
    pub async fn route(&self, account: &AccountId, name: &str) -> Result<Route, Problem> {
        let authorised = self.authorised(Some(account)).await?;
        let (record, listed) = self.find(&authorised, name).await?;
        match (listed, authorised.contains(&record.account)) {
            (false, _) => Err(GatewayRefusal::Unknown { name: name.to_owned() }.into()),
            (true, false) => Err(GatewayRefusal::NotAuthorised { gateway: name.to_owned() }.into()),
            (true, true) => Ok(Route::Gateway(record)),
        }
    }

    /// A gateway of the chain's list to get files from, which needs no authorisation.
    ///
    /// # Errors
    /// `gateway_unknown`, `gateway_ambiguous`, or the chain's problem.
    pub async fn source(&self, name: &str) -> Result<Route, Problem> {
        self.find(&[], name).await.map(|(record, _)| Route::Gateway(record))
    }

    /// Check a change and say what it costs.
    ///
    /// # Errors
    /// A refusal of what would change nothing, or of a gateway that is not on the list or says something else than its
    /// entry there; the chain's problem.
    pub async fn quote(&self, account: &AccountId, change: GatewayChange, name: &str) -> Result<Quote, Problem> {
        let authorised = self.authorised(Some(account)).await?;
        let (record, listed) = self.find(&authorised, name).await?;
        let gateway = record.account;
        let shown = record.name().unwrap_or_else(|| gateway.to_string());
        let holds = authorised.contains(&gateway);
        match change {
            GatewayChange::Authorise if holds => Err(GatewayRefusal::AlreadyAuthorised { gateway: shown }.into()),
            GatewayChange::Authorise if !listed => Err(GatewayRefusal::Unknown { name: shown }.into()),
            GatewayChange::Authorise if authorised.len() >= AUTHORISATION_LIMIT => {
                Err(GatewayRefusal::TooMany { limit: AUTHORISATION_LIMIT }.into())
            }
            GatewayChange::Revoke if !holds => Err(GatewayRefusal::NotAuthorised { gateway: shown }.into()),
            GatewayChange::Authorise => {
                self.check_entry(&record).await?;
                let summary = format!("authorise gateway {shown} ({gateway})");
                self.priced(account, Call::AuthorizeGateway { gateway }, summary).await
            }
            GatewayChange::Revoke => {
                let summary = format!("revoke gateway {shown} ({gateway})");
                self.priced(account, Call::RevokeGateway { gateway }, summary).await
            }
        }
    }

    /// Sign a quoted change, if it still costs no more, and wait until it is final.
    ///
    /// # Errors
    /// [`AppError::PriceChanged`], then nothing was signed; the chain's problem.
    pub async fn carry_out(&self, quote: &Quote) -> Result<Receipt, Problem> {
        self.refuse_dearer(quote).await?;
        self.sign(quote).await
    }

    /// Nothing is signed that costs more by now than was shown.
    pub(crate) async fn refuse_dearer(&self, quote: &Quote) -> Result<(), Problem> {
        let now = self.priced(&quote.account, quote.call.clone(), quote.summary.clone()).await?;
        if now.total() > quote.total() {
            return Err(AppError::PriceChanged { before: quote.total(), now: now.total() }.into());
        }
        Ok(())
    }

    pub(crate) async fn sign(&self, quote: &Quote) -> Result<Receipt, Problem> {
        let signer = self.0.ports.keystore.signer(&quote.account).map_err(|e| problem::of_keystore(&e))?;
        let purpose = TransactionPurpose::Other("gateway".to_owned());
        let call = quote.call.clone();
        let outcome = self.0.pipeline.execute(call, &*signer, purpose, quote.summary.clone(), None).await?;
        Ok(Receipt { block: outcome.block, spent: Some(Planck(0)), fee: outcome.fee, order: None })
    }

    async fn listed(&self) -> Result<Vec<GatewayRecord>, Problem> {
        self.0.ports.chain.gateways().await.map_err(|e| problem::of_chain(&e))
    }

    async fn authorised(&self, account: Option<&AccountId>) -> Result<Vec<AccountId>, Problem> {
        let Some(account) = account else { return Ok(Vec::new()) };
        self.0.ports.chain.authorisations(account, At::Best).await.map_err(|e| problem::of_chain(&e))
    }

    /// The one gateway of this name, and whether it is on the list.
    async fn find(&self, authorised: &[AccountId], name: &str) -> Result<(GatewayRecord, bool), Problem> {
        let mut found = self.listed().await?;
        found.retain(|record| record.is_called(name));
        match (found.pop(), found.is_empty()) {
            (Some(record), true) => Ok((record, true)),
            (Some(_), false) => Err(GatewayRefusal::Ambiguous { name: name.to_owned() }.into()),
            (None, _) => {
                let account = name.parse().ok().filter(|account| authorised.contains(account));
                let account = account.ok_or_else(|| GatewayRefusal::Unknown { name: name.to_owned() })?;
                Ok((GatewayRecord::unlisted(account), false))
            }
        }
    }

    async fn priced(&self, account: &AccountId, call: Call, summary: String) -> Result<Quote, Problem> {
        let signer = self.0.ports.keystore.signer(account).map_err(|e| problem::of_keystore(&e))?;
        let chain = &self.0.ports.chain;
        let fee = chain.fee(&call, &*signer).await.map_err(|e| problem::of_chain(&e))?;
        let balance = chain.balance(account).await.map_err(|e| problem::of_chain(&e))?;
        if fee > balance.spendable {
            return Err(AppError::BalanceTooLow { needed: fee, spendable: balance.spendable }.into());
        }
        let resulting = balance.free.saturating_sub(fee);
        Ok(Quote { call, account: *account, summary, price: Planck(0), fee, balance: balance.free, resulting })
    }
}
