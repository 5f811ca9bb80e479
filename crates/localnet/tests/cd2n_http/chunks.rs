//! A file in chunks.

use std::time::Duration;

use serde_json::json;
use sp_core::Pair as _;
use tokio::time::sleep;

use super::client::{Client, Told, flat_fid_of, login, refused, told};
use crate::gateway_http::rig::bytes;

const LENGTH: usize = 300;

async fn part(client: &Client, ticket: &str, part: std::ops::Range<usize>) -> Told {
    let range = format!("bytes={}-{}", part.start, part.end);
    client.chunk(ticket, &range, &bytes(LENGTH)[part]).await
}

fn batch(reason: &str) -> Told {
    refused(500, 500, "batch upload error", reason)
}

#[tokio::test]
async fn every_chunk_but_the_last_is_answered_with_308() {
    let client = Client::start().await;
    let ticket = client.ticket("file.bin", LENGTH).await;
    for start in [0, 100] {
        let (status, code, message, data) = part(&client, &ticket, start..start + 100).await;
        assert_eq!((status, code, message.as_str()), (308, 200, "success"));
        assert_eq!((data["chunk_end"].as_u64(), data["fid"].as_str()), (Some(start as u64 + 100), Some("")));
    }
    let (status, code, _, data) = client.chunk(&ticket, "bytes=200-", &bytes(LENGTH)[200..]).await;
    assert_eq!((status, code, data["fid"].as_str()), (200, 200, Some(flat_fid_of(&bytes(LENGTH)).as_str())));
    assert_eq!(part(&client, &ticket, 0..100).await, batch("get data from redis error: data does not exist"));
}

#[tokio::test]
async fn a_chunk_that_comes_twice_cuts_the_file_short() {
    let client = Client::start().await;
    let ticket = client.ticket("file.bin", LENGTH).await;
    assert_eq!(part(&client, &ticket, 0..100).await.3["chunk_end"], 100);
    assert_eq!(part(&client, &ticket, 0..100).await.3["chunk_end"], 200);
    let (status, code, _, data) = part(&client, &ticket, 100..200).await;
    let fid = flat_fid_of(&bytes(LENGTH)[..200]);
    assert_eq!((status, code, data["fid"].as_str()), (200, 200, Some(fid.as_str())), "the published defect");
    assert_eq!(client.rig.stored(&fid).await.file_size, 200);
}

#[tokio::test]
async fn a_chunk_behind_a_gap_waits_until_it_is_filled() {
    let client = Client::start().await;
    let ticket = client.ticket("file.bin", LENGTH).await;
    let late = async {
        sleep(Duration::from_millis(200)).await;
        part(&client, &ticket, 0..100).await
    };
    let (early, late) = tokio::join!(part(&client, &ticket, 100..300), late);
    assert_eq!((early.0, late.0), (200, 308));
    assert_eq!(early.3["fid"], flat_fid_of(&bytes(LENGTH)));
}

#[tokio::test]
async fn a_length_that_a_client_supplies_is_believed() {
    let client = Client::start().await;
    let asked = json!({ "file_name": "file.bin", "territory": "home", "total_size": LENGTH, "uploaded_size": 200 });
    let ticket = told(client.post("/gateway/upload/batch/request").json(&asked)).await.3;
    let (status, _, _, data) = part(&client, ticket.as_str().unwrap(), 0..100).await;
    assert_eq!((status, data["fid"].as_str()), (200, Some(flat_fid_of(&bytes(LENGTH)[..100]).as_str())));
}

#[tokio::test]
async fn chunks_that_do_not_fit_are_refused_and_do_not_count() {
    let client = Client::start().await;
    let ticket = client.ticket("file.bin", LENGTH).await;
    for range in ["bytes=0-0", "bytes=9-3", "bytes 0-100", ""] {
        assert_eq!(client.chunk(&ticket, range, &bytes(100)).await, batch("bad data range"), "{range}");
    }
    assert_eq!(client.chunk(&ticket, "bytes=0-100", &bytes(99)).await, batch("bad data"));
    assert_eq!(client.chunk(&"ab".repeat(32), "bytes=0-1", &bytes(1)).await.0, 500);
    let bob = sp_core::sr25519::Pair::from_string("//Bob", None).unwrap();
    let token = login(&client.rig, &bob, &[]).await;
    let stranger = Client { token, rig: client.rig };
    assert_eq!(part(&stranger, &ticket, 0..100).await, batch("unauthorized access"));
}

#[tokio::test]
async fn a_ticket_needs_name_territory_and_length() {
    let client = Client::without_authority().await;
    let ask = async |body: String| {
        let request = client.post("/gateway/upload/batch/request").header("content-type", "application/json");
        told(request.body(body)).await
    };
    assert_eq!(
        ask(json!({ "file_name": "a.bin", "territory": "home" }).to_string()).await,
        batch("bad request params")
    );
    let (status, code, ..) = ask("nonsense".to_owned()).await;
    assert_eq!((status, code), (400, 500));
    let ticket = client.ticket("file.bin", 100).await;
    let fid = flat_fid_of(&bytes(LENGTH)[..100]);
    let refusal = refused(400, 10_111, "The user has not authorized the gateway", &fid);
    assert_eq!(part(&client, &ticket, 0..100).await, refusal, "a text, and only once everything has arrived");
}
