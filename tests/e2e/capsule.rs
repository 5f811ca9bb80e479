//! Files that a CD²N gateway encrypted for an account, with the key in a capsule.

use std::path::Path;

use aes_gcm::{AeadInOut as _, Aes256Gcm, KeyInit as _};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use curve25519_dalek::{RistrettoPoint, Scalar, ristretto::CompressedRistretto};
use pileus_domain::{AccountId, Capsule};
use sha2::{Digest as _, Sha256, Sha512};

use crate::{
    command_line::Home,
    support::{MIB, assert_same},
};

/// Bytes of the file in a full piece.
const PIECE: usize = 31_457_264;
/// What a gateway would have drawn.
const DRAWN: [u64; 2] = [0x1ead, 0xf00d];

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A capsule for an account, and the key in it.
fn locked_for(account: &AccountId, drawn: [u64; 2]) -> (Capsule, [u8; 32]) {
    let [e, v] = drawn.map(Scalar::from);
    let compressed = |scalar: &Scalar| RistrettoPoint::mul_base(scalar).compress().to_bytes();
    let (first, second) = (compressed(&e), compressed(&v));
    let hash: [u8; 64] = Sha512::new().chain_update(first).chain_update(second).finalize().into();
    let s = v + e * Scalar::from_bytes_mod_order_wide(&hash);
    let owner = CompressedRistretto(account.0).decompress().unwrap();
    let shared = STANDARD.encode((owner * (e + v)).compress().as_bytes());
    (Capsule { e: first, v: second, s: s.to_bytes() }, Sha256::digest(shared).into())
}

fn encrypted(content: &[u8], key: [u8; 32]) -> Vec<u8> {
    let decimals = key.map(|byte| byte.to_string()).join(" ");
    let mut stored = Vec::new();
    for (number, piece) in (1..).zip(content.chunks(PIECE)) {
        let hash = Sha256::digest(format!("[{decimals}] {number}"));
        let nonce: [u8; 12] = hash[..12].try_into().unwrap();
        let mut piece = piece.to_vec();
        let cipher = Aes256Gcm::new(&key.into());
        let tag = cipher.encrypt_inout_detached(&nonce.into(), &[], piece.as_mut_slice().into()).unwrap();
        stored.extend(piece);
        stored.extend(tag);
    }
    stored
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_capsule_and_its_account_open_what_a_gateway_encrypted() {
    let home = Home::new();
    let run = async |words: &[&str]| home.program(words).run().await;
    let made = async |name: &str| -> AccountId {
        let words = home.file_path(&format!("{name}.words"));
        let answer = run(&["account", "new", name, "--words-file", text(&words)]).await;
        answer.result()["address"].as_str().unwrap().parse().unwrap()
    };
    let (other, owner) = (made("first").await, made("owner").await);
    let (capsule, key) = locked_for(&owner, DRAWN);
    let (source, stored) = (home.file("letter.bin", 33 * MIB + 7), home.file_path("encrypted.bin"));
    std::fs::write(&stored, encrypted(&std::fs::read(&source).unwrap(), key)).unwrap();
    let fid = run(&["upload", text(&stored), "--seal", "none"]).await.result()["fid"].as_str().unwrap().to_owned();

    let (kept, back) = (home.file_path("capsule.json"), home.file_path("back.bin"));
    let fetch = async |capsule: &str| {
        std::fs::write(&kept, capsule).unwrap();
        run(&["download", &fid, "--out", text(&back), "--capsule", text(&kept)]).await
    };
    let as_text = |capsule: &Capsule| serde_json::to_string(capsule).unwrap();
    let refused = async |capsule: &str| {
        let answer = fetch(capsule).await;
        assert!(!back.exists(), "{capsule}");
        (answer.code, answer.problem().to_owned())
    };
    assert_eq!(refused(&as_text(&locked_for(&other, [5, 6]).0)).await, (4, "capsule_wrong".to_owned()));
    let changed = Capsule { s: capsule.e, ..capsule };
    assert_eq!(refused(&as_text(&changed)).await, (1, "capsule_unreadable".to_owned()));
    assert_eq!(refused("{\"E\":\"\"}").await, (1, "capsule_unreadable".to_owned()));
    fetch(&as_text(&capsule)).await.result();
    assert_same(&source, &back);
}
