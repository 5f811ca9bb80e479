//! A small network in a folder of its own, and clients for it.

use std::str::FromStr;
use std::time::Duration;

use pileus_localnet::chain::BlockTime;
use pileus_localnet::{LocalNetwork, Settings};
use serde_json::{Value as Json, json};
use subxt::config::PolkadotExtrinsicParamsBuilder;
use subxt::dynamic::{self, Value};
use subxt::rpcs::client::RpcParams;
use subxt::rpcs::{RpcClient, UserError};
use subxt::{OnlineClient, PolkadotConfig};
use subxt_signer::SecretUri;
use subxt_signer::sr25519::Keypair;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(super) type Api = OnlineClient<PolkadotConfig>;

/// Longer than anything here takes; only a failing test waits for it.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);
/// One token in planck.
pub(super) const TOKEN: u128 = 1_000_000_000_000_000_000;

/// A running network in a folder that goes with it.
pub(super) struct Rig {
    pub(super) network: LocalNetwork,
    pub(super) folder: TempDir,
}

/// What tests start with: few nodes.
pub(super) fn settings(folder: &TempDir) -> Settings {
    Settings { nodes: 2, ..Settings::for_tests(folder.path()) }
}

/// Blocks only when the test asks.
pub(super) fn on_demand(settings: Settings) -> Settings {
    Settings { block_time: BlockTime::OnDemand, ..settings }
}

impl Rig {
    pub(super) async fn start() -> Self {
        Self::start_with(|settings| settings).await
    }

    pub(super) async fn start_with(change: impl FnOnce(Settings) -> Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let network = LocalNetwork::start(change(settings(&folder))).await.unwrap();
        Self { network, folder }
    }

    /// The same network after an orderly end.
    pub(super) async fn restart_with(self, change: impl FnOnce(Settings) -> Settings) -> Self {
        let Self { network, folder } = self;
        network.stop().await;
        let network = LocalNetwork::start(change(settings(&folder))).await.unwrap();
        Self { network, folder }
    }

    /// One more token for Alice, in a block that is made now.
    pub(super) async fn endow_alice(&self) {
        let alice = &self.network.info().accounts[0].public_key;
        let blocks = async {
            loop {
                tokio::time::sleep(Duration::from_millis(5)).await;
                if self.network.chain().has_pending().await {
                    self.network.produce(1).await.unwrap();
                }
            }
        };
        tokio::select! {
            endowed = self.network.endow(alice, TOKEN) => endowed.unwrap(),
            () = blocks => {}
        }
    }

    pub(super) fn url(&self) -> &str {
        &self.network.info().rpc_url
    }

    pub(super) async fn api(&self) -> Api {
        Api::from_insecure_url(self.url()).await.unwrap()
    }

    pub(super) async fn rpc(&self) -> Rpc {
        Rpc::connect(self.url()).await
    }
}

/// Raw calls over a WebSocket.
pub(super) struct Rpc(pub(crate) RpcClient);

impl Rpc {
    pub(super) async fn connect(url: &str) -> Self {
        Self(RpcClient::from_insecure_url(url).await.unwrap())
    }

    pub(super) async fn try_call(&self, method: &str, params: &[Json]) -> Result<Json, subxt::rpcs::Error> {
        self.0.request(method, parameters(params)).await
    }

