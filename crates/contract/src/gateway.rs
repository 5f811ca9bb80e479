//! Gateways as they cross over.

use pileus_app::{GatewayEntry, GatewayReach};
use pileus_domain::AccountId;
use serde::Serialize;

/// A gateway and what it may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GatewayView {
    /// Its address as people write it; none when it has none.
    pub name: Option<String>,
    /// Its account.
    pub account: AccountId,
    /// Its address as it stands on the chain.
    pub endpoint: Option<String>,
    /// Is it on the network's list?
    pub listed: bool,
    /// May it act for the account?
    pub authorised: bool,
    /// `answers`, `silent` or `no_address`.
    pub reach: &'static str,
    /// Program and version, in its own words.
    pub version: Option<String>,
    /// Why it is silent.
    pub reason: Option<String>,
}

impl From<&GatewayEntry> for GatewayView {
    fn from(entry: &GatewayEntry) -> Self {
        let GatewayEntry { record, listed, authorised, reach } = entry.clone();
        let (reach, version, reason) = match reach {
            GatewayReach::Answers { version } => ("answers", Some(version), None),
            GatewayReach::Silent { reason, .. } => ("silent", None, Some(reason)),
            GatewayReach::NoAddress => ("no_address", None, None),
        };
        let name = record.name();
        let endpoint = record.endpoint.map(|endpoint| endpoint.0);
        Self { name, account: record.account, endpoint, listed, authorised, reach, version, reason }
    }
}
