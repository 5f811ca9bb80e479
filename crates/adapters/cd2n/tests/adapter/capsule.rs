//! Capsules of files that the gateway encrypted.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use pileus_domain::{Capsule, Fid};
use pileus_ports::{Gateway as _, GatewayError, GatewayErrorKind};
use serde_json::json;

use crate::{
    rig::Rig,
    server::{FID, reply},
};

const PATH: &str = FID;
/// As a gateway keeps it: the text of its JSON, in Base64.
fn text() -> String {
    let part = |byte: u8| STANDARD.encode([byte; 32]);
    STANDARD.encode(json!({ "E": part(1), "V": part(2), "S": part(3) }).to_string())
}

async fn capsule(rig: &Rig) -> Result<Capsule, GatewayError> {
    let fid: Fid = FID.parse().unwrap();
    rig.adapter.capsule(&rig.server.endpoint, &fid).await
}

#[tokio::test]
async fn a_capsule_is_given_to_whoever_asks() {
    let rig = Rig::start().await;
    rig.server.next(PATH, || reply(200, 200, "success", &json!({ "capsule": text(), "pubkey": "AAAA" })));
    assert_eq!(capsule(&rig).await.unwrap(), Capsule { e: [1; 32], v: [2; 32], s: [3; 32] });
    let asked = rig.server.seen(PATH).remove(0);
    assert_eq!(asked.path, format!("/gateway/capsule/{FID}"));
    assert!(asked.headers.get("token").is_none(), "nobody is told who asks");
}

#[tokio::test]
async fn a_file_without_a_capsule_is_told() {
    let rig = Rig::start().await;
    let data = json!("get data from redis error: data does not exist");
    rig.server.next(PATH, move || reply(400, 400, "get proxy re-encryption capsule error", &data));
    assert_eq!(capsule(&rig).await.unwrap_err().kind, GatewayErrorKind::NotFound);
}

#[tokio::test]
async fn what_is_no_capsule_is_refused() {
    for broken in [json!(null), json!({ "capsule": "*" }), json!({ "capsule": "e30=" }), json!({ "pubkey": text() })] {
        let rig = Rig::start().await;
        let data = broken.clone();
        rig.server.next(PATH, move || reply(200, 200, "success", &data));
        assert_eq!(capsule(&rig).await.unwrap_err().kind, GatewayErrorKind::Corrupt, "{broken}");
    }
}
