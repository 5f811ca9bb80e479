//! `state_*`: storage, metadata and runtime calls.

use std::sync::Arc;

use jsonrpsee::RpcModule;
use jsonrpsee::server::RegisterMethodError;
use jsonrpsee::types::{ErrorObjectOwned, Params};
use parity_scale_codec::Decode;
use serde_json::{Value, json};
use sp_core::H256;
use sp_io::hashing::blake2_256;

use super::arguments::Arguments;
use super::failure::{count_too_high, reading};
use super::json;
use crate::chain::{Command, Handle, State, events_key};
use crate::error::ChainError;

/// Keys of one page.
const LARGEST_PAGE: u32 = 1000;
/// Keys that one call may ask the values of.
const MOST_KEYS: usize = 1000;
/// Keys that an answer without pages holds.
const MOST_UNPAGED_KEYS: usize = 10_000;

/// Add the methods.
pub(super) fn register(module: &mut RpcModule<Handle>) -> Result<(), RegisterMethodError> {
    module.register_async_method("state_call", |params, chain, _| async move { call(&params, &chain).await })?;
    module.register_async_method(
        "state_getMetadata",
        |params, chain, _| async move { metadata(&params, &chain).await },
    )?;
    module.register_method("state_getRuntimeVersion", |_, _, _| json::runtime_version())?;
    module.register_blocking_method("state_getStorage", |params, chain, _| {
        storage(&params, &chain).map(|value| value.map(|value| json::bytes(&value)))
    })?;
    module.register_blocking_method("state_getStorageSize", |params, chain, _| {
        storage(&params, &chain).map(|value| value.map(|value| value.len()))
    })?;
    module.register_blocking_method("state_getStorageHash", |params, chain, _| {
        storage(&params, &chain).map(|value| value.map(|value| json::bytes(&blake2_256(&value))))
    })?;
    module.register_blocking_method("state_getKeys", |params, chain, _| keys(&params, &chain))?;
    module.register_blocking_method("state_getKeysPaged", |params, chain, _| keys_paged(&params, &chain))?;
    module.register_blocking_method("state_queryStorageAt", |params, chain, _| query(&params, &chain))?;
    module.register_alias("chain_getRuntimeVersion", "state_getRuntimeVersion")?;
    module.register_alias("state_getStorageAt", "state_getStorage")?;
    module.register_alias("state_getStorageSizeAt", "state_getStorageSize")?;
    module.register_alias("state_getStorageHashAt", "state_getStorageHash")?;
    module.register_alias("state_getKeysPagedAt", "state_getKeysPaged")?;
    module.register_alias("state_callAt", "state_call")
}

fn state(chain: &Handle, hash: Option<H256>) -> Result<State, ErrorObjectOwned> {
    match hash {
        None => Ok(chain.view().best().state.clone()),
        Some(hash) => chain.view().state(hash).map_err(|error| reading(&error)),
    }
}

/// The state for a runtime call; the runtime is the same at every block, so what it says about itself needs no old one.
fn state_for(chain: &Handle, hash: Option<H256>, method: &str) -> Result<State, ErrorObjectOwned> {
    let about_itself = method == "Core_version" || method.starts_with("Metadata_");
    match hash.map(|hash| chain.view().state(hash)) {
        Some(Err(ChainError::StateDiscarded { .. })) if about_itself => state(chain, None),
        _ => state(chain, hash),
    }
}

async fn call(params: &Params<'_>, chain: &Arc<Handle>) -> Result<Value, ErrorObjectOwned> {
    let mut arguments = Arguments::of(params)?;
    let (method, data): (String, _) = (arguments.required("method")?, arguments.bytes("data")?);
    let state = state_for(chain, arguments.hash()?, &method)?;
    runtime_call(chain, state, method, data).await.map(|answer| json::bytes(&answer)).map_err(|error| reading(&error))
}

/// Run an entry point of the runtime on a state.
pub(super) async fn runtime_call(
    chain: &Handle,
    state: State,
    method: String,
    data: Vec<u8>,
) -> Result<Vec<u8>, ChainError> {
    chain.ask(|reply| Command::Call { state, method, data, reply }).await
}

/// The metadata in format 14, which is what clients without `state_call` can read.
async fn metadata(params: &Params<'_>, chain: &Arc<Handle>) -> Result<Value, ErrorObjectOwned> {
    let method = "Metadata_metadata".to_owned();
    let state = state_for(chain, Arguments::of(params)?.hash()?, &method)?;
    let answer = runtime_call(chain, state, method.clone(), Vec::new()).await.map_err(|error| reading(&error))?;
    let metadata = Vec::<u8>::decode(&mut &answer[..])
        .map_err(|_| reading(&ChainError::RuntimeAborted { method, reason: "bad answer".to_owned() }))?;
    Ok(json::bytes(&metadata))
}

/// One value; the events of a block are there even when its state is not.
fn storage(params: &Params<'_>, chain: &Handle) -> Result<Option<Vec<u8>>, ErrorObjectOwned> {
    let mut arguments = Arguments::of(params)?;
    let (key, hash) = (arguments.bytes("key")?, arguments.hash()?);
    match state(chain, hash) {
        Ok(state) => Ok(state.get(&key).map(|value| value.to_vec())),
        Err(refusal) if key == events_key() => old_events(chain, hash)?.ok_or(refusal).map(Some),
        Err(refusal) => Err(refusal),
    }
}

fn old_events(chain: &Handle, hash: Option<H256>) -> Result<Option<Vec<u8>>, ErrorObjectOwned> {
    let Some(hash) = hash else { return Ok(None) };
    let block = chain.view().block(hash).map_err(|error| reading(&error))?;
    Ok(block.map(|block| block.events.to_vec()))
}

fn keys(params: &Params<'_>, chain: &Handle) -> Result<Value, ErrorObjectOwned> {
    let mut arguments = Arguments::of(params)?;
    let prefix = arguments.optional_bytes("prefix")?.unwrap_or_default();
    let state = state(chain, arguments.hash()?)?;
    Ok(state.keys(&prefix, None).take(MOST_UNPAGED_KEYS).map(|key| json::bytes(key)).collect())
}

fn keys_paged(params: &Params<'_>, chain: &Handle) -> Result<Value, ErrorObjectOwned> {
    let mut arguments = Arguments::of(params)?;
    let prefix = arguments.optional_bytes("prefix")?.unwrap_or_default();
    let count: u32 = arguments.required("count")?;
    let start = arguments.optional_bytes("start_key")?;
    if count > LARGEST_PAGE {
        return Err(count_too_high(count, LARGEST_PAGE));
    }
    let state = state(chain, arguments.hash()?)?;
    Ok(state.keys(&prefix, start.as_deref()).take(count as usize).map(|key| json::bytes(key)).collect())
}

fn query(params: &Params<'_>, chain: &Handle) -> Result<Value, ErrorObjectOwned> {
    let mut arguments = Arguments::of(params)?;
    let keys = arguments.byte_list("keys", MOST_KEYS)?;
    let hash = arguments.hash()?.unwrap_or_else(|| chain.best().hash);
    let state = state(chain, Some(hash))?;
    Ok(json!([{ "block": json::hash(hash), "changes": changes(&state, &keys) }]))
}

/// Keys and their values, null where there is none.
pub(super) fn changes(state: &State, keys: &[Vec<u8>]) -> Vec<Value> {
    keys.iter().map(|key| json!([json::bytes(key), state.get(key).map(|value| json::bytes(value))])).collect()
}
