//! `GET /status`: where the gateway says that it is, and to which pool it belongs.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{Response, StatusCode},
};
use serde_json::{Value, json};
use sp_io::hashing::keccak_256;

use super::Retriever;
use crate::{
    gateway::{
        records,
        shared::{Core, address_of},
    },
    node::answer::json as answer,
};

/// Bytes of an address of Ethereum.
const WORK_ADDRESS: usize = 20;

/// Answer with the status.
pub(super) async fn status(State(retriever): State<Arc<Retriever>>) -> Response<Body> {
    // The word is misspelled in the published gateway.
    answer(StatusCode::OK, 200, "succes", Some(describe(&retriever.core).await))
}

async fn describe(core: &Core) -> Value {
    let settings = &core.settings;
    let account: &[u8] = core.account.as_ref();
    let work = &keccak_256(account)[32 - WORK_ADDRESS..];
    let nodes = records::nodes(core.ledger.as_ref()).await.ok();
    let nodes = nodes.map(|nodes| nodes.iter().map(|node| address_of(&node.account)).collect::<Vec<_>>());
    let ongoing = core.folder.all_tracked().await.map_or(0, |orders| orders.len());
    json!({
        "version": "",
        "work_addr": format!("0x{}", hex::encode(work)),
        "tee_addr": "",
        "tee_pubkey": null,
        "endpoint": settings.domain,
        "redis_addr": "",
        "poolid": bs58::encode(settings.pool).into_string(),
        "is_gateway": true,
        "active_storage_nodes": nodes,
        "status": { "dist_status": { "ongoing": ongoing } },
    })
}
