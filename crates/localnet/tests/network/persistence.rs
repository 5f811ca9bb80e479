//! What survives: an orderly end, a kill, and the passing of many blocks.

use std::time::Duration;

use pileus_localnet::{Allocation, LocalNetwork, Settings};
use serde_json::json;
use subxt::config::PolkadotExtrinsicParamsBuilder;

use super::child::HostProcess;
use super::support::{
    Api, PATIENCE, Rig, Rpc, TOKEN, account_key, free, hexed, key, on_demand, settings, signed, transfer,
};

#[tokio::test]
async fn a_restart_keeps_blocks_state_and_ports() {
    let rig = Rig::start_with(on_demand).await;
    let (api, rpc, bob) = (rig.api().await, rig.rpc().await, key("//Bob"));
    rpc.call("author_submitExtrinsic", &[hexed(&signed(&api, &key("//Alice"), &bob, 0, 0).await)]).await;
    rig.network.produce(3).await.unwrap();
    let facts = async |rpc: &Rpc| {
        let head = rpc.call("chain_getHeader", &[]).await;
        let block = rpc.call("chain_getBlock", &[rpc.call("chain_getBlockHash", &[json!(1)]).await]).await;
        (head, block, free(rpc, &bob).await)
    };
    let (before, info) = (facts(&rpc).await, rig.network.info().clone());
    let rig = rig.restart_with(on_demand).await;
    assert_eq!(rig.network.info(), &info);
    let rpc = rig.rpc().await;
    assert_eq!(facts(&rpc).await, before);
    assert_eq!(rpc.call("chain_getFinalizedHead", &[]).await, rpc.call("chain_getBlockHash", &[]).await);
    let next = rig.network.produce(1).await.unwrap();
    assert_eq!(next.number, super::support::number(&before.0) + 1);
    rpc.call("author_submitExtrinsic", &[hexed(&signed(&rig.api().await, &key("//Alice"), &bob, 1, 0).await)]).await;
}

#[tokio::test]
async fn a_kill_loses_nothing_that_was_told_to_be_in_a_block() {
    let folder = tempfile::tempdir().unwrap();
    let (alice, bob) = (key("//Alice"), key("//Bob"));
    let mut promised = Vec::new();
    for round in 0..3_u64 {
        let host = HostProcess::start(folder.path());
        let info = LocalNetwork::join(folder.path()).unwrap();
        let api = Api::from_insecure_url(&info.rpc_url).await.unwrap();
        for _ in 0..=round {
            let nonce = u64::try_from(promised.len()).unwrap();
            let params = PolkadotExtrinsicParamsBuilder::new().nonce(nonce).build();
            let mut transactions = api.tx().await.unwrap();
            let call = transfer(&bob, TOKEN);
            let mut progress = transactions.sign_and_submit_then_watch(&call, &alice, params).await.unwrap();
            let found = loop {
                let status = progress.next().await.unwrap().unwrap();
                if let Some(found) = status.as_in_block() {
                    break found.block_hash();
                }
            };
            promised.push(found);
        }
        host.kill();
    }
    let network = LocalNetwork::start(on_demand(settings(&folder))).await.unwrap();
    let rpc = Rpc::connect(&network.info().rpc_url).await;
    for hash in promised {
        let block = rpc.call("chain_getBlock", &[json!(format!("{hash:?}"))]).await;
        assert_eq!(block["block"]["extrinsics"].as_array().unwrap().len(), 2, "{hash:?}");
    }
    let rich = 1_000_000 * TOKEN;
    assert_eq!(free(&rpc, &bob).await, rich + 6 * TOKEN);
}

#[tokio::test]
async fn a_kill_at_any_moment_leaves_a_chain_that_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut height = 0;
    for round in 0..4 {
        let host = HostProcess::start(folder.path());
        let info = LocalNetwork::join(folder.path()).unwrap();
        let control = pileus_localnet::host::ControlClient::of(&info).unwrap();
        let blocks = tokio::spawn(async move { while control.produce(20).await.is_ok() {} });
        tokio::time::sleep(Duration::from_millis(40 + 37 * round)).await;
        let seen = Rpc::connect(&info.rpc_url).await.best().await;
        host.kill();
        tokio::time::timeout(PATIENCE, blocks).await.unwrap().unwrap();
        let network = LocalNetwork::start(on_demand(settings(&folder))).await.unwrap();
        let best = network.chain().best().number;
        assert!(best >= seen && best > height, "{best} is behind {seen} or {height}");
        height = network.produce(1).await.unwrap().number;
        assert_eq!(height, best + 1);
        network.stop().await;
    }
}

