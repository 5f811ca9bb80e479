//! `GET /status`.

use reqwest::Method;
use serde_json::{Value, json};

use super::rig::{Answer, Rig, address};

async fn status(rig: &Rig) -> Value {
    let answer = Answer::of(rig.request(Method::GET, "/status").send().await.unwrap()).await;
    assert_eq!(answer.status, 200);
    let body = answer.json();
    assert_eq!((&body["code"], &body["msg"]), (&json!(200), &json!("ok")));
    body["data"].clone()
}

#[tokio::test]
async fn status_has_all_fields_with_their_types() {
    let rig = Rig::start().await;
    let data = status(&rig).await;
    let texts = ["version", "endpoint", "current_rpc", "start_time", "state"];
    let accounts = ["signature_acc", "staking_acc", "earnings_acc"];
    let flags = [
        "current_rpc_status",
        "is_connecting_rpc",
        "idle_challenging",
        "service_challenging",
        "generating_idle",
        "certifying_idle",
        "checking_idle",
    ];
    let numbers = ["pid", "cores", "declaration_space", "idle_space", "service_space", "lock_space"];
    assert!(texts.iter().chain(&accounts).all(|field| data[field].is_string()), "{data}");
    assert!(flags.iter().all(|field| data[field].is_boolean()), "{data}");
    assert!(numbers.iter().all(|field| data[field].is_u64()), "{data}");
    let known = texts.len() + accounts.len() + flags.len() + numbers.len();
    assert_eq!(data.as_object().unwrap().len(), known, "{data}");
}

#[tokio::test]
async fn status_says_what_the_chain_says() {
    let rig = Rig::start().await;
    let data = status(&rig).await;
    assert_eq!(data["version"].as_str().unwrap().split(' ').next(), Some("v0.8.3"));
    assert_eq!(data["endpoint"], format!("localhost:{}", rig.node.port()));
    assert_eq!(data["current_rpc"], "ws://127.0.0.1:9944");
    assert_eq!(data["current_rpc_status"], true);
    assert_eq!(data["start_time"], "2025-05-16 10:39:00");
    assert_eq!(data["state"], "positive");
    assert_eq!(data["signature_acc"], address(&rig.settings.pair, 11330));
    let spaces = ["declaration_space", "idle_space", "service_space", "lock_space"];
    assert_eq!(spaces.map(|field| data[field].as_u64().unwrap() >> 20), [100, 70, 20, 10]);
    assert_eq!(rig.node.counters().status_served, 1);
}

#[tokio::test]
async fn status_needs_no_signature_and_no_chain() {
    let rig = Rig::start().await;
    rig.ledger.set_down(true);
    let data = status(&rig).await;
    assert_eq!(data["current_rpc_status"], false);
    assert_eq!(data["is_connecting_rpc"], true);
    assert_eq!(data["idle_space"], 0);
}
