//! The facts of the bar, read anew with each block.

use std::{sync::Arc, time::Duration};

use futures::{StreamExt, stream};
use pileus_contract::window::NetworkBar;
use pileus_domain::Problem;
use pileus_pipeline::problem::of_chain;
use pileus_ports::{At, BlockStream};

use super::Session;

/// How long to wait before a chain that does not answer is asked again.
const ASK_AGAIN: Duration = Duration::from_secs(2);

impl Session {
    /// Keep the bar as the chain says, for as long as this is polled.
    pub(super) async fn watch_chain(self: Arc<Self>) {
        loop {
            if let Ok(mut heads) = self.heads().await {
                while let Some(head) = heads.next().await {
                    let answers = head.is_ok();
                    self.show_bar(answers).await;
                }
            }
            self.show_bar(false).await;
            tokio::time::sleep(ASK_AGAIN).await;
        }
    }

    /// Best and final blocks as they come.
    async fn heads(&self) -> Result<BlockStream, Problem> {
        let chain = &self.services.ports().chain;
        let best = chain.follow(At::Best).await.map_err(|e| of_chain(&e))?;
        let finalized = chain.follow(At::Final).await.map_err(|e| of_chain(&e))?;
        Ok(stream::select(best, finalized).boxed())
    }

    async fn show_bar(&self, answers: bool) {
        let read = if answers { self.read_bar().await.ok() } else { None };
        let bar = read.unwrap_or_else(|| NetworkBar { connected: false, ..self.stream.bar() });
        self.stream.set_bar(bar);
    }

    /// Everything the bar shows.
    ///
    /// # Errors
    /// The chain's or the vault's problem.
    pub(super) async fn read_bar(&self) -> Result<NetworkBar, Problem> {
        let chain = &self.services.ports().chain;
        let mut bar = NetworkBar::new(&self.profile, self.services.identity());
        let best = chain.head(At::Best).await.map_err(|e| of_chain(&e))?;
        let finalized = chain.head(At::Final).await.map_err(|e| of_chain(&e))?;
        bar.set_heads(best, finalized);
        let Ok(entry) = self.services.keys.account(None) else { return Ok(bar) };
        bar.set_account(&entry, chain.balance(&entry.account).await.map_err(|e| of_chain(&e))?);
        let territories = &self.services.territories;
        let all = territories.list(&entry.account).await?;
        if let Ok(name) = territories.pick(&entry.account, None).await
            && let Some(territory) = all.iter().find(|territory| territory.name == name)
        {
            bar.set_territory(territory);
        }
        Ok(bar)
    }
}
