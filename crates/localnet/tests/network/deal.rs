//! An order from declaration to file: chain, storage nodes and reports together.

use std::time::Duration;

use pileus_localnet::Settings;
use pileus_localnet::node::ZERO_FRAGMENT;
use serde_json::Value as Json;
use subxt::dynamic::{self, Value};
use subxt_signer::sr25519::Keypair;

use super::support::{Api, PATIENCE, Rig, hexed, key, until};

/// The FID of one segment of zeros, by the rule for a single segment.
const FID: &str = "323eabd8c5bc51adb392a9819a5ac1904e31db23ec711f0ee725436e9fbf64a8";
/// SHA-256 of 32 MiB of zeros.
const ZERO_SEGMENT: &str = "83ee47245398adee79bd9c0a8bc57b821e92aba10f5f9ade8a5d1fae4d8c4302";
const DEAL_MAP: &str = "a3c62a50675125d74bc9f59e3f75adc97810ae48440077708636387b1304c723";
const FILE: &str = "a3c62a50675125d74bc9f59e3f75adc9303fb39244d274417d5edffffa903f8a";

fn map_key(prefix: &str) -> Json {
    let hash = sp_io::hashing::blake2_128(FID.as_bytes());
    hexed(&[hex::decode(prefix).unwrap(), hash.to_vec(), FID.as_bytes().to_vec()].concat())
}

async fn call(api: &Api, signer: &Keypair, pallet: &str, name: &str, arguments: Value) {
    let mut transactions = api.tx().await.unwrap();
    let call = dynamic::transaction(pallet, name, arguments);
    let progress = transactions.sign_and_submit_then_watch_default(&call, signer).await.unwrap();
    tokio::time::timeout(PATIENCE, progress.wait_for_finalized_success()).await.unwrap().unwrap();
}

/// Order a file whose only segment is zeros, in a fresh territory.
async fn order(api: &Api, owner: &Keypair) {
    let bytes = |text: &str| Value::from_bytes(text);
    let hash = |text: &str| Value::unnamed_composite([Value::from_bytes(text)]);
    let territory = [("gib_count", Value::u128(1)), ("territory_name", bytes("home")), ("days", Value::u128(30))];
    call(api, owner, "StorageHandler", "mint_territory", Value::named_composite(territory)).await;
    let fragments = Value::unnamed_composite((0..12).map(|_| hash(ZERO_FRAGMENT)));
    let segment = Value::named_composite([("hash", hash(ZERO_SEGMENT)), ("fragment_list", fragments)]);
    let brief = Value::named_composite([
        ("user", Value::from_bytes(owner.public_key().0)),
        ("file_name", bytes("zeros")),
        ("territory_name", bytes("home")),
    ]);
    let declaration = Value::named_composite([
        ("file_hash", hash(FID)),
        ("deal_info", Value::unnamed_composite([segment])),
        ("user_brief", brief),
        ("file_size", Value::u128(33_554_432)),
    ]);
    call(api, owner, "FileBank", "upload_declaration", declaration).await;
}

/// Send the fragment of zeros, of which a node needs the name only.
async fn put_zeros(url: &str, signer: &Keypair) -> Json {
    let message = "a message";
    let client = reqwest::Client::builder().timeout(Duration::from_secs(10)).build().unwrap();
    let request = client
        .put(format!("{url}/fragment"))
        .header("Account", signer.public_key().to_account_id().to_string())
        .header("Message", message)
        .header("Signature", hex::encode(signer.sign(message.as_bytes()).0))
        .header("Fid", FID)
        .header("Fragment", ZERO_FRAGMENT);
    serde_json::from_slice(&request.send().await.unwrap().bytes().await.unwrap()).unwrap()
}

#[tokio::test]
async fn an_order_becomes_a_file_when_twelve_nodes_have_reported() {
    // The clients of this crate's tests speak plain HTTP; the TLS library only wants to be told its provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let rig = Rig::start_with(|settings| Settings { nodes: 12, tag_delay: Some(1), ..settings }).await;
    let (api, rpc, alice) = (rig.api().await, rig.rpc().await, key("//Alice"));
    order(&api, &alice).await;
    assert!(rpc.call("state_getStorage", &[map_key(DEAL_MAP)]).await.is_string());
    for node in &rig.network.info().nodes {
        assert_eq!(put_zeros(&node.url, &key("//Courier")).await["code"], 200);
    }
    let stored = async || rpc.call("state_getStorage", &[map_key(FILE)]).await.is_string();
    until("the file is stored", stored).await;
    assert!(rpc.call("state_getStorage", &[map_key(DEAL_MAP)]).await.is_null());
    let tagged = async || rig.network.node_counters(0).await.unwrap().tags_done == 1;
    until("the first node's tags are reported", tagged).await;
}
