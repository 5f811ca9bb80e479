//! Handing files out, to anybody.

use super::rig::{Rig, bytes};

#[tokio::test]
async fn a_file_that_was_handed_over_is_handed_out_at_once() {
    let rig = Rig::start().await;
    let content = bytes(100_000);
    let fid = rig.put("file.bin", &content).await.fid();
    assert!(rig.get(&format!("/file/download/{fid}")).await.body == content);
    assert!(rig.get(&format!("/file/open/{fid}.bin")).await.body == content);
    let metadata = rig.get(&format!("/file/metadata/{fid}")).await.data();
    assert_eq!(
        (metadata["size"].as_u64(), metadata["owner"][0]["file_name"].as_str()),
        (Some(100_000), Some("file.bin"))
    );
}

#[tokio::test]
async fn a_range_stands_in_a_header_of_its_own() {
    let rig = Rig::start().await;
    let content = bytes(1_000);
    let fid = rig.put("file.bin", &content).await.fid();
    let part = rig.open(&fid, "bytes=10-19").await;
    assert_eq!((part.status, part.range.as_deref()), (206, Some("bytes 10-19/1000")));
    assert_eq!(part.body, content[10..20]);
    assert_eq!(rig.open(&fid, "bytes=990-").await.body, content[990..]);
    assert_eq!(rig.open(&fid, "bytes=1000-").await.outcome(), (416, "invalid range start".to_owned()));
}

#[tokio::test]
async fn the_place_of_a_file_is_the_first_fragments_node_twelve_times() {
    let rig = Rig::start().await;
    let fid = rig.put("file.bin", &bytes(1_000)).await.fid();
    rig.stored(&fid).await;
    let places = rig.get(&format!("/file/location/{fid}")).await.data();
    let places = places.as_object().unwrap();
    assert_eq!(places.len(), 12);
    let accounts: std::collections::BTreeSet<_> = places.values().map(|place| place["account"].to_string()).collect();
    assert_eq!(accounts.len(), 1);
}
