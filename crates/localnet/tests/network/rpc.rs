//! The answers that strangers' programs depend on.

use serde_json::{Value as Json, json};

use super::support::{RawSocket, Rig, account_key, hexed, key, number, on_demand, parameters, until};

fn bytes(value: &Json) -> Vec<u8> {
    hex::decode(value.as_str().unwrap().trim_start_matches("0x")).unwrap()
}

#[tokio::test]
async fn the_node_describes_itself_exactly() {
    let rig = Rig::start_with(on_demand).await;
    let rpc = rig.rpc().await;
    let properties = json!({"isEthereum":false,"ss58Format":11330,"tokenDecimals":18,"tokenSymbol":"TCESS"});
    assert_eq!(rpc.call("system_properties", &[]).await, properties);
    rig.network.produce(3).await.unwrap();
    let best = rpc.best().await;
    let sync = json!({"startingBlock":0,"currentBlock":best,"highestBlock":best});
    assert_eq!(rpc.call("system_syncState", &[]).await, sync);
    let health = json!({"peers":0,"isSyncing":false,"shouldHavePeers":false});
    assert_eq!(rpc.call("system_health", &[]).await, health);
    for method in ["system_chain", "system_name", "system_version"] {
        assert!(rpc.call(method, &[]).await.is_string(), "{method}");
    }
    let version = rpc.call("state_getRuntimeVersion", &[]).await;
    assert_eq!((&version["specName"], &version["specVersion"]), (&json!("cess-node"), &json!(137)));
    assert_eq!((&version["implName"], &version["transactionVersion"]), (&json!("cess-node"), &json!(1)));
}

#[tokio::test]
async fn metadata_without_a_wish_is_format_14() {
    let rig = Rig::start().await;
    let metadata = bytes(&rig.rpc().await.call("state_getMetadata", &[]).await);
    assert_eq!((&metadata[..4], metadata[4]), (&b"meta"[..], 14));
    let metadata = subxt::Metadata::decode_from(&metadata).unwrap();
    assert!(metadata.pallet_by_name("FileBank").is_some());
}

