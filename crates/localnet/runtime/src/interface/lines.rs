//! One line a fact: calls, storage, constants, events and errors of a pallet.

use std::fmt::Write as _;

use frame_metadata::v14::StorageEntryType;
use scale_info::{PortableRegistry, TypeDef, Variant, form::PortableForm};

use super::spelling::Speller;
use super::{ConstantFacts, InterfaceError, PalletFacts, Selection, StorageFacts};

/// Write every selected fact of a pallet.
pub(super) fn describe_pallet(
    types: &PortableRegistry,
    pallet: &PalletFacts,
    selection: &Selection,
    lines: &mut Vec<String>,
) -> Result<(), InterfaceError> {
    let speller = Speller::new(types);
    let name = &pallet.name;
    lines.push(format!("pallet {name} {}", pallet.index));
    let first = lines.len();
    for call in variants(types, pallet.calls)? {
        // A call is chosen by its index in a transaction, so its index is a fact in every pallet.
        push(lines, selection, &call.name, || spell_variant("call", name, call, &speller, true))?;
    }
    for item in &pallet.storage {
        push(lines, selection, &item.name, || spell_storage(name, item, &speller))?;
    }
    for constant in &pallet.constants {
        push(lines, selection, &constant.name, || spell_constant(name, constant, &speller))?;
    }
    for event in variants(types, pallet.events)? {
        push(lines, selection, &event.name, || spell_variant("event", name, event, &speller, selection.is_whole()))?;
    }
    for error in variants(types, pallet.errors)? {
        push(lines, selection, &error.name, || spell_variant("error", name, error, &speller, selection.is_whole()))?;
    }
    every_name_was_found(selection, &lines[first..])
}

/// Add a line when its item is selected.
fn push(
    lines: &mut Vec<String>,
    selection: &Selection,
    item: &str,
    line: impl FnOnce() -> Result<String, InterfaceError>,
) -> Result<(), InterfaceError> {
    if selection.takes(item) {
        lines.push(line()?);
    }
    Ok(())
}

/// A selection that names something absent is a mistake, not an empty answer.
fn every_name_was_found(selection: &Selection, lines: &[String]) -> Result<(), InterfaceError> {
    let names: Vec<_> = lines.iter().filter_map(|line| item_name(line)).collect();
    match selection.names().iter().find(|item| !names.contains(item)) {
        None => Ok(()),
        Some(item) => Err(InterfaceError::NoItem { pallet: selection.pallet.to_owned(), item: (*item).to_owned() }),
    }
}

/// The item that a line is about: `event System.NewAccount 3 …` is about `NewAccount`.
fn item_name(line: &str) -> Option<&str> {
    let (_, item) = line.split(' ').nth(1)?.split_once('.')?;
    Some(item)
}

/// The variants of an enum of calls, events or errors; none when the pallet has no such enum.
fn variants(types: &PortableRegistry, id: Option<u32>) -> Result<&[Variant<PortableForm>], InterfaceError> {
    let Some(id) = id else { return Ok(&[]) };
    match &types.resolve(id).ok_or(InterfaceError::NoType { id })?.type_def {
        TypeDef::Variant(found) => Ok(&found.variants),
        _ => Err(InterfaceError::NotAnEnum { id }),
    }
}

/// `call FileBank.transfer_report 3 { index: u8, … }`
fn spell_variant(
    kind: &str,
    pallet: &str,
    variant: &Variant<PortableForm>,
    speller: &Speller<'_>,
    with_index: bool,
) -> Result<String, InterfaceError> {
    let mut line = format!("{kind} {pallet}.{}", variant.name);
    if with_index {
        let _ = write!(line, " {}", variant.index);
    }
    let fields = speller.fields(&variant.fields)?;
    if !fields.is_empty() {
        let _ = write!(line, " {fields}");
    }
    Ok(line)
}

/// `storage FileBank.DealMap Blake2_128Concat Hash([u8; 64]) -> optional DealInfo { … }`
fn spell_storage(pallet: &str, item: &StorageFacts, speller: &Speller<'_>) -> Result<String, InterfaceError> {
    let (key, value) = match &item.entry {
        StorageEntryType::Plain(value) => (String::new(), value),
        StorageEntryType::Map { hashers, key, value } => {
            let hashers: Vec<_> = hashers.iter().map(|hasher| format!("{hasher:?}")).collect();
            (format!(" {} {}", hashers.join(" "), speller.spell(key.id)?), value)
        }
    };
    let value = speller.spell(value.id)?;
    Ok(if item.optional {
        format!("storage {pallet}.{}{key} -> optional {value}", item.name)
    } else {
        format!("storage {pallet}.{}{key} -> {value}, default {}", item.name, hex(&item.default))
    })
}

/// `constant FileBank.OneDay u32 = 0x40380000`
fn spell_constant(pallet: &str, constant: &ConstantFacts, speller: &Speller<'_>) -> Result<String, InterfaceError> {
    Ok(format!("constant {pallet}.{} {} = {}", constant.name, speller.spell(constant.ty)?, hex(&constant.value)))
}

/// Bytes as a person writes them; a run of zeros is counted, since some defaults are hundreds of them.
fn hex(bytes: &[u8]) -> String {
    if bytes.len() > 32 && bytes.iter().all(|byte| *byte == 0) {
        return format!("{} zero bytes", bytes.len());
    }
    bytes.iter().fold(String::from("0x"), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
