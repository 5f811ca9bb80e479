//! A network with an owner who rented space, and a client that talks to one of its gateways.

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
pub(crate) const NOW: u64 = 1_767_225_600;
/// A segment. Bytes.
pub(crate) const SEGMENT: usize = 32 << 20;

pub(crate) struct Rig {
    pub(crate) network: LocalNetwork,
    pub(crate) owner: sr25519::Pair,
    index: usize,
    client: reqwest::Client,
    _folder: TempDir,
}

/// An answer as it came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) range: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) async fn of(response: Response) -> Self {
        let range = response.headers().get("content-range").map(|range| range.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        Self { status, range, body: response.bytes().await.unwrap().to_vec() }
    }

    /// Code and message of a body with one document.
    pub(crate) fn outcome(&self) -> (i64, String) {
        let body: Json = serde_json::from_slice(&self.body).unwrap();
        (body["code"].as_i64().unwrap(), body["msg"].as_str().unwrap().to_owned())
    }

    pub(crate) fn data(&self) -> Json {
        let body: Json = serde_json::from_slice(&self.body).unwrap();
        assert_eq!((self.status, body["code"].as_i64()), (200, Some(200)), "{body}");
        body["data"].clone()
    }

    pub(crate) fn fid(&self) -> String {
        self.data()["fid"].as_str().unwrap().to_owned()
    }
}

impl Rig {
    /// A network whose owner has space and has authorised the first gateway.
    pub(crate) async fn start() -> Self {
        Self::with(0).await
    }

    /// The same with another gateway.
    pub(crate) async fn with(index: usize) -> Self {
        let rig = Self { index, ..Self::without_authority().await };
        rig.authorise().await;
        rig
    }

    /// The same network and another gateway of it.
    pub(crate) fn by_way_of(self, index: usize) -> Self {
        Self { index, ..self }
    }

    pub(crate) async fn without_authority() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let network = LocalNetwork::start(Settings::for_tests(folder.path())).await.unwrap();
        let owner = sr25519::Pair::from_string("//Alice", None).unwrap();
        let _ = rustls::crypto::ring::default_provider().install_default();
        let redirect = reqwest::redirect::Policy::none();
        let client = reqwest::Client::builder().no_proxy().redirect(redirect).timeout(PATIENCE).build().unwrap();
        let rig = Self { network, owner, index: 0, client, _folder: folder };
        rig.rent("home").await;
        rig
    }

    pub(crate) async fn rent(&self, name: &str) {
        let territory_name = name_of(name);
        let call = storage_handler::Call::mint_territory { gib_count: 1, territory_name, days: 30 };
        self.call(RuntimeCall::StorageHandler(call)).await;
    }

    pub(crate) async fn authorise(&self) {
        self.call(RuntimeCall::Oss(oss::Call::authorize { operator: self.gateway() })).await;
    }

    pub(crate) async fn revoke(&self) {
        self.call(RuntimeCall::Oss(oss::Call::cancel_authorize { oss: self.gateway() })).await;
    }

    pub(crate) async fn call(&self, call: RuntimeCall) {
        self.network.chain().submit(call, &self.owner).await.unwrap().result.unwrap();
    }

    pub(crate) fn gateway(&self) -> AccountId {
        let digits = &self.network.info().gateways[self.index].account;
        let bytes: [u8; 32] = hex::decode(digits.trim_start_matches("0x")).unwrap().try_into().unwrap();
        AccountId::new(bytes)
    }

    pub(crate) fn cheat(&self, kind: GatewayFaultKind) {
        self.network.set_gateway_fault_of(self.index, GatewayFault::once(kind)).unwrap();
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.network.info().gateways[self.index].url))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path).send().await.unwrap()).await
    }

    /// Part of a file by the gateway's own range header.
    pub(crate) async fn open(&self, fid: &str, range: &str) -> Answer {
        let request = self.request(Method::GET, &format!("/file/open/{fid}")).header("Content-Range", range);
        Answer::of(request.send().await.unwrap()).await
    }

    /// An upload request in the owner's name that still counts for a minute.
    pub(crate) fn signed(&self, path: &str) -> RequestBuilder {
        self.signed_with(path, &(NOW + 60).to_string())
    }

    pub(crate) fn signed_with(&self, path: &str, message: &str) -> RequestBuilder {
        let account = AccountId32::from(self.owner.public().0);
        self.request(Method::PUT, path)
            .header("Account", account.to_ss58check_with_version(Ss58AddressFormat::custom(11330)))
            .header("Message", message)
            .header("Signature", hex::encode(self.owner.sign(message.as_bytes()).0))
            .header("Territory", "home")
    }

    /// Hand over a file in one request.
    pub(crate) async fn put(&self, name: &str, bytes: &[u8]) -> Answer {
        self.send(self.signed("/file"), name, bytes).await
    }

    pub(crate) async fn send(&self, request: RequestBuilder, name: &str, bytes: &[u8]) -> Answer {
        let part = multipart::Part::bytes(bytes.to_vec()).file_name(name.to_owned());
        Answer::of(request.multipart(multipart::Form::new().part("file", part)).send().await.unwrap()).await
    }

    /// Hand over a part of a file.
    pub(crate) async fn resume(&self, name: &str, range: &str, bytes: &[u8]) -> Answer {
        let request = self.signed(&format!("/resume/{name}")).header("Content-Range", range);
        Answer::of(request.body(bytes.to_vec()).send().await.unwrap()).await
    }

    pub(crate) async fn deal(&self, fid: &str) -> Option<DealInfo> {
        let value = self.network.chain().storage(file_bank::DealMap::<Runtime>::hashed_key_for(hash(fid))).await?;
        Some(DealInfo::decode(&mut &value[..]).unwrap())
    }

    pub(crate) async fn file(&self, fid: &str) -> Option<FileInfo> {
        let value = self.network.chain().storage(file_bank::File::<Runtime>::hashed_key_for(hash(fid))).await?;
        Some(FileInfo::decode(&mut &value[..]).unwrap())
    }

    /// Wait until all twelve columns are reported.
    pub(crate) async fn stored(&self, fid: &str) -> FileInfo {
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
pub(crate) fn fid_of(bytes: &[u8]) -> String {
    let mut segment = bytes.to_vec();
    segment.resize(SEGMENT, 0);
    let leaf = Sha256::digest(&segment);
    hex::encode(Sha256::digest([leaf, leaf].concat()))
}

/// Bytes that do not repeat soon.
pub(crate) fn bytes(length: usize) -> Vec<u8> {
    let mut block = Sha256::digest(b"gateway").to_vec();
    while block.len() < length {
        let next = Sha256::digest(&block[block.len() - 32..]);
        block.extend_from_slice(&next);
    }
    block.truncate(length);
    block
}
