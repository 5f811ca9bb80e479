//! What a gateway says of itself.

use pileus_domain::{Endpoint, pool_name};
use pileus_ports::{GatewayError, GatewayErrorKind, GatewayIdentity};
use serde::Deserialize;

use crate::answer::printable;

/// The program's name, which no gateway says.
const PROGRAM: &str = "CD\u{b2}N";
/// Longest text that is decoded as a pool: 38 bytes are 52 letters.
const POOL_LIMIT: usize = 64;
/// Longest address that is looked at, in bytes.
const ADDRESS_LIMIT: usize = 256;

/// The fields of `/status` that matter here; any may be missing, and what is not of its type counts as missing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Status {
    version: Option<serde_json::Value>,
    endpoint: Option<serde_json::Value>,
    poolid: Option<serde_json::Value>,
    is_gateway: Option<serde_json::Value>,
}

impl Status {
    /// Who answers.
    ///
    /// # Errors
    /// [`GatewayErrorKind::Failed`] where it says that it is no gateway.
    pub(crate) fn identity(&self, gateway: &Endpoint) -> Result<GatewayIdentity, GatewayError> {
        if self.is_gateway.as_ref().and_then(serde_json::Value::as_bool) == Some(false) {
            let message = "it says that it is no gateway";
            return Err(GatewayError::new(GatewayErrorKind::Failed, &gateway.0, message));
        }
        let version = text(self.version.as_ref()).map(printable).unwrap_or_default();
        let endpoint = text(self.endpoint.as_ref()).filter(|text| text.len() <= ADDRESS_LIMIT);
        let endpoint = endpoint.map(|text| Endpoint::from_chain(printable(text).as_bytes()));
        Ok(GatewayIdentity {
            version: format!("{PROGRAM} {version}").trim_end().to_owned(),
            endpoint: endpoint.filter(|endpoint| !endpoint.0.is_empty()),
            pool: text(self.poolid.as_ref()).and_then(pool),
        })
    }
}

fn text(value: Option<&serde_json::Value>) -> Option<&str> {
    value.and_then(serde_json::Value::as_str)
}

/// The name of a pool as its gateways write it: what stands on the chain for a peer, in base58.
///
/// # Source
/// companion on CD²N §6.
fn pool(text: &str) -> Option<String> {
    let bytes = if text.len() <= POOL_LIMIT { bs58::decode(text).into_vec().ok() } else { None };
    bytes.and_then(|bytes| pool_name(&bytes))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn identity(status: serde_json::Value) -> Result<GatewayIdentity, GatewayError> {
        serde_json::from_value::<Status>(status).unwrap().identity(&Endpoint("https://g.example".to_owned()))
    }

    /// # Source
    /// companion on CD²N §6, the vector there.
    #[test]
    fn the_default_pool_is_read() {
        let default = "AxB1NQP6BJCHoVrhWg3LUyMx6hvwWiryb3dwGRSa9N2ofLnBc4Gw";
        assert_eq!(pool(default).as_deref(), Some("CESS CD2N OFFICAL POOL"));
        for other in ["", "0OIl", "CESS CD2N OFFICAL POOL", &"1".repeat(38), &default.repeat(2)] {
            assert_eq!(pool(other), None, "{other}");
        }
    }

    #[test]
    fn every_field_may_be_missing_or_nonsense() {
        let bare = GatewayIdentity::of_version("CD\u{b2}N".to_owned());
        for status in [
            json!({}),
            json!({ "version": "", "endpoint": "", "poolid": "" }),
            json!({ "version": 7, "endpoint": [], "poolid": { "a": 1 }, "is_gateway": "yes", "tee_pubkey": [1, 2] }),
            json!({ "version": null, "status": null, "active_storage_nodes": null, "is_gateway": true }),
            json!({ "endpoint": "x".repeat(1_000) }),
        ] {
            assert_eq!(identity(status.clone()).unwrap(), bare, "{status}");
        }
    }

    #[test]
    fn a_full_answer_names_address_and_pool() {
        let poolid = bs58::encode([b"POOL".as_slice(), &[0; 34]].concat()).into_string();
        let said = json!({ "version": "v1\u{1b}[31m", "endpoint": "https://G.example/", "poolid": poolid });
        let said = identity(said).unwrap();
        assert_eq!(said.version, "CD\u{b2}N v1[31m");
        assert_eq!(said.endpoint, Some(Endpoint("https://G.example".to_owned())));
        assert_eq!(said.pool.as_deref(), Some("POOL"));
    }

    #[test]
    fn a_retriever_that_is_no_gateway_says_so() {
        let error = identity(json!({ "is_gateway": false })).unwrap_err();
        assert_eq!(error.kind, GatewayErrorKind::Failed);
    }
}
