//! Mortal transactions.

use pileus_domain::{AccountId, BlockNumber, BlockRef, Call, GenesisHash};
use pileus_ports::{ChainError, SignedTransaction, Signer};
use subxt::{
    SubstrateConfig,
    config::{DefaultExtrinsicParams, DefaultExtrinsicParamsBuilder, substrate::H256},
    utils::{AccountId32, MultiSignature},
};

use crate::{
    adapter::ChainAdapter, connection::Connection, encode::payload, error::AdapterError, outcome::hash_of,
    runtime::Runtime,
};

/// Blocks that a transaction lives: more than any queue in front of a block, less than a person waits.
pub(crate) const ERA: u32 = 64;
/// When final blocks lag further behind, a transaction is born at the best one, or it would be half dead.
///
/// # Units
/// blocks.
const FINALITY_LAG_LIMIT: u32 = ERA / 4;

/// What a signature covers besides the call.
pub(crate) struct Terms {
    pub(crate) genesis: GenesisHash,
    pub(crate) account: AccountId,
    pub(crate) nonce: u64,
    pub(crate) birth: BlockRef,
}

impl Terms {
    /// The last block that may hold the transaction.
    pub(crate) fn death(birth: BlockRef) -> BlockNumber {
        BlockNumber(birth.number.0.saturating_add(ERA - 1))
    }

    fn parameters(&self) -> DefaultExtrinsicParams<SubstrateConfig> {
        let (number, hash) = (u64::from(self.birth.number.0), H256(self.birth.hash.0));
        let builder = DefaultExtrinsicParamsBuilder::new().nonce(self.nonce);
        builder.mortal_from_unchecked(u64::from(ERA), number, hash).build()
    }
}

/// The bytes of a signed transaction.
pub(crate) fn extrinsic(
    runtime: &Runtime,
    call: &Call,
    terms: &Terms,
    sign: impl FnOnce(&[u8]) -> [u8; 64],
) -> Result<Vec<u8>, AdapterError> {
    let failed = |e| AdapterError::unreadable("the parts of a transaction", e);
    let offline = runtime.offline(terms.genesis)?;
    let payload = payload(&runtime.metadata, call)?;
    let mut signable = offline.tx().create_signable_offline(&payload, terms.parameters()).map_err(failed)?;
    let signature = MultiSignature::Sr25519(sign(&signable.signer_payload().map_err(failed)?));
    let account = AccountId32(terms.account.0);
    Ok(signable.sign_with_account_and_signature(&account, &signature).map_err(failed)?.into_encoded())
}

/// The block at which a transaction is born: final, so that it cannot be thrown out, unless finality stands still.
pub(crate) async fn birth(connection: &Connection) -> Result<BlockRef, AdapterError> {
    let (finalized, best) = futures::try_join!(connection.finalized(), connection.best())?;
    let lag = best.number.0.saturating_sub(finalized.number.0);
    Ok(if lag > FINALITY_LAG_LIMIT { best } else { finalized })
}

impl ChainAdapter {
    /// Sign with the account's next nonce, which is reserved until the transaction is refused, used or dead.
    pub(crate) async fn sign_next(&self, call: &Call, signer: &dyn Signer) -> Result<SignedTransaction, ChainError> {
        let account = signer.account();
        let mut nonces = self.nonces.lock().await;
        let (connection, birth, next) = self.prepare(account).await?;
        let death = Terms::death(birth);
        let nonce = nonces.reserve(account, next, birth.number, death);
        let terms = Terms { genesis: connection.genesis(), account, nonce, birth };
        let encoded = extrinsic(&connection.runtime(), call, &terms, |message| signer.sign(message));
        let bytes = encoded.inspect_err(|_| nonces.forget(&account, nonce))?;
        Ok(SignedTransaction { hash: hash_of(&bytes), bytes, signer: account, nonce, birth: birth.number, death })
    }

    /// A connection whose runtime was looked at just now, a birth block and the next nonce, all from one endpoint.
    async fn prepare(&self, account: AccountId) -> Result<(std::sync::Arc<Connection>, BlockRef, u64), ChainError> {
        let endpoints = &self.endpoints;
        let ask = |connection: std::sync::Arc<Connection>| async move {
            connection.refresh(endpoints.runtimes()).await?;
            let address = account.to_string();
            let (birth, next) = futures::try_join!(birth(&connection), connection.next_nonce(&address))?;
            Ok((connection, birth, next))
        };
        endpoints.run(ask).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pileus_domain::BlockHash;

    #[test]
    fn an_era_has_sixty_four_blocks() {
        let birth = BlockRef { number: BlockNumber(100), hash: BlockHash([0; 32]) };
        assert_eq!(Terms::death(birth), BlockNumber(163));
    }
}
