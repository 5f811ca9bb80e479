//! Time on request.

use pileus_localnet::Settings;
use pileus_localnet::chain::Finality;
use serde_json::json;
use std::time::Duration;

use super::support::{Rig, hexed, key, number, on_demand, signed, until};

/// The time of the best block in milliseconds.
async fn now(rpc: &super::support::Rpc) -> u64 {
    let key = hexed(&hex::decode("f0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb").unwrap());
    let value = rpc.call("state_getStorage", &[key]).await;
    let bytes = hex::decode(value.as_str().unwrap().trim_start_matches("0x")).unwrap();
    u64::from_le_bytes(bytes.try_into().unwrap())
}

#[tokio::test]
async fn a_jump_moves_number_and_time_in_one_block_and_leaves_nulls() {
    let rig = Rig::start_with(on_demand).await;
    rig.network.produce(2).await.unwrap();
    let rpc = rig.rpc().await;
    let before = now(&rpc).await;
    let block = rig.network.jump(100_000).await.unwrap();
    assert_eq!(block.number, 100_002);
    until("the connection broke", async || rpc.try_call("system_health", &[]).await.is_err()).await;
    let rpc = rig.rpc().await;
    assert_eq!(now(&rpc).await, before + 100_000 * 6000);
    assert_eq!(rpc.call("chain_getBlockHash", &[json!(50_000)]).await, json!(null));
    assert_eq!(rpc.call("chain_getBlockHash", &[json!(100_001)]).await, json!(null));
    assert!(rpc.call("chain_getBlockHash", &[json!(2)]).await.is_string());
    let head = rpc.call("chain_getHeader", &[]).await;
    assert_eq!(number(&head), 100_002);
    assert_eq!(head["parentHash"], rpc.call("chain_getBlockHash", &[json!(2)]).await);
}

#[tokio::test]
async fn transactions_go_on_after_a_jump_and_a_restart() {
    let rig = Rig::start_with(on_demand).await;
    rig.network.jump(5000).await.unwrap();
    let rig = rig.restart_with(on_demand).await;
    let (api, rpc) = (rig.api().await, rig.rpc().await);
    rpc.call("author_submitExtrinsic", &[hexed(&signed(&api, &key("//Alice"), &key("//Bob"), 0, 0).await)]).await;
    let block = rig.network.produce(1).await.unwrap();
    assert_eq!(block.number, 5001);
    let block = rpc.call("chain_getBlock", &[]).await;
    assert_eq!(block["block"]["extrinsics"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn finality_is_some_blocks_behind() {
    let finality = Finality { blocks: 2, delay: Duration::ZERO };
    let rig = Rig::start_with(|settings| Settings { finality, ..on_demand(settings) }).await;
    let rpc = rig.rpc().await;
    rig.network.produce(5).await.unwrap();
    let third = rpc.call("chain_getBlockHash", &[json!(3)]).await;
    until("block 3 is final", async || rpc.call("chain_getFinalizedHead", &[]).await == third).await;
}
