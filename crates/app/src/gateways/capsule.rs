//! Capsules that gateways keep.

use pileus_domain::{Capsule, Fid, Problem};
use pileus_pipeline::problem;
use pileus_ports::GatewayErrorKind;

use super::{Gateways, error::GatewayRefusal};

impl Gateways {
    /// The capsule of a file, from a gateway of the chain's list that encrypted it. The gateway needs no authorisation for
    /// it, and learns nothing.
    ///
    /// # Errors
    /// `gateway_unknown`, `gateway_ambiguous`, `capsule_missing`, or a problem of the gateway's answer.
    pub async fn capsule(&self, name: &str, fid: &Fid) -> Result<Capsule, Problem> {
        let (gateway, _) = self.find(&[], name).await?;
        let endpoint = gateway.endpoint.clone().ok_or_else(|| problem::gateway_without_address(&gateway))?;
        let given = self.0.ports.gateway_of(&gateway).capsule(&endpoint, fid).await;
        given.map_err(|error| match error.kind {
            GatewayErrorKind::NotFound | GatewayErrorKind::Unsupported => {
                GatewayRefusal::NoCapsule { gateway: name.to_owned() }.into()
            }
            _ => problem::of_gateway(&error),
        })
    }
}
