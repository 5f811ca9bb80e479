//! Gateways as windows read them: which there are, which may act for the account, and the wish to change that.

use pileus_app::{GatewayEntry, GatewayReach};
use pileus_domain::GatewayRecord;
use pileus_ports::{GatewayErrorKind, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Number;

use super::{GatewayName, route::is_experimental};

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
    /// Does it run a program that Pileus supports in part only?
    pub experimental: bool,
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
            experimental: is_experimental(&entry.record),
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
        code: GatewaySilence,
    },
    /// It has no address.
    NoAddress,
}

impl From<GatewayReach> for GatewayAnswer {
    fn from(reach: GatewayReach) -> Self {
        match reach {
            GatewayReach::Answers { version } => Self::Answers { version },
            GatewayReach::Silent { kind, .. } => Self::Silent { code: kind.into() },
            GatewayReach::NoAddress => Self::NoAddress,
        }
    }
}

/// Why a gateway gives no answer that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GatewaySilence {
    /// Connecting failed, or the connection broke.
    Unreachable,
    /// It took too long.
    TimedOut,
    /// It wants to lead to another address.
    Elsewhere,
    /// What it says cannot be read.
    Unreadable,
    /// Its address is none that may be connected to.
    Forbidden,
    /// It has too much to do.
    Busy,
    /// It failed inside.
    Failed,
    /// It answers, and does not say what it is.
    Refused,
}

impl From<GatewayErrorKind> for GatewaySilence {
    fn from(kind: GatewayErrorKind) -> Self {
        use GatewayErrorKind as Kind;
        match kind {
            Kind::Unreachable => Self::Unreachable,
            Kind::TimedOut => Self::TimedOut,
            Kind::Redirected => Self::Elsewhere,
            Kind::Corrupt | Kind::TooLarge => Self::Unreadable,
            Kind::ForbiddenAddress | Kind::NotEncrypted => Self::Forbidden,
            Kind::Busy => Self::Busy,
            Kind::Failed => Self::Failed,
            _ => Self::Refused,
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

/// Where anybody fetches a file from a gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct GatewayLink {
    /// The gateway's address as people write it.
    pub gateway: String,
    /// The address of the whole file as the network has it: sealed, if it is sealed.
    pub url: String,
}

impl From<pileus_app::GatewayLink> for GatewayLink {
    fn from(link: pileus_app::GatewayLink) -> Self {
        let pileus_app::GatewayLink { gateway, url } = link;
        Self { gateway, url }
    }
}

/// A gateway that stored files of the account, may still act for it, and has nothing to do for it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IdleGateway {
    /// Its address as people write it; its account when it has none.
    pub name: String,
    /// Its account: what it is meant by.
    pub account: String,
    /// When the last of the files that it stored was given to it, in milliseconds since 1970.
    #[specta(type = Number)]
    pub used_at: u64,
}

impl IdleGateway {
    /// From the chain's list, and the moment of the last upload by it.
    pub fn new(record: &GatewayRecord, used_at: Timestamp) -> Self {
        let GatewayName { name, account } = record.into();
        Self { name, account, used_at: used_at.0 }
    }
}
