//! Every way to cheat, as the chain and a client of CD²N see it.

use std::time::Duration;

use pileus_localnet::gateway::{GatewayFault, GatewayFaultKind};
use pileus_localnet_runtime::pallets::file_bank::UserBrief;
use reqwest::Method;
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use super::client::{Client, INDEX, flat_fid_of};
use crate::gateway_http::rig::{Answer, SEGMENT, bytes};

async fn status(client: &Client) -> Answer {
    Answer::of(client.rig.request(Method::GET, "/status").send().await.unwrap()).await
}

#[tokio::test]
async fn swapped_bytes_stand_under_the_right_fid() {
    let client = Client::start().await;
    let content = bytes(1_000);
    client.rig.cheat(GatewayFaultKind::Swap);
    let fid = client.take("file.bin", &content).await;
    assert_eq!(fid, flat_fid_of(&content));
    let mut segment = content.iter().map(|byte| byte ^ 0x5a).collect::<Vec<_>>();
    segment.resize(SEGMENT, 0);
    let file = client.rig.stored(&fid).await;
    assert_eq!(file.segment_list[0].hash.0[..], *hex::encode(Sha256::digest(&segment)).as_bytes());
}

#[tokio::test]
async fn other_bytes_have_another_fid() {
    let client = Client::start().await;
    let content = bytes(1_000);
    for kind in [GatewayFaultKind::Reencrypt, GatewayFaultKind::Truncate] {
        client.rig.cheat(kind.clone());
        let fid = client.take("file.bin", &content).await;
        assert_ne!(fid, flat_fid_of(&content), "{kind:?}");
        assert!(client.rig.deal(&fid).await.is_some() || client.rig.file(&fid).await.is_some(), "{kind:?}");
    }
}

#[tokio::test]
async fn an_order_is_dropped_or_stalls() {
    let client = Client::start().await;
    client.rig.cheat(GatewayFaultKind::DropOrder);
    let dropped = client.take("file.bin", &bytes(1_000)).await;
    assert!(client.rig.deal(&dropped).await.is_none() && client.rig.file(&dropped).await.is_none());
    client.rig.cheat(GatewayFaultKind::Stall);
    let stalled = client.take("file.bin", &bytes(2_000)).await;
    client.rig.network.produce(3).await.unwrap();
    assert_eq!(client.rig.deal(&stalled).await.unwrap().complete_list.len(), 0);
}

#[tokio::test]
async fn an_order_names_another_owner_territory_or_file() {
    let client = Client::start().await;
    client.rig.rent("other").await;
    let brief = async |kind: GatewayFaultKind, length| -> UserBrief {
        client.rig.cheat(kind);
        let fid = client.take("file.bin", &bytes(length)).await;
        match client.rig.deal(&fid).await {
            Some(deal) => deal.user,
            None => client.rig.stored(&fid).await.owner[0].clone(),
        }
    };
    assert_eq!(brief(GatewayFaultKind::WrongOwner, 1_000).await.user, client.rig.gateway());
    let territory = GatewayFaultKind::WrongTerritory { territory: "other".to_owned() };
    assert_eq!(brief(territory, 2_000).await.territory_name[..], *b"other");
    let name = GatewayFaultKind::WrongName { name: "renamed".to_owned() };
    assert_eq!(brief(name, 3_000).await.file_name[..], *b"renamed");
}

#[tokio::test]
async fn what_is_handed_out_is_changed() {
    let client = Client::start().await;
    let content = bytes(1_000);
    let fid = client.take("file.bin", &content).await;
    client.rig.cheat(GatewayFaultKind::CorruptDownload);
    let spoiled = client.download(&fid, None).await.body;
    assert_eq!((spoiled.len(), spoiled == content), (1_000, false));
    assert!(client.download(&fid, None).await.body == content);
}

#[tokio::test]
async fn answers_are_spoiled_for_this_gateway_alone() {
    let client = Client::start().await;
    client.rig.cheat(GatewayFaultKind::WrongStatus { status: 413 });
    let first = client.rig.network.info().gateways[0].url.clone();
    let other = reqwest::get(format!("{first}/version")).await.unwrap();
    assert_eq!(other.status().as_u16(), 200, "the others behave");
    assert_eq!(status(&client).await.status, 413);
    client.rig.cheat(GatewayFaultKind::Redirect { to: "http://elsewhere.example/".to_owned() });
    assert_eq!(status(&client).await.status, 302);
    client.rig.cheat(GatewayFaultKind::Html);
    assert!(status(&client).await.body.starts_with(b"<!doctype"));
    client.rig.cheat(GatewayFaultKind::HugeJson);
    assert!(status(&client).await.body.len() > 99_000_000);
    client.rig.cheat(GatewayFaultKind::EndlessBody);
    let mut endless = client.rig.request(Method::GET, "/status").send().await.unwrap();
    for _ in 0..10 {
        assert!(endless.chunk().await.unwrap().is_some_and(|piece| !piece.is_empty()));
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_or_held_back_is_done_all_the_same() {
    let client = Client::start().await;
    let content = bytes(1_000);
    client.rig.cheat(GatewayFaultKind::LostAnswer { status: 524 });
    let form = super::client::form("file.bin", &content).text("territory", "home");
    let answer = client.post("/gateway/upload/file").multipart(form).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 524);
    assert_eq!(client.rig.stored(&flat_fid_of(&content)).await.file_size, 1_000);
    client.rig.network.set_gateway_fault_of(INDEX, GatewayFault::standing(GatewayFaultKind::Hang)).unwrap();
    assert!(timeout(Duration::from_millis(300), status(&client)).await.is_err());
    client.rig.network.clear_faults().await;
    assert_eq!(status(&client).await.status, 200);
}
