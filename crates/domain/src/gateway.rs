//! Gateways as the chain lists them.

use serde::{Deserialize, Serialize};

use crate::{AccountId, Endpoint, FidRule};

/// Which program a gateway is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GatewaySoftware {
    /// DeOSS.
    #[default]
    Deoss,
    /// A retriever of CD²N.
    Cd2n,
}

impl GatewaySoftware {
    /// How the program derives a FID.
    pub const fn fid_rule(self) -> FidRule {
        match self {
            Self::Deoss => FidRule::Merkle,
            Self::Cd2n => FidRule::Flat,
        }
    }
}

/// What `Oss.Oss` says of a gateway. The chain checks none of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayRecord {
    /// The account that places orders.
    pub account: AccountId,
    /// Where it says that it answers; none when it left that empty.
    pub endpoint: Option<Endpoint>,
    /// Which program it says that it is.
    #[serde(default)]
    pub software: GatewaySoftware,
    /// The pool that it says it belongs to; only CD²N gateways have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<String>,
}

impl GatewayRecord {
    /// Read the chain's bytes; some programs write the word `empty` for no address.
    ///
    /// CD²N writes the name of its pool where others have the identity of a peer, so text there tells the program.
    ///
    /// # Source
    /// protocol §3.6.
    pub fn from_chain(account: AccountId, peer_id: &[u8], domain: &[u8]) -> Self {
        let pool = pool_name(peer_id);
        let software = if pool.is_some() { GatewaySoftware::Cd2n } else { GatewaySoftware::Deoss };
        Self { account, endpoint: address(domain), software, pool }
    }

    /// An account that the chain's list says nothing about.
    pub const fn unlisted(account: AccountId) -> Self {
        Self { account, endpoint: None, software: GatewaySoftware::Deoss, pool: None }
    }

    /// The address without scheme and capital letters: how people name a gateway.
    pub fn name(&self) -> Option<String> {
        self.endpoint.as_ref().map(plain)
    }

    /// Is this how somebody names it: by its address, with or without scheme, or by its account?
    pub fn is_called(&self, text: &str) -> bool {
        text.parse() == Ok(self.account) || self.answers_at(text)
    }

    /// Is this its address, with or without scheme?
    pub fn answers_at(&self, text: &str) -> bool {
        let named = address(text.as_bytes()).as_ref().map(plain);
        named.is_some() && named == self.name()
    }
}

/// The text that a pool's name is, if it is one: printable, with nothing but zeros behind it.
///
/// # Shapes
/// what stands where DeOSS has a peer's identity, which is all zeros or begins with bytes that no text has.
pub fn pool_name(peer_id: &[u8]) -> Option<String> {
    let end = peer_id.iter().rposition(|&byte| byte != 0)?;
    let text = peer_id[..=end].iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    text.then(|| String::from_utf8_lossy(&peer_id[..=end]).into_owned())
}

fn address(domain: &[u8]) -> Option<Endpoint> {
    let endpoint = Endpoint::from_chain(domain);
    let given = !endpoint.0.is_empty() && endpoint.0 != "empty";
    given.then_some(endpoint)
}

fn plain(endpoint: &Endpoint) -> String {
    let address = endpoint.0.as_str();
    address.split_once("://").map_or(address, |(_, rest)| rest).to_lowercase()
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

impl Route {
    /// How the FID of a file that goes this way is derived.
    pub fn fid_rule(&self) -> FidRule {
        match self {
            Self::Direct => FidRule::Merkle,
            Self::Gateway(gateway) => gateway.software.fid_rule(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gateway(domain: &str) -> GatewayRecord {
        GatewayRecord::from_chain(AccountId([7; 32]), &[0; 38], domain.as_bytes())
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
    fn a_pools_name_tells_the_program() {
        let of = |peer_id: &[u8]| GatewayRecord::from_chain(AccountId([7; 32]), peer_id, b"https://g.example");
        let padded = |text: &[u8]| [text, &vec![0; 38 - text.len()]].concat();
        let retriever = of(&padded(b"CESS CD2N OFFICAL POOL"));
        assert_eq!(
            (retriever.software, retriever.pool.as_deref()),
            (GatewaySoftware::Cd2n, Some("CESS CD2N OFFICAL POOL"))
        );
        assert_eq!(Route::Gateway(retriever).fid_rule(), FidRule::Flat);
        // No peer at all, one of libp2p, and text with something behind it.
        for peer_id in
            [vec![0; 38], padded(&[0, 36, 8, 1, 18, 32, b'a', b'b']), padded(b"pool\0x"), padded("p\u{e9}".as_bytes())]
        {
            let gateway = of(&peer_id);
            assert_eq!((gateway.software, gateway.pool), (GatewaySoftware::Deoss, None), "{peer_id:?}");
        }
    }

    #[test]
    fn a_record_of_an_earlier_journal_is_of_deoss() {
        let before = serde_json::json!({ "account": AccountId([7; 32]), "endpoint": "http://g.example" });
        let record: GatewayRecord = serde_json::from_value(before).unwrap();
        assert_eq!(record, gateway("http://g.example"));
    }

    #[test]
    fn no_address_is_no_name() {
        for domain in ["", "  ", "empty"] {
            assert_eq!(gateway(domain).endpoint, None, "{domain:?}");
            assert!(!gateway(domain).is_called(domain));
        }
    }
}
