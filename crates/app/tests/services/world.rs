//! A network in memory with services over it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use pileus_app::{Ports, SealChoice, Services, Settings, UploadRequest};
use pileus_domain::{AccountId, BucketName, ContentHash, Endpoint, Fid, NodeRecord, Planck, Route, TerritoryName};
use pileus_ports::{
    Chain, GatewayIdentity, Keystore, Timestamp,
    fake::{BlockTimer, FakeChain, FakeClock, FakeEntropy, FakeGateway, FakeJournal, FakeKeystore, FakeNodes},
};

/// Time between two blocks.
const BLOCK: Duration = Duration::from_millis(8);

/// The time of day in it.
pub(crate) const NOW: Timestamp = Timestamp(1_700_000_000_000);

pub(crate) struct World {
    pub(crate) chain: FakeChain,
    pub(crate) nodes: FakeNodes,
    pub(crate) journal: FakeJournal,
    pub(crate) keystore: FakeKeystore,
    pub(crate) services: Services,
    pub(crate) folder: tempfile::TempDir,
    entropy: FakeEntropy,
    _blocks: BlockTimer,
}

impl World {
    /// Sixteen nodes, no account.
    pub(crate) async fn new() -> Self {
        let chain = FakeChain::default();
        let nodes = FakeNodes::new();
        for NodeRecord { node, endpoint, .. } in chain.nodes().await.unwrap() {
            nodes.add(node, endpoint.unwrap());
        }
        let reports = chain.clone();
        nodes.on_stored(move |stored| reports.node_keeps(stored.node, &stored.fid, stored.fragment));
        let entropy = FakeEntropy::from_seed(7);
        let keystore = FakeKeystore::new(FakeClock::default(), entropy.clone());
        let journal = FakeJournal::new();
        let services = services(&chain, &nodes, &journal, &keystore, &entropy).await;
        let blocks = chain.run_every(BLOCK);
        let folder = tempfile::tempdir().unwrap();
        Self { chain, nodes, journal, keystore, services, folder, entropy, _blocks: blocks }
    }

    /// The same with a funded account, a territory, a bucket and a data key.
    pub(crate) async fn furnished() -> (Self, AccountId) {
        let world = Self::new().await;
        let (entry, _) = world.keystore.create_account("default").unwrap();
        world.keystore.create_data_key("default").unwrap();
        world.chain.fund(entry.account, Planck(1_000 * Planck::TOKEN.0));
        world.chain.grant_territory(entry.account, &territory(), 2, 60);
        (world, entry.account)
    }

    /// Services as another process would build them: same journal on disk, same keystore, same network.
    pub(crate) async fn another_process(&self) -> Services {
        self.services_over(&self.journal).await
    }

    /// Services over this journal.
    pub(crate) async fn services_over(&self, journal: &FakeJournal) -> Services {
        services(&self.chain, &self.nodes, journal, &self.keystore, &self.entropy).await
    }

    /// A file with some bytes.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

async fn services(
    chain: &FakeChain,
    nodes: &FakeNodes,
    journal: &FakeJournal,
    keystore: &FakeKeystore,
    entropy: &FakeEntropy,
) -> Services {
    let ports = Ports {
        chain: Arc::new(chain.clone()),
        nodes: Arc::new(nodes.clone()),
        gateway: Arc::new(gateway()),
        cd2n: Arc::new(cd2n()),
        journal: Arc::new(journal.clone()),
        keystore: Arc::new(keystore.clone()),
        clock: Arc::new(FakeClock::at(NOW)),
        entropy: Arc::new(entropy.clone()),
    };
    Services::connect(ports, Settings::for_tests()).await.unwrap()
}

/// A gateway that names files as Pileus does.
pub(crate) fn gateway() -> FakeGateway {
    FakeGateway::new(Endpoint("http://gateway.example".to_owned()), |_| Fid(ContentHash([0; 32])))
}

/// The pool of the gateway of CD²N.
pub(crate) const POOL: &str = "POOL OF TESTS";

/// A gateway of CD²N.
pub(crate) fn cd2n() -> FakeGateway {
    let endpoint = Endpoint("https://retriever.example".to_owned());
    let gateway = FakeGateway::new(endpoint.clone(), |_| Fid(ContentHash([0; 32])));
    let pool = Some(POOL.to_owned());
    gateway.introduce(GatewayIdentity { version: "CD\u{b2}N".to_owned(), endpoint: Some(endpoint), pool });
    gateway
}

pub(crate) fn territory() -> TerritoryName {
    TerritoryName::new("default").unwrap()
}

pub(crate) fn bucket() -> BucketName {
    BucketName::new("files").unwrap()
}

pub(crate) fn plain(path: &Path, account: AccountId) -> UploadRequest {
    UploadRequest {
        path: path.to_owned(),
        name: None,
        account,
        territory: territory(),
        bucket: bucket(),
        seal: SealChoice::None,
        route: Route::Direct,
        client_allocation: false,
    }
}

pub(crate) fn sealed(path: &Path, account: AccountId) -> UploadRequest {
    UploadRequest { seal: SealChoice::data_key("default"), ..plain(path, account) }
}
