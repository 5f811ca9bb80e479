//! A file in one request.

use std::time::{Duration, Instant};

use pileus_domain::Fid;
use pileus_ports::{Gateway as _, GatewayErrorKind, Passage, fake::FakeSigner};
use serde_json::json;

use crate::{
    rig::{Rig, adapter, bytes, file, profile},
    server::{FID, reply, text},
};

/// Only a failing test waits this long.
const PATIENCE: Duration = Duration::from_secs(15);

#[tokio::test]
async fn a_file_goes_with_its_territory_and_nothing_else() {
    let rig = Rig::start().await;
    let handed = rig.upload("the whole file").await.unwrap();
    assert_eq!((handed.fid, handed.name.as_str()), (FID.parse::<Fid>().unwrap(), "photos_me.jpg"));
    assert_eq!(rig.passage.bytes(), 14);
    let form = rig.server.seen("/upload/file").remove(0).text();
    let fields: Vec<_> = form.match_indices("; name=\"").map(|(at, start)| &form[at + start.len()..]).collect();
    let names: Vec<_> = fields.iter().map(|field| field.split('"').next().unwrap()).collect();
    assert_eq!(names, ["territory", "file"], "neither encryption nor anything else is asked for");
    assert!(form.contains("\r\n\r\nhome\r\n") && form.contains("filename=\"photos_me.jpg\""), "{form}");
    assert!(form.contains("\r\n\r\nthe whole file\r\n"), "{form}");
}

#[tokio::test]
async fn an_upload_that_is_only_accepted_is_none() {
    let rig = Rig::start().await;
    rig.server.next("/upload/file", || reply(200, 10100, "success", &json!(FID)));
    assert_eq!(rig.upload("abc").await.unwrap_err().kind, GatewayErrorKind::Unexpected);
}

#[tokio::test]
async fn a_refusal_under_status_200_is_a_refusal() {
    let rig = Rig::start().await;
    rig.server.next("/upload/file", || reply(200, 10111, "The user has not authorized the gateway", &json!(FID)));
    assert_eq!(rig.upload("abc").await.unwrap_err().kind, GatewayErrorKind::NotAuthorised);
    assert_eq!(rig.server.seen("/upload/file").len(), 1);
}

#[tokio::test]
async fn what_one_request_holds_is_not_tried_in_parts() {
    let rig = Rig::start().await;
    rig.server.next("/upload/file", || text(524, "<html>"));
    assert_eq!(rig.upload(bytes(1_000)).await.unwrap_err().kind, GatewayErrorKind::TimedOut);
    assert!(rig.server.seen("/batch/request").is_empty());
}

#[tokio::test]
async fn an_answer_that_never_comes_is_given_up() {
    let rig = Rig::start().await;
    // It takes the file and is silent: nobody listens to what was sent.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = pileus_domain::Endpoint(silent.local_addr().unwrap().to_string());
    let (impatient, started) = (adapter(profile(Duration::from_millis(300)), &rig.clock), Instant::now());
    let sent = impatient.upload(&endpoint, &file("abc"), &FakeSigner::of(1), &Passage::default()).await;
    assert_eq!(sent.unwrap_err().kind, GatewayErrorKind::TimedOut);
    let said = impatient.identity(&endpoint).await;
    assert_eq!(said.unwrap_err().kind, GatewayErrorKind::TimedOut);
    assert!(started.elapsed() < PATIENCE);
}
