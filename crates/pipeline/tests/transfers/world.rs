//! A small CESS in memory with one account, one space and a folder for files.

use std::{ops::ControlFlow, path::PathBuf, sync::Arc, time::Duration};

use pileus_codec::{Encoder, Envelope};

use pileus_domain::{
    AccountId, BucketName, ByteCount, ChainFileName, Condition, Endpoint, Fid, FidRule, FilePlan, Geometry, JobId,
    Planck, Route, Stage, TerritoryName,
};
use pileus_pipeline::{
    ControlHandle, DownloadKeys, Limits, Observer, Pipeline, RunEnd, SealKey, UploadKeys, control, inspect_source,
    path_to_bytes,
};
use pileus_ports::{
    Chain, DownloadDetails, EventRecord, GatewayIdentity, JobEvent, JobRecord, Journal, Seal, SecretBytes, Signer,
    Timestamp, TransactionPurpose, TransferDetails, UploadDetails,
    fake::{
        BlockTimer, FakeChain, FakeChainSettings, FakeClock, FakeEntropy, FakeGateway, FakeJournal, FakeNodes,
        FakeSigner,
    },
};

/// Time between two blocks; tests run with paused time, so it costs nothing.
pub(crate) const BLOCK: Duration = Duration::from_secs(6);

type Wanted = Box<dyn Fn(&JobEvent) -> bool + Send>;
type Action = Box<dyn FnOnce() + Send>;

/// Does something at the very moment of an event, before the run goes on.
#[derive(Default)]
pub(crate) struct Triggers(std::sync::Mutex<Vec<(Wanted, Action)>>);

impl Observer for Triggers {
    fn certain(&self, record: &EventRecord) {
        let mut waiting = self.0.lock().unwrap();
        let due: Vec<usize> = (0..waiting.len()).filter(|&i| waiting[i].0(&record.event)).rev().collect();
        for i in due {
            (waiting.remove(i).1)();
        }
    }
    fn progress(&self, _: JobId, _: Stage, _: ByteCount, _: ByteCount) {}
}

