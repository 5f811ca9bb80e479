//! Capsules of files that the gateway encrypted.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use pileus_domain::{Capsule, Endpoint, Fid};
use pileus_ports::GatewayError;
use serde::Deserialize;

use crate::{Cd2nAdapter, error::corrupt};

/// What stands beside it, a key of the gateway for re-encryption, is of no use here.
#[derive(Deserialize)]
struct Kept {
    capsule: String,
}

impl Cd2nAdapter {
    /// Nobody is told who asks. That somebody on the way gave another capsule shows when it opens nothing.
    ///
    /// # Source
    /// companion on CD²N §5.5.
    pub(crate) async fn fetch_capsule(&self, gateway: &Endpoint, fid: &Fid) -> Result<Capsule, GatewayError> {
        let request = self.get(gateway, &["gateway", "capsule", &fid.to_string()])?;
        let kept: Kept = self.ask(gateway, request).await?.answer(gateway).shape("the capsule")?;
        let unreadable = || corrupt(gateway, "its capsule is none");
        let text = STANDARD.decode(kept.capsule).map_err(|error| unreadable().because(error))?;
        serde_json::from_slice(&text).map_err(|error| unreadable().because(error))
    }
}
