//! What a transaction did, read from the events of its block.

use std::collections::BTreeMap;

use pileus_domain::{AccountId, BlockHash, BlockRef, Planck, TxHash};
use pileus_ports::{ChainError, DispatchFailure, ErrorKind, SearchHit, TransactionOutcome};
use scale_value::{Composite, Primitive, Value, ValueDef, Variant};
use subxt::{
    Metadata, SubstrateConfig,
    config::{Hasher, substrate::BlakeTwo256},
    events::{Event, Phase},
};

use crate::{
    connection::Connection,
    error::{AdapterError, bounded},
    runtime::{Runtime, Runtimes},
};

/// Events of one transaction that are kept.
const EVENT_LIMIT: usize = 1_024;
/// The name of errors that belong to no pallet and have no kind of their own.
const NO_PALLET: &str = "Dispatch";

/// Look for a transaction in one block, and read what it did there.
pub(crate) async fn in_block(
    connection: &Connection,
    runtimes: &Runtimes,
    block: BlockHash,
    transaction: &TxHash,
) -> Result<Option<SearchHit>, ChainError> {
    let body = connection.block(&block).await?;
    let body = body.ok_or_else(|| AdapterError::Missing { what: format!("block {block}") })?;
    let Some(index) = body.extrinsics.iter().position(|e| hash_of(e) == *transaction) else { return Ok(None) };
    let number = crate::rpc::block_of(&body.header)?.number;
    let at = BlockRef { number, hash: block };
    let index = u32::try_from(index).map_err(|e| AdapterError::unreadable("a block", e))?;
    match outcome(connection, runtimes, at, index).await {
        Err(ChainError::Port(e)) if e.kind == ErrorKind::NotFound => Ok(Some(SearchHit::EventsGone(at))),
        read => read.map(|o| Some(SearchHit::Outcome(o))),
    }
}

/// The hash of an extrinsic's bytes.
pub(crate) fn hash_of(extrinsic: &[u8]) -> TxHash {
    TxHash(BlakeTwo256.hash(extrinsic).0)
}

async fn outcome(
    connection: &Connection,
    runtimes: &Runtimes,
    at: BlockRef,
    index: u32,
) -> Result<TransactionOutcome, ChainError> {
    let runtime = runtimes.at(connection.client(), Some(at.hash)).await?;
    let key = runtime.key("System", "Events", ())?;
    let bytes = connection.storage(key, &at.hash).await?;
    let bytes = bytes.ok_or_else(|| AdapterError::Missing { what: format!("the events of block {}", at.number) })?;
    let found = read_events(&runtime, connection, bytes, index)?;
    let result = found.result.ok_or_else(|| AdapterError::corrupt("System.Events"))?;
    Ok(TransactionOutcome { block: at, index, result, fee: found.fee, events: found.events })
}

#[derive(Default)]
struct Found {
    result: Option<Result<(), DispatchFailure>>,
    fee: Option<Planck>,
    events: Vec<(String, BTreeMap<String, String>)>,
}

fn read_events(runtime: &Runtime, connection: &Connection, bytes: Vec<u8>, index: u32) -> Result<Found, AdapterError> {
    let offline = runtime.offline(connection.genesis())?;
    let events = offline.events().from_bytes(bytes);
    let mut found = Found::default();
    for event in events.iter() {
        let event = event.map_err(|e| AdapterError::unreadable("System.Events", e))?;
        if event.phase() == Phase::ApplyExtrinsic(index) && found.events.len() < EVENT_LIMIT {
            note(&runtime.metadata, &event, &mut found)?;
        }
    }
    Ok(found)
}

fn note(metadata: &Metadata, event: &Event<'_, SubstrateConfig>, found: &mut Found) -> Result<(), AdapterError> {
    let fields: Composite<()> =
        event.decode_fields_unchecked_as().map_err(|e| AdapterError::unreadable("System.Events", e))?;
    match (event.pallet_name(), event.event_name()) {
        ("System", "ExtrinsicSuccess") => found.result = Some(Ok(())),
        ("System", "ExtrinsicFailed") => found.result = Some(Err(failure(metadata, &fields))),
        ("TransactionPayment", "TransactionFeePaid") => found.fee = field(&fields, "actual_fee").and_then(amount),
        _ => {}
    }
    let name = format!("{}.{}", event.pallet_name(), event.event_name());
    found.events.push((name, plain_fields(metadata, event, &fields)));
    Ok(())
}

fn field<'a>(fields: &'a Composite<()>, name: &str) -> Option<&'a Value> {
    match fields {
        Composite::Named(named) => named.iter().find(|(n, _)| n == name).map(|(_, v)| v),
        Composite::Unnamed(_) => None,
    }
}

fn amount(value: &Value) -> Option<Planck> {
    value.as_u128().map(Planck)
}

