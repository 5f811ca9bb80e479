//! `subxt` with its default backend, unmodified.

use subxt::dynamic::{self, Value};
use subxt::tx::TransactionStatus;

use super::support::{Rig, TOKEN, free, key, transfer};

#[tokio::test]
async fn a_client_signs_follows_to_final_and_sees_the_events() {
    let rig = Rig::start().await;
    let (api, rpc, alice, bob) = (rig.api().await, rig.rpc().await, key("//Alice"), key("//Bob"));
    let (rich, before) = (free(&rpc, &alice).await, free(&rpc, &bob).await);
    let mut transactions = api.tx().await.unwrap();
    let mut progress = transactions.sign_and_submit_then_watch_default(&transfer(&bob, TOKEN), &alice).await.unwrap();
    let mut seen = Vec::new();
    let found = loop {
        match progress.next().await.unwrap().unwrap() {
            TransactionStatus::Validated => seen.push("ready"),
            TransactionStatus::Broadcasted => seen.push("broadcast"),
            TransactionStatus::InBestBlock(_) => seen.push("in block"),
            TransactionStatus::InFinalizedBlock(found) => break found,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(seen, ["ready", "broadcast", "in block"]);
    let events = found.wait_for_success().await.unwrap();
    let names: Vec<String> = events
        .iter()
        .map(|event| event.map(|event| format!("{}.{}", event.pallet_name(), event.event_name())).unwrap())
        .collect();
    for name in ["Balances.Transfer", "TransactionPayment.TransactionFeePaid", "System.ExtrinsicSuccess"] {
        assert!(names.iter().any(|seen| seen == name), "{name} is missing in {names:?}");
    }
    assert_eq!(free(&rpc, &bob).await, before + TOKEN);
    assert!(free(&rpc, &alice).await < rich - TOKEN, "the fee was charged");
}

#[tokio::test]
async fn dispatch_errors_arrive_by_name() {
    let rig = Rig::start().await;
    let api = rig.api().await;
    let call = dynamic::transaction(
        "StorageHandler",
        "renewal_territory",
        Value::named_composite([("territory_name", Value::from_bytes("nowhere")), ("days", Value::u128(30))]),
    );
    let mut transactions = api.tx().await.unwrap();
    let progress = transactions.sign_and_submit_then_watch_default(&call, &key("//Alice")).await.unwrap();
    let error = progress.wait_for_finalized_success().await.unwrap_err().to_string();
    assert!(error.contains("NotHaveTerritory"), "{error}");
}

#[tokio::test]
async fn a_client_reads_storage_constants_and_blocks() {
    let rig = Rig::start().await;
    let api = rig.api().await;
    let at = api.at_current_block().await.unwrap();
    assert_eq!(at.spec_version(), 137);
    let day = at.constants().entry(dynamic::constant::<u32>("StorageHandler", "OneDay")).unwrap();
    assert_eq!(day, 14_400);
    let address = dynamic::storage::<Vec<Value>, Value>("Sminer", "MinerItems");
    let mut nodes = at.storage().iter(address, Vec::<Value>::new()).await.unwrap();
    let mut count = 0;
    while let Some(entry) = nodes.next().await {
        entry.unwrap();
        count += 1;
    }
    assert_eq!(count, 2);
    let mut blocks = api.stream_blocks().await.unwrap();
    rig.network.produce(2).await.unwrap();
    let first = blocks.next().await.unwrap().unwrap().number();
    let second = blocks.next().await.unwrap().unwrap().number();
    assert_eq!(second, first + 1);
}
