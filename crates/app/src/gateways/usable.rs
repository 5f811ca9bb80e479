//! Which gateways can store files for an account.

use pileus_domain::{AccountId, GatewayRecord, Problem};

use super::Gateways;

impl Gateways {
    /// Gateways of the chain's list that have an address and may act for the account. None is asked whether it answers.
    ///
    /// # Errors
    /// The chain's problem.
    pub async fn usable(&self, account: &AccountId) -> Result<Vec<GatewayRecord>, Problem> {
        let authorised = self.authorised(Some(account)).await?;
        if authorised.is_empty() {
            return Ok(Vec::new());
        }
        let mut usable = self.listed().await?;
        usable.retain(|record| record.endpoint.is_some() && authorised.contains(&record.account));
        Ok(usable)
    }
}
