//! Handing files over.

use super::rig::{Rig, bytes, fid_of};

#[tokio::test]
async fn a_file_is_ordered_by_the_gateway_for_its_owner_and_stored() {
    let rig = Rig::start().await;
    let content = bytes(100_000);
    let fid = rig.put("a file.bin", &content).await.fid();
    assert_eq!(fid, fid_of(&content));
    let file = rig.stored(&fid).await;
    assert_eq!((file.owner.len(), file.file_size), (1, 100_000));
    assert_eq!(file.owner[0].user, sp_core::Pair::public(&rig.owner).into());
    assert_eq!((&file.owner[0].file_name[..], &file.owner[0].territory_name[..]), (&b"a file.bin"[..], &b"home"[..]));
}

#[tokio::test]
async fn a_header_names_the_file_better_than_the_form() {
    let rig = Rig::start().await;
    let content = bytes(1_000);
    let request = rig.signed("/file").header("Filename", "caf%C3%A9%20.txt");
    let fid = rig.send(request, "other", &content).await.fid();
    let named = match rig.deal(&fid).await {
        Some(deal) => deal.user.file_name,
        None => rig.stored(&fid).await.owner[0].file_name.clone(),
    };
    assert_eq!(named[..], *"caf\u{e9} .txt".as_bytes());
}

#[tokio::test]
async fn an_object_is_a_bare_body() {
    let rig = Rig::start().await;
    let content = bytes(5_000);
    let answer = rig.signed("/object/thing.bin").body(content.clone()).send().await.unwrap();
    let body: serde_json::Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(body["data"]["fid"], fid_of(&content));
}

#[tokio::test]
async fn a_name_in_a_path_ends_at_a_slash() {
    let rig = Rig::start().await;
    let object = rig.signed("/object/a%2Fthing.bin").body(bytes(10)).send().await.unwrap();
    let part = rig.resume("a%2Fthing.bin", "bytes 0-9/10", &bytes(10)).await;
    assert_eq!((object.status().as_u16(), part.status), (404, 404));
    assert_eq!(part.body, b"404 page not found");
}

#[tokio::test]
async fn a_file_of_equal_segments_is_a_system_error() {
    let rig = Rig::start().await;
    let answer = rig.put("zeros.bin", &vec![0; 64 << 20]).await;
    assert_eq!((answer.status, answer.outcome()), (200, (500, "system error".to_owned())));
}

#[tokio::test]
async fn an_owner_who_has_the_file_gets_it_named_and_nothing_more() {
    let rig = Rig::start().await;
    let content = bytes(2_000);
    let fid = rig.put("file.bin", &content).await.fid();
    rig.stored(&fid).await;
    assert_eq!(rig.put("again.bin", &content).await.fid(), fid);
    assert_eq!(rig.file(&fid).await.unwrap().owner.len(), 1);
}
