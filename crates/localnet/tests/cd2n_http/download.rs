//! Handing files out, to anybody.

use reqwest::Method;

use super::client::{Client, flat_fid_of, refused};
use crate::gateway_http::rig::{Answer, bytes};

fn outcome(answer: &Answer) -> (u16, i64, String, serde_json::Value) {
    let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    (answer.status, body["code"].as_i64().unwrap(), body["msg"].as_str().unwrap().to_owned(), body["data"].clone())
}

#[tokio::test]
async fn a_range_with_an_end_leaves_that_byte_out_and_one_without_is_as_usual() {
    let client = Client::start().await;
    let content = bytes(1_000);
    let fid = client.take("file.bin", &content).await;
    let whole = client.download(&fid, None).await;
    assert_eq!((whole.status, whole.range), (200, None));
    assert!(whole.body == content);
    for (asked, told, part) in [
        ("bytes=10-20", "bytes 10-20/1000", 10..20),
        ("bytes=990-5000", "bytes 990-1000/1000", 990..1_000),
        ("bytes=10-", "bytes 10-999/1000", 10..1_000),
    ] {
        let answer = client.download(&fid, Some(asked)).await;
        assert_eq!((answer.status, answer.range.as_deref()), (206, Some(told)), "{asked}");
        assert!(answer.body == content[part], "{asked}");
    }
    let behind = client.download(&fid, Some("bytes=1000-")).await;
    assert_eq!((behind.status, behind.range.as_deref()), (416, Some("bytes */1000")));
    for unreadable in ["bytes=-10", "bytes=0-1,5-6", "bytes=5-5"] {
        assert_eq!(outcome(&client.download(&fid, Some(unreadable)).await).0, 500, "{unreadable}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_an_error_of_the_server() {
    let client = Client::start().await;
    let bad = outcome(&client.download("short", None).await);
    assert_eq!(bad, refused(400, 400, "download file error", "bad file id"));
    let capsule = Answer::of(
        client.rig.request(Method::GET, &format!("/gateway/capsule/{}", "ab".repeat(32))).send().await.unwrap(),
    );
    let (status, code, message, _) = outcome(&capsule.await);
    assert_eq!((status, code, message.as_str()), (400, 400, "get proxy re-encryption capsule error"));
    let unknown = outcome(&client.download(&"ab".repeat(32), None).await);
    assert_eq!(unknown, refused(500, 500, "download file error", "open : no such file or directory"));
}

#[tokio::test]
async fn what_another_gateway_stored_is_rebuilt_from_storage_nodes() {
    let client = Client::start().await;
    let content = bytes(100_000);
    let fid = client.take("file.bin", &content).await;
    client.rig.stored(&fid).await;
    assert_eq!(fid, flat_fid_of(&content));
    let deoss = client.rig.by_way_of(0);
    let first = deoss.get(&format!("/file/open/{fid}")).await;
    assert!(first.body == content, "the chain does not care how a FID was derived");
}
