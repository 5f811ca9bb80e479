//! The interface table: what a runtime's metadata promises, spelled out as plain lines.
//!
//! Two runtimes with equal tables take the same calls, keep the same storage and emit the same events. Types are
//! spelled by structure all the way down, so numbers that a metadata file hands out to its types never enter.
//! Documentation texts never enter either: a table holds facts only.

mod lines;
mod selection;
mod spelling;

use std::fmt;

use frame_metadata::v14::StorageEntryType;
use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};
use parity_scale_codec::Decode;
use scale_info::PortableRegistry;

pub use self::selection::{MIRROR, Selection};
pub use crate::error::InterfaceError;

/// The four bytes every metadata blob starts with, as the little-endian number they decode to.
const METADATA_MAGIC: u32 = 0x6174_656d;

/// The described interface, one fact a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    lines: Vec<String>,
}

impl Table {
    /// Read a table back from its text.
    pub fn parse(text: &str) -> Self {
        Self { lines: text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect() }
    }

    /// The facts in order: pallet by pallet, calls, storage, constants, events, errors.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// What the description needs of one pallet, whatever the version of the metadata.
struct PalletFacts {
    name: String,
    index: u8,
    calls: Option<u32>,
    events: Option<u32>,
    errors: Option<u32>,
    storage: Vec<StorageFacts>,
    constants: Vec<ConstantFacts>,
}

/// One storage item of a pallet.
struct StorageFacts {
    name: String,
    optional: bool,
    entry: StorageEntryType<scale_info::form::PortableForm>,
    default: Vec<u8>,
}

/// One constant of a pallet.
struct ConstantFacts {
    name: String,
    ty: u32,
    value: Vec<u8>,
}

/// Describe the selected pallets of a runtime.
///
/// # Errors
/// [`InterfaceError`] when the bytes are not metadata of version 14 or 15, or lack something selected.
pub fn describe(metadata: &[u8], pallets: &[Selection]) -> Result<Table, InterfaceError> {
    let (types, facts) = decode(metadata)?;
    let mut lines = Vec::new();
    for selection in pallets {
        let pallet = facts
            .iter()
            .find(|pallet| pallet.name == selection.pallet)
            .ok_or_else(|| InterfaceError::NoPallet { pallet: selection.pallet.to_owned() })?;
        lines::describe_pallet(&types, pallet, selection, &mut lines)?;
    }
    Ok(Table { lines })
}

/// Take the parts of the metadata that the table is made of.
fn decode(mut metadata: &[u8]) -> Result<(PortableRegistry, Vec<PalletFacts>), InterfaceError> {
    let RuntimeMetadataPrefixed(magic, content) =
        RuntimeMetadataPrefixed::decode(&mut metadata).map_err(InterfaceError::NotMetadata)?;
    if magic != METADATA_MAGIC {
        return Err(InterfaceError::Magic { found: magic });
    }
    match content {
        RuntimeMetadata::V14(found) => Ok((found.types, found.pallets.into_iter().map(PalletFacts::from).collect())),
        RuntimeMetadata::V15(found) => Ok((found.types, found.pallets.into_iter().map(PalletFacts::from).collect())),
        other => Err(InterfaceError::Version { version: other.version() }),
    }
}

/// Both versions have the same fields; only the type differs.
macro_rules! pallet_facts_from {
    ($version:ident) => {
        impl From<frame_metadata::$version::PalletMetadata<scale_info::form::PortableForm>> for PalletFacts {
            fn from(pallet: frame_metadata::$version::PalletMetadata<scale_info::form::PortableForm>) -> Self {
                Self {
                    name: pallet.name,
                    index: pallet.index,
                    calls: pallet.calls.map(|calls| calls.ty.id),
                    events: pallet.event.map(|event| event.ty.id),
                    errors: pallet.error.map(|error| error.ty.id),
                    storage: pallet.storage.into_iter().flat_map(|storage| storage.entries).map(Into::into).collect(),
                    constants: pallet.constants.into_iter().map(Into::into).collect(),
                }
            }
        }
    };
}
pallet_facts_from!(v14);
pallet_facts_from!(v15);

impl From<frame_metadata::v14::StorageEntryMetadata<scale_info::form::PortableForm>> for StorageFacts {
    fn from(entry: frame_metadata::v14::StorageEntryMetadata<scale_info::form::PortableForm>) -> Self {
        let optional = matches!(entry.modifier, frame_metadata::v14::StorageEntryModifier::Optional);
        Self { name: entry.name, optional, entry: entry.ty, default: entry.default }
    }
}

impl From<frame_metadata::v14::PalletConstantMetadata<scale_info::form::PortableForm>> for ConstantFacts {
    fn from(constant: frame_metadata::v14::PalletConstantMetadata<scale_info::form::PortableForm>) -> Self {
        Self { name: constant.name, ty: constant.ty.id, value: constant.value }
    }
}
