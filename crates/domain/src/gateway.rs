//! Gateways as the chain lists them.

use serde::{Deserialize, Serialize};

use crate::{AccountId, Endpoint};

/// What `Oss.Oss` says of a gateway. The chain checks none of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayRecord {
    /// The account that places orders.
    pub account: AccountId,
    /// Where it says that it answers; none when it left that empty.
    pub endpoint: Option<Endpoint>,
}

impl GatewayRecord {
    /// Read the chain's bytes; some programs write the word `empty` for no address.
    pub fn from_chain(account: AccountId, domain: &[u8]) -> Self {
        let endpoint = Endpoint::from_chain(domain);
        let given = !endpoint.0.is_empty() && endpoint.0 != "empty";
        Self { account, endpoint: given.then_some(endpoint) }
    }

    /// The address without scheme and capital letters: how people name a gateway.
    pub fn name(&self) -> Option<String> {
        let address = &self.endpoint.as_ref()?.0;
        Some(address.split_once("://").map_or(address.as_str(), |(_, rest)| rest).to_lowercase())
    }

    /// Is this how somebody names it: by its address, with or without scheme, or by its account?
    pub fn is_called(&self, text: &str) -> bool {
        let named = Self::from_chain(self.account, text.as_bytes()).name();
        text.parse() == Ok(self.account) || (named.is_some() && named == self.name())
    }
}

/// Which way a file takes to its storage nodes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// From this computer to each of them; this account orders.
    #[default]
    Direct,
    /// Once to a gateway, which orders and brings it to them.
    Gateway(GatewayRecord),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gateway(domain: &str) -> GatewayRecord {
        GatewayRecord::from_chain(AccountId([7; 32]), domain.as_bytes())
    }

    #[test]
    fn a_gateway_is_named_by_its_address_however_that_is_written() {
        for domain in ["https://Gateway.example/", "gateway.example", "http://gateway.example\0\0"] {
            assert_eq!(gateway(domain).name().as_deref(), Some("gateway.example"), "{domain}");
            assert!(gateway(domain).is_called("HTTPS://gateway.example"), "{domain}");
        }
        assert!(!gateway("gateway.example").is_called("other.example"));
        assert!(gateway("gateway.example").is_called(&AccountId([7; 32]).to_string()));
    }

    #[test]
    fn no_address_is_no_name() {
        for domain in ["", "  ", "empty"] {
            assert_eq!(gateway(domain).endpoint, None, "{domain:?}");
            assert!(!gateway(domain).is_called(domain));
        }
    }
}
