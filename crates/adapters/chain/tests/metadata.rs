//! Metadata of the runtimes that calls are encoded for.

use std::path::PathBuf;

use subxt::{
    Metadata,
    ext::codec::{Decode, Encode},
};

/// Where the metadata files of real runtimes may lie.
const FOLDER_VARIABLE: &str = "PILEUS_CESS_METADATA";
/// Specs whose metadata files are looked for.
const SPECS: [u32; 3] = [123, 126, 137];

/// A runtime's metadata, with its name.
pub(crate) struct Named {
    /// `local` or the spec's number.
    pub(crate) name: String,
    /// What it knows.
    pub(crate) metadata: Metadata,
}

impl Named {
    /// Is it the one that knows buckets and no HTTP nodes?
    pub(crate) fn is_old(&self) -> bool {
        self.name == "123"
    }

    /// Is it the local network's, which may allocate nodes?
    pub(crate) fn is_local(&self) -> bool {
        self.name == "local"
    }
}

/// The local network's runtime, and those of CESS whose files are here; says which are not.
pub(crate) fn all() -> Vec<Named> {
    let mut found = vec![Named { name: "local".to_owned(), metadata: local() }];
    for spec in SPECS {
        let path = folder().join(format!("cess-spec{spec}.metadata.scale"));
        match std::fs::read(&path) {
            Ok(bytes) => {
                let metadata = Metadata::decode(&mut &*bytes).expect("a metadata file can be read");
                found.push(Named { name: spec.to_string(), metadata });
            }
            Err(_) => println!("not run: metadata of spec {spec} is not at {}", path.display()),
        }
    }
    found
}

fn folder() -> PathBuf {
    let default = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data");
    std::env::var_os(FOLDER_VARIABLE).map_or_else(default, PathBuf::from)
}

fn local() -> Metadata {
    let version = 15_u32.encode();
    let answer = pileus_localnet_runtime::dispatch("Metadata_metadata_at_version", &version).expect("the call exists");
    let opaque = Option::<Vec<u8>>::decode(&mut &*answer).expect("an opaque answer").expect("version 15 exists");
    Metadata::decode(&mut &*opaque).expect("the local runtime's metadata can be read")
}
