//! `payment_*`: what a transaction will cost.

use std::sync::Arc;

use jsonrpsee::RpcModule;
use jsonrpsee::server::RegisterMethodError;
use jsonrpsee::types::{ErrorObjectOwned, Params};
use parity_scale_codec::{Decode, Encode};
use serde_json::{Value, json};
use sp_runtime::Weight;

use super::arguments::Arguments;
use super::failure::reading;
use super::states::runtime_call;
use crate::chain::Handle;
use crate::error::ChainError;

/// Dispatch classes by their number.
const CLASSES: [&str; 3] = ["normal", "operational", "mandatory"];

/// Weight, class and fee, as the runtime answers them.
type Info = (Weight, u8, u128);
/// Base fee, length fee and weight fee for a transaction that pays; then the tip.
type Details = (Option<(u128, u128, u128)>, u128);

/// Add the methods.
pub(super) fn register(module: &mut RpcModule<Handle>) -> Result<(), RegisterMethodError> {
    module.register_async_method("payment_queryInfo", |params, chain, _| async move {
        let (weight, class, fee): Info = ask(&params, &chain, "TransactionPaymentApi_query_info").await?;
        Ok::<Value, ErrorObjectOwned>(json!({
            "weight": { "ref_time": weight.ref_time(), "proof_size": weight.proof_size() },
            "class": CLASSES.get(usize::from(class)).unwrap_or(&CLASSES[0]),
            "partialFee": fee.to_string(),
        }))
    })?;
    module.register_async_method("payment_queryFeeDetails", |params, chain, _| async move {
        let (fee, _tip): Details = ask(&params, &chain, "TransactionPaymentApi_query_fee_details").await?;
        let hex = |amount: u128| format!("0x{amount:x}");
        let fee = fee.map(|(base, length, weight)| {
            json!({ "baseFee": hex(base), "lenFee": hex(length), "adjustedWeightFee": hex(weight) })
        });
        Ok::<Value, ErrorObjectOwned>(json!({ "inclusionFee": fee }))
    })?;
    Ok(())
}

/// Ask the runtime about an encoded extrinsic at a block.
async fn ask<T: Decode>(params: &Params<'_>, chain: &Arc<Handle>, method: &str) -> Result<T, ErrorObjectOwned> {
    let mut arguments = Arguments::of(params)?;
    let extrinsic = arguments.bytes("extrinsic")?;
    let hash = arguments.hash()?.unwrap_or_else(|| chain.best().hash);
    let length = u32::try_from(extrinsic.len()).unwrap_or(u32::MAX);
    let data = [extrinsic, length.encode()].concat();
    let state = chain.view().state(hash).map_err(|error| reading(&error))?;
    let answer = runtime_call(chain, state, method.to_owned(), data).await.map_err(|error| reading(&error))?;
    let bad = |_| ChainError::RuntimeAborted { method: method.to_owned(), reason: "bad answer".to_owned() };
    T::decode(&mut &answer[..]).map_err(bad).map_err(|error| reading(&error))
}
