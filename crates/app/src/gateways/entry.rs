//! Is who answers at a gateway's address the one that the chain's entry means?

use pileus_domain::{AccountId, GatewayRecord, GatewaySoftware, Problem};
use pileus_pipeline::{is_entry_of, problem};

use super::{GatewayPower, Gateways};

impl Gateways {
    /// What an authorisation of this gateway includes.
    ///
    /// # Errors
    /// `gateway_unknown`, `gateway_ambiguous`, or the chain's problem.
    pub async fn powers(&self, account: &AccountId, name: &str) -> Result<&'static [GatewayPower], Problem> {
        let authorised = self.authorised(Some(account)).await?;
        self.find(&authorised, name).await.map(|(record, _)| GatewayPower::of(record.software))
    }

    /// A CD²N gateway has to say of itself what its entry says, before an account lets it act. DeOSS says nothing of
    /// itself.
    pub(super) async fn check_entry(&self, record: &GatewayRecord) -> Result<(), Problem> {
        if record.software == GatewaySoftware::Deoss {
            return Ok(());
        }
        let endpoint = record.endpoint.as_ref().ok_or_else(|| problem::gateway_without_address(record))?;
        let said = self.0.ports.gateway_of(record).identity(endpoint).await;
        let said = said.map_err(|error| problem::of_gateway(&error))?;
        if is_entry_of(record, &said) { Ok(()) } else { Err(problem::gateway_disagrees(record)) }
    }
}
