//! Everything that the file bank announced, block by block.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pileus_domain::Fid;
use pileus_localnet::chain::Handle;
use pileus_localnet_runtime::{Runtime, RuntimeEvent, pallets::file_bank::Event, primitives::Hash};
use tokio::{sync::broadcast::error::RecvError, task::JoinHandle};

/// Listens to the chain for as long as it lives.
pub(crate) struct Chronicle {
    chain: Handle,
    heard: Arc<Mutex<Heard>>,
    listener: JoinHandle<()>,
}

#[derive(Default)]
struct Heard {
    block: u32,
    missed: u64,
    events: Vec<Event<Runtime>>,
}

impl Chronicle {
    /// Listen from the next block on.
    pub(crate) fn of(chain: &Handle) -> Self {
        let heard = Arc::new(Mutex::new(Heard::default()));
        let mut blocks = chain.blocks();
        lock(&heard).block = chain.best().number;
        let writer = Arc::clone(&heard);
        let listener = tokio::spawn(async move {
            loop {
                match blocks.recv().await {
                    Ok(block) => lock(&writer).note(block.number, block.events.iter().map(|event| &event.event)),
                    Err(RecvError::Lagged(blocks)) => lock(&writer).missed += blocks,
                    Err(RecvError::Closed) => return,
                }
            }
        });
        Self { chain: chain.clone(), heard, listener }
    }

    /// How often this file was declared.
    pub(crate) async fn declarations(&self, fid: &Fid) -> usize {
        let wanted = Hash(fid.to_text());
        self.count(|event| matches!(event, Event::UploadDeclaration { deal_hash, .. } if *deal_hash == wanted)).await
    }

    /// How many declarations there were of any file.
    pub(crate) async fn all_declarations(&self) -> usize {
        self.count(|event| matches!(event, Event::UploadDeclaration { .. })).await
    }

    /// How often this file was deleted.
    pub(crate) async fn deletions(&self, fid: &Fid) -> usize {
        let wanted = Hash(fid.to_text());
        self.count(|event| matches!(event, Event::DeleteFile { file_hash, .. } if *file_hash == wanted)).await
    }

    async fn count(&self, counts: impl Fn(&Event<Runtime>) -> bool) -> usize {
        let best = self.chain.best().number;
        while lock(&self.heard).block < best {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let heard = lock(&self.heard);
        assert_eq!(heard.missed, 0, "the chronicle missed blocks");
        heard.events.iter().filter(|event| counts(event)).count()
    }
}

impl Drop for Chronicle {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

impl Heard {
    fn note<'a>(&mut self, block: u32, events: impl Iterator<Item = &'a RuntimeEvent>) {
        self.block = block;
        for event in events {
            if let RuntimeEvent::FileBank(event) = event {
                self.events.push(event.clone());
            }
        }
    }
}

fn lock(heard: &Mutex<Heard>) -> MutexGuard<'_, Heard> {
    heard.lock().unwrap_or_else(PoisonError::into_inner)
}
