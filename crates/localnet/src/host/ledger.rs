//! The chain as the storage nodes of this network see it.

use async_trait::async_trait;
use pileus_localnet_runtime::RuntimeCall;
use sp_core::sr25519;
use tokio::sync::watch;

use crate::chain::Handle;
use crate::error::ChainError;
use crate::node::{Inclusion, Ledger, LedgerError};

/// A chain handle in the role of a node's RPC endpoint.
pub(super) struct NodeLedger(pub(super) Handle);

#[async_trait]
impl Ledger for NodeLedger {
    async fn read(&self, keys: Vec<Vec<u8>>) -> Result<Vec<Option<Vec<u8>>>, LedgerError> {
        Ok(self.0.storage_values(&keys))
    }

    async fn submit(&self, call: RuntimeCall, signer: &sr25519::Pair) -> Result<Inclusion, LedgerError> {
        let outcome = self.0.submit(call, signer).await.map_err(|error| unanswered(&error))?;
        let block = outcome.block_number;
        Ok(match outcome.result {
            Ok(()) => Inclusion::Succeeded { block },
            Err(error) => Inclusion::Failed { block, reason: format!("{error:?}") },
        })
    }

    fn blocks(&self) -> watch::Receiver<u32> {
        self.0.best_number()
    }
}

fn unanswered(error: &ChainError) -> LedgerError {
    let reason = error.to_string();
    match error {
        ChainError::Refused(_) | ChainError::Dropped { .. } => LedgerError::Refused { reason },
        _ => LedgerError::Unavailable { reason },
    }
}
