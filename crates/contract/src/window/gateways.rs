//! Gateways as windows read them: which there are, which may act for the account, and the wish to change that.

use pileus_app::{GatewayEntry, GatewayReach};
use pileus_domain::GatewayRecord;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A gateway as the account in use sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GatewayRow {
    /// Its address as people write it; none when it has none.
    pub name: Option<String>,
    /// Its account: what it is meant by.
    pub account: String,
    /// Is it on the network's list?
    pub listed: bool,
    /// May it act for the account?
    pub authorised: bool,
    /// Does it answer?
    pub answer: GatewayAnswer,
}

impl From<&GatewayEntry> for GatewayRow {
    fn from(entry: &GatewayEntry) -> Self {
        Self {
            name: entry.record.name(),
            account: entry.record.account.to_string(),
            listed: entry.listed,
            authorised: entry.authorised,
            answer: entry.reach.clone().into(),
        }
    }
}

/// Whether and how a gateway answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum GatewayAnswer {
    /// It says what it is.
    Answers {
        /// Program and version, in its own words.
        version: String,
    },
    /// It gives no answer that can be used.
    Silent {
        /// Why.
        reason: String,
    },
    /// It has no address.
    NoAddress,
}

impl From<GatewayReach> for GatewayAnswer {
    fn from(reach: GatewayReach) -> Self {
        match reach {
            GatewayReach::Answers { version } => Self::Answers { version },
            GatewayReach::Silent { reason } => Self::Silent { reason },
            GatewayReach::NoAddress => Self::NoAddress,
        }
    }
}

/// What the person wants of a gateway.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum GatewayChange {
    /// Let it act for the account.
    Authorise {
        /// Its account.
        gateway: String,
    },
    /// Let it no longer.
    Revoke {
        /// Its account.
        gateway: String,
    },
}

/// A gateway that can store files for the account in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UsableGateway {
    /// Its address as people write it.
    pub name: String,
    /// Its account: what it is meant by.
    pub account: String,
}

impl UsableGateway {
    /// From the chain's list; none when it has no address.
    pub fn new(record: &GatewayRecord) -> Option<Self> {
        record.name().map(|name| Self { name, account: record.account.to_string() })
    }
}

/// Which way files shall take.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum RouteRequest {
    /// From this computer to the storage nodes.
    Direct,
    /// Once to a gateway that may act for the account.
    Gateway {
        /// Its account.
        gateway: String,
    },
}
