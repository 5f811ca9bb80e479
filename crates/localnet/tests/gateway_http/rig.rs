//! A network with an owner who rented space, and a client that talks to the gateway.

use std::time::Duration;

use parity_scale_codec::Decode;
use pileus_localnet::{
    LocalNetwork, Settings,
    gateway::{GatewayFault, GatewayFaultKind},
};
use pileus_localnet_runtime::{
    Runtime, RuntimeCall,
    pallets::{
        file_bank::{self, DealInfo, FileInfo},
        oss, storage_handler,
    },
    primitives::{AccountId, Hash, TerrName},
};
use reqwest::{Method, RequestBuilder, Response, multipart};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use sp_core::{
    Pair as _,
    crypto::{AccountId32, Ss58AddressFormat, Ss58Codec},
    sr25519,
};
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

/// Longer than anything here takes; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(30);
/// What time it is on a network for tests. Seconds since 1970.
pub(super) const NOW: u64 = 1_767_225_600;
/// A segment. Bytes.
pub(super) const SEGMENT: usize = 32 << 20;

pub(super) struct Rig {
    pub(super) network: LocalNetwork,
    pub(super) owner: sr25519::Pair,
    client: reqwest::Client,
    _folder: TempDir,
}

/// An answer as it came.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) range: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    async fn of(response: Response) -> Self {
        let range = response.headers().get("content-range").map(|range| range.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        Self { status, range, body: response.bytes().await.unwrap().to_vec() }
    }

    /// Code and message of a body with one document.
    pub(super) fn outcome(&self) -> (i64, String) {
        let body: Json = serde_json::from_slice(&self.body).unwrap();
        (body["code"].as_i64().unwrap(), body["msg"].as_str().unwrap().to_owned())
    }

    pub(super) fn data(&self) -> Json {
        let body: Json = serde_json::from_slice(&self.body).unwrap();
        assert_eq!((self.status, body["code"].as_i64()), (200, Some(200)), "{body}");
        body["data"].clone()
    }

    pub(super) fn fid(&self) -> String {
        self.data()["fid"].as_str().unwrap().to_owned()
    }
}

impl Rig {
    /// A network whose owner has space and has authorised the gateway.
    pub(super) async fn start() -> Self {
        let rig = Self::without_authority().await;
        rig.authorise().await;
        rig
    }

    pub(super) async fn without_authority() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let network = LocalNetwork::start(Settings::for_tests(folder.path())).await.unwrap();
        let owner = sr25519::Pair::from_string("//Alice", None).unwrap();
        let _ = rustls::crypto::ring::default_provider().install_default();
        let redirect = reqwest::redirect::Policy::none();
        let client = reqwest::Client::builder().no_proxy().redirect(redirect).timeout(PATIENCE).build().unwrap();
        let rig = Self { network, owner, client, _folder: folder };
        rig.rent("home").await;
        rig
    }

    pub(super) async fn rent(&self, name: &str) {
        let territory_name = name_of(name);
        let call = storage_handler::Call::mint_territory { gib_count: 1, territory_name, days: 30 };
        self.call(RuntimeCall::StorageHandler(call)).await;
    }

    pub(super) async fn authorise(&self) {
        self.call(RuntimeCall::Oss(oss::Call::authorize { operator: self.gateway() })).await;
    }

    pub(super) async fn revoke(&self) {
        self.call(RuntimeCall::Oss(oss::Call::cancel_authorize { oss: self.gateway() })).await;
    }

    async fn call(&self, call: RuntimeCall) {
        self.network.chain().submit(call, &self.owner).await.unwrap().result.unwrap();
    }

    pub(super) fn gateway(&self) -> AccountId {
        let digits = &self.network.info().gateways[0].account;
        let bytes: [u8; 32] = hex::decode(digits.trim_start_matches("0x")).unwrap().try_into().unwrap();
        AccountId::new(bytes)
    }

    pub(super) fn cheat(&self, kind: GatewayFaultKind) {
        self.network.set_gateway_fault(GatewayFault::once(kind));
    }

    pub(super) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.network.info().gateways[0].url))
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path).send().await.unwrap()).await
    }

    /// Part of a file by the gateway's own range header.
    pub(super) async fn open(&self, fid: &str, range: &str) -> Answer {
        let request = self.request(Method::GET, &format!("/file/open/{fid}")).header("Content-Range", range);
        Answer::of(request.send().await.unwrap()).await
    }

    /// An upload request in the owner's name that still counts for a minute.
    pub(super) fn signed(&self, path: &str) -> RequestBuilder {
        self.signed_with(path, &(NOW + 60).to_string())
    }

    pub(super) fn signed_with(&self, path: &str, message: &str) -> RequestBuilder {
        let account = AccountId32::from(self.owner.public().0);
        self.request(Method::PUT, path)
            .header("Account", account.to_ss58check_with_version(Ss58AddressFormat::custom(11330)))
            .header("Message", message)
            .header("Signature", hex::encode(self.owner.sign(message.as_bytes()).0))
            .header("Territory", "home")
    }

    /// Hand over a file in one request.
    pub(super) async fn put(&self, name: &str, bytes: &[u8]) -> Answer {
        self.send(self.signed("/file"), name, bytes).await
    }

    pub(super) async fn send(&self, request: RequestBuilder, name: &str, bytes: &[u8]) -> Answer {
        let part = multipart::Part::bytes(bytes.to_vec()).file_name(name.to_owned());
        Answer::of(request.multipart(multipart::Form::new().part("file", part)).send().await.unwrap()).await
    }

    /// Hand over a part of a file.
    pub(super) async fn resume(&self, name: &str, range: &str, bytes: &[u8]) -> Answer {
        let request = self.signed(&format!("/resume/{name}")).header("Content-Range", range);
        Answer::of(request.body(bytes.to_vec()).send().await.unwrap()).await
    }

    pub(super) async fn deal(&self, fid: &str) -> Option<DealInfo> {
        let value = self.network.chain().storage(file_bank::DealMap::<Runtime>::hashed_key_for(hash(fid))).await?;
        Some(DealInfo::decode(&mut &value[..]).unwrap())
    }

    pub(super) async fn file(&self, fid: &str) -> Option<FileInfo> {
        let value = self.network.chain().storage(file_bank::File::<Runtime>::hashed_key_for(hash(fid))).await?;
        Some(FileInfo::decode(&mut &value[..]).unwrap())
    }

    /// Wait until all twelve columns are reported.
    pub(super) async fn stored(&self, fid: &str) -> FileInfo {
        let waiting = async {
            loop {
                if let Some(file) = self.file(fid).await {
                    return file;
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, waiting).await.expect("the file is stored")
    }
}

fn name_of(name: &str) -> TerrName {
    TerrName::truncate_from(name.as_bytes().to_vec())
}

fn hash(fid: &str) -> Hash {
    Hash(fid.as_bytes().try_into().unwrap())
}

/// The FID of a file of one segment.
pub(super) fn fid_of(bytes: &[u8]) -> String {
    let mut segment = bytes.to_vec();
    segment.resize(SEGMENT, 0);
    let leaf = Sha256::digest(&segment);
    hex::encode(Sha256::digest([leaf, leaf].concat()))
}

/// Bytes that do not repeat soon.
pub(super) fn bytes(length: usize) -> Vec<u8> {
    let mut block = Sha256::digest(b"gateway").to_vec();
    while block.len() < length {
        let next = Sha256::digest(&block[block.len() - 32..]);
        block.extend_from_slice(&next);
    }
    block.truncate(length);
    block
}
