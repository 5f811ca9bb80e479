//! Signing in.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::Method;
use serde_json::Value as Json;
use sp_core::Pair as _;

use super::client::{Client, fields, form, login, refused, sign_in, told};
use crate::gateway_http::rig::{NOW, bytes};

#[tokio::test]
async fn a_moment_of_any_age_signs_in() {
    let client = Client::start().await;
    for message in ["123456".to_owned(), (NOW - 1_000_000).to_string(), (NOW * 2).to_string()] {
        let (status, code, _, data) = sign_in(&client.rig, &fields(&client.rig.owner, 11_331, &message), &[]).await;
        assert_eq!((status, code), (200, 200), "{message}: {data}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_login_is_said() {
    let client = Client::start().await;
    let (rig, owner) = (&client.rig, &client.rig.owner);
    let says = async |fields: &[(&str, String)]| sign_in(rig, fields, &[]).await;
    let good = fields(owner, 11_330, &NOW.to_string());
    assert_eq!(says(&good[..2]).await, refused(400, 400, "login error", "bad request params"));
    let format = "The timestamp format is incorrect";
    assert_eq!(says(&fields(owner, 11_330, "now")).await, refused(500, 500, "login error", format));
    let account = "parsing and verifying account error: bad account";
    assert_eq!(says(&fields(owner, 42, &NOW.to_string())).await, refused(400, 400, "login error", account));
    let forged = [good[0].clone(), ("message", (NOW + 1).to_string()), good[2].clone()];
    let sign = "parsing and verifying account error: verify sign error";
    assert_eq!(says(&forged).await, refused(400, 400, "login error", sign));
}

#[tokio::test]
async fn a_token_counts_for_the_hours_that_are_asked_for() {
    let client = Client::start().await;
    for (asked, hours) in [(None, 72), (Some("1"), 1), (Some("168"), 168), (Some("259200000000000"), 72)] {
        let more: Vec<_> = asked.map(|hours| ("exp", hours)).into_iter().collect();
        let token = login(&client.rig, &client.rig.owner, &more).await;
        let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let claims: Json = serde_json::from_slice(&claims).unwrap();
        assert_eq!(claims["exp"].as_u64().unwrap() - claims["nbf"].as_u64().unwrap(), hours * 3_600, "{asked:?}");
    }
}

#[tokio::test]
async fn only_a_token_of_this_gateway_proves_who_asks() {
    let client = Client::start().await;
    let says = async |token: Option<&str>, path: &str| {
        let request = client.rig.request(Method::POST, path).multipart(form("file.bin", &bytes(10)));
        told(match token {
            Some(token) => request.header("token", token),
            None => request,
        })
        .await
    };
    let path = "/gateway/upload/file";
    assert_eq!(says(None, path).await, refused(403, 403, "Invalid token", "invalid token"));
    assert_eq!(says(Some("Bearer a.b"), path).await, refused(403, 403, "Invalid token", "token is malformed"));
    let forged = format!("{}A", &client.token[..client.token.len() - 1]);
    let forged = if forged == client.token { format!("{}B", &forged[..forged.len() - 1]) } else { forged };
    assert_eq!(says(Some(&forged), path).await.0, 403);
    assert_eq!(says(Some(&client.token), path).await.3, "bad file params", "the word Bearer may be missing");
    let skipped = says(None, "/gateway/upload/file?x=/download").await;
    assert_eq!(skipped, refused(400, 400, "upload user file error", "bad user info"));
    let bob = sp_core::sr25519::Pair::from_string("//Bob", None).unwrap();
    assert_ne!(login(&client.rig, &bob, &[]).await, client.token);
}
