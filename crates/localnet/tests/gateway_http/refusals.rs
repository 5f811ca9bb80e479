//! What a gateway does not do, and how it says so: with status 200.

use reqwest::{
    Method, RequestBuilder,
    header::{HeaderMap, HeaderName},
};

use super::rig::{Answer, NOW, Rig, bytes};

fn is(answer: &Answer, code: i64, message: &str) {
    assert_eq!((answer.status, answer.outcome()), (200, (code, message.to_owned())));
}

#[tokio::test]
async fn who_has_authorised_nobody_or_somebody_else_is_told() {
    let rig = Rig::without_authority().await;
    is(&rig.put("file.bin", &bytes(10)).await, 403, "space is not authorized");
    rig.authorise().await;
    assert_eq!(rig.put("file.bin", &bytes(10)).await.outcome().0, 200);
    rig.revoke().await;
    is(&rig.put("file.bin", &bytes(10)).await, 403, "space is not authorized");
}

#[tokio::test]
async fn only_a_message_that_still_counts_and_fits_its_signature_is_taken() {
    let rig = Rig::start().await;
    for message in [(NOW - 1).to_string(), NOW.to_string(), format!("{}000", NOW - 1)] {
        let answer = rig.send(rig.signed_with("/file", &message), "file.bin", &bytes(10)).await;
        is(&answer, 403, "no permission");
    }
    let forged = replaced(rig.signed("/file"), "signature", &"00".repeat(64));
    is(&rig.send(forged, "file.bin", &bytes(10)).await, 403, "no permission");
    let forever = rig.signed_with("/file", "any other message never expires");
    assert_eq!(rig.send(forever, "file.bin", &bytes(10)).await.outcome().0, 200);
}

#[tokio::test]
async fn names_and_territories_are_checked() {
    let rig = Rig::start().await;
    is(&rig.put("ab", &bytes(10)).await, 400, "The file name must be at least 3 characters long");
    is(&rig.put(&"x".repeat(64), &bytes(10)).await, 400, "The file name length cannot exceed 63 characters");
    let elsewhere = rig.signed("/file").header("Filename", "file.bin");
    let answer = rig.send(replaced(elsewhere, "territory", "nowhere"), "file.bin", &bytes(10)).await;
    is(&answer, 400, "please purchase territory first");
}

/// The same request with another value in a header.
fn replaced(request: RequestBuilder, name: &'static str, value: &str) -> RequestBuilder {
    request.headers(HeaderMap::from_iter([(HeaderName::from_static(name), value.parse().unwrap())]))
}

#[tokio::test]
async fn some_refusals_come_twice_and_some_with_a_status() {
    let rig = Rig::start().await;
    let twice = rig.get(&format!("/file/metadata/{}", "ab".repeat(32))).await;
    let documents = serde_json::Deserializer::from_slice(&twice.body).into_iter::<serde_json::Value>().count();
    assert_eq!((twice.status, documents), (200, 2));
    assert_eq!(rig.get("/file/open/short").await.status, 404);
    is(&rig.get(&format!("/file/download/{}", "ab".repeat(32))).await, 404, "Not found");
    let version = rig.request(Method::GET, "/version").send().await.unwrap().text().await.unwrap();
    assert!(version.starts_with("\"deoss v0.4.2"), "{version}");
}
