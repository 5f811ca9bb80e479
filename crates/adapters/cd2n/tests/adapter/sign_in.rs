//! Tokens: who asks for one, how often, and where they go.

use pileus_ports::{GatewayErrorKind, Timestamp};
use serde_json::json;

use crate::{
    rig::{NOW, Rig},
    server::reply,
};

/// Milliseconds.
const MINUTE: u64 = 60_000;

fn refused() -> axum::http::Response<axum::body::Body> {
    reply(403, 403, "Invalid token", &json!("token is expired"))
}

#[tokio::test]
async fn a_token_is_asked_for_once_and_goes_with_every_upload() {
    let rig = Rig::start().await;
    for _ in 0..2 {
        rig.upload("abc").await.unwrap();
    }
    let asked = rig.server.seen("/gentoken");
    assert_eq!(asked.len(), 1);
    let (form, seconds) = (asked[0].text(), NOW / 1_000);
    assert!(form.starts_with("account=cX") && form.ends_with("&exp=1"), "{form}");
    assert!(form.contains(&format!("&message={seconds}&sign=")), "{form}");
    assert_eq!(asked[0].header("content-type"), "application/x-www-form-urlencoded");
    let tokens: Vec<_> = rig.server.seen("/upload/file").iter().map(|seen| seen.header("token").to_owned()).collect();
    assert_eq!(tokens, ["Bearer token-1", "Bearer token-1"]);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends() {
    let rig = Rig::start().await;
    rig.upload("abc").await.unwrap();
    rig.clock.set(Timestamp(NOW + 51 * MINUTE));
    rig.upload("abc").await.unwrap();
    assert_eq!(rig.server.seen("/upload/file")[1].header("token"), "Bearer token-2");
}

#[tokio::test]
async fn a_token_of_before_that_is_refused_is_renewed_once() {
    let rig = Rig::start().await;
    rig.upload("abc").await.unwrap();
    rig.server.next("/upload/file", refused);
    rig.upload("abc").await.unwrap();
    assert_eq!((rig.server.seen("/gentoken").len(), rig.server.seen("/upload/file").len()), (2, 3));
    rig.server.next("/upload/file", refused);
    rig.server.next("/upload/file", refused);
    let error = rig.upload("abc").await.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::SignatureRefused);
    assert_eq!((rig.server.seen("/gentoken").len(), rig.server.seen("/upload/file").len()), (3, 5));
}

#[tokio::test]
async fn a_refused_signature_is_not_tried_again() {
    let rig = Rig::start().await;
    let data = json!("parsing and verifying account error: verify sign error");
    rig.server.next("/gentoken", move || reply(400, 400, "login error", &data));
    let error = rig.upload("abc").await.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::SignatureRefused);
    assert_eq!(rig.server.paths(), ["/gateway/gentoken"]);
}
