//! What windows ask of rented space.

use std::sync::Arc;

use pileus_contract::window::{Space, SpaceChange, SpaceQuote, SpaceReceipt};
use pileus_domain::Problem;
use pileus_ports::Consent;

use super::Session;

impl Session {
    /// All rented space of the default account.
    ///
    /// # Errors
    /// `account_none`, or the chain's or the journal's problem.
    pub(crate) async fn space(self: Arc<Self>) -> Result<Space, Problem> {
        let entry = self.services.keys.account(None)?;
        let overview = self.services.space.overview(&entry.account).await?;
        Ok(Space::new(&entry, &self.services.identity().token_symbol, &overview))
    }

    /// What a change costs now.
    ///
    /// # Errors
    /// A refusal of what the chain would refuse, `vault_locked`, or the chain's problem.
    pub(crate) async fn quote_space(self: Arc<Self>, change: SpaceChange) -> Result<SpaceQuote, Problem> {
        let change = change.try_into().map_err(pileus_app::AppError::from)?;
        let entry = self.services.keys.account(None)?;
        let priced = self.services.space.price(&entry.account, change).await?;
        Ok(SpaceQuote::new(&entry, &self.services.identity().token_symbol, &priced))
    }

    /// Sign what was quoted, if it costs no more by now; consent is asked for right before.
    ///
    /// # Errors
    /// `quote_expired`, `price_changed`, `stopped`, `vault_locked`, or the chain's problem.
    pub(crate) async fn sign_space(
        self: Arc<Self>,
        quote: String,
        consent: Arc<dyn Consent>,
    ) -> Result<SpaceReceipt, Problem> {
        Ok((&self.services.space.sign(&quote, &*consent).await?).into())
    }
}
