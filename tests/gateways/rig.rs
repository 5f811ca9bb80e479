//! A local network with an owner who rented space and authorised one gateway, and the adapter for its program.

use std::{ops::ControlFlow, str::FromStr, sync::Arc, time::Duration};

use bytes::Bytes;
use parity_scale_codec::Decode as _;
use pileus_cd2n::{Cd2nAdapter, Cd2nProfile, Cd2nTimeouts};
use pileus_codec::{Encoder, Envelope};
use pileus_domain::{AccountId, ContentHash, Endpoint, Fid, FilePlan, Geometry, Ss58Prefix, TerritoryName};
use pileus_gateway::{GatewayAdapter, GatewayProfile, GatewayTimeouts};
use pileus_localnet::{LocalNetwork, Settings, gateway::GatewayFault};
use pileus_localnet_runtime::{
    Runtime, RuntimeCall,
    pallets::{
        file_bank::{self, DealInfo, FileInfo, UserBrief},
        oss, storage_handler,
    },
    primitives::{AccountId as ChainAccount, Hash, TerrName},
};
use pileus_ports::{
    Gateway, Signer, Timestamp,
    conformance::gateway::GatewayWorld,
    fake::{FakeClock, FakeEntropy},
};
use sp_core::{Pair as _, sr25519};
use subxt_signer::{SecretUri, sr25519::Keypair};
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

/// What time it is on a local network for tests. Milliseconds since 1970.
const NOW: u64 = 1_767_225_600_000;
/// Bytes of the file.
const LENGTH: usize = 300_000;
/// Only a failing test waits this long.
const PATIENCE: Duration = Duration::from_secs(30);
/// For answers that never come.
const IMPATIENCE: Duration = Duration::from_millis(400);

/// A client of a gateway's program, and where such a gateway is in the local network.
pub(crate) trait Client: Gateway + Sized {
    /// Which gateway of the network, the first of its program.
    const PLACE: usize;
    /// The pool that the gateway says it belongs to.
    const POOL: Option<&str>;
    /// Whether it takes a file of the same owner again.
    const TAKES_AGAIN: bool;

    /// A client that may speak to this computer and waits so long.
    fn waiting(wait: Duration) -> Self;
}

impl Client for GatewayAdapter {
    const PLACE: usize = 0;
    const POOL: Option<&str> = None;
    const TAKES_AGAIN: bool = true;

    fn waiting(wait: Duration) -> Self {
        let timeouts = GatewayTimeouts { connect: wait, version: wait, stall: wait, answer: wait };
        let profile = GatewayProfile { allow_private_addresses: true, timeouts };
        Self::new(profile, Arc::new(FakeClock::at(Timestamp(NOW))), Arc::new(FakeEntropy::default())).unwrap()
    }
}

impl Client for Cd2nAdapter {
    const PLACE: usize = 2;
    const POOL: Option<&str> = Some("Pileus local pool");
    const TAKES_AGAIN: bool = false;

    fn waiting(wait: Duration) -> Self {
        let timeouts = Cd2nTimeouts { connect: wait, question: wait, stall: wait, part: wait, answer: wait };
        let profile =
            Cd2nProfile { allow_private_addresses: true, timeouts, ..Cd2nProfile::of_network(Ss58Prefix::CESS) };
        Self::new(profile, Arc::new(FakeClock::at(Timestamp(NOW))), Arc::new(FakeEntropy::default())).unwrap()
    }
}

/// What the chain has under a FID.
pub(crate) struct Order {
    /// Whose file it is, in which territory, under which name.
    pub(crate) brief: UserBrief,
    /// Bytes.
    pub(crate) size: u128,
    /// Hashes of each segment and of its fragments.
    pub(crate) segments: Vec<(Hash, Vec<Hash>)>,
    /// How many columns were reported.
    pub(crate) reported: usize,
}

/// A running network and everything to talk to one of its gateways.
pub(crate) struct Rig<G> {
    pub(crate) network: LocalNetwork,
    pub(crate) world: GatewayWorld<G>,
    /// What the file should become.
    pub(crate) plan: FilePlan,
    place: usize,
    _folder: TempDir,
}

impl<G: Client> Rig<G> {
    /// With the first gateway of the program.
    pub(crate) async fn start() -> Self {
        Self::start_with(G::PLACE).await
    }

    /// With another gateway of the program.
    pub(crate) async fn start_with(place: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let network = LocalNetwork::start(Settings::for_tests(folder.path())).await.unwrap();
        let gateway = network.info().gateways[place].clone();
        let content = content();
        let envelope = Envelope::Plain;
        let encoder = Encoder::new(Geometry::CESS, &content[..], &envelope).unwrap();
        let encoder = encoder.named_by(gateway.software.fid_rule());
        let plan = encoder.plan(&mut |_| ControlFlow::Continue(())).unwrap();
        let world = GatewayWorld {
            gateway: G::waiting(PATIENCE),
            endpoint: Endpoint(gateway.url),
            nobody: nobody(),
            owner: Arc::new(Key::of("//Alice")),
            territory: TerritoryName::new("home").unwrap(),
            stranger: Arc::new(Key::of("//Bob")),
            content,
            fid: plan.fid,
            pool: G::POOL.map(str::to_owned),
            takes_again: G::TAKES_AGAIN,
        };
        let rig = Self { network, world, plan, place, _folder: folder };
        rig.rent("home").await;
        rig.call(oss::Call::authorize { operator: rig.account() }.into()).await;
        rig
    }