pub(crate) struct World {
    pub(crate) chain: FakeChain,
    pub(crate) nodes: FakeNodes,
    pub(crate) gateway: FakeGateway,
    pub(crate) cd2n: FakeGateway,
    pub(crate) journal: FakeJournal,
    pub(crate) pipeline: Pipeline,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) signer: FakeSigner,
    pub(crate) triggers: Arc<Triggers>,
    next_job: std::sync::atomic::AtomicU64,
    _blocks: BlockTimer,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(&FakeChainSettings::default())
    }

    pub(crate) fn client_allocation() -> Self {
        Self::with(&FakeChainSettings { network_allocation: false, ..FakeChainSettings::default() })
    }

    pub(crate) fn with(settings: &FakeChainSettings) -> Self {
        let chain = FakeChain::new(settings.clone());
        let nodes = FakeNodes::new();
        for number in 1..=settings.nodes {
            nodes.add(FakeChain::node_id(number), endpoint(number));
        }
        link(&chain, &nodes);
        let signer = FakeSigner::of(7);
        chain.fund(signer.0, Planck(1_000 * Planck::TOKEN.0));
        chain.grant_territory(signer.0, &space(), 1, 30);
        let journal = FakeJournal::new();
        let triggers = Arc::new(Triggers::default());
        let (gateway, cd2n) = (gateway(&signer), cd2n(&signer));
        let pipeline = pipeline(&chain, &nodes, [&gateway, &cd2n], &journal, &triggers);
        let blocks = chain.run_every(BLOCK);
        let folder = tempfile::tempdir().unwrap();
        Self {
            chain,
            nodes,
            gateway,
            cd2n,
            journal,
            pipeline,
            folder,
            signer,
            triggers,
            next_job: 1.into(),
            _blocks: blocks,
        }
    }

    /// The same disk and network as the next process finds them.
    pub(crate) fn restarted(&mut self) {
        self.journal = self.journal.reopened();
        self.pipeline = pipeline(&self.chain, &self.nodes, [&self.gateway, &self.cd2n], &self.journal, &self.triggers);
    }

    pub(crate) fn file(&self, name: &str, length: usize) -> PathBuf {
        let path = self.folder.path().join(name);
        let bytes: Vec<u8> = (0..length).map(|i| u8::try_from((i * 7 + 3) % 251).unwrap()).collect();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) async fn upload_job(&self, path: &std::path::Path, seal: Seal) -> JobId {
        self.upload_job_by(path, seal, Route::Direct).await
    }

    pub(crate) async fn upload_job_by(&self, path: &std::path::Path, seal: Seal, route: Route) -> JobId {
        let id = self.next_id();
        let facts = inspect_source(path).unwrap();
        let details = UploadDetails {
            source: path_to_bytes(path),
            stamp: None,
            name: facts.name.unwrap(),
            chain_name: ChainFileName::new("sealed").unwrap(),
            bucket: BucketName::new("files").unwrap(),
            media_type: "application/octet-stream".into(),
            territory: space(),
            seal,
            fid_rule: route.fid_rule(),
            route,
            given_up: Vec::new(),
            client_allocation: false,
            cancel: None,
        };
        let job = self.record(id, None, facts.length, TransferDetails::Upload(details)).await;
        self.journal.create_job(&job).await.unwrap();
        id
    }

    pub(crate) async fn download_job(&self, fid: Fid, name: &str) -> (JobId, PathBuf) {
        self.download_job_by(fid, name, Route::Direct).await
    }

    pub(crate) async fn download_job_by(&self, fid: Fid, name: &str, route: Route) -> (JobId, PathBuf) {
        let id = self.next_id();
        let path = self.folder.path().join(name);
        let details = DownloadDetails { route, ..DownloadDetails::to(path_to_bytes(&path)) };
        let job = self.record(id, Some(fid), 0, TransferDetails::Download(details)).await;
        self.journal.create_job(&job).await.unwrap();
        (id, path)
    }

    async fn record(&self, id: JobId, fid: Option<Fid>, size: u64, details: TransferDetails) -> JobRecord {
        let stage = if fid.is_some() { Stage::Fetching } else { Stage::Planning };
        JobRecord {
            id,
            genesis: self.chain.identity().await.unwrap().genesis,
            account: Some(self.signer.0),
            fid,
            stage,
            condition: Condition::Queued,
            size: ByteCount(size),
            created: Timestamp(0),
            updated: Timestamp(0),
            details,
        }
    }

    fn next_id(&self) -> JobId {
        JobId(self.next_job.fetch_add(1, std::sync::atomic::Ordering::SeqCst))
    }

    pub(crate) fn keys(&self, seal: Option<SealKey>) -> UploadKeys {
        let signer: Arc<dyn Signer> = Arc::new(self.signer);
        UploadKeys { signer: signer.into(), seal: seal.into_iter().collect() }
    }

    pub(crate) async fn run(&self, job: JobId, seal: Option<SealKey>) -> RunEnd {
        let (_handle, control) = control();
        self.pipeline.run_upload(job, self.keys(seal), control).await
    }

    /// Start a run that the test steers.
    pub(crate) fn start(&self, job: JobId, seal: Option<SealKey>) -> (ControlHandle, tokio::task::JoinHandle<RunEnd>) {
        let (handle, control) = control();
        let (pipeline, keys) = (self.pipeline.clone(), self.keys(seal));
        (handle, tokio::spawn(async move { pipeline.run_upload(job, keys, control).await }))
    }

    pub(crate) async fn fetch(&self, job: JobId, keys: impl Into<DownloadKeys>) -> RunEnd {
        let (_handle, control) = control();
        self.pipeline.run_download(job, keys, control).await
    }

    pub(crate) async fn fid(&self, job: JobId) -> Fid {
        self.journal.job(job).await.unwrap().unwrap().fid.unwrap()
    }

    /// Store a file and hand out its name.
    pub(crate) async fn stored(&self, path: &std::path::Path, seal: Seal, key: Option<SealKey>) -> Fid {
        let job = self.upload_job(path, seal).await;
        assert_eq!(self.run(job, key).await, RunEnd::Finished);
        self.fid(job).await
    }

    /// Do something at the moment of an event.
    pub(crate) fn at(
        &self,
        wanted: impl Fn(&JobEvent) -> bool + Send + 'static,
        action: impl FnOnce() + Send + 'static,
    ) {
        self.triggers.0.lock().unwrap().push((Box::new(wanted), Box::new(action)));
    }

    /// Run until an event, then pause.
    pub(crate) async fn run_until(
        &self,
        job: JobId,
        seal: Option<SealKey>,
        wanted: impl Fn(&JobEvent) -> bool + Send + 'static,
    ) -> RunEnd {
        let (handle, control) = control();
        self.at(wanted, move || handle.pause());
        self.pipeline.run_upload(job, self.keys(seal), control).await
    }

    pub(crate) async fn events(&self, job: JobId) -> Vec<JobEvent> {
        self.journal.events(Some(job), 0, 10_000).await.unwrap().into_iter().map(|e| e.event).collect()
    }

    /// Orders of a file that this journal ever signed.
    pub(crate) async fn orders_signed(&self, job: JobId) -> usize {
        let records = self.journal.transactions(job).await.unwrap();
        records.iter().filter(|r| matches!(r.purpose, TransactionPurpose::Order { .. })).count()
    }

    /// Locked space after everything: a second declaration would leave some.
    pub(crate) fn locked(&self) -> ByteCount {
        self.chain.territory_now(self.signer.0, &space()).unwrap().locked
    }

    pub(crate) fn used(&self) -> ByteCount {
        self.chain.territory_now(self.signer.0, &space()).unwrap().used
    }

    /// Every fragment that left is one of the plan, byte for byte.
    pub(crate) fn assert_only_planned_bytes_left(&self, allowed: &[pileus_domain::FilePlan]) {
        let hashes: std::collections::BTreeSet<_> =
            allowed.iter().flat_map(|p| &p.segments).flat_map(|s| s.fragments.clone()).collect();
        for sent in self.nodes.sent() {
            assert_eq!(sent.actual, sent.declared, "bytes of another content left");
            assert!(hashes.contains(&sent.actual), "a fragment outside the plan left");
        }
    }
}

