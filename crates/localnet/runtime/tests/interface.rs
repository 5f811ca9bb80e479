//! The runtime's interface, fact by fact, against the committed table and against the real metadata where present.

use std::path::{Path, PathBuf};

use pileus_localnet_runtime::interface::{MIRROR, Table, describe};

use crate::support::chain::Chain;

/// The facts of ours that CESS does not have; there are no others.
const ADDITIONS: &[&str] = &["storage FileBank.DealAllocation", "event FileBank.DealAllocated"];
/// The real metadata that the table was derived from.
const REAL_METADATA: &str = "cess-spec137.metadata.scale";

fn committed() -> Table {
    Table::parse(include_str!("../interface/spec137.txt"))
}

fn own(version: u32) -> Table {
    let metadata = Chain::new().state(|| pileus_localnet_runtime::Runtime::metadata_at_version(version).unwrap());
    describe(&metadata, MIRROR).unwrap()
}

/// Where the real metadata would be: a folder from the environment, or beside the workspace.
fn real_metadata() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data");
    std::env::var_os("PILEUS_CESS_METADATA").map_or_else(beside, PathBuf::from).join(REAL_METADATA)
}

fn is_addition(line: &str) -> bool {
    ADDITIONS.iter().any(|addition| line.starts_with(&format!("{addition} ")))
}

#[test]
fn interface_is_that_of_spec_137_but_for_two_additions() {
    for version in [14, 15] {
        let own = own(version);
        let additions: Vec<_> = own.lines().iter().filter(|line| is_addition(line)).collect();
        assert_eq!(additions.len(), ADDITIONS.len(), "metadata {version} lacks an addition");
        let rest: Vec<_> = own.lines().iter().filter(|line| !is_addition(line)).collect();
        let expected: Vec<_> = committed().lines().to_vec();
        for line in &expected {
            assert!(rest.contains(&line), "metadata {version} lacks: {line}");
        }
        for line in &rest {
            assert!(expected.contains(line), "metadata {version} has beyond the table: {line}");
        }
        assert!(rest.into_iter().eq(expected.iter()), "metadata {version} has the facts in another order");
    }
}

#[test]
fn committed_table_is_that_of_the_real_metadata() {
    let Ok(metadata) = std::fs::read(real_metadata()) else {
        println!("not run: no {REAL_METADATA}");
        return;
    };
    assert_eq!(describe(&metadata, MIRROR).unwrap(), committed());
}

#[test]
fn metadata_is_served_in_versions_14_15_and_16() {
    Chain::new().state(|| {
        let versions: Vec<u32> = crate::support::chain::runtime_call("Metadata_metadata_versions", &());
        assert!(versions.contains(&14) && versions.contains(&15) && versions.contains(&16));
        let plain: Vec<u8> = crate::support::chain::runtime_call("Metadata_metadata", &());
        assert_eq!(&plain[..5], b"meta\x0e");
        for version in [14_u32, 15, 16] {
            let found: Option<Vec<u8>> = crate::support::chain::runtime_call("Metadata_metadata_at_version", &version);
            assert_eq!(u32::from(found.unwrap()[4]), version);
        }
    });
}

#[test]
fn transactions_have_the_eight_extensions_of_spec_137_and_format_4() {
    let metadata = Chain::new().state(|| pileus_localnet_runtime::Runtime::metadata_at_version(14).unwrap());
    let decoded: frame_metadata::RuntimeMetadataPrefixed =
        parity_scale_codec::Decode::decode(&mut &metadata[..]).unwrap();
    let frame_metadata::RuntimeMetadata::V14(metadata) = decoded.1 else { panic!("not version 14") };
    assert_eq!(metadata.extrinsic.version, 4);
    let names: Vec<_> = metadata.extrinsic.signed_extensions.iter().map(|one| one.identifier.as_str()).collect();
    let expected = [
        "CheckNonZeroSender",
        "CheckSpecVersion",
        "CheckTxVersion",
        "CheckGenesis",
        "CheckMortality",
        "CheckNonce",
        "CheckWeight",
        "ChargeTransactionPayment",
    ];
    assert_eq!(names, expected);
}

#[test]
fn a_table_cannot_be_made_of_something_else() {
    use pileus_localnet_runtime::interface::{InterfaceError, Selection};
    assert!(matches!(describe(b"", MIRROR), Err(InterfaceError::NotMetadata(_))));
    let metadata = Chain::new().state(|| pileus_localnet_runtime::Runtime::metadata_at_version(14).unwrap());
    let missing = describe(&metadata, &[Selection::whole("Audit")]);
    assert!(matches!(missing, Err(InterfaceError::NoPallet { pallet }) if pallet == "Audit"));
    let missing = describe(&metadata, &[Selection::named("Oss", &["nothing"])]);
    assert!(matches!(missing, Err(InterfaceError::NoItem { item, .. }) if item == "nothing"));
}
