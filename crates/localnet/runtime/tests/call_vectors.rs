//! Calls encode to the published bytes (protocol reference, appendix B).

use frame_support::BoundedVec;
use parity_scale_codec::{Decode, Encode};
use pileus_localnet_runtime::pallets::{file_bank, oss, storage_handler};
use pileus_localnet_runtime::primitives::TOKEN;
use pileus_localnet_runtime::{Runtime, RuntimeCall};

use crate::support::files::{hash_of, name};
use crate::support::people::{alice, bob};

/// The FID of the one-byte file of appendix A.
pub(crate) const FID: &str = "e5117ce064ee0b43a54d83032be0c13eb661ac3d7595b707270908cb84e3aaa5";
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
const ALICE: &str = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const BOB: &str = "8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48";

fn assert_bytes(call: impl Into<RuntimeCall>, expected: &str) {
    let call: RuntimeCall = call.into();
    assert_eq!(hex::encode(call.encode()), expected);
    assert_eq!(RuntimeCall::decode(&mut &hex::decode(expected).unwrap()[..]).unwrap(), call);
}

#[test]
fn territory_calls_encode_to_the_published_bytes() {
    use storage_handler::Call;
    let territory = || name("default");
    assert_bytes(
        Call::<Runtime>::mint_territory { gib_count: 1, territory_name: territory(), days: 30 },
        "6b00010000001c64656661756c741e000000",
    );
    assert_bytes(
        Call::<Runtime>::expanding_territory { territory_name: territory(), gib_count: 1 },
        "6b011c64656661756c7401000000",
    );
    assert_bytes(
        Call::<Runtime>::renewal_territory { territory_name: territory(), days: 30 },
        "6b021c64656661756c741e000000",
    );
    assert_bytes(
        Call::<Runtime>::reactivate_territory { territory_name: territory(), days: 30 },
        "6b651c64656661756c741e000000",
    );
}

#[test]
fn authority_calls_encode_to_the_published_bytes() {
    assert_bytes(oss::Call::<Runtime>::authorize { operator: bob() }, &format!("6c00{BOB}"));
    assert_bytes(oss::Call::<Runtime>::cancel_authorize { oss: bob() }, &format!("6c01{BOB}"));
}

#[test]
fn file_calls_encode_to_the_published_bytes() {
    use file_bank::Call;
    let (file_hash, fid) = (hash_of(FID), hex::encode(FID));
    assert_bytes(Call::<Runtime>::delete_file { owner: alice(), file_hash }, &format!("6806{ALICE}{fid}"));
    assert_bytes(
        Call::<Runtime>::territory_file_delivery { user: alice(), file_hash, target_territory: name("archive") },
        &format!("6802{ALICE}{fid}1c61726368697665"),
    );
    assert_bytes(Call::<Runtime>::transfer_report { index: 1, deal_hash: file_hash }, &format!("680301{fid}"));
}

#[test]
fn a_transfer_encodes_to_the_published_bytes() {
    assert_bytes(
        pallet_balances::Call::<Runtime>::transfer_keep_alive { dest: bob().into(), value: TOKEN },
        &format!("060300{BOB}13000064a7b3b6e00d"),
    );
}

#[test]
fn a_declaration_encodes_to_the_published_bytes() {
    let fragments = FRAGMENTS.iter().map(|fragment| hash_of(fragment)).collect();
    let segment =
        file_bank::SegmentList { hash: hash_of(SEGMENT), fragment_list: BoundedVec::truncate_from(fragments) };
    let call: RuntimeCall = file_bank::Call::upload_declaration {
        file_hash: hash_of(FID),
        deal_info: BoundedVec::truncate_from(vec![segment]),
        user_brief: file_bank::UserBrief { user: alice(), file_name: name("one.bin"), territory_name: name("default") },
        file_size: 1,
    }
    .into();
    let bytes = call.encode();
    assert_eq!(bytes.len(), 964);
    assert_eq!(
        hex::encode(sp_io::hashing::blake2_256(&bytes)),
        "e16dfc9c8ad33f428ddc9dc406c40fa49545ded6a1d30c3025700e902876793d"
    );
}

#[test]
fn a_name_of_64_bytes_does_not_decode() {
    let call = |length: usize| {
        let mut bytes = vec![0x6b, 0x00, 1, 0, 0, 0];
        bytes.extend(vec![b'n'; length].encode());
        bytes.extend(30_u32.encode());
        RuntimeCall::decode(&mut &bytes[..])
    };
    assert!(call(63).is_ok());
    assert!(call(64).is_err());
}