/// Where the gateway listens.
pub(crate) fn gateway_endpoint() -> Endpoint {
    Endpoint("http://gateway.example".into())
}

/// A gateway that may act for the account in its space, and names files as Pileus does.
fn gateway(signer: &FakeSigner) -> FakeGateway {
    let gateway = FakeGateway::new(gateway_endpoint(), |bytes| planned(bytes).fid);
    gateway.allow(signer.0, space().as_str());
    gateway
}

/// Where the gateway of CD²N listens.
pub(crate) fn cd2n_endpoint() -> Endpoint {
    Endpoint("https://retriever.example".into())
}

/// The pool that it belongs to.
pub(crate) const POOL: &str = "POOL OF TESTS";

/// The same of CD²N: it names files by the flat rule, and tells where and what it is.
fn cd2n(signer: &FakeSigner) -> FakeGateway {
    let gateway = FakeGateway::new(cd2n_endpoint(), |bytes| planned_by(FidRule::Flat, bytes).fid);
    gateway.allow(signer.0, space().as_str());
    gateway.introduce(GatewayIdentity {
        version: "CD²N".to_owned(),
        endpoint: Some(cd2n_endpoint()),
        pool: Some(POOL.to_owned()),
    });
    gateway
}

/// What a file of these bytes becomes on the network.
pub(crate) fn planned(bytes: &[u8]) -> FilePlan {
    planned_by(FidRule::Merkle, bytes)
}

/// The same by another rule.
pub(crate) fn planned_by(rule: FidRule, bytes: &[u8]) -> FilePlan {
    let envelope = Envelope::Plain;
    let encoder = Encoder::new(Geometry::CESS, bytes, &envelope).unwrap().named_by(rule);
    encoder.plan_with(1, &mut |_| ControlFlow::Continue(())).unwrap()
}

fn pipeline(
    chain: &FakeChain,
    nodes: &FakeNodes,
    [gateway, cd2n]: [&FakeGateway; 2],
    journal: &FakeJournal,
    triggers: &Arc<Triggers>,
) -> Pipeline {
    Pipeline {
        chain: Arc::new(chain.clone()),
        nodes: Arc::new(nodes.clone()),
        gateway: Arc::new(gateway.clone()),
        cd2n: Arc::new(cd2n.clone()),
        journal: Arc::new(journal.clone()),
        clock: Arc::new(FakeClock::at(Timestamp(1_000))),
        entropy: Arc::new(FakeEntropy::from_seed(11)),
        limits: Limits { argon2: Limits::for_tests().argon2, ..Limits::default() },
        observer: triggers.clone(),
    }
}

/// Nodes see the chain's orders, and the chain sees what nodes keep.
fn link(chain: &FakeChain, nodes: &FakeNodes) {
    let orders = chain.clone();
    nodes.check_orders(move |fid, fragment| {
        let deal = orders.deal(fid).map(|d| d.segments.iter().any(|s| s.fragments.contains(fragment)));
        deal.unwrap_or_else(|| orders.file(fid).is_some())
    });
    let reports = chain.clone();
    nodes.on_stored(move |stored| reports.node_keeps(stored.node, &stored.fid, stored.fragment));
}

pub(crate) fn endpoint(number: u8) -> Endpoint {
    Endpoint(format!("127.0.0.1:{}", 15_000 + u16::from(number)))
}

pub(crate) fn space() -> TerritoryName {
    TerritoryName::new("default").unwrap()
}

pub(crate) fn data_key() -> SealKey {
    SealKey::DataKey(SecretBytes::new([9; 32]))
}

pub(crate) fn sealed() -> Seal {
    Seal::data_key("0909")
}

pub(crate) fn code(end: &RunEnd) -> &str {
    match end {
        RunEnd::Failed(problem) => &problem.code,
        RunEnd::Finished => "finished",
        RunEnd::Paused => "paused",
        RunEnd::NeedsKey => "needs_key",
        RunEnd::Cancelled => "cancelled",
    }
}

pub(crate) const STRANGER: AccountId = AccountId([0x55; 32]);