    /// The same world with a client that gives up soon.
    pub(crate) fn impatient(&self) -> GatewayWorld<G> {
        let GatewayWorld { endpoint, nobody, owner, territory, stranger, content, fid, pool, .. } = &self.world;
        GatewayWorld {
            gateway: G::waiting(IMPATIENCE),
            endpoint: endpoint.clone(),
            nobody: nobody.clone(),
            owner: Arc::clone(owner),
            territory: territory.clone(),
            stranger: Arc::clone(stranger),
            content: content.clone(),
            fid: *fid,
            pool: pool.clone(),
            takes_again: G::TAKES_AGAIN,
        }
    }

    pub(crate) async fn rent(&self, name: &str) {
        let territory_name = TerrName::truncate_from(name.as_bytes().to_vec());
        let call = storage_handler::Call::mint_territory { gib_count: 1, territory_name, days: 30 };
        self.call(RuntimeCall::StorageHandler(call)).await;
    }

    async fn call(&self, call: RuntimeCall) {
        let alice = sr25519::Pair::from_string("//Alice", None).unwrap();
        self.network.chain().submit(call, &alice).await.unwrap().result.unwrap();
    }

    /// The gateway's account.
    pub(crate) fn account(&self) -> ChainAccount {
        let digits = self.network.info().gateways[self.place].account.trim_start_matches("0x").to_owned();
        <[u8; 32]>::try_from(hex::decode(digits).unwrap()).unwrap().into()
    }

    /// Let every request go wrong from now on.
    pub(crate) fn cheat(&self, fault: GatewayFault) {
        self.network.set_gateway_fault_of(self.place, fault).unwrap();
    }

    /// What the chain has under a FID, ordered or stored.
    pub(crate) async fn order(&self, fid: &Fid) -> Option<Order> {
        let (hash, chain) = (Hash(fid.to_text()), self.network.chain());
        if let Some(deal) = chain.storage(file_bank::DealMap::<Runtime>::hashed_key_for(hash)).await {
            let deal = DealInfo::decode(&mut &deal[..]).unwrap();
            let segments = deal.segment_list.iter().map(|one| (one.hash, one.fragment_list.to_vec())).collect();
            let reported = deal.complete_list.len();
            return Some(Order { brief: deal.user, size: deal.file_size, segments, reported });
        }
        let file = chain.storage(file_bank::File::<Runtime>::hashed_key_for(hash)).await?;
        let file = FileInfo::decode(&mut &file[..]).unwrap();
        let fragments = |fragments: &[file_bank::FragmentInfo]| fragments.iter().map(|one| one.hash).collect();
        let segments = file.segment_list.iter().map(|one| (one.hash, fragments(&one.fragment_list))).collect();
        Some(Order { brief: file.owner[0].clone(), size: file.file_size, segments, reported: Geometry::CESS.total() })
    }

    /// Wait until all twelve columns are reported.
    pub(crate) async fn stored(&self, fid: &Fid) -> Order {
        let waiting = async {
            loop {
                match self.order(fid).await {
                    Some(order) if order.reported == Geometry::CESS.total() => return order,
                    _ => sleep(Duration::from_millis(20)).await,
                }
            }
        };
        timeout(PATIENCE, waiting).await.expect("the file is stored")
    }

    /// Segments and fragments as they should stand on the chain.
    pub(crate) fn planned(&self) -> Vec<(Hash, Vec<Hash>)> {
        let hash = |hash: &ContentHash| Hash(hash.to_text());
        let segments = self.plan.segments.iter();
        segments.map(|segment| (hash(&segment.hash), segment.fragments.iter().map(hash).collect())).collect()
    }

    /// Owner, territory and name as they should stand on the chain.
    pub(crate) fn is_of_the_owner(&self, brief: &UserBrief, name: &str) -> bool {
        <[u8; 32]>::from(brief.user.clone()) == self.world.owner.account().0
            && brief.territory_name[..] == *self.world.territory.as_str().as_bytes()
            && brief.file_name[..] == *name.as_bytes()
    }
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

/// A port that was free a moment ago.
fn nobody() -> Endpoint {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    Endpoint(listener.local_addr().unwrap().to_string())
}

/// Bytes that differ from place to place.
fn content() -> Bytes {
    (0..LENGTH).map(|at| u8::try_from((at / 7 + at) % 251).unwrap()).collect()
}
