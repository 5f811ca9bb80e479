//! When blocks are made, and when they become final.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::engine::Command;

/// How long after a block that could not be made the next attempt waits.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// When blocks are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockTime {
    /// At this interval, as a real network does (6 s).
    Every(Duration),
    /// Soon after a transaction came, and now and then without one.
    OnTransaction {
        /// From a transaction that is ready to the block that takes it.
        delay: Duration,
        /// From one block to the next when nothing waits.
        idle: Duration,
    },
    /// Only when asked.
    OnDemand,
}

/// When a block becomes final: both have to be so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Finality {
    /// Blocks on top of it.
    pub blocks: u32,
    /// Time since it was made.
    pub delay: Duration,
}

/// Ask for blocks until the engine ends.
pub(super) async fn make_blocks(time: BlockTime, has_work: watch::Receiver<bool>, commands: mpsc::Sender<Command>) {
    match time {
        BlockTime::Every(span) => every(span, &commands).await,
        BlockTime::OnTransaction { delay, idle } => on_transaction(delay, idle, has_work, &commands).await,
        BlockTime::OnDemand => {}
    }
}

async fn every(span: Duration, commands: &mpsc::Sender<Command>) {
    let mut ticks = interval(span);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks.tick().await;
    loop {
        ticks.tick().await;
        if !produce(commands).await {
            return;
        }
    }
}

async fn on_transaction(
    delay: Duration,
    idle: Duration,
    mut has_work: watch::Receiver<bool>,
    commands: &mpsc::Sender<Command>,
) {
    loop {
        let waiting = async { has_work.wait_for(|waiting| *waiting).await.map(drop) };
        match timeout(idle, waiting).await {
            Ok(Ok(())) => sleep(delay).await,
            Ok(Err(_)) => return,
            Err(_) => {}
        }
        if !produce(commands).await {
            return;
        }
    }
}

/// Ask for a block and wait for it; `false` when the engine has ended.
async fn produce(commands: &mpsc::Sender<Command>) -> bool {
    let (reply, answer) = oneshot::channel();
    if commands.send(Command::Produce { reply }).await.is_err() {
        return false;
    }
    match answer.await {
        Ok(Ok(_)) => true,
        Ok(Err(error)) => {
            tracing::error!(error = &error as &dyn std::error::Error, "no block could be made");
            sleep(RETRY_AFTER).await;
            true
        }
        Err(_) => false,
    }
}

/// Make blocks final after their time, except while finality is held.
pub(super) async fn finalize_blocks(
    finality: Finality,
    mut best: watch::Receiver<u32>,
    mut held: watch::Receiver<bool>,
    commands: mpsc::Sender<Command>,
) {
    loop {
        let number = *best.borrow_and_update();
        sleep(finality.delay).await;
        if held.wait_for(|held| !held).await.is_err() {
            return;
        }
        let number = number.saturating_sub(finality.blocks);
        if commands.send(Command::Finalize { number }).await.is_err() || best.changed().await.is_err() {
            return;
        }
    }
}
