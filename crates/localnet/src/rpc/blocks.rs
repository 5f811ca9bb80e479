//! `chain_*`: headers, blocks and their hashes.

use jsonrpsee::RpcModule;
use jsonrpsee::server::RegisterMethodError;
use jsonrpsee::types::{ErrorObjectOwned, Params};
use serde_json::{Value, json};

use super::arguments::Arguments;
use super::failure::{invalid_params, reading};
use super::json;
use crate::chain::{ArchivedBlock, Handle};

/// Numbers that one call may ask the hashes of.
const MOST_NUMBERS: usize = 1000;

/// Add the methods.
pub(super) fn register(module: &mut RpcModule<Handle>) -> Result<(), RegisterMethodError> {
    module.register_blocking_method("chain_getBlockHash", |params, chain, _| block_hash(&params, &chain))?;
    module.register_blocking_method("chain_getHeader", |params, chain, _| {
        block(&params, &chain).map(|found| found.map(|found| json::header(&found.header)))
    })?;
    module.register_blocking_method("chain_getBlock", |params, chain, _| {
        block(&params, &chain).map(|found| found.as_ref().map(json::block))
    })?;
    module.register_method("chain_getFinalizedHead", |_, chain, _| json::hash(chain.view().last_final().hash))?;
    module.register_alias("chain_getHead", "chain_getBlockHash")?;
    module.register_alias("chain_getFinalisedHead", "chain_getFinalizedHead")
}

fn block(params: &Params<'_>, chain: &Handle) -> Result<Option<ArchivedBlock>, ErrorObjectOwned> {
    let hash = Arguments::of(params)?.hash()?.unwrap_or_else(|| chain.best().hash);
    chain.view().block(hash).map_err(|error| reading(&error))
}

/// No number means the best block; a list of numbers gets a list of hashes.
fn block_hash(params: &Params<'_>, chain: &Handle) -> Result<Value, ErrorObjectOwned> {
    match Arguments::of(params)?.optional::<Value>("number")? {
        None => Ok(json::hash(chain.best().hash)),
        Some(Value::Array(numbers)) if numbers.len() <= MOST_NUMBERS => {
            numbers.iter().map(|number| hash_of(number, chain)).collect()
        }
        Some(Value::Array(_)) => Err(invalid_params("too many numbers")),
        Some(number) => hash_of(&number, chain),
    }
}

/// The hash of one block; null where there is none.
fn hash_of(number: &Value, chain: &Handle) -> Result<Value, ErrorObjectOwned> {
    let from_text = |text: &str| match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    };
    let number = number.as_u64().or_else(|| number.as_str().and_then(from_text));
    let number = number.ok_or_else(|| invalid_params("parameter `number` is no block number"))?;
    let Ok(number) = u32::try_from(number) else { return Ok(json!(null)) };
    let hash = chain.view().hash_of(number).map_err(|error| reading(&error))?;
    Ok(hash.map_or(json!(null), json::hash))
}