#[tokio::test]
async fn methods_that_would_mislead_clients_are_not_listed() {
    let rig = Rig::start().await;
    let list = rig.rpc().await.call("rpc_methods", &[]).await;
    let methods: Vec<&str> = list["methods"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert!(!methods.iter().any(|name| name.starts_with("chainHead") || name.starts_with("archive")));
    for method in [
        "state_getMetadata",
        "state_call",
        "state_getRuntimeVersion",
        "chain_getBlockHash",
        "system_chain",
        "system_properties",
        "rpc_methods",
        "system_syncState",
        "system_health",
        "state_getStorage",
        "state_getKeys",
        "state_queryStorageAt",
        "state_getKeysPaged",
        "chain_getBlock",
        "chain_getHeader",
        "chain_getFinalizedHead",
        "author_submitAndWatchExtrinsic",
        "author_unwatchExtrinsic",
        "author_submitExtrinsic",
        "state_subscribeRuntimeVersion",
        "state_subscribeStorage",
        "chain_subscribeNewHeads",
        "chain_subscribeFinalizedHeads",
        "chain_subscribeAllHeads",
        "payment_queryInfo",
        "system_accountNextIndex",
        "system_name",
        "system_version",
    ] {
        assert!(methods.contains(&method), "{method}");
    }
}

#[tokio::test]
async fn subscription_ids_are_strings_and_parameters_may_be_absent() {
    let rig = Rig::start_with(on_demand).await;
    let (status, mut socket) = RawSocket::open(rig.url(), None).await;
    assert!(status.contains("101"), "{status}");
    socket.send(&json!({"jsonrpc":"2.0","id":1,"method":"state_subscribeRuntimeVersion"})).await;
    let accepted = socket.receive().await;
    assert!(accepted["result"].is_string(), "{accepted}");
    let notice = socket.receive().await;
    assert_eq!(notice["method"], "state_runtimeVersion");
    assert_eq!(notice["params"]["subscription"], accepted["result"]);
    assert_eq!(notice["params"]["result"]["specVersion"], 137);
    socket.send(&json!({"jsonrpc":"2.0","id":2,"method":"chain_getBlockHash"})).await;
    assert!(socket.receive().await["result"].is_string());
}

#[tokio::test]
async fn pages_of_foreign_origin_are_refused() {
    let rig = Rig::start().await;
    for (origin, answer) in [
        ("https://example.org", "403"),
        ("null", "403"),
        ("http://localhost:1420", "101"),
        ("tauri://localhost", "101"),
    ] {
        let (status, _) = RawSocket::open(rig.url(), Some(origin)).await;
        assert!(status.contains(answer), "{origin}: {status}");
    }
}

#[tokio::test]
async fn storage_is_read_by_page_by_batch_and_at_past_blocks() {
    let rig = Rig::start_with(on_demand).await;
    let (rpc, alice) = (rig.rpc().await, key("//Alice"));
    let accounts = hexed(&account_key(&alice)[..32]);
    let all = rpc.call("state_getKeys", std::slice::from_ref(&accounts)).await;
    let all = all.as_array().unwrap();
    let mut paged = Vec::new();
    loop {
        let start = paged.last().cloned().unwrap_or(json!(null));
        let page = rpc.call("state_getKeysPaged", &[accounts.clone(), json!(3), start]).await;
        if page == json!([]) {
            break;
        }
        paged.extend(page.as_array().unwrap().clone());
    }
    assert_eq!(&paged, all);
    let too_many = rpc.refusal("state_getKeysPaged", &[accounts, json!(1001)]).await;
    assert_eq!(too_many.code, 4002);

    let old = rpc.call("chain_getBlockHash", &[json!(0)]).await;
    let key = hexed(&account_key(&alice));
    let before = rpc.call("state_getStorage", std::slice::from_ref(&key)).await;
    rig.endow_alice().await;
    assert_ne!(rpc.call("state_getStorage", std::slice::from_ref(&key)).await, before);
    assert_eq!(rpc.call("state_getStorage", &[key.clone(), old.clone()]).await, before);
    let batch = rpc.call("state_queryStorageAt", &[json!([key, "0xabcd"]), old.clone()]).await;
    assert_eq!(batch, json!([{"block": old, "changes": [[key, before], ["0xabcd", null]]}]));
    let unknown = rpc.refusal("state_getStorage", &[key, json!(format!("0x{}", "11".repeat(32)))]).await;
    assert_eq!(unknown.code, 4003);
}

#[tokio::test]
async fn subscriptions_start_with_the_present_and_miss_no_block() {
    let rig = Rig::start_with(on_demand).await;
    let (rpc, alice) = (rig.rpc().await, key("//Alice"));
    let none = || parameters(&[]);
    let mut heads =
        rpc.0.subscribe::<Json>("chain_subscribeNewHeads", none(), "chain_unsubscribeNewHeads").await.unwrap();
    let mut finals = rpc
        .0
        .subscribe::<Json>("chain_subscribeFinalizedHeads", none(), "chain_unsubscribeFinalizedHeads")
        .await
        .unwrap();
    let keys = parameters(&[json!([hexed(&account_key(&alice))])]);
    let mut values = rpc.0.subscribe::<Json>("state_subscribeStorage", keys, "state_unsubscribeStorage").await.unwrap();
    let first = number(&heads.next().await.unwrap().unwrap());
    assert_eq!(number(&finals.next().await.unwrap().unwrap()), first);
    let before = values.next().await.unwrap().unwrap();
    rig.network.produce(40).await.unwrap();
    for expected in first + 1..=first + 40 {
        assert_eq!(number(&heads.next().await.unwrap().unwrap()), expected);
        assert_eq!(number(&finals.next().await.unwrap().unwrap()), expected);
    }
    rig.endow_alice().await;
    let after = values.next().await.unwrap().unwrap();
    assert_ne!(before["changes"], after["changes"], "blocks without a change were not told");
    assert_eq!(after["block"], rpc.call("chain_getBlockHash", &[]).await);
}

#[tokio::test]
async fn blocks_begin_with_a_bare_inherent_of_format_4() {
    let rig = Rig::start_with(on_demand).await;
    rig.network.produce(1).await.unwrap();
    let block = rig.rpc().await.call("chain_getBlock", &[]).await;
    let inherent = bytes(&block["block"]["extrinsics"][0]);
    assert_eq!(inherent[1], 4, "no signature, format 4");
    assert_eq!(&inherent[2..4], &[3, 0], "Timestamp.set");
}

#[tokio::test]
async fn nodes_are_registered_under_localhost_and_answer_there() {
    let rig = Rig::start().await;
    for node in &rig.network.info().nodes {
        assert!(node.url.starts_with("http://localhost:"), "{}", node.url);
        let authority = node.url.trim_start_matches("http://").to_owned();
        until("the node listens", async || tokio::net::TcpStream::connect(&authority).await.is_ok()).await;
    }
}
