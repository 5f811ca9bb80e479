//! Every call, byte for byte, for every shape of runtime.
//!
//! # Source
//! protocol, appendix A.1 and B.

use pileus_chain::{capabilities, encode_call};
use pileus_domain::{
    AccountId, ByteCount, Call, ChainFileName, ContentHash, Fid, FilePlan, Planck, SegmentPlan, SpaceOrderId,
    SpaceOrderKind, TerritoryName, TerritoryToken,
};
use pileus_ports::{Capabilities, ChainError, ErrorKind};
use subxt::config::{Hasher, substrate::BlakeTwo256};

use crate::metadata;

const ALICE: &str = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const BOB: &str = "8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48";
const FID: &str = "e5117ce064ee0b43a54d83032be0c13eb661ac3d7595b707270908cb84e3aaa5";
const SEGMENT: &str = "8d0a91b9dba0942ed25261bda20db5282101a4eab9b3f31c30a9a8454853f532";
const FRAGMENTS: [&str; 12] = [
    "3a683e5a03504201597d128b0efd2531fce371611ffe73be2b1bba5c6921180b",
    "2daeb1f36095b44b318410b3f4e8b5d989dcc7bb023d1426c492dab0a3053e74",
    "2daeb1f36095b44b318410b3f4e8b5d989dcc7bb023d1426c492dab0a3053e74",
    "2daeb1f36095b44b318410b3f4e8b5d989dcc7bb023d1426c492dab0a3053e74",
    "2d84a098409a5c83e663a2a9307ca3bf3a143348924488af6413bb48da2b331f",
    "1c02a30e025222b6789c0d56555b11eb904763dc3bd62226b1634482871d5b9d",
    "c90f0e6ce733dd9d7997b62459a237e280fea3856ff3b828b7f0db10208f1eb2",
    "477af3e01e27942bf0cdbaf8814ad498c94fc848c782e850ce79f9e4201bace2",
    "14bf791221daea5ad85ee27cba4f31a5169c455cacba1851a84514091853c96b",
    "fab0b861605366fc68b40b8bf479b5cc9f23c4e5be91f36994a2dfd8f8a1b5cc",
    "a2ea005053db79523029495cda4b691d5496906294b15ea513cbffaab496cf43",
    "d94866c7b10ef8fea0dd9181d869740c4a048980cb7a852474d9c31178dbd587",
];

fn account(hex: &str) -> AccountId {
    format!("0x{hex}").parse().unwrap()
}

fn name(name: &str) -> TerritoryName {
    TerritoryName::new(name).unwrap()
}

fn plan() -> FilePlan {
    let fragments: Vec<ContentHash> = FRAGMENTS.iter().map(|f| f.parse().unwrap()).collect();
    let segment = SegmentPlan { hash: SEGMENT.parse().unwrap(), fragments };
    FilePlan { fid: FID.parse().unwrap(), file_size: ByteCount(1), segments: vec![segment] }
}

fn declaration() -> Call {
    Call::DeclareUpload {
        plan: plan(),
        owner: account(ALICE),
        file_name: ChainFileName::new("one.bin").unwrap(),
        territory: name("default"),
        bucket: "bucket".to_owned(),
    }
}

/// Text as the chain keeps it, in hexadecimal digits.
fn ascii(text: &str) -> String {
    hex::encode(text)
}

