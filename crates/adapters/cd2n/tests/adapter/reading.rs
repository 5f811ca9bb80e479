//! Getting bytes back.

use axum::http::{HeaderValue, Method};
use pileus_domain::Fid;
use pileus_ports::{Gateway as _, GatewayError, GatewayErrorKind};
use serde_json::json;

use crate::{
    rig::{Rig, bytes},
    server::{FID, from_on, reply, text},
};

const PATH: &str = FID;

async fn read(rig: &Rig, range: std::ops::Range<u64>) -> Result<bytes::Bytes, GatewayError> {
    let fid: Fid = FID.parse().unwrap();
    rig.adapter.read(&rig.server.endpoint, &fid, range).await
}

#[tokio::test]
async fn bytes_are_asked_for_from_a_place_on_and_cut() {
    let (rig, file) = (Rig::start().await, bytes(100_000));
    let whole = file.clone();
    rig.server.next(PATH, move || from_on(&whole, 500, whole.len()));
    assert_eq!(read(&rig, 500..60_500).await.unwrap(), file.slice(500..60_500));
    let asked = rig.server.seen(PATH).remove(0);
    assert_eq!((asked.method, asked.path), (Method::GET, format!("/gateway/download/{FID}")));
    assert_eq!(asked.headers.get("range"), Some(&HeaderValue::from_static("bytes=500-")));
    assert!(asked.headers.get("token").is_none(), "nobody is told who asks");
    for secret in ["capsule", "rkb", "pkx"] {
        assert!(asked.headers.get(secret).is_none(), "{secret}");
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_off_is_gone_on_with_behind_what_came() {
    let (rig, file) = (Rig::start().await, bytes(3_000));
    for from in [0, 1_000, 2_000] {
        let file = file.clone();
        rig.server.next(PATH, move || from_on(&file, from, 1_000));
    }
    assert_eq!(read(&rig, 0..3_000).await.unwrap(), file);
    let asked: Vec<_> = rig.server.seen(PATH).iter().map(|seen| seen.header("range").to_owned()).collect();
    assert_eq!(asked, ["bytes=0-", "bytes=1000-", "bytes=2000-"]);
}

#[tokio::test]
async fn an_answer_without_an_end_of_its_own_is_given_up() {
    let rig = Rig::start().await;
    for from in 0..10 {
        rig.server.next(PATH, move || from_on(&[7; 100], from, 1));
    }
    assert_eq!(read(&rig, 0..100).await.unwrap_err().kind, GatewayErrorKind::Corrupt);
    assert_eq!(rig.server.seen(PATH).len(), 4);
}

#[tokio::test]
async fn a_file_that_ends_early_is_told() {
    let rig = Rig::start().await;
    rig.server.next(PATH, || from_on(&[7; 100], 0, 100));
    rig.server.next(PATH, || text(416, "invalid range"));
    assert_eq!(read(&rig, 0..200).await.unwrap_err().kind, GatewayErrorKind::Unexpected);
}

#[tokio::test]
async fn every_redirection_is_a_failure() {
    for status in [300, 301, 302, 303, 304, 307, 308] {
        let rig = Rig::start().await;
        rig.server.next(PATH, move || {
            let mut answer = text(status, "");
            let there = HeaderValue::from_static("/gateway/download/elsewhere/");
            answer.headers_mut().insert("location", there);
            answer
        });
        assert_eq!(read(&rig, 0..10).await.unwrap_err().kind, GatewayErrorKind::Redirected, "{status}");
        assert_eq!(rig.server.paths().len(), 1, "{status} is not followed");
    }
}

#[tokio::test]
async fn bytes_of_another_place_are_refused() {
    let rig = Rig::start().await;
    rig.server.next(PATH, || from_on(&[7; 100], 0, 100));
    assert_eq!(read(&rig, 10..20).await.unwrap_err().kind, GatewayErrorKind::Unexpected);
    rig.server.next(PATH, || text(200, &"x".repeat(100)));
    assert_eq!(read(&rig, 10..20).await.unwrap_err().kind, GatewayErrorKind::Corrupt);
}

#[tokio::test]
async fn a_file_that_it_does_not_have_is_not_found() {
    let rig = Rig::start().await;
    rig.server.next(PATH, || reply(500, 500, "download file error", &json!("open : no such file")));
    assert_eq!(read(&rig, 0..10).await.unwrap_err().kind, GatewayErrorKind::NotFound);
}
