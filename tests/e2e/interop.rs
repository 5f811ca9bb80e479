//! A client that nobody here wrote: the package `@polkadot/api` from npm.

use std::path::Path;

use serde_json::Value as Json;
use tokio::process::Command;

use crate::support::Town;

/// Where the client and its packages are.
pub(crate) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/interop");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_strangers_client_reads_signs_submits_and_follows_events() {
    install().await;
    let town = Town::new().await;
    let facts = facts(town.url()).await;

    let identity = &facts["identity"];
    let properties = &identity["properties"];
    assert_eq!(identity["genesis"], town.network.info().genesis_hash.as_str());
    assert_eq!(identity["specVersion"], 137);
    assert_eq!(identity["nodes"], 16);
    assert_eq!(properties["ss58Format"], 11330);
    assert_eq!(properties["tokenDecimals"], serde_json::json!([18]));
    assert_eq!(properties["tokenSymbol"], serde_json::json!(["TCESS"]));
    assert_eq!(facts["address"], town.network.info().accounts[0].address.as_str());

    let transfer = &facts["transfer"];
    assert_eq!(transfer["failed"], Json::Null);
    assert_eq!(transfer["received"], transfer["amount"]);
    assert_order(transfer, "statuses", &["Ready", "InBlock", "Finalized"]);
    assert_order(
        transfer,
        "events",
        &["balances.Transfer", "transactionPayment.TransactionFeePaid", "system.ExtrinsicSuccess"],
    );

    let mint = &facts["mint"];
    assert_eq!(mint["failed"], Json::Null);
    assert_order(mint, "events", &["storageHandler.MintTerritory", "system.ExtrinsicSuccess"]);
    assert_eq!(mint["territory"]["totalSpace"], 1 << 30);
    assert_eq!(mint["territory"]["state"], "Active");

    let again = &facts["again"];
    assert!(again["failed"].as_str().is_some_and(|error| error.starts_with("storageHandler.")), "{again}");
    assert_order(again, "events", &["system.ExtrinsicFailed"]);

    let heads: Vec<u64> = facts["heads"].as_array().unwrap().iter().map(|head| head.as_u64().unwrap()).collect();
    assert!(heads.len() > 1 && heads.is_sorted(), "{heads:?}");
}

/// The wanted words stand in the list, in this order.
fn assert_order(facts: &Json, list: &str, wanted: &[&str]) {
    let words: Vec<&str> = facts[list].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    let mut rest = words.iter();
    for want in wanted {
        assert!(rest.any(|word| word == want), "{want} is missing, or out of turn, in {words:?}");
    }
}

/// Run the client, and read the one object that it prints.
async fn facts(url: &str) -> Json {
    let mut client = Command::new("node");
    client.arg(Path::new(FOLDER).join("client.mjs")).arg(url).kill_on_drop(true);
    let output = client.output().await.expect("node can be started");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the client failed: {err}");
    let text = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(text.lines().last().unwrap_or_default()).unwrap_or_else(|e| panic!("{e}: {text}{err}"))
}

/// Bring the client's packages when they are missing.
pub(crate) async fn install() {
    if Path::new(FOLDER).join("node_modules/@polkadot/api").is_dir() {
        return;
    }
    let status = Command::new("npm").args(["ci", "--ignore-scripts", "--prefix", FOLDER]).status().await;
    assert!(status.expect("npm can be started").success(), "npm ci failed in {FOLDER}");
}
