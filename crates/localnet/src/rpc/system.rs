//! `system_*` and `rpc_methods`: what the node says about itself.

use std::sync::Arc;

use jsonrpsee::RpcModule;
use jsonrpsee::server::RegisterMethodError;
use jsonrpsee::types::{ErrorObjectOwned, Params};
use parity_scale_codec::Decode;
use serde_json::{Value, json};
use sp_core::crypto::Ss58Codec;
use sp_runtime::AccountId32;

use super::arguments::Arguments;
use super::failure::{invalid_params, reading};
use crate::chain::{Command, Handle};

/// What clients show as the network's name.
const CHAIN_NAME: &str = "Pileus local demo";
/// The address format of CESS.
const SS58_PREFIX: u16 = 11330;

/// Add the methods.
pub(super) fn register(module: &mut RpcModule<Handle>) -> Result<(), RegisterMethodError> {
    module.register_method("system_chain", |_, _, _| CHAIN_NAME)?;
    module.register_method("system_chainType", |_, _, _| "Local")?;
    module.register_method("system_name", |_, _, _| "pileus-localnet")?;
    module.register_method("system_version", |_, _, _| env!("CARGO_PKG_VERSION"))?;
    module.register_method("system_nodeRoles", |_, _, _| json!(["Authority"]))?;
    module.register_method("system_peers", |_, _, _| json!([]))?;
    module.register_method(
        "system_health",
        |_, _, _| json!({ "peers": 0, "isSyncing": false, "shouldHavePeers": false }),
    )?;
    module.register_method("system_properties", |_, _, _| {
        json!({ "isEthereum": false, "ss58Format": SS58_PREFIX, "tokenDecimals": 18, "tokenSymbol": "TCESS" })
    })?;
    module.register_method("system_syncState", |_, chain, _| {
        let best = chain.best().number;
        json!({ "startingBlock": 0, "currentBlock": best, "highestBlock": best })
    })?;
    module.register_async_method("system_accountNextIndex", |params, chain, _| async move {
        next_index(&params, &chain).await
    })?;
    module.register_alias("account_nextIndex", "system_accountNextIndex")
}

/// Add `rpc_methods`, which lists what was added before it.
pub(super) fn register_list(module: &mut RpcModule<Handle>) -> Result<(), RegisterMethodError> {
    let mut names: Vec<&str> = module.method_names().chain(["rpc_methods"]).collect();
    names.sort_unstable();
    module.register_method("rpc_methods", move |_, _, _| json!({ "methods": names }))?;
    Ok(())
}

async fn next_index(params: &Params<'_>, chain: &Arc<Handle>) -> Result<Value, ErrorObjectOwned> {
    let account = account(&Arguments::of(params)?.required::<String>("account")?)?;
    let nonce = chain.ask(|reply| Command::NextNonce { account, reply }).await;
    nonce.map(Value::from).map_err(|error| reading(&error))
}

/// An account as an address of any network, or as 32 bytes in hexadecimal digits.
fn account(text: &str) -> Result<AccountId32, ErrorObjectOwned> {
    if let Some(digits) = text.strip_prefix("0x") {
        let bytes = hex::decode(digits).map_err(|error| invalid_params(&error.to_string()))?;
        return AccountId32::decode(&mut &bytes[..]).map_err(|error| invalid_params(&error.to_string()));
    }
    AccountId32::from_ss58check_with_version(text)
        .map(|(account, _)| account)
        .map_err(|error| invalid_params(&format!("parameter `account`: {error:?}")))
}
