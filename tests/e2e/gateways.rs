//! Gateways from the command line: listed, authorised with a plain word about it, revoked.

mod cd2n;
mod cheats;
mod files;
mod midway;
mod route;
mod takeover;

use serde_json::Value as Json;

use crate::{
    command_line::Home,
    support::{MIB, assert_same},
};

/// A home whose account exists, and the name of the gateway, which may act for it.
async fn authorised() -> (Home, String) {
    let home = Home::new();
    let first = home.file("first.bin", 1_000);
    home.program(&["upload", first.to_str().unwrap()]).run().await.result();
    let name = home.gateway(0);
    home.program(&["--yes", "gateway", "authorise", &name]).run().await.result();
    (home, name)
}

/// Names of the events on the way to a result.
fn events(lines: &[Json]) -> Vec<&str> {
    let events = lines.iter().filter(|line| line["type"] == "event");
    events.filter_map(|line| line["event"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sealed_file_is_stored_by_the_gateway_and_comes_back() {
    let (home, name) = authorised().await;
    let source = home.file("letter.bin", 33 * MIB);
    let route = format!("gateway:{name}");
    let upload = home.program(&["upload", source.to_str().unwrap(), "--route", &route]).run().await;
    let fid = upload.result()["fid"].as_str().unwrap().to_owned();
    let told = events(&upload.lines);
    assert!(told.contains(&"handed_over") && told.contains(&"completed"), "{told:?}");
    assert!(!told.contains(&"order_signed") && !told.contains(&"fragment_placed"), "the gateway did that: {told:?}");
    let back = home.file_path("back.bin");
    home.program(&["download", &fid, "--out", back.to_str().unwrap()]).run().await.result();
    assert_same(&source, &back);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_stores_half_of_a_file_is_named_and_the_direct_route_takes_over() {
    let (home, name) = authorised().await;
    let source = home.file("letter.bin", 2 * MIB);
    home.program(&["localnet", "fault", "gateway", "truncate", "--times", "1"]).run().await.result();
    let (path, route) = (source.to_str().unwrap(), format!("gateway:{name}"));
    let upload = home.program(&["upload", path, "--seal", "none", "--route", &route]).run().await;
    assert_eq!(upload.result()["condition"], "finished");
    let given_up = upload.lines.iter().find(|line| line["event"] == "gateway_given_up").expect("it is told");
    assert_eq!(given_up["problem"]["code"], "gateway_truncated");
    assert!(events(&upload.lines).contains(&"order_signed"), "and then ordered from here");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_swaps_the_content_is_named_and_nothing_is_called_stored() {
    let (home, name) = authorised().await;
    let source = home.file("letter.bin", 2 * MIB);
    home.program(&["localnet", "fault", "gateway", "swap", "--times", "1"]).run().await.result();
    let (path, route) = (source.to_str().unwrap(), format!("gateway:{name}"));
    let upload = home.program(&["upload", path, "--seal", "none", "--route", &route]).run().await;
    let problem = upload.lines.iter().find(|line| line["type"] == "problem").expect("it fails");
    assert_eq!(problem["code"], "gateway_swapped");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_is_listed_authorised_and_revoked() {
    let home = Home::new();
    let source = home.file("first.bin", 1_000);
    home.program(&["upload", source.to_str().unwrap()]).run().await.result();

    let list = home.program(&["gateway", "list"]).run().await;
    let gateways = list.result()["gateways"].as_array().unwrap().clone();
    assert_eq!(gateways.len(), 3, "{gateways:?}");
    let listed = |index: usize| gateways.iter().find(|gateway| gateway["account"] == home.gateway(index).as_str());
    for (index, version) in [(0, "deoss v0.4.2"), (1, "deoss v0.4.2")] {
        let gateway = listed(index).expect("it is on the list");
        assert_eq!((&gateway["reach"], &gateway["authorised"]), (&Json::from("answers"), &Json::from(false)));
        assert!(gateway["version"].as_str().unwrap().starts_with(version), "{gateway:?}");
    }
    let name = listed(0).unwrap()["name"].as_str().unwrap().to_owned();

    let given = home.program(&["--yes", "gateway", "authorise", &name]).run().await;
    let said: Vec<&str> = given.lines.iter().filter_map(|line| line["message"].as_str()).collect();
    assert!(said.iter().any(|sentence| sentence.contains("delete every file")), "{said:?}");
    assert!(given.result()["block"]["number"].is_u64());
    let status = home.program(&["gateway", "status", &name]).run().await;
    assert_eq!(status.result()["authorised"], true);

    home.program(&["--yes", "gateway", "revoke", &name]).run().await.result();
    let status = home.program(&["gateway", "status", &name]).run().await;
    assert_eq!(status.result()["authorised"], false);
}
