//! Finding a transaction by hash in final blocks.

use std::{ops::RangeInclusive, sync::Arc};

use futures::{StreamExt, TryStreamExt, stream};
use pileus_domain::{BlockNumber, TxHash};
use pileus_ports::{ChainError, SearchHit, SearchProgress};

use crate::{adapter::ChainAdapter, connection::Connection, endpoints::Endpoints, outcome};

/// Blocks that are read at once.
const LOOK_AHEAD: usize = 8;

/// Tells how far a search is.
pub(crate) type Progress = Arc<dyn Fn(SearchProgress) + Send + Sync>;

impl ChainAdapter {
    /// Walk backwards over the range, as far as it is final.
    pub(crate) async fn search(
        &self,
        hash: TxHash,
        blocks: RangeInclusive<u32>,
        progress: Progress,
    ) -> Result<Option<SearchHit>, ChainError> {
        let finalized = self.endpoints.run(|c: Arc<Connection>| async move { Ok(c.finalized().await?) }).await?;
        let (first, last) = (*blocks.start(), (*blocks.end()).min(finalized.number.0));
        search_between(self.endpoints.clone(), hash, first..=last, progress).await
    }
}

async fn search_between(
    endpoints: Arc<Endpoints>,
    hash: TxHash,
    blocks: RangeInclusive<u32>,
    progress: Progress,
) -> Result<Option<SearchHit>, ChainError> {
    let first = *blocks.start();
    let look = |number| {
        let endpoints = endpoints.clone();
        async move { Ok::<_, ChainError>((number, look_at(&endpoints, number, hash).await?)) }
    };
    let mut looked = stream::iter(blocks.rev()).map(look).buffered(LOOK_AHEAD);
    while let Some((number, hit)) = looked.try_next().await? {
        progress(SearchProgress { block: BlockNumber(number), left: number - first });
        if hit.is_some() {
            return Ok(hit);
        }
    }
    Ok(None)
}

/// Look at one block by number; a number without a block holds nothing.
async fn look_at(endpoints: &Endpoints, number: u32, hash: TxHash) -> Result<Option<SearchHit>, ChainError> {
    let look = |connection: Arc<Connection>| async move {
        let Some(block) = connection.block_hash(number).await? else { return Ok(None) };
        outcome::in_block(&connection, endpoints.runtimes(), block, &hash).await
    };
    endpoints.run(look).await
}
