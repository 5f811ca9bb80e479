//! Routes as windows read them: which gateway a file goes by, what may be chosen, and what Pileus would choose and why.

use pileus_app as app;
use pileus_domain::{AccountId, ByteCount, GatewayRecord, GatewaySoftware, Route};
use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Number;

/// A gateway as people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GatewayName {
    /// Its address as people write it; its account when it has none.
    pub name: String,
    /// Its account: what it is meant by.
    pub account: String,
}

impl GatewayName {
    /// Of an account whose address was this at the time.
    pub fn new(account: &AccountId, name: Option<&str>) -> Self {
        let account = account.to_string();
        Self { name: name.map_or_else(|| account.clone(), str::to_owned), account }
    }

    /// The gateway of a route; none of the direct one.
    pub fn of_route(route: &Route) -> Option<Self> {
        match route {
            Route::Direct => None,
            Route::Gateway(record) => Some(record.into()),
        }
    }
}

impl From<&GatewayRecord> for GatewayName {
    fn from(record: &GatewayRecord) -> Self {
        Self::new(&record.account, record.name().as_deref())
    }
}

/// A gateway that can store files for the account in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UsableGateway {
    /// Its address as people write it.
    pub name: String,
    /// Its account: what it is meant by.
    pub account: String,
    /// Does it run a program that Pileus supports in part only?
    pub experimental: bool,
}

impl UsableGateway {
    /// From the chain's list; none when it has no address.
    pub fn new(record: &GatewayRecord) -> Option<Self> {
        let experimental = is_experimental(record);
        record.name().map(|name| Self { name, account: record.account.to_string(), experimental })
    }
}

/// Only DeOSS is supported in full.
pub(super) fn is_experimental(record: &GatewayRecord) -> bool {
    record.software != GatewaySoftware::Deoss
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
    /// As Pileus chooses when the files are stored.
    Auto,
}

/// What a route is wanted for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RouteQuestion {
    /// Length of each file.
    #[specta(type = Vec<Number>)]
    pub files: Vec<u64>,
    /// Are they sealed before they leave?
    pub sealed: bool,
}

impl RouteQuestion {
    /// How long the files are as they leave.
    pub fn lengths(&self) -> Vec<ByteCount> {
        self.files.iter().map(|length| app::length_to_send(ByteCount(*length), self.sealed)).collect()
    }
}

/// Which way Pileus would choose now, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RouteAdvice {
    /// The gateway; none for the direct route.
    pub gateway: Option<GatewayName>,
    /// Why.
    pub reason: RouteReason,
}

/// Why a route is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RouteReason {
    /// Direct: no gateway that is supported in full may act for the account.
    NoGateway,
    /// Direct: none of them answers.
    NoneAnswers,
    /// Direct: nothing was sent yet that tells how fast this connection is.
    UplinkUnknown,
    /// Direct: it does not take long.
    SoonEnough {
        /// Bytes a second that leave this computer.
        #[specta(type = Number)]
        uplink: u64,
        /// Seconds to send all to the storage nodes.
        #[specta(type = Number)]
        direct_seconds: u64,
        /// Seconds to send all to a gateway.
        #[specta(type = Number)]
        gateway_seconds: u64,
    },
    /// A gateway: the direct route would take long.
    Saves {
        /// Bytes a second that leave this computer.
        #[specta(type = Number)]
        uplink: u64,
        /// Seconds to send all to the storage nodes.
        #[specta(type = Number)]
        direct_seconds: u64,
        /// Seconds to send all to the gateway.
        #[specta(type = Number)]
        gateway_seconds: u64,
    },
    /// A gateway: too few storage nodes answer from here.
    FewNodes {
        /// How many answer.
        reachable: u32,
        /// How many an upload wants, with a few in reserve.
        needed: u32,
    },
}

impl From<&app::RouteAdvice> for RouteAdvice {
    fn from(advice: &app::RouteAdvice) -> Self {
        Self { gateway: GatewayName::of_route(&advice.route), reason: advice.reason.into() }
    }
}

impl From<app::RouteReason> for RouteReason {
    fn from(reason: app::RouteReason) -> Self {
        use app::RouteReason as Reason;
        match reason {
            Reason::NoGateway => Self::NoGateway,
            Reason::NoneAnswers => Self::NoneAnswers,
            Reason::UplinkUnknown => Self::UplinkUnknown,
            Reason::SoonEnough { uplink, direct_seconds, gateway_seconds } => {
                Self::SoonEnough { uplink: uplink.0, direct_seconds, gateway_seconds }
            }
            Reason::Saves { uplink, direct_seconds, gateway_seconds } => {
                Self::Saves { uplink: uplink.0, direct_seconds, gateway_seconds }
            }
            Reason::FewNodes { reachable, needed } => Self::FewNodes { reachable, needed },
        }
    }
}