    pub(super) async fn call(&self, method: &str, params: &[Json]) -> Json {
        self.try_call(method, params).await.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    pub(super) async fn refusal(&self, method: &str, params: &[Json]) -> UserError {
        match self.try_call(method, params).await {
            Err(subxt::rpcs::Error::User(error)) => error,
            other => panic!("{method} was not refused: {other:?}"),
        }
    }

    pub(super) async fn best(&self) -> u32 {
        number(&self.call("chain_getHeader", &[]).await)
    }
}

pub(super) fn parameters(params: &[Json]) -> RpcParams {
    let mut list = RpcParams::new();
    for param in params {
        list.push(param).unwrap();
    }
    list
}

/// The number in a header.
pub(super) fn number(header: &Json) -> u32 {
    u32::from_str_radix(header["number"].as_str().unwrap().trim_start_matches("0x"), 16).unwrap()
}

pub(super) fn key(uri: &str) -> Keypair {
    Keypair::from_uri(&SecretUri::from_str(uri).unwrap()).unwrap()
}

pub(super) fn transfer(to: &Keypair, amount: u128) -> subxt::tx::DynamicPayload<Value> {
    let dest = Value::unnamed_variant("Id", [Value::from_bytes(to.public_key().0)]);
    let arguments = Value::named_composite([("dest", dest), ("value", Value::u128(amount))]);
    dynamic::transaction("Balances", "transfer_keep_alive", arguments)
}

/// A signed transfer of one token with a chosen nonce.
pub(super) async fn signed(api: &Api, from: &Keypair, to: &Keypair, nonce: u64, tip: u128) -> Vec<u8> {
    let params = PolkadotExtrinsicParamsBuilder::new().nonce(nonce).tip(tip).build();
    let mut transactions = api.tx().await.unwrap();
    transactions.create_signed(&transfer(to, TOKEN), from, params).await.unwrap().into_encoded()
}

pub(super) fn hexed(bytes: &[u8]) -> Json {
    json!(format!("0x{}", hex::encode(bytes)))
}

/// What an account can spend, at the best block.
pub(super) async fn free(rpc: &Rpc, account: &Keypair) -> u128 {
    let value = rpc.call("state_getStorage", &[hexed(&account_key(account))]).await;
    let Some(text) = value.as_str() else { return 0 };
    let bytes = hex::decode(text.trim_start_matches("0x")).unwrap();
    u128::from_le_bytes(bytes[16..32].try_into().unwrap())
}

/// The key of `System.Account`, from its published prefix.
pub(super) fn account_key(account: &Keypair) -> Vec<u8> {
    let prefix = hex::decode("26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9").unwrap();
    let id = account.public_key().0;
    [prefix, sp_io::hashing::blake2_128(&id).to_vec(), id.to_vec()].concat()
}

/// Wait until something holds.
pub(super) async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("never came: {what}"));
}

/// A WebSocket spoken by hand, to see what really goes over the wire.
pub(super) struct RawSocket(TcpStream);

impl RawSocket {
    /// Ask for a WebSocket; answers the status line too.
    pub(super) async fn open(url: &str, origin: Option<&str>) -> (String, Self) {
        let authority = url.trim_start_matches("ws://");
        let mut stream = TcpStream::connect(authority).await.unwrap();
        let origin = origin.map(|origin| format!("Origin: {origin}\r\n")).unwrap_or_default();
        let request = format!(
            "GET / HTTP/1.1\r\nHost: {authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{origin}\
             Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        let status = String::from_utf8(head).unwrap().lines().next().unwrap().to_owned();
        (status, Self(stream))
    }

    /// Send one message of at most 65535 bytes, masked with zeros.
    pub(super) async fn send(&mut self, message: &Json) {
        let text = message.to_string();
        let length = u16::try_from(text.len()).unwrap();
        let head = [&[0x81, 0xfe][..], &length.to_be_bytes(), &[0; 4]].concat();
        self.0.write_all(&[&head[..], text.as_bytes()].concat()).await.unwrap();
    }

    /// The next message.
    pub(super) async fn receive(&mut self) -> Json {
        let head = [self.0.read_u8().await.unwrap(), self.0.read_u8().await.unwrap()];
        assert_eq!(head[0], 0x81, "one whole text frame");
        let length = match head[1] {
            126 => usize::from(self.0.read_u16().await.unwrap()),
            127 => usize::try_from(self.0.read_u64().await.unwrap()).unwrap(),
            short => usize::from(short),
        };
        let mut text = vec![0; length];
        self.0.read_exact(&mut text).await.unwrap();
        serde_json::from_slice(&text).unwrap()
    }
}
