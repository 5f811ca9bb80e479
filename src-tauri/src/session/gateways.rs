//! What windows ask of gateways.

use std::{collections::BTreeMap, sync::Arc};

use pileus_app as app;
use pileus_contract::window::{
    GatewayChange, GatewayLink, GatewayRow, IdleGateway, RouteAdvice, RouteQuestion, RouteRequest, SpaceQuote,
};
use pileus_domain::{AccountId, ByteCount, Condition, Problem, Route};
use pileus_ports::{JobRecord, Timestamp, TransferDetails};

use super::{Session, files::parsed};

impl Session {
    /// All gateways of the network, each asked whether it answers, as the default account sees them.
    ///
    /// # Errors
    /// `account_none`, or the chain's problem.
    pub(crate) async fn gateways(self: Arc<Self>) -> Result<Vec<GatewayRow>, Problem> {
        let entry = self.services.keys.account(None)?;
        let all = self.services.gateways.list(Some(&entry.account)).await?;
        Ok(all.iter().map(GatewayRow::from).collect())
    }

    /// What it costs to let a gateway act for the account, or no longer.
    ///
    /// # Errors
    /// A refusal of what would change nothing, `vault_locked`, or the chain's problem.
    pub(crate) async fn quote_gateway(self: Arc<Self>, change: GatewayChange) -> Result<SpaceQuote, Problem> {
        let (change, gateway) = match change {
            GatewayChange::Authorise { gateway } => (app::GatewayChange::Authorise, gateway),
            GatewayChange::Revoke { gateway } => (app::GatewayChange::Revoke, gateway),
        };
        let entry = self.services.keys.account(None)?;
        let priced = self.services.space.price_gateway(&entry.account, change, &gateway).await?;
        Ok(SpaceQuote::new(&entry, &self.services.identity().token_symbol, &priced))
    }

    /// Gateways that stored files of the default account, may still act for it, and have nothing to do for it now.
    ///
    /// # Errors
    /// `account_none`, or the chain's or the journal's problem.
    pub(crate) async fn idle_gateways(self: Arc<Self>) -> Result<Vec<IdleGateway>, Problem> {
        let account = self.services.keys.account(None)?.account;
        let idle = self.services.gateways.idle(&account).await?;
        let jobs = self.services.transfers.snapshot().await?.jobs;
        let ours = jobs.iter().filter(|job| self.is_ours(job) && job.account == Some(account));
        let mut used: BTreeMap<AccountId, Timestamp> = BTreeMap::new();
        for (gateway, at) in ours.filter_map(stored_by) {
            let last = used.entry(gateway).or_insert(at);
            *last = (*last).max(at);
        }
        let told = idle.iter().filter_map(|record| Some(IdleGateway::new(record, *used.get(&record.account)?)));
        Ok(told.collect())
    }

    /// A link by which anybody fetches a file from a gateway that answers.
    ///
    /// # Errors
    /// `account_none`, `fid_unreadable`, `gateway_none_answers`, or the chain's problem.
    pub(crate) async fn gateway_link(self: Arc<Self>, fid: String) -> Result<GatewayLink, Problem> {
        let (account, fid) = (self.services.keys.account(None)?.account, parsed(&fid)?);
        self.services.gateways.link(Some(&account), &fid).await.map(GatewayLink::from)
    }

    /// Which way Pileus would choose now.
    ///
    /// # Errors
    /// `account_none`, or the chain's or the journal's problem.
    pub(crate) async fn advise_route(self: Arc<Self>, question: RouteQuestion) -> Result<RouteAdvice, Problem> {
        let account = self.services.keys.account(None)?.account;
        Ok((&self.services.gateways.advise(&account, &question.lengths()).await?).into())
    }

    /// The way that was asked for, if the account allows it, for files that are so long as they leave.
    pub(super) async fn route(
        &self,
        account: &AccountId,
        wanted: RouteRequest,
        files: &[ByteCount],
    ) -> Result<Route, Problem> {
        match wanted {
            RouteRequest::Direct => Ok(Route::Direct),
            RouteRequest::Auto => Ok(self.services.gateways.advise(account, files).await?.route),
            RouteRequest::Gateway { gateway } => self.services.gateways.route(account, &gateway).await,
        }
    }
}

/// The gateway that stored the file of a job, and when that was asked for.
fn stored_by(job: &JobRecord) -> Option<(AccountId, Timestamp)> {
    match &job.details {
        TransferDetails::Upload(upload) if job.condition == Condition::Finished => match &upload.route {
            Route::Gateway(gateway) => Some((gateway.account, job.created)),
            Route::Direct => None,
        },
        _ => None,
    }
}
