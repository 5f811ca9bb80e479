//! Storage keys as the published vectors have them, by way of what a connection asks for.
//!
//! # Source
//! protocol §3.9.

use subxt::ext::frame_decode::storage::encode_storage_key;

use crate::metadata;

const ALICE: [u8; 32] = [
    0xd4, 0x35, 0x93, 0xc7, 0x15, 0xfd, 0xd3, 0x1c, 0x61, 0x14, 0x1a, 0xbd, 0x04, 0xa9, 0x9f, 0xd6, 0x82, 0x2c, 0x85,
    0x58, 0x85, 0x4c, 0xcd, 0xe3, 0x9a, 0x56, 0x84, 0xe7, 0xa5, 0x6d, 0xa2, 0x7d,
];
const FID: &str = "e5117ce064ee0b43a54d83032be0c13eb661ac3d7595b707270908cb84e3aaa5";

#[test]
fn keys_of_files_and_territories_are_as_published() {
    let fid: [u8; 64] = FID.as_bytes().try_into().unwrap();
    for runtime in metadata::all() {
        let (info, types) = (&runtime.metadata, runtime.metadata.types());
        let file = encode_storage_key("FileBank", "File", (fid,), info, types).unwrap();
        let expected =
            "a3c62a50675125d74bc9f59e3f75adc9303fb39244d274417d5edffffa903f8a9f9cb2272b6b42a76804d22cd0a8d7d2";
        assert_eq!(hex::encode(&file), format!("{expected}{}", hex::encode(fid)), "{}", runtime.name);
        let keys = (ALICE, b"default".to_vec());
        let territory = encode_storage_key("StorageHandler", "Territory", keys, info, types).unwrap();
        let expected = concat!(
            "d594a5c1eaaed1896a72205f11d647003af49a9492056b7d0ff4b61962039138",
            "de1e86a9a8c739864cf3cc5ec2bea59f",
            "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
            "48a21bacac698a12926f02c61ef3a0811c64656661756c74",
        );
        assert_eq!(hex::encode(&territory), expected, "{}", runtime.name);
    }
}