fn published() -> Vec<(Call, String)> {
    let (alice, bob) = (account(ALICE), account(BOB));
    let fid: Fid = FID.parse().unwrap();
    let fid_text = ascii(FID);
    vec![
        (
            Call::MintTerritory { name: name("default"), gib: 1, days: 30 },
            "6b00010000001c64656661756c741e000000".into(),
        ),
        (Call::ExpandTerritory { name: name("default"), gib: 1 }, "6b011c64656661756c7401000000".into()),
        (Call::RenewTerritory { name: name("default"), days: 30 }, "6b021c64656661756c741e000000".into()),
        (Call::ReactivateTerritory { name: name("default"), days: 30 }, "6b651c64656661756c741e000000".into()),
        (
            Call::RenameTerritory { from: name("default"), to: name("archive") },
            "6b6c1c64656661756c741c61726368697665".into(),
        ),
        (Call::AuthorizeGateway { gateway: bob }, format!("6c00{BOB}")),
        (Call::RevokeGateway { gateway: bob }, format!("6c01{BOB}")),
        (Call::DeleteFile { owner: alice, fid }, format!("6806{ALICE}{fid_text}")),
        (
            Call::MoveFile { owner: alice, fid, territory: name("archive") },
            format!("6802{ALICE}{fid_text}1c61726368697665"),
        ),
        (Call::GrantTerritory { name: name("default"), to: bob }, format!("6b6b1c64656661756c74{BOB}")),
        (
            Call::ConsignTerritory { name: name("default"), price: Planck(0x0102) },
            "6b661c64656661756c7402010000000000000000000000000000".into(),
        ),
        (Call::WithdrawConsignment { name: name("default") }, "6b691c64656661756c74".into()),
        (
            Call::BuyConsignment { token: TerritoryToken([0xfe; 32]), name: name("archive") },
            format!("6b67{}1c61726368697665", "fe".repeat(32)),
        ),
        (Call::WithdrawPurchase { token: TerritoryToken([0xfe; 32]) }, format!("6b6a{}", "fe".repeat(32))),
        (
            Call::OrderSpace {
                owner: bob,
                name: name("default"),
                kind: SpaceOrderKind::Expand,
                gib: 2,
                days: 0,
                life: 99,
            },
            format!("6b06{BOB}1c64656661756c7401020000000000000063000000"),
        ),
        (Call::PaySpaceOrder { order: SpaceOrderId([0xab; 32]) }, format!("6b0780{}", "ab".repeat(32))),
        (
            Call::RenewTerritory { name: name(&format!("0x{}", "fe".repeat(32))), days: 30 },
            format!("6b0280{}1e000000", "fe".repeat(32)),
        ),
        (Call::Transfer { to: bob, amount: Planck::TOKEN }, format!("060300{BOB}13000064a7b3b6e00d")),
    ]
}

#[test]
fn calls_are_encoded_as_published() {
    for runtime in metadata::all() {
        for (call, expected) in published() {
            let encoded = encode_call(&runtime.metadata, &call).unwrap();
            assert_eq!(hex::encode(&encoded), expected, "{} {call:?}", runtime.name);
        }
    }
}

fn declaration_by_hand(with_bucket: bool) -> String {
    let mut expected = format!("6800{}04{}30", ascii(FID), ascii(SEGMENT));
    expected.push_str(&FRAGMENTS.map(ascii).concat());
    expected.push_str(ALICE);
    expected.push_str("1c6f6e652e62696e");
    if with_bucket {
        expected.push_str("186275636b6574");
    }
    expected + "1c64656661756c74" + "01000000000000000000000000000000"
}

#[test]
fn a_declaration_names_its_bucket_only_where_buckets_exist() {
    for runtime in metadata::all() {
        let encoded = encode_call(&runtime.metadata, &declaration()).unwrap();
        assert_eq!(hex::encode(&encoded), declaration_by_hand(runtime.is_old()), "{}", runtime.name);
        let (length, hash) = if runtime.is_old() {
            (971, "c4961dcf266f72379b47172abba0c30bad26c62a4fdb6af180030be404214dd9")
        } else {
            (964, "e16dfc9c8ad33f428ddc9dc406c40fa49545ded6a1d30c3025700e902876793d")
        };
        assert_eq!(
            (encoded.len(), hex::encode(BlakeTwo256.hash(&encoded).0)),
            (length, hash.to_owned()),
            "{}",
            runtime.name
        );
    }
}

#[test]
fn a_declaration_takes_833_bytes_for_each_further_segment() {
    let runtime = metadata::all().remove(0);
    let mut plan = plan();
    plan.segments = vec![plan.segments[0].clone(); 1_000];
    let Call::DeclareUpload { owner, file_name, territory, bucket, .. } = declaration() else { unreachable!() };
    let call = Call::DeclareUpload { plan, owner, file_name, territory, bucket };
    let encoded = encode_call(&runtime.metadata, &call).unwrap();
    assert_eq!(encoded.len(), 964 + 999 * 833 + 1, "the count of 1000 takes one byte more");
}

#[test]
fn what_nobody_wants_is_refused_here() {
    let runtime = metadata::all().remove(0);
    let mut plan = plan();
    plan.segments.clear();
    let Call::DeclareUpload { owner, file_name, territory, bucket, .. } = declaration() else { unreachable!() };
    let empty = Call::DeclareUpload { plan, owner, file_name, territory, bucket };
    let nothing = Call::MintTerritory { name: name("default"), gib: 0, days: 30 };
    for call in [empty, nothing] {
        let refusal = encode_call(&runtime.metadata, &call).unwrap_err();
        assert!(matches!(refusal, ChainError::Port(e) if e.kind == ErrorKind::Refused));
    }
}

#[test]
fn capabilities_follow_the_shape_of_the_metadata() {
    for runtime in metadata::all() {
        let old = runtime.is_old();
        let expected = Capabilities { buckets: old, http_nodes: !old, network_allocation: runtime.is_local() };
        assert_eq!(capabilities(&runtime.metadata), expected, "{}", runtime.name);
    }
}
