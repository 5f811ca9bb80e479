//! A local network with an owner who rented space, and the adapter on its gateway.

use std::{str::FromStr, sync::Arc, time::Duration};

use bytes::Bytes;
use parity_scale_codec::Decode as _;
use pileus_domain::{AccountId, ContentHash, Endpoint, Fid, TerritoryName};
use pileus_gateway::{GatewayAdapter, GatewayProfile, GatewayTimeouts};
use pileus_localnet::{
    LocalNetwork, Settings,
    gateway::{GatewayFault, GatewayFaultKind},
};
use pileus_localnet_runtime::{
    Runtime, RuntimeCall,
    pallets::{
        file_bank::{self, UserBrief},
        oss, storage_handler,
    },
    primitives::{Hash, TerrName},
};
use pileus_ports::{
    GatewayError, Handed, Passage, Signer, Timestamp,
    conformance::gateway::{GatewayWorld, hand_over},
    fake::{FakeClock, FakeEntropy},
};
use sha2::{Digest as _, Sha256};
use sp_core::{Pair as _, sr25519};
use subxt_signer::{SecretUri, sr25519::Keypair};
use tempfile::TempDir;

/// What time it is on a local network for tests. Milliseconds since 1970.
pub(crate) const NOW: u64 = 1_767_225_600_000;
/// A segment. Bytes.
const SEGMENT: usize = 32 << 20;
/// Only a failing test waits this long.
const PATIENCE: Duration = Duration::from_secs(30);
/// For answers that never come.
pub(crate) const IMPATIENCE: Duration = Duration::from_millis(400);

/// A running network and everything to talk to its gateway.
pub(crate) struct Rig {
    pub(crate) network: LocalNetwork,
    pub(crate) world: GatewayWorld<GatewayAdapter>,
    pub(crate) clock: FakeClock,
    _folder: TempDir,
}

/// A development key that signs.
struct Key(Keypair);

impl Key {
    fn of(uri: &str) -> Self {
        Self(Keypair::from_uri(&SecretUri::from_str(uri).unwrap()).unwrap())
    }
}

impl Signer for Key {
    fn account(&self) -> AccountId {
        AccountId(self.0.public_key().0)
    }
    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).0
    }
}

/// Signs as somebody else than it says.
pub(crate) struct Forger(pub(crate) Arc<dyn Signer>);

impl Signer for Forger {
    fn account(&self) -> AccountId {
        self.0.account()
    }
    fn sign(&self, message: &[u8]) -> [u8; 64] {
        Key::of("//Eve").sign(message)
    }
}

/// An adapter that may speak to this computer and waits so long.
pub(crate) fn adapter(wait: Duration, clock: &FakeClock) -> GatewayAdapter {
    let timeouts = GatewayTimeouts { connect: wait, version: wait, stall: wait, answer: wait };
    let profile = GatewayProfile { allow_private_addresses: true, timeouts };
    GatewayAdapter::new(profile, Arc::new(clock.clone()), Arc::new(FakeEntropy::default())).unwrap()
}

impl Rig {
    /// With a file of so many bytes.
    pub(crate) async fn start(length: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let network = LocalNetwork::start(Settings::for_tests(folder.path())).await.unwrap();
        let clock = FakeClock::at(Timestamp(NOW));
        let content = bytes(length);
        let world = GatewayWorld {
            gateway: adapter(Duration::from_secs(30), &clock),
            endpoint: Endpoint(network.info().gateways[0].url.clone()),
            nobody: nobody(),
            owner: Arc::new(Key::of("//Alice")),
            territory: TerritoryName::new("home").unwrap(),
            stranger: Arc::new(Key::of("//Bob")),
            fid: fid_of(&content),
            content,
            pool: None,
            takes_again: true,
        };
        let rig = Self { network, world, clock, _folder: folder };
        rig.rent().await;
        rig.call(oss::Call::authorize { operator: rig.gateway() }.into()).await;
        rig
    }

    async fn rent(&self) {
        let territory_name = TerrName::truncate_from(b"home".to_vec());
        let call = storage_handler::Call::mint_territory { gib_count: 1, territory_name, days: 30 };
        self.call(RuntimeCall::StorageHandler(call)).await;
    }

    pub(crate) async fn revoke(&self) {
        self.call(oss::Call::cancel_authorize { oss: self.gateway() }.into()).await;
    }

    async fn call(&self, call: RuntimeCall) {
        let alice = sr25519::Pair::from_string("//Alice", None).unwrap();
        self.network.chain().submit(call, &alice).await.unwrap().result.unwrap();
    }

    fn gateway(&self) -> sp_core::crypto::AccountId32 {
        let digits = self.network.info().gateways[0].account.trim_start_matches("0x");
        <[u8; 32]>::try_from(hex::decode(digits).unwrap()).unwrap().into()
    }

    /// Let the next request go wrong.
    pub(crate) fn once(&self, kind: GatewayFaultKind) {
        self.network.set_gateway_fault(GatewayFault::once(kind));
    }

    pub(crate) async fn upload(&self) -> Result<Handed, GatewayError> {
        hand_over(&self.world, &*self.world.owner, &self.world.territory, &Passage::default()).await
    }

    /// Wait until all twelve columns are reported.
    pub(crate) async fn stored(&self, fid: &Fid) {
        let key = file_bank::File::<Runtime>::hashed_key_for(Hash(fid.to_text()));
        let waiting = async {
            while self.network.chain().storage(key.clone()).await.is_none() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("the file is stored");
    }

    /// For whom and under which name the chain has the file.
    pub(crate) async fn brief(&self, fid: &Fid) -> UserBrief {
        let hash = Hash(fid.to_text());
        let chain = self.network.chain();
        let deal = chain.storage(file_bank::DealMap::<Runtime>::hashed_key_for(hash)).await;
        if let Some(deal) = deal {
            return file_bank::DealInfo::decode(&mut &deal[..]).unwrap().user;
        }
        let file =
            chain.storage(file_bank::File::<Runtime>::hashed_key_for(hash)).await.expect("it is ordered or stored");
        file_bank::FileInfo::decode(&mut &file[..]).unwrap().owner[0].clone()
    }
}

/// A port that was free a moment ago.
fn nobody() -> Endpoint {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    Endpoint(listener.local_addr().unwrap().to_string())
}

/// Bytes that do not repeat soon.
fn bytes(length: usize) -> Bytes {
    let mut block = Sha256::digest(b"adapter").to_vec();
    while block.len() < length {
        let next = Sha256::digest(&block[block.len() - 32..]);
        block.extend_from_slice(&next);
    }
    block.truncate(length);
    block.into()
}

/// The FID of a file of one segment.
fn fid_of(bytes: &[u8]) -> Fid {
    let mut segment = bytes.to_vec();
    segment.resize(SEGMENT, 0);
    let leaf = Sha256::digest(&segment);
    Fid(ContentHash(Sha256::digest([leaf, leaf].concat()).into()))
}
