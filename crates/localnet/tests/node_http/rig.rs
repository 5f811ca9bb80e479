//! A node on a loopback port and a client that talks to it.

use std::{sync::Arc, time::Duration};

use pileus_localnet::node::{DiskLimits, FRAGMENT_SIZE, NodeSettings, NodeTiming, StorageNode, TagSettings};
use reqwest::{Method, RequestBuilder, Response, StatusCode, multipart};
use sha2::{Digest, Sha256};
use sp_core::{
    Pair as _,
    crypto::{AccountId32, Ss58AddressFormat, Ss58Codec},
    sr25519,
};
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use super::ledger::MemoryLedger;

pub(super) const FID: &str = "e5117ce064ee0b43a54d83032be0c13eb661ac3d7595b707270908cb84e3aaa5";
pub(super) const MESSAGE: &str = "any message";

/// Longer than anything here takes; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) struct Rig {
    pub(super) ledger: Arc<MemoryLedger>,
    pub(super) node: StorageNode,
    pub(super) settings: NodeSettings,
    pub(super) client: reqwest::Client,
    /// Deleted when the rig goes.
    folder: TempDir,
}

impl Rig {
    pub(super) async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    pub(super) async fn start_with(change: impl FnOnce(&mut NodeSettings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = settings(&folder);
        change(&mut settings);
        let ledger = Arc::new(MemoryLedger::new());
        ledger.register(settings.pair.public().0, "positive");
        let node = StorageNode::start(settings.clone(), ledger.clone()).await.unwrap();
        settings.port = node.port();
        Self { ledger, node, settings, client: client(), folder }
    }

    pub(super) async fn restart(self) -> Self {
        let Self { ledger, node, settings, client, folder } = self;
        node.stop().await;
        let node = StorageNode::start(settings.clone(), ledger.clone()).await.unwrap();
        Self { ledger, node, settings, client, folder }
    }

    pub(super) fn account(&self) -> [u8; 32] {
        self.node.account().into()
    }

    pub(super) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.node.url()))
    }

    /// A request about a fragment with a good signature.
    pub(super) fn signed(&self, method: Method, fid: &str, fragment: &str) -> RequestBuilder {
        let request = self.request(method, "/fragment").header("Fid", fid);
        with_signature(request.header("Fragment", fragment))
    }

    pub(super) async fn put(&self, fid: &str, fragment: &str, bytes: Vec<u8>) -> Answer {
        let request = self.signed(Method::PUT, fid, fragment).multipart(form(bytes));
        Answer::of(request.send().await.unwrap()).await
    }

    pub(super) async fn get(&self, fid: &str, fragment: &str) -> Answer {
        Answer::of(self.signed(Method::GET, fid, fragment).send().await.unwrap()).await
    }

    /// Wait for something that other tasks bring about.
    pub(super) async fn until(&self, what: &str, condition: impl AsyncFn(&Self) -> bool) {
        let waited = timeout(PATIENCE, async {
            while !condition(self).await {
                sleep(Duration::from_millis(5)).await;
            }
        });
        assert!(waited.await.is_ok(), "never came true: {what}");
    }
}

fn settings(folder: &TempDir) -> NodeSettings {
    NodeSettings {
        pair: pair("//Node"),
        folder: folder.path().to_owned(),
        port: 0,
        rpc_url: "ws://127.0.0.1:9944".into(),
        started_at: 1_747_391_940,
        disk: DiskLimits { declared: 64 * FRAGMENT_SIZE, keep_free: 0 },
        timing: NodeTiming { report_delay: Duration::ZERO, housekeeping_blocks: 1, ..NodeTiming::default() },
        tags: None,
    }
}

pub(super) fn tags(delay_blocks: u32) -> TagSettings {
    TagSettings { tee_master: pair("//Tee"), tee_worker: [7; 32], delay_blocks }
}

pub(super) fn pair(uri: &str) -> sr25519::Pair {
    sr25519::Pair::from_string(uri, None).unwrap()
}

fn client() -> reqwest::Client {
    // The client asks for a provider even where it never speaks TLS; installing it twice fails.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().unwrap()
}

pub(super) fn address(pair: &sr25519::Pair, prefix: u16) -> String {
    let account = AccountId32::from(pair.public().0);
    account.to_ss58check_with_version(Ss58AddressFormat::custom(prefix))
}

pub(super) fn with_signature(request: RequestBuilder) -> RequestBuilder {
    let pair = pair("//Client");
    request
        .header("Account", address(&pair, 42))
        .header("Message", MESSAGE)
        .header("Signature", hex::encode(pair.sign(MESSAGE.as_bytes()).0))
}

pub(super) fn form(bytes: Vec<u8>) -> multipart::Form {
    multipart::Form::new().part("file", multipart::Part::bytes(bytes).file_name("fragment"))
}

/// The bytes of a fragment that differ for each seed.
pub(super) fn fragment(seed: u8) -> Vec<u8> {
    let mut bytes = vec![seed; usize::try_from(FRAGMENT_SIZE).unwrap()];
    bytes[0] = !seed;
    bytes
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// A segment whose twelve fragments nobody has.
pub(super) fn segment(tag: char) -> Vec<String> {
    (0..12).map(|column| format!("{tag}{column:x}").repeat(32)).collect()
}

/// One segment with given fragments in its first columns.
pub(super) fn segment_with(fragments: &[&str]) -> Vec<String> {
    let mut segment = segment('f');
    for (place, fragment) in segment.iter_mut().zip(fragments) {
        (*fragment).clone_into(place);
    }
    segment
}

/// An answer as it was on the wire.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) async fn of(response: Response) -> Self {
        let content_type = response.headers().get("content-type");
        Self {
            status: response.status(),
            content_type: content_type.map_or("", |value| value.to_str().unwrap()).to_owned(),
            body: response.bytes().await.unwrap().to_vec(),
        }
    }

    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Assert an answer whose outcome is in the body.
    #[track_caller]
    pub(super) fn assert_says(&self, status: u16, code: u16, msg: &str) {
        assert_eq!(self.status, status, "HTTP status");
        assert_eq!(self.content_type, "application/json; charset=utf-8");
        let expected = serde_json::json!({ "code": code, "msg": msg, "data": null });
        assert_eq!(self.json(), expected);
    }
}
