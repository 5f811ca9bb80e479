//! Does a gateway answer?

use std::sync::Arc;

use futures::{StreamExt, stream};
use pileus_domain::GatewayRecord;
use pileus_ports::Gateway;

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
        /// Why.
        reason: String,
    },
    /// It has no address.
    NoAddress,
}

/// Ask one gateway.
pub(super) async fn of(port: &dyn Gateway, record: &GatewayRecord) -> GatewayReach {
    let Some(endpoint) = &record.endpoint else { return GatewayReach::NoAddress };
    match port.version(endpoint).await {
        Ok(version) => GatewayReach::Answers { version },
        Err(error) => GatewayReach::Silent { reason: error.message },
    }
}

/// Ask many gateways, a few at a time; the answers are in their order.
pub(super) async fn of_all(port: &Arc<dyn Gateway>, records: &[GatewayRecord]) -> Vec<GatewayReach> {
    let ask = |record: &GatewayRecord| {
        let (port, record) = (Arc::clone(port), record.clone());
        async move { of(&*port, &record).await }
    };
    let asked: Vec<_> = records.iter().map(ask).collect();
    stream::iter(asked).buffered(ASKED_AT_ONCE).collect().await
}
