//! Subscriptions to heads, storage and the runtime's version.
//!
//! Invariants: every head subscriber gets each block once and in order, however slow it is (it walks the kept blocks
//! from its own place); a subscription starts with the current value.

use std::sync::Arc;

use jsonrpsee::core::server::{PendingSubscriptionSink, SubscriptionSink};
use jsonrpsee::server::RegisterMethodError;
use jsonrpsee::types::Params;
use jsonrpsee::{RpcModule, core::server::DisconnectError};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::arguments::Arguments;
use super::failure::invalid_params;
use super::{json, states};
use crate::chain::{Block, Handle};

/// Keys that one subscription may name.
const MOST_KEYS: usize = 1000;

/// Add the subscriptions.
pub(super) fn register(module: &mut RpcModule<Handle>) -> Result<(), RegisterMethodError> {
    for (subscribe, notification, unsubscribe) in [
        ("chain_subscribeNewHeads", "chain_newHead", "chain_unsubscribeNewHeads"),
        ("chain_subscribeAllHeads", "chain_allHead", "chain_unsubscribeAllHeads"),
    ] {
        module.register_subscription(subscribe, notification, unsubscribe, |_, sink, chain, _| async move {
            heads(sink, &chain, chain.view().best_number()).await;
        })?;
    }
    module.register_subscription(
        "chain_subscribeFinalizedHeads",
        "chain_finalizedHead",
        "chain_unsubscribeFinalizedHeads",
        |_, sink, chain, _| async move { heads(sink, &chain, chain.view().final_number()).await },
    )?;
    module.register_subscription(
        "state_subscribeStorage",
        "state_storage",
        "state_unsubscribeStorage",
        |params, sink, chain, _| async move { storage(&params, sink, &chain).await },
    )?;
    module.register_subscription(
        "state_subscribeRuntimeVersion",
        "state_runtimeVersion",
        "state_unsubscribeRuntimeVersion",
        |_, sink, _, _| async move { runtime_version(sink).await },
    )?;
    register_old_names(module)
}

/// Names that older programs still use.
fn register_old_names(module: &mut RpcModule<Handle>) -> Result<(), RegisterMethodError> {
    for (old, new) in [
        ("chain_subscribeNewHead", "chain_subscribeNewHeads"),
        ("subscribe_newHead", "chain_subscribeNewHeads"),
        ("chain_unsubscribeNewHead", "chain_unsubscribeNewHeads"),
        ("unsubscribe_newHead", "chain_unsubscribeNewHeads"),
        ("chain_subscribeFinalisedHeads", "chain_subscribeFinalizedHeads"),
        ("chain_unsubscribeFinalisedHeads", "chain_unsubscribeFinalizedHeads"),
        ("chain_subscribeRuntimeVersion", "state_subscribeRuntimeVersion"),
        ("chain_unsubscribeRuntimeVersion", "state_unsubscribeRuntimeVersion"),
    ] {
        module.register_alias(old, new)?;
    }
    Ok(())
}

/// Send one notification.
pub(super) async fn send(sink: &SubscriptionSink, value: &Value) -> Result<(), DisconnectError> {
    match serde_json::value::to_raw_value(value) {
        Ok(message) => sink.send(message).await,
        Err(error) => {
            tracing::error!(%error, "a notification cannot be written");
            Ok(())
        }
    }
}

/// The current head, then each later one.
async fn heads(pending: PendingSubscriptionSink, chain: &Arc<Handle>, numbers: watch::Receiver<u32>) {
    let Ok(sink) = pending.accept().await else { return };
    let first = json::header(&block_at(chain, &numbers).header);
    if send(&sink, &first).await.is_err() {
        return;
    }
    let mut later = Walk::new(chain, numbers);
    while let Some(block) = later.next(&sink).await {
        if send(&sink, &json::header(&block.header)).await.is_err() {
            return;
        }
    }
}

fn block_at(chain: &Handle, numbers: &watch::Receiver<u32>) -> Arc<Block> {
    let number = *numbers.borrow();
    let found = chain.view().between(number.saturating_sub(1), number).pop();
    found.unwrap_or_else(|| chain.view().best())
}

/// The values of the keys, then those of each block that changes one.
async fn storage(params: &Params<'_>, pending: PendingSubscriptionSink, chain: &Arc<Handle>) {
    let keys = match Arguments::of(params).and_then(|mut arguments| arguments.byte_list("keys", MOST_KEYS)) {
        Ok(keys) if keys.is_empty() => return pending.reject(invalid_params("no keys are named")).await,
        Ok(keys) => keys,
        Err(refusal) => return pending.reject(refusal).await,
    };
    let Ok(sink) = pending.accept().await else { return };
    let mut later = Walk::new(chain, chain.view().best_number());
    let mut last = later.current();
    let first = json!({ "block": json::hash(last.hash), "changes": states::changes(&last.state, &keys) });
    if send(&sink, &first).await.is_err() {
        return;
    }
    while let Some(block) = later.next(&sink).await {
        let changed: Vec<Vec<u8>> =
            keys.iter().filter(|key| block.state.get(key) != last.state.get(key)).cloned().collect();
        last = block;
        let news = json!({ "block": json::hash(last.hash), "changes": states::changes(&last.state, &changed) });
        if !changed.is_empty() && send(&sink, &news).await.is_err() {
            return;
        }
    }
}

/// The version; it never changes while the program runs.
async fn runtime_version(pending: PendingSubscriptionSink) {
    let Ok(sink) = pending.accept().await else { return };
    if send(&sink, &json::runtime_version()).await.is_ok() {
        sink.closed().await;
    }
}

/// A subscriber's place in the chain.
struct Walk<'a> {
    chain: &'a Handle,
    numbers: watch::Receiver<u32>,
    last: u32,
    waiting: std::vec::IntoIter<Arc<Block>>,
}

impl<'a> Walk<'a> {
    fn new(chain: &'a Handle, mut numbers: watch::Receiver<u32>) -> Self {
        let last = *numbers.borrow_and_update();
        Self { chain, numbers, last, waiting: Vec::new().into_iter() }
    }

    /// The block where the walk starts.
    fn current(&self) -> Arc<Block> {
        block_at(self.chain, &self.numbers)
    }

    /// The next block, when there is one; nothing when the subscriber or the chain has gone.
    async fn next(&mut self, sink: &SubscriptionSink) -> Option<Arc<Block>> {
        loop {
            if let Some(block) = self.waiting.next() {
                self.last = block.header.number;
                return Some(block);
            }
            let upto = *self.numbers.borrow_and_update();
            if upto > self.last {
                self.waiting = self.chain.view().between(self.last, upto).into_iter();
                self.last = upto;
                continue;
            }
            tokio::select! {
                () = sink.closed() => return None,
                changed = self.numbers.changed() => changed.ok()?,
            }
        }
    }
}
