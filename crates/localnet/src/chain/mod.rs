//! The chain of the local network.
//!
//! Duty: run the runtime block by block in this process, keep everything on disk, hold waiting transactions, and let
//! readers see each block only when it is safe. There is one author and no fork; a block that was written is never
//! taken back. It speaks to nobody: the network is in `rpc` and `host`.

mod block;
mod builder;
mod clock;
mod engine;
mod events;
mod execute;
mod externalities;
mod genesis;
mod handle;
mod pace;
mod pool;
mod signing;
mod state;
mod store;
mod view;

use std::any::Any;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

pub use block::{Block, BlockSummary, Event};
pub use clock::Clock;
pub use handle::{Handle, Outcome};
pub use pace::{BlockTime, Finality};
pub use pool::{TransactionStatus, TransactionWatch};
pub use state::State;
pub use view::KEPT_STATES;

pub(crate) use engine::Command;
pub(crate) use events::storage_key as events_key;
pub(crate) use store::ArchivedBlock;
pub(crate) use view::View;

use engine::Engine;
use pileus_localnet_runtime::genesis::Genesis;

use store::{Loaded, Store};

use crate::error::ChainError;

/// Commands that wait for the engine before senders have to wait.
const COMMAND_BACKLOG: usize = 1024;
/// Stack of the engine's thread: the runtime of a debug build needs more than the usual 2 MiB.
///
/// # Units
/// bytes.
const ENGINE_STACK: usize = 32 * 1024 * 1024;

/// How the chain is to run.
pub struct ChainSettings {
    /// The database file.
    pub path: PathBuf,
    /// When blocks are made.
    pub block_time: BlockTime,
    /// When blocks become final.
    pub finality: Finality,
    /// What time it is.
    pub clock: Clock,
    /// Wait for the disk with each block, so that a power cut loses none; a killed program never loses one.
    pub survive_power_cut: bool,
    /// Dropped when the last write is done.
    pub guard: Box<dyn Any + Send>,
}

/// The running chain; it ends when this is dropped.
pub struct Chain {
    handle: Handle,
    held: watch::Sender<bool>,
    stopping: Arc<AtomicBool>,
    thread: Mutex<Option<JoinHandle<()>>>,
    _pace: JoinSet<()>,
}

impl Chain {
    /// Go on with the chain on disk, or found it.
    ///
    /// Blocks this thread while the disk is read; call it within a tokio runtime.
    ///
    /// # Errors
    /// [`ChainError::Store`], [`ChainError::Damaged`], [`ChainError::Genesis`], [`ChainError::Thread`].
    pub fn start(settings: ChainSettings, genesis: &Genesis) -> Result<Self, ChainError> {
        let mut store = Store::open(&settings.path, settings.survive_power_cut)?;
        let loaded = match store.load()? {
            Some(loaded) => loaded,
            None => found(&mut store, genesis)?,
        };
        let view = Arc::new(View::new(loaded.blocks, store.archive()?, loaded.genesis_hash)?);
        let (commands, queue) = mpsc::channel(COMMAND_BACKLOG);
        let (has_work, work) = watch::channel(false);
        let (held, holding) = watch::channel(false);
        let mut pace = JoinSet::new();
        pace.spawn(pace::make_blocks(settings.block_time, work, commands.clone()));
        pace.spawn(pace::finalize_blocks(settings.finality, view.best_number(), holding, commands.clone()));
        let stopping = Arc::new(AtomicBool::new(false));
        let engine = Engine {
            store,
            view: Arc::clone(&view),
            clock: settings.clock,
            has_work,
            stopping: Arc::clone(&stopping),
            _guard: settings.guard,
            pool: pool::Pool::default(),
            remembered: std::collections::HashMap::new(),
        };
        let thread = std::thread::Builder::new()
            .name("localnet-chain".to_owned())
            .stack_size(ENGINE_STACK)
            .spawn(move || engine.run(queue))
            .map_err(ChainError::Thread)?;
        Ok(Self { handle: Handle::new(view, commands), held, stopping, thread: Mutex::new(Some(thread)), _pace: pace })
    }

    /// Access for those who read and submit.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// Make a block now, whatever the pace.
    ///
    /// # Errors
    /// [`ChainError::Store`] when the disk refuses it, [`ChainError::Stopped`].
    pub async fn produce(&self) -> Result<BlockSummary, ChainError> {
        self.ask(|reply| Command::Produce { reply }).await
    }

    /// Set number and time forward in one step: what falls due on the way is done, one block is written.
    ///
    /// # Units
    /// `blocks` of six seconds each; 0 counts as 1.
    /// # Errors
    /// As [`Self::produce`].
    pub async fn jump(&self, blocks: u32) -> Result<BlockSummary, ChainError> {
        self.ask(|reply| Command::Jump { blocks, reply }).await
    }

    /// Hold finality back, or let it go on.
    pub fn hold_finality(&self, hold: bool) {
        self.held.send_replace(hold);
    }

    /// End the chain and wait until the last write is done.
    pub async fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        // The engine may have ended already.
        let _ = self.handle.send(Command::Stop).await;
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }

    async fn ask<T>(&self, command: impl FnOnce(engine::Reply<T>) -> Command) -> Result<T, ChainError> {
        self.handle.ask(command).await
    }
}

impl Drop for Chain {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::Release);
        self.handle.try_stop();
    }
}

fn found(store: &mut Store, settings: &Genesis) -> Result<Loaded, ChainError> {
    let genesis = genesis::block(settings)?;
    store.found(&genesis)?;
    Ok(Loaded { genesis_hash: genesis.hash, blocks: vec![genesis] })
}
