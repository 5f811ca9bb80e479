//! `author_*`: submitting transactions and following them.

use std::sync::Arc;

use jsonrpsee::RpcModule;
use jsonrpsee::core::server::PendingSubscriptionSink;
use jsonrpsee::server::RegisterMethodError;
use jsonrpsee::types::{ErrorObjectOwned, Params};
use serde_json::Value;

use super::arguments::Arguments;
use super::failure::{reading, submitting};
use super::json;
use super::subscriptions::send;
use crate::chain::{Command, Handle, TransactionWatch};

/// Add the methods.
pub(super) fn register(module: &mut RpcModule<Handle>) -> Result<(), RegisterMethodError> {
    module.register_async_method("author_submitExtrinsic", |params, chain, _| async move {
        submit(&params, &chain).await.map(|watch| json::hash(watch.hash))
    })?;
    module.register_async_method("author_pendingExtrinsics", |_, chain, _| async move { pending(&chain).await })?;
    module.register_subscription(
        "author_submitAndWatchExtrinsic",
        "author_extrinsicUpdate",
        "author_unwatchExtrinsic",
        |params, sink, chain, _| async move { follow(&params, sink, &chain).await },
    )?;
    Ok(())
}

async fn submit(params: &Params<'_>, chain: &Arc<Handle>) -> Result<TransactionWatch, ErrorObjectOwned> {
    let extrinsic = Arguments::of(params)?.bytes("extrinsic")?;
    chain.watch(extrinsic).await.map_err(|error| submitting(&error))
}

async fn pending(chain: &Arc<Handle>) -> Result<Value, ErrorObjectOwned> {
    let pending = chain.ask(|reply| Command::Pending { reply }).await.map_err(|error| reading(&error))?;
    Ok(pending.iter().map(|extrinsic| json::bytes(extrinsic)).collect())
}

/// Each status as it comes; the subscription ends with the last one.
async fn follow(params: &Params<'_>, pending: PendingSubscriptionSink, chain: &Arc<Handle>) {
    let mut watch = match submit(params, chain).await {
        Ok(watch) => watch,
        Err(refusal) => return pending.reject(refusal).await,
    };
    let Ok(sink) = pending.accept().await else { return };
    loop {
        let status = tokio::select! {
            () = sink.closed() => return,
            status = watch.statuses.recv() => status,
        };
        let Some(status) = status else { return };
        if send(&sink, &json::status(&status)).await.is_err() || status.is_last() {
            return;
        }
    }
}
