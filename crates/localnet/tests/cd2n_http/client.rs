//! A client of the CD²N gateway of a network.

use reqwest::{Method, RequestBuilder, multipart};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use sp_core::{
    Pair as _,
    crypto::{AccountId32, Ss58AddressFormat, Ss58Codec},
    sr25519,
};

use crate::gateway_http::rig::{Answer, NOW, Rig, SEGMENT};

/// Which gateway of the network is one of CD²N.
pub(super) const INDEX: usize = 2;

/// What a client is told: status, code, message and data.
pub(super) type Told = (u16, i64, String, Json);

pub(super) struct Client {
    pub(super) rig: Rig,
    pub(super) token: String,
}

impl Client {
    /// A client whose account has space and has authorised the gateway.
    pub(super) async fn start() -> Self {
        Self::of(Rig::with(INDEX).await).await
    }

    /// A client whose account has space only.
    pub(super) async fn without_authority() -> Self {
        Self::of(Rig::without_authority().await.by_way_of(INDEX)).await
    }

    async fn of(rig: Rig) -> Self {
        let token = login(&rig, &rig.owner, &[]).await;
        Self { rig, token }
    }

    /// A request with the client's token.
    pub(super) fn post(&self, path: &str) -> RequestBuilder {
        self.rig.request(Method::POST, path).header("token", format!("Bearer {}", self.token))
    }

    pub(super) async fn upload(&self, name: &str, bytes: &[u8]) -> Told {
        self.upload_with(name, bytes, &[("territory", "home")]).await
    }

    pub(super) async fn upload_with(&self, name: &str, bytes: &[u8], fields: &[(&'static str, &'static str)]) -> Told {
        let form = fields.iter().fold(form(name, bytes), |form, (name, value)| form.text(*name, *value));
        told(self.post("/gateway/upload/file").multipart(form)).await
    }

    /// The FID of a file that was taken.
    pub(super) async fn take(&self, name: &str, bytes: &[u8]) -> String {
        let (status, code, message, data) = self.upload(name, bytes).await;
        assert_eq!((status, code, message.as_str()), (200, 200, "success"), "{data}");
        data.as_str().unwrap().to_owned()
    }

    /// A ticket for a file of so many bytes.
    pub(super) async fn ticket(&self, name: &str, length: usize) -> String {
        let asked = json!({ "file_name": name, "territory": "home", "total_size": length });
        let (status, code, _, data) = told(self.post("/gateway/upload/batch/request").json(&asked)).await;
        assert_eq!((status, code), (200, 200), "{data}");
        data.as_str().unwrap().to_owned()
    }

    pub(super) async fn chunk(&self, ticket: &str, range: &str, bytes: &[u8]) -> Told {
        let request = self.post("/gateway/upload/batch/file").header("hash", ticket).header("Range", range);
        told(request.multipart(form("chunk", bytes))).await
    }

    pub(super) async fn download(&self, fid: &str, range: Option<&str>) -> Answer {
        let request = self.rig.request(Method::GET, &format!("/gateway/download/{fid}"));
        let request = match range {
            Some(range) => request.header("Range", range),
            None => request,
        };
        Answer::of(request.send().await.unwrap()).await
    }
}

/// Sign in with a moment, and with other fields if there are any.
pub(super) async fn login(rig: &Rig, pair: &sr25519::Pair, more: &[(&str, &str)]) -> String {
    let (status, _, _, data) = sign_in(rig, &fields(pair, 11_330, &NOW.to_string()), more).await;
    assert_eq!(status, 200, "{data}");
    data.as_str().unwrap().to_owned()
}

pub(super) async fn sign_in(rig: &Rig, fields: &[(&str, String)], more: &[(&str, &str)]) -> Told {
    let more = more.iter().map(|(name, value)| (*name, (*value).to_owned()));
    let fields = fields.iter().cloned().chain(more);
    // Nothing in them needs to be encoded.
    let form: Vec<String> = fields.map(|(name, value)| format!("{name}={value}")).collect();
    let request = rig.request(Method::POST, "/gateway/gentoken");
    told(request.header("content-type", "application/x-www-form-urlencoded").body(form.join("&"))).await
}

/// Account, message and signature of a login.
pub(super) fn fields(pair: &sr25519::Pair, prefix: u16, message: &str) -> Vec<(&'static str, String)> {
    let account = AccountId32::from(pair.public().0).to_ss58check_with_version(Ss58AddressFormat::custom(prefix));
    let signed = [&b"<Bytes>"[..], &Sha256::digest(message), b"</Bytes>"].concat();
    let sign = hex::encode(pair.sign(&signed).0);
    vec![("account", account), ("message", message.to_owned()), ("sign", sign)]
}

pub(super) fn form(name: &str, bytes: &[u8]) -> multipart::Form {
    multipart::Form::new().part("file", multipart::Part::bytes(bytes.to_vec()).file_name(name.to_owned()))
}

pub(super) async fn told(request: RequestBuilder) -> Told {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let body: Json = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    let text = body["msg"].as_str().unwrap().to_owned();
    (status, body["code"].as_i64().unwrap(), text, body["data"].clone())
}

/// A refusal in words.
pub(super) fn refused(status: u16, code: i64, message: &str, data: &str) -> Told {
    (status, code, message.to_owned(), Json::from(data))
}

/// The FID that CD²N gives a file of one segment.
pub(super) fn flat_fid_of(bytes: &[u8]) -> String {
    let mut segment = bytes.to_vec();
    segment.resize(SEGMENT, 0);
    hex::encode(Sha256::digest(Sha256::digest(&segment)))
}
