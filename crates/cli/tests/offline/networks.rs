//! `network`: profiles.

use pileus_cli::Exit;

use crate::{folder, pileus};

#[tokio::test]
async fn the_local_network_is_used_until_another_one_is_chosen() {
    let folder = folder();
    let list = pileus(&folder, "", &["network", "list", "--json"]).await.last();
    assert_eq!(list["networks"][0]["network"].as_str(), Some("local"));
    assert_eq!(list["networks"][0]["in_use"].as_bool(), Some(true));
    let add = ["network", "add", "test", "wss://rpc.example.org", "wss://rpc2.example.org", "--json"];
    assert_eq!(pileus(&folder, "", &add).await.exit, Exit::Done);
    assert_eq!(pileus(&folder, "", &["network", "use", "test"]).await.exit, Exit::Done);
    let list = pileus(&folder, "", &["network", "list", "--json"]).await.last();
    assert_eq!(list["networks"][3]["rpc"].as_array().unwrap().len(), 2);
    assert_eq!(list["networks"][3]["in_use"].as_bool(), Some(true));
}

#[tokio::test]
async fn the_networks_of_cess_are_there_and_only_own_ones_can_be_removed() {
    let folder = folder();
    let list = pileus(&folder, "", &["network", "list", "--json"]).await.last();
    let names: Vec<_> = list["networks"].as_array().unwrap().iter().map(|n| n["network"].as_str().unwrap()).collect();
    assert_eq!(names, ["local", "cess-testnet", "cess-mainnet"]);
    let addresses = list["networks"][1]["rpc"].as_array().unwrap();
    assert!(addresses.iter().all(|url| url.as_str().unwrap().starts_with("wss://")), "{addresses:?}");
    assert!(list["networks"][1]["genesis"].is_null(), "which chain it is, is learnt when it is chosen");
    pileus(&folder, "", &["network", "add", "mine", "wss://rpc.example.org"]).await;
    for (name, code) in [("cess-testnet", Some("network_preset")), ("local", Some("network_preset")), ("mine", None)] {
        let ran = pileus(&folder, "", &["network", "remove", name, "--json"]).await;
        assert_eq!(ran.last()["code"].as_str(), code, "{name}");
    }
    let list = pileus(&folder, "", &["network", "list", "--json"]).await.last();
    assert_eq!(list["networks"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn addresses_that_cannot_be_meant_are_refused() {
    let folder = folder();
    for (words, code) in [
        (vec!["network", "add", "a", "http://rpc.example.org", "--json"], "network_address"),
        (vec!["network", "add", "a b", "wss://rpc.example.org", "--json"], "network_name"),
        (vec!["network", "add", "local", "wss://rpc.example.org", "--json"], "network_exists"),
        (
            vec!["network", "add", "a", "wss://rpc.example.org", "--allow-private-addresses", "--json"],
            "network_private_addresses",
        ),
        (vec!["network", "use", "a", "--json"], "network_missing"),
    ] {
        let ran = pileus(&folder, "", &words).await;
        assert_eq!((ran.exit, ran.last()["code"].as_str()), (Exit::Failed, Some(code)), "{words:?}");
    }
}
