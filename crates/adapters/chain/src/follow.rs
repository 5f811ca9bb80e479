//! Heads as they come, over lost connections.

use std::sync::Arc;

use futures::{StreamExt, stream};
use pileus_domain::BlockRef;
use pileus_ports::{At, BlockStream, ChainError, ErrorKind, PortError};
use subxt::ext::jsonrpsee::core::client::Subscription;

use crate::{
    connection::Connection,
    endpoints::Endpoints,
    error::AdapterError,
    rpc::{Header, block_of},
};

/// Follow best or final heads; the present one comes first.
pub(crate) async fn heads(endpoints: Arc<Endpoints>, at: At) -> Result<BlockStream, ChainError> {
    if matches!(at, At::Block(_)) {
        return Err(ChainError::Unsupported("following a single block".to_owned()));
    }
    let live = Live::open(&endpoints, at).await?;
    let follower = Follower { endpoints, at, live: Some(live), last: None, failures: 0 };
    Ok(stream::unfold(follower, |follower| async { Some(follower.next().await) }).boxed())
}

/// A subscription that delivers.
struct Live {
    connection: Arc<Connection>,
    heads: Subscription<Header>,
    /// The head at the time of subscribing.
    first: Option<BlockRef>,
}

impl Live {
    async fn open(endpoints: &Endpoints, at: At) -> Result<Self, ChainError> {
        let open = |connection: Arc<Connection>| async move {
            let heads = match at {
                At::Best => connection.best_heads().await?,
                At::Final | At::Block(_) => connection.final_heads().await?,
            };
            let first = Some(head(&connection, at).await?);
            Ok(Self { connection, heads, first })
        };
        endpoints.run(open).await
    }

    /// The next head; after a long silence the endpoint is asked for it.
    async fn next(&mut self, endpoints: &Endpoints, at: At) -> Result<BlockRef, ChainError> {
        if let Some(first) = self.first.take() {
            return Ok(first);
        }
        match tokio::time::timeout(endpoints.limits().silence, self.heads.next()).await {
            Ok(Some(Ok(header))) => Ok(block_of(&header)?),
            Ok(Some(Err(e))) => Err(AdapterError::unreadable("a head", e).into()),
            Ok(None) => Err(lost("the endpoint closed the connection")),
            Err(_) => Ok(head(&self.connection, at).await?),
        }
    }
}

async fn head(connection: &Connection, at: At) -> Result<BlockRef, AdapterError> {
    if at == At::Best { connection.best().await } else { connection.finalized().await }
}

fn lost(why: &str) -> ChainError {
    PortError::new(ErrorKind::Unavailable, "following the chain", why).into()
}

struct Follower {
    endpoints: Arc<Endpoints>,
    at: At,
    live: Option<Live>,
    last: Option<BlockRef>,
    failures: u32,
}

impl Follower {
    /// The next head or the next trouble; after trouble a new subscription is made, with back-off.
    async fn next(mut self) -> (Result<BlockRef, ChainError>, Self) {
        loop {
            match self.step().await {
                Ok(head) if self.is_news(head) => {
                    self.last = Some(head);
                    self.failures = 0;
                    return (Ok(head), self);
                }
                Ok(_) => {}
                Err(error) => {
                    self.live = None;
                    self.failures = self.failures.saturating_add(1);
                    tracing::info!(%error, failures = self.failures, "heads are followed anew");
                    return (Err(error), self);
                }
            }
        }
    }

    async fn step(&mut self) -> Result<BlockRef, ChainError> {
        if let Some(live) = &mut self.live {
            return live.next(&self.endpoints, self.at).await;
        }
        tokio::time::sleep(self.endpoints.limits().back_off(self.failures)).await;
        let mut live = Live::open(&self.endpoints, self.at).await?;
        let head = live.next(&self.endpoints, self.at).await?;
        self.live = Some(live);
        Ok(head)
    }

    /// Best heads may go back, final ones never do.
    fn is_news(&self, head: BlockRef) -> bool {
        match self.last {
            None => true,
            Some(last) if self.at == At::Best => last != head,
            Some(last) => head.number > last.number,
        }
    }
}
