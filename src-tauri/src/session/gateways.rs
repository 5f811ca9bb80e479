//! What windows ask of gateways.

use std::sync::Arc;

use pileus_app as app;
use pileus_contract::window::{GatewayChange, GatewayRow, RouteRequest, SpaceQuote};
use pileus_domain::{AccountId, Problem, Route};

use super::Session;

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

    /// The way that was asked for, if the account allows it.
    pub(super) async fn route(&self, account: &AccountId, wanted: RouteRequest) -> Result<Route, Problem> {
        match wanted {
            RouteRequest::Direct => Ok(Route::Direct),
            RouteRequest::Gateway { gateway } => self.services.gateways.route(account, &gateway).await,
        }
    }
}
