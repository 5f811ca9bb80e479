//! Handing files over in one request.

use pileus_localnet::gateway::GatewayFaultKind;
use serde_json::Value as Json;

use super::client::{Client, flat_fid_of, refused};
use crate::gateway_http::rig::{bytes, fid_of};

#[tokio::test]
async fn a_file_is_ordered_under_its_flat_fid_and_stored() {
    let client = Client::start().await;
    let content = bytes(100_000);
    let fid = client.take("a file.bin", &content).await;
    assert_eq!(fid, flat_fid_of(&content));
    assert_ne!(fid, fid_of(&content), "DeOSS has another name for the same bytes");
    let file = client.rig.stored(&fid).await;
    assert_eq!((file.owner.len(), file.file_size), (1, 100_000));
    assert_eq!(file.owner[0].user, sp_core::Pair::public(&client.rig.owner).into());
    assert_eq!((&file.owner[0].file_name[..], &file.owner[0].territory_name[..]), (&b"a file.bin"[..], &b"home"[..]));
}

#[tokio::test]
async fn only_the_end_of_a_long_name_is_kept() {
    let client = Client::start().await;
    let name = format!("begin{}", "x".repeat(63));
    let fid = client.take(&name, &bytes(1_000)).await;
    assert_eq!(client.rig.stored(&fid).await.owner[0].file_name[..], *"x".repeat(63).as_bytes());
}

#[tokio::test]
async fn a_refused_file_is_named_and_stays_in_the_cache() {
    let client = Client::without_authority().await;
    let content = bytes(1_000);
    let fid = flat_fid_of(&content);
    let refusal = refused(400, 10_111, "The user has not authorized the gateway", &fid);
    assert_eq!(client.upload("file.bin", &content).await, refusal);
    assert!(client.rig.deal(&fid).await.is_none());
    assert!(client.download(&fid, None).await.body == content);
    client.rig.authorise().await;
    let elsewhere = client.upload_with("file.bin", &content, &[("territory", "nowhere")]).await;
    assert_eq!(elsewhere, refused(400, 10_113, "Insufficient territory space or not activated", &fid));
    assert_eq!(client.take("file.bin", &content).await, fid);
    client.rig.revoke().await;
    assert_eq!(client.upload("file.bin", &bytes(2_000)).await.1, 10_111, "revoked is revoked");
}

#[tokio::test]
async fn what_is_missing_or_not_offered_is_refused() {
    let client = Client::start().await;
    let says = async |fields: &[(&'static str, &'static str)]| client.upload_with("file.bin", &bytes(10), fields).await;
    assert_eq!(says(&[]).await, refused(400, 400, "upload user file error", "bad file params"));
    let (status, code, ..) = says(&[("territory", "home"), ("encrypt", "true")]).await;
    assert_eq!((status, code), (400, 400));
    let unsigned = [("territory", "home"), ("async", "true"), ("noProxy", "true")];
    assert_eq!(says(&unsigned).await.0, 400);
    let (status, _, message, data) = client.upload("file.bin", &[]).await;
    assert_eq!((status, message.as_str()), (500, "upload user file error"));
    assert!(data.as_str().unwrap().starts_with("pre process file error: "), "{data}");
    let words = [("territory", "home"), ("encrypt", "TRUE"), ("noProxy", "true")];
    assert_eq!(says(&words).await.0, 200, "only the word true counts, and noProxy of a client that waits does not");
}

#[tokio::test]
async fn a_file_that_is_being_brought_or_owned_already_is_refused() {
    let client = Client::start().await;
    client.rig.cheat(GatewayFaultKind::Stall);
    let fid = client.take("file.bin", &bytes(1_000)).await;
    let busy = refused(500, 10_110, "upload file error", "provide file error: file is being processed");
    assert_eq!(client.upload("file.bin", &bytes(1_000)).await, busy);
    assert!(client.rig.deal(&fid).await.is_some());
    let stored = client.take("other.bin", &bytes(2_000)).await;
    client.rig.stored(&stored).await;
    let (status, code, message, data) = client.upload("other.bin", &bytes(2_000)).await;
    assert_eq!((status, code, message.as_str()), (500, 10_110, "upload file error"));
    assert_ne!(data, Json::Null, "the chain's own words");
    assert_eq!(client.rig.file(&stored).await.unwrap().owner.len(), 1);
}
