//! The transaction pool over RPC, with the words and numbers of a real node.

use serde_json::{Value as Json, json};
use subxt::rpcs::client::RpcSubscription;

use super::support::{Rig, Rpc, TOKEN, free, hexed, key, on_demand, parameters, signed};

async fn watch(rpc: &Rpc, extrinsic: &[u8]) -> RpcSubscription<Json> {
    let params = parameters(&[hexed(extrinsic)]);
    rpc.0.subscribe("author_submitAndWatchExtrinsic", params, "author_unwatchExtrinsic").await.unwrap()
}

async fn next(statuses: &mut RpcSubscription<Json>) -> Json {
    statuses.next().await.unwrap().unwrap()
}

#[tokio::test]
async fn two_transactions_of_one_account_share_a_block() {
    let rig = Rig::start_with(on_demand).await;
    let (api, rpc, alice, bob) = (rig.api().await, rig.rpc().await, key("//Alice"), key("//Bob"));
    for nonce in [0, 1] {
        rpc.call("author_submitExtrinsic", &[hexed(&signed(&api, &alice, &bob, nonce, 0).await)]).await;
    }
    assert_eq!(rpc.call("system_accountNextIndex", &[json!(alice.public_key().to_account_id().to_string())]).await, 2);
    assert_eq!(rpc.call("author_pendingExtrinsics", &[]).await.as_array().unwrap().len(), 2);
    let before = free(&rpc, &bob).await;
    rig.network.produce(1).await.unwrap();
    assert_eq!(free(&rpc, &bob).await, before + 2 * TOKEN);
    let block = rpc.call("chain_getBlock", &[]).await;
    assert_eq!(block["block"]["extrinsics"].as_array().unwrap().len(), 3, "the time and two transfers");
    assert_eq!(rpc.call("author_pendingExtrinsics", &[]).await, json!([]));
}

#[tokio::test]
async fn a_future_nonce_waits_for_the_one_before() {
    let rig = Rig::start_with(on_demand).await;
    let (api, rpc, alice, bob) = (rig.api().await, rig.rpc().await, key("//Alice"), key("//Bob"));
    let mut late = watch(&rpc, &signed(&api, &alice, &bob, 1, 0).await).await;
    assert_eq!(next(&mut late).await, "future");
    rig.network.produce(1).await.unwrap();
    rpc.call("author_submitExtrinsic", &[hexed(&signed(&api, &alice, &bob, 0, 0).await)]).await;
    assert_eq!(next(&mut late).await, "ready");
    assert_eq!(next(&mut late).await, json!({ "broadcast": [] }));
    let block = rig.network.produce(1).await.unwrap();
    assert_eq!(next(&mut late).await, json!({ "inBlock": format!("{:?}", block.hash) }));
    assert_eq!(next(&mut late).await, json!({ "finalized": format!("{:?}", block.hash) }));
}

#[tokio::test]
async fn block_and_events_can_be_read_when_in_block_is_heard() {
    let rig = Rig::start().await;
    let (api, rpc) = (rig.api().await, rig.rpc().await);
    let mut statuses = watch(&rpc, &signed(&api, &key("//Alice"), &key("//Bob"), 0, 0).await).await;
    let hash = loop {
        if let Some(hash) = next(&mut statuses).await.get("inBlock") {
            break hash.clone();
        }
    };
    let block = rpc.call("chain_getBlock", std::slice::from_ref(&hash)).await;
    assert_eq!(block["block"]["extrinsics"].as_array().unwrap().len(), 2);
    let events = hexed(&hex::decode("26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7").unwrap());
    assert!(rpc.call("state_getStorage", &[events, hash]).await.is_string());
}

#[tokio::test]
async fn refusals_have_the_numbers_and_words_of_a_real_node() {
    let rig = Rig::start_with(on_demand).await;
    let (api, rpc, alice, bob) = (rig.api().await, rig.rpc().await, key("//Alice"), key("//Bob"));
    let submit = async |extrinsic: &[u8]| rpc.refusal("author_submitExtrinsic", &[hexed(extrinsic)]).await;
    let data = |error: &subxt::rpcs::UserError| error.data.as_ref().map(ToString::to_string).unwrap_or_default();

    let poor = submit(&signed(&api, &key("//Nobody"), &bob, 0, 0).await).await;
    assert_eq!((poor.code, poor.message.as_str()), (1010, "Invalid Transaction"));
    assert!(data(&poor).contains("Inability to pay some fees"), "{poor:?}");

    let mut broken = signed(&api, &alice, &bob, 0, 0).await;
    let place = broken.iter().position(|byte| *byte == 0x84).unwrap() + 40;
    broken[place] ^= 1;
    let forged = submit(&broken).await;
    assert_eq!(forged.code, 1010);
    assert!(data(&forged).contains("Transaction has a bad signature"), "{forged:?}");
    assert_eq!(submit(&broken).await.code, 1012, "what was invalid is banned for a while");

    let good = signed(&api, &alice, &bob, 0, 0).await;
    rpc.call("author_submitExtrinsic", &[hexed(&good)]).await;
    let again = submit(&good).await;
    assert_eq!((again.code, again.message.as_str()), (1013, "Transaction Already Imported"));
    let rival = submit(&signed(&api, &alice, &key("//Charlie"), 0, 0).await).await;
    assert_eq!(rival.code, 1014, "{rival:?}");
    rig.network.produce(1).await.unwrap();
    assert_eq!(submit(&good).await.code, 1012, "what was in a block is banned for a while");

    let stale = submit(&signed(&api, &alice, &key("//Charlie"), 0, 0).await).await;
    assert_eq!(stale.code, 1010);
    assert!(data(&stale).contains("Transaction is outdated"), "{stale:?}");
    assert_eq!(submit(&[1, 2, 3]).await.code, 1001);
}

#[tokio::test]
async fn a_tip_replaces_the_transaction_with_the_same_nonce() {
    let rig = Rig::start_with(on_demand).await;
    let (api, rpc, alice, bob) = (rig.api().await, rig.rpc().await, key("//Alice"), key("//Bob"));
    let mut first = watch(&rpc, &signed(&api, &alice, &bob, 0, 0).await).await;
    assert_eq!(next(&mut first).await, "ready");
    assert_eq!(next(&mut first).await, json!({ "broadcast": [] }));
    let tipped = signed(&api, &alice, &key("//Charlie"), 0, TOKEN).await;
    let hash = rpc.call("author_submitExtrinsic", &[hexed(&tipped)]).await;
    assert_eq!(next(&mut first).await, json!({ "usurped": hash }));
}

#[tokio::test]
async fn fees_are_told_before_and_charged_as_told() {
    let rig = Rig::start().await;
    let (api, rpc, alice) = (rig.api().await, rig.rpc().await, key("//Alice"));
    let extrinsic = signed(&api, &alice, &key("//Bob"), 0, 0).await;
    let info = rpc.call("payment_queryInfo", &[hexed(&extrinsic)]).await;
    let fee: u128 = info["partialFee"].as_str().unwrap().parse().unwrap();
    assert_eq!(info["class"], "normal");
    assert!(fee > 0);
    let before = free(&rpc, &alice).await;
    let mut statuses = watch(&rpc, &extrinsic).await;
    while next(&mut statuses).await.get("finalized").is_none() {}
    assert_eq!(free(&rpc, &alice).await, before - TOKEN - fee);
    let details = rpc.call("payment_queryFeeDetails", &[hexed(&extrinsic)]).await;
    assert!(details["inclusionFee"]["lenFee"].as_str().unwrap().starts_with("0x"));
}