#[tokio::test]
async fn old_states_go_and_old_blocks_with_their_events_stay() {
    const BLOCKS: u32 = 530;
    let rig = Rig::start_with(on_demand).await;
    let (api, rpc, bob) = (rig.api().await, rig.rpc().await, key("//Bob"));
    rpc.call("author_submitExtrinsic", &[hexed(&signed(&api, &key("//Alice"), &bob, 0, 0).await)]).await;
    rig.network.produce(BLOCKS).await.unwrap();
    let check = async |rpc: &Rpc| {
        let old = rpc.call("chain_getBlockHash", &[json!(1)]).await;
        let block = rpc.call("chain_getBlock", std::slice::from_ref(&old)).await;
        assert_eq!(block["block"]["extrinsics"].as_array().unwrap().len(), 2);
        let events = hexed(&hex::decode("26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7").unwrap());
        assert!(rpc.call("state_getStorage", &[events, old.clone()]).await.as_str().unwrap().len() > 100);
        let account = hexed(&account_key(&bob));
        let gone = rpc.refusal("state_getStorage", &[account.clone(), old]).await;
        assert_eq!(gone.code, 4003);
        assert!(gone.message.contains("State already discarded"), "{gone:?}");
        let kept = rpc.call("chain_getBlockHash", &[json!(BLOCKS - 511)]).await;
        assert!(rpc.call("state_getStorage", &[account, kept]).await.is_string());
        free(rpc, &bob).await
    };
    let before = check(&rpc).await;
    let events = api.at_block(1_u32).await.unwrap().events().fetch().await.unwrap();
    assert!(events.iter().any(|event| event.unwrap().event_name() == "Transfer"), "a client reads old events");
    let rig = rig.restart_with(on_demand).await;
    assert_eq!(check(&rig.rpc().await).await, before);
}

#[tokio::test]
async fn a_reset_makes_a_new_chain_and_spares_a_running_one() {
    let rig = Rig::start_with(on_demand).await;
    assert!(LocalNetwork::reset(rig.folder.path()).is_err());
    rig.network.produce(2).await.unwrap();
    let Rig { network, folder } = rig;
    network.stop().await;
    LocalNetwork::reset(folder.path()).unwrap();
    let network = LocalNetwork::start(on_demand(settings(&folder))).await.unwrap();
    assert_eq!(network.chain().best().number, 0);
}

#[tokio::test]
async fn a_node_whose_port_is_taken_moves_and_tells_the_chain() {
    let rig = Rig::start().await;
    let before = rig.network.info().nodes[0].clone();
    let authority = before.url.trim_start_matches("http://localhost").to_owned();
    let Rig { network, folder } = rig;
    network.stop().await;
    let _occupied = tokio::net::TcpListener::bind(format!("127.0.0.1{authority}")).await.unwrap();
    let network = LocalNetwork::start(on_demand(settings(&folder))).await.unwrap();
    let after = &network.info().nodes[0];
    assert_ne!(after.url, before.url);
    let account = hex::decode(after.account.trim_start_matches("0x")).unwrap();
    let prefix = hex::decode("eef51d8e841afa77e8c7349eaa7746f7b2e25dfd1af730b06c3bbbf7f09259ae").unwrap();
    let key = [prefix, sp_io::hashing::blake2_128(&account).to_vec(), account].concat();
    let record = network.chain().storage(key).await.unwrap();
    let endpoint = after.url.trim_start_matches("http://").as_bytes();
    assert!(record.windows(endpoint.len()).any(|part| part == endpoint), "the chain names the new port");
}

#[tokio::test]
async fn a_network_stays_what_it_was_founded_as() {
    let client = |settings| Settings { allocation: Allocation::Client, ..on_demand(settings) };
    let rig = Rig::start_with(client).await;
    assert_eq!(rig.network.info().allocation, Allocation::Client);
    let rig = rig.restart_with(|settings| Settings { nodes: 5, ..on_demand(settings) }).await;
    assert_eq!(rig.network.info().allocation, Allocation::Client);
    assert_eq!(rig.network.info().nodes.len(), 2);
}
