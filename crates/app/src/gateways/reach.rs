//! Does a gateway answer?

use crate::Ports;
use futures::{StreamExt, stream};
use pileus_domain::GatewayRecord;
use pileus_ports::GatewayErrorKind;

/// Gateways that are asked at once.
const ASKED_AT_ONCE: usize = 8;

/// Whether and how a gateway answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GatewayReach {
    /// It says what it is.
    Answers {
        /// Program and version, in its own words.
        version: String,
    },
    /// It gives no answer that can be used.
    Silent {
        /// Why, to decide on.
        kind: GatewayErrorKind,
        /// Why, in words.
        reason: String,
    },
    /// It has no address.
    NoAddress,
}

/// Ask one gateway.
pub(super) async fn of(ports: &Ports, record: &GatewayRecord) -> GatewayReach {
    let Some(endpoint) = &record.endpoint else { return GatewayReach::NoAddress };
    match ports.gateway_of(record).identity(endpoint).await {
        Ok(said) => GatewayReach::Answers { version: said.version },
        Err(error) => GatewayReach::Silent { kind: error.kind, reason: error.message },
    }
}

/// Ask many gateways, a few at a time; the answers are in their order.
pub(super) async fn of_all(ports: &Ports, records: &[GatewayRecord]) -> Vec<GatewayReach> {
    let ask = |record: &GatewayRecord| {
        let (ports, record) = (ports.clone(), record.clone());
        async move { of(&ports, &record).await }
    };
    let asked: Vec<_> = records.iter().map(ask).collect();
    stream::iter(asked).buffered(ASKED_AT_ONCE).collect().await
}
