//! The CD²N gateway of the local network.

use std::{str::FromStr, sync::Arc, time::Duration};

use bytes::Bytes;
use parity_scale_codec::Decode as _;
use pileus_cd2n::Cd2nAdapter;
use pileus_domain::{AccountId, ContentHash, Endpoint, Fid, GatewaySoftware, TerritoryName};
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
    Gateway as _, GatewayErrorKind, Passage, Signer, Timestamp,
    conformance::{
        self,
        gateway::{GatewayWorld, hand_over},
    },
    fake::FakeClock,
};
use sha2::{Digest as _, Sha256};
use sp_core::{Pair as _, sr25519};
use subxt_signer::{SecretUri, sr25519::Keypair};
use tempfile::TempDir;

use crate::rig::{NOW, adapter, bytes, profile};

/// More than a gateway is given in one part.
const TWO_PARTS: usize = (8 << 20) + 1_000;
/// The pool of the local network's gateway.
const POOL: &str = "Pileus local pool";
/// A segment. Bytes.
const SEGMENT: usize = 32 << 20;

/// A running network and everything to talk to its CD²N gateway.
struct Local {
    network: LocalNetwork,
    world: GatewayWorld<Cd2nAdapter>,
    place: usize,
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

impl Local {
    async fn start(content: Bytes) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let network = LocalNetwork::start(Settings::for_tests(folder.path())).await.unwrap();
        let gateways = &network.info().gateways;
        let place = gateways.iter().position(|gateway| gateway.software == GatewaySoftware::Cd2n).unwrap();
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let world = GatewayWorld {
            gateway: adapter(profile(Duration::from_secs(30)), &FakeClock::at(Timestamp(NOW))),
            endpoint: Endpoint(gateways[place].url.clone()),
            nobody: Endpoint(nobody.to_string()),
            owner: Arc::new(Key::of("//Alice")),
            territory: TerritoryName::new("home").unwrap(),
            stranger: Arc::new(Key::of("//Bob")),
            fid: flat_fid_of(&content),
            content,
            pool: Some(POOL.to_owned()),
            takes_again: false,
        };
        let local = Self { network, world, place, _folder: folder };
        let territory_name = TerrName::truncate_from(b"home".to_vec());
        let rent = storage_handler::Call::mint_territory { gib_count: 1, territory_name, days: 30 };
        local.call(RuntimeCall::StorageHandler(rent)).await;
        local.call(oss::Call::authorize { operator: local.account() }.into()).await;
        local
    }

    async fn call(&self, call: RuntimeCall) {
        let alice = sr25519::Pair::from_string("//Alice", None).unwrap();
        self.network.chain().submit(call, &alice).await.unwrap().result.unwrap();
    }

    fn account(&self) -> sp_core::crypto::AccountId32 {
        let digits = self.network.info().gateways[self.place].account.trim_start_matches("0x").to_owned();
        <[u8; 32]>::try_from(hex::decode(digits).unwrap()).unwrap().into()
    }

    fn once(&self, kind: GatewayFaultKind) {
        self.network.set_gateway_fault_of(self.place, GatewayFault::once(kind)).unwrap();
    }

    /// For whom and under which name the chain has the file.
    async fn brief(&self, fid: &Fid) -> UserBrief {
        let (hash, chain) = (Hash(fid.to_text()), self.network.chain());
        if let Some(deal) = chain.storage(file_bank::DealMap::<Runtime>::hashed_key_for(hash)).await {
            return file_bank::DealInfo::decode(&mut &deal[..]).unwrap().user;
        }
        let file = chain.storage(file_bank::File::<Runtime>::hashed_key_for(hash)).await.expect("ordered or stored");
        file_bank::FileInfo::decode(&mut &file[..]).unwrap().owner[0].clone()
    }
}

/// The flat FID of a file of one segment.
fn flat_fid_of(bytes: &[u8]) -> Fid {
    let mut segment = bytes.to_vec();
    segment.resize(SEGMENT, 0);
    Fid(ContentHash(Sha256::digest(Sha256::digest(&segment)).into()))
}

#[tokio::test]
async fn the_adapter_keeps_the_promises_of_the_port() {
    let local = Local::start(bytes(300_000)).await;
    conformance::gateway::run(&local.world).await;
    local.network.stop().await;
}

#[tokio::test]
async fn it_says_where_it_is_and_to_which_pool_it_belongs() {
    let local = Local::start(bytes(1)).await;
    let said = local.world.gateway.identity(&local.world.endpoint).await.unwrap();
    assert_eq!(said.endpoint, Some(local.world.endpoint.clone()));
    assert_eq!(said.pool.as_deref(), Some(POOL));
}

#[tokio::test]
async fn a_file_in_parts_is_ordered_whole_and_for_its_owner() {
    let local = Local::start(bytes(TWO_PARTS)).await;
    let world = &local.world;
    // A refused upload leaves its token, so that the fault is met by the next one.
    let nowhere = TerritoryName::new("nowhere").unwrap();
    let refused = hand_over(world, &*world.owner, &nowhere, &Passage::default()).await.unwrap_err();
    assert_eq!(refused.kind, GatewayErrorKind::NoSpace);
    local.once(GatewayFaultKind::WrongStatus { status: 413 });
    let handed = hand_over(world, &*world.owner, &world.territory, &Passage::default()).await.unwrap();
    assert!(handed.name.as_str().ends_with("-conformance \u{e9}.bin"), "in parts: {}", handed.name.as_str());
    assert_eq!(handed.fid, world.fid);
    let brief = local.brief(&handed.fid).await;
    assert_eq!(<[u8; 32]>::from(brief.user), world.owner.account().0);
    assert_eq!(brief.territory_name[..], *b"home");
    assert_eq!(brief.file_name[..], *handed.name.as_str().as_bytes());
}

#[tokio::test]
async fn what_is_revoked_is_no_longer_done() {
    let local = Local::start(bytes(1_000)).await;
    local.call(oss::Call::cancel_authorize { oss: local.account() }.into()).await;
    let world = &local.world;
    let error = hand_over(world, &*world.owner, &world.territory, &Passage::default()).await.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::NotAuthorised);
}
