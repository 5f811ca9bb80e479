//! The way that was chosen for files, as it crosses over.

use pileus_app::{RouteAdvice, RouteReason};
use pileus_domain::{AccountId, ByteCount, Route};
use serde::Serialize;

/// Which way Pileus chose, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RouteView {
    /// `direct` or `gateway`.
    pub route: &'static str,
    /// The gateway's account; none for the direct route.
    pub gateway: Option<AccountId>,
    /// Its address as people write it.
    pub name: Option<String>,
    /// Why.
    #[serde(flatten)]
    pub reason: RouteReasonView,
}

/// Why a way was chosen, with the numbers that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum RouteReasonView {
    /// No gateway that could be chosen is authorised.
    NoGateway,
    /// No authorised gateway answers.
    NoneAnswers,
    /// Nobody knows yet how fast bytes leave this computer.
    UplinkUnknown,
    /// The direct route does not take long.
    SoonEnough(RouteTimesView),
    /// The direct route would take long.
    Saves(RouteTimesView),
    /// Too few storage nodes answer from here.
    FewNodes {
        /// Storage nodes that answer.
        reachable: u32,
        /// Storage nodes that an upload wants.
        needed: u32,
    },
}

/// How long files take on either route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RouteTimesView {
    /// Bytes that leave this computer in a second.
    pub uplink: ByteCount,
    /// On the direct route.
    ///
    /// # Units
    /// seconds.
    pub direct_seconds: u64,
    /// By way of a gateway.
    ///
    /// # Units
    /// seconds.
    pub gateway_seconds: u64,
}

impl From<&RouteAdvice> for RouteView {
    fn from(advice: &RouteAdvice) -> Self {
        let (route, gateway, name) = match &advice.route {
            Route::Direct => ("direct", None, None),
            Route::Gateway(gateway) => ("gateway", Some(gateway.account), gateway.name()),
        };
        Self { route, gateway, name, reason: advice.reason.into() }
    }
}

impl From<RouteReason> for RouteReasonView {
    fn from(reason: RouteReason) -> Self {
        let times =
            |uplink, direct_seconds, gateway_seconds| RouteTimesView { uplink, direct_seconds, gateway_seconds };
        match reason {
            RouteReason::NoGateway => Self::NoGateway,
            RouteReason::NoneAnswers => Self::NoneAnswers,
            RouteReason::UplinkUnknown => Self::UplinkUnknown,
            RouteReason::SoonEnough { uplink, direct_seconds, gateway_seconds } => {
                Self::SoonEnough(times(uplink, direct_seconds, gateway_seconds))
            }
            RouteReason::Saves { uplink, direct_seconds, gateway_seconds } => {
                Self::Saves(times(uplink, direct_seconds, gateway_seconds))
            }
            RouteReason::FewNodes { reachable, needed } => Self::FewNodes { reachable, needed },
        }
    }
}
