//! `GET /fragment`, row by row, and the routes that do not exist.

use pileus_localnet::node::{FRAGMENT_SIZE, ZERO_FRAGMENT};
use reqwest::Method;

use super::rig::{Answer, FID, Rig, fragment, segment_with, sha256};

async fn stored(rig: &Rig, seed: u8) -> (String, Vec<u8>) {
    let bytes = fragment(seed);
    let hash = sha256(&bytes);
    rig.ledger.declare(FID, &[segment_with(&[&hash])]);
    rig.put(FID, &hash, bytes.clone()).await.assert_says(200, 200, "ok");
    (hash, bytes)
}

async fn ranged(rig: &Rig, hash: &str, range: &str) -> Answer {
    let request = rig.signed(Method::GET, FID, hash).header("Range", range);
    Answer::of(request.send().await.unwrap()).await
}

#[tokio::test]
async fn a_fragment_is_8_mib_of_raw_bytes() {
    let rig = Rig::start().await;
    let (hash, bytes) = stored(&rig, 20).await;
    let response = rig.signed(Method::GET, FID, &hash).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.content_length(), Some(FRAGMENT_SIZE));
    assert_eq!(response.headers()["content-type"], "application/octet-stream");
    assert_eq!(response.bytes().await.unwrap(), bytes);
    let counters = rig.node.counters();
    assert_eq!((counters.reads_served, counters.bytes_served), (1, FRAGMENT_SIZE));
}

#[tokio::test]
async fn a_stored_file_and_a_waiting_fragment_are_both_served() {
    let rig = Rig::start().await;
    let (hash, bytes) = stored(&rig, 21).await;
    assert_eq!(rig.get(FID, &hash).await.body, bytes, "waiting");
    rig.until("the report", async |rig| rig.ledger.reports(FID).len() == 1).await;
    rig.ledger.complete(FID);
    let file = rig.settings.folder.join("file").join(FID).join(&hash);
    rig.until("the move", async |_| file.exists()).await;
    assert_eq!(rig.get(FID, &hash).await.body, bytes, "stored");
}

#[tokio::test]
async fn a_bad_signature_is_forbidden() {
    let rig = Rig::start().await;
    let request = rig.request(Method::GET, "/fragment").header("Fid", FID);
    let answer = Answer::of(request.header("Fragment", FID).send().await.unwrap()).await;
    answer.assert_says(403, 403, "invalid signature");
}

#[tokio::test]
async fn errors_come_with_status_200() {
    let rig = Rig::start().await;
    for (fid, fragment) in [("", FID), (FID, ""), ("", "")] {
        rig.get(fid, fragment).await.assert_says(200, 400, "empty fid or fragment");
    }
    for (fid, fragment) in [(&FID[1..], FID), (FID, &FID[1..]), ("..", "..")] {
        rig.get(fid, fragment).await.assert_says(200, 400, "invalid fid or fragment");
    }
    rig.get(FID, FID).await.assert_says(200, 404, "not found");
    let traversal = "../".repeat(21) + "x";
    rig.get(FID, &traversal).await.assert_says(200, 404, "not found");
    assert_eq!(rig.node.counters().reads_served, 0);
}

#[tokio::test]
async fn both_range_dialects_exclude_the_end_and_answer_206() {
    let rig = Rig::start().await;
    let (hash, bytes) = stored(&rig, 22).await;
    for range in ["bytes=0-10/8388608", "bytes 0-10/8388608", "bytes=0-10/1", "bytes=0-10/?"] {
        let answer = ranged(&rig, &hash, range).await;
        assert_eq!(answer.status, 206, "{range}");
        assert_eq!(answer.content_type, "application/octet-stream");
        assert_eq!(answer.body, bytes[..10], "{range}");
    }
    assert_eq!(ranged(&rig, &hash, "bytes=8388600-8388608/0").await.body, bytes[8_388_600..]);
    assert_eq!(ranged(&rig, &hash, "bytes=5-5/0").await.body, b"");
}

#[tokio::test]
async fn a_standard_range_is_refused() {
    let rig = Rig::start().await;
    let (hash, _) = stored(&rig, 23).await;
    for range in ["bytes=0-10", "lines=0-10/20", "bytes=0/20", "bytes=0-10/20/30"] {
        ranged(&rig, &hash, range).await.assert_says(200, 416, "invalid range request");
    }
    for range in ["bytes=a-10/20", "bytes=-10/20"] {
        ranged(&rig, &hash, range).await.assert_says(200, 416, "invalid range start");
    }
    for range in ["bytes=0-/20", "bytes=9-8/20", "bytes=0-8388609/0"] {
        ranged(&rig, &hash, range).await.assert_says(200, 416, "invalid range end");
    }
}

#[tokio::test]
async fn an_unknown_fragment_is_told_before_a_bad_range() {
    let rig = Rig::start().await;
    ranged(&rig, ZERO_FRAGMENT, "nonsense").await.assert_says(200, 404, "not found");
}

#[tokio::test]
async fn the_working_folder_is_not_served() {
    let rig = Rig::start().await;
    for (method, path) in [
        (Method::GET, "/file/list?path=/"),
        (Method::GET, "/file/x"),
        (Method::POST, "/fragment"),
        (Method::HEAD, "/fragment"),
        (Method::PUT, "/status"),
    ] {
        let answer = Answer::of(rig.request(method, path).send().await.unwrap()).await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[tokio::test]
async fn pages_may_send_a_few_headers_and_no_range() {
    let rig = Rig::start().await;
    let request = rig.request(Method::OPTIONS, "/fragment").header("Origin", "http://page");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 204);
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert_eq!(response.headers()["access-control-allow-methods"], "PUT,GET,OPTION");
    let headers = response.headers()["access-control-allow-headers"].to_str().unwrap();
    assert_eq!(headers, "Account,Message,Signature,Fid,Fragment,Content-Type,X-Forwarded-For");
    let request = rig.request(Method::GET, "/status").header("Origin", "http://page");
    assert_eq!(request.send().await.unwrap().headers()["access-control-allow-origin"], "*");
    let response = rig.request(Method::GET, "/status").send().await.unwrap();
    assert!(!response.headers().contains_key("access-control-allow-origin"));
}