/// The dispatch error of `ExtrinsicFailed`, named by the metadata.
///
/// # Source
/// protocol §3.3.
fn failure(metadata: &Metadata, fields: &Composite<()>) -> DispatchFailure {
    let error = field(fields, "dispatch_error").or_else(|| fields.values().next());
    let Some(ValueDef::Variant(variant)) = error.map(|e| &e.value) else { return named(NO_PALLET, "Unknown") };
    if variant.name == "Module" {
        return module_failure(metadata, variant);
    }
    match variant.values.values().next().map(|v| &v.value) {
        Some(ValueDef::Variant(inner)) => named(&variant.name, &inner.name),
        _ => named(NO_PALLET, &variant.name),
    }
}

fn module_failure(metadata: &Metadata, variant: &Variant<()>) -> DispatchFailure {
    let mut numbers = Vec::new();
    variant.values.values().for_each(|v| collect_bytes(v, &mut numbers));
    let &[pallet, error, ..] = numbers.as_slice() else { return named(NO_PALLET, "Module") };
    let Some(owner) = metadata.pallet_by_error_index(pallet) else {
        return named(NO_PALLET, &format!("Module {pallet} error {error}"));
    };
    let name = owner.error_variant_by_index(error).map_or_else(|| format!("error {error}"), |v| v.name.clone());
    named(owner.name(), &name)
}

fn named(pallet: &str, name: &str) -> DispatchFailure {
    DispatchFailure { pallet: bounded(pallet), name: bounded(name) }
}

/// All bytes inside a value, in order.
fn collect_bytes(value: &Value, bytes: &mut Vec<u8>) {
    match &value.value {
        ValueDef::Primitive(Primitive::U128(n)) => bytes.extend(u8::try_from(*n).ok()),
        ValueDef::Composite(inner) => inner.values().for_each(|v| collect_bytes(v, bytes)),
        _ => {}
    }
}

fn plain_fields(
    metadata: &Metadata,
    event: &Event<'_, SubstrateConfig>,
    fields: &Composite<()>,
) -> BTreeMap<String, String> {
    let Composite::Named(fields) = fields else { return BTreeMap::new() };
    let is_account = |name: &str| field_type(metadata, event, name).is_some_and(|t| t == "AccountId32");
    fields.iter().map(|(name, value)| (name.clone(), plain(value, is_account(name)))).collect()
}

fn field_type(metadata: &Metadata, event: &Event<'_, SubstrateConfig>, field: &str) -> Option<String> {
    let pallet = metadata.pallet_by_name(event.pallet_name())?;
    let variant = pallet.event_variant_by_index(event.event_index())?;
    let id = variant.fields.iter().find(|f| f.name.as_deref() == Some(field))?.ty.id;
    metadata.types().resolve(id)?.path.segments.last().cloned()
}

/// A value as a person or program reads it: numbers decimal, accounts as addresses, text as text, other bytes in
/// hexadecimal digits.
fn plain(value: &Value, is_account: bool) -> String {
    match &value.value {
        ValueDef::Primitive(Primitive::U128(n)) => n.to_string(),
        ValueDef::Primitive(Primitive::Bool(b)) => b.to_string(),
        ValueDef::Composite(_) => plain_bytes(value, is_account).unwrap_or_else(|| bounded(&value.to_string())),
        _ => bounded(&value.to_string()),
    }
}

fn plain_bytes(value: &Value, is_account: bool) -> Option<String> {
    let bytes = only_bytes(value)?;
    if is_account {
        return <[u8; 32]>::try_from(bytes).ok().map(|key| AccountId(key).to_string());
    }
    match String::from_utf8(bytes) {
        Ok(text) if !text.chars().any(char::is_control) => Some(bounded(&text)),
        Ok(text) => Some(format!("0x{}", hex::encode(text))),
        Err(raw) => Some(format!("0x{}", hex::encode(raw.as_bytes()))),
    }
}

/// The bytes of a value that is nothing but a row of bytes, perhaps wrapped.
fn only_bytes(value: &Value) -> Option<Vec<u8>> {
    let ValueDef::Composite(Composite::Unnamed(inner)) = &value.value else { return None };
    if let [Value { value: ValueDef::Composite(_), .. }] = inner.as_slice() {
        return only_bytes(&inner[0]);
    }
    inner.iter().map(|v| v.as_u128().and_then(|n| u8::try_from(n).ok())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_plainly() {
        let wrapped = Value::unnamed_composite([Value::from_bytes("0a".repeat(32))]);
        assert_eq!(plain(&wrapped, false), "0a".repeat(32));
        assert_eq!(plain(&Value::from_bytes([0xff, 0]), false), "0xff00");
        assert_eq!(plain(&Value::u128(1 << 100), false), (1_u128 << 100).to_string());
        let account = AccountId([7; 32]);
        assert_eq!(plain(&Value::unnamed_composite([Value::from_bytes([7; 32])]), true), account.to_string());
        assert_eq!(plain(&Value::from_bytes([]), false), "");
    }
}
