//! A person's data folder with the real adapters over it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use pileus_app::{
    DownloadRequest, GatewayChange, Outcome, Ports, SealChoice, Services, Settings, TerritoryChange, UploadRequest,
};
use pileus_cd2n::{Cd2nAdapter, Cd2nProfile};
use pileus_chain::{ChainAdapter, Profile};
use pileus_domain::{
    AccountId, BucketName, Call, Fid, FilePlan, JobId, Problem, Route, Ss58Prefix, Territory, TerritoryName,
};
use pileus_gateway::{GatewayAdapter, GatewayProfile};
use pileus_journal::JournalAdapter;
use pileus_keystore::{KeystoreAdapter, PassphraseCost};
use pileus_nodes::{NodesAdapter, NodesProfile, NodesTimeouts, Paces};
use pileus_pipeline::{Control, Limits, Observer, Pipeline, RunEnd, SealKey, UploadKeys, control};
use pileus_ports::{
    AccountOrigin, At as Place, Chain, Clock, Entropy, JobEvent, JobRecord, Journal, Opening, OsEntropy, SecretText,
    SystemClock, TransactionOutcome, TransactionPurpose, TransferDetails,
};

use super::{At, Moment, Town};

/// The territory that everybody rents, in GiB.
const SPACE: u32 = 4;
/// Its term in days.
const TERM: u32 = 30;

/// One person's journal, vault and connections. Opening the same folder again is a restart.
pub(crate) struct Desk {
    pub(crate) services: Services,
    pub(crate) folder: PathBuf,
    pub(crate) account: AccountId,
    /// How fast files go to gateways and come from them.
    pub(crate) paces: Paces,
}

/// Patience of the stories: short, but long enough for two slow cores.
pub(crate) fn limits() -> Limits {
    Limits { order_not_seen: Duration::from_secs(20), report_patience: Duration::from_secs(15), ..Limits::for_tests() }
}

impl Desk {
    /// Open a data folder with the usual patience.
    pub(crate) async fn open(folder: &Path, url: &str) -> Self {
        Self::open_with(folder, url, limits()).await
    }

    /// Open a data folder; make it when it is missing.
    pub(crate) async fn open_with(folder: &Path, url: &str, limits: Limits) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let settings = Settings { limits, ..Settings::for_tests() };
        let paces = Paces::default();
        let services = Services::connect(ports(folder, url, &paces).await, settings).await.unwrap();
        let account = services.keys.accounts().unwrap().first().map_or(AccountId([0; 32]), |entry| entry.account);
        Self { services, folder: folder.to_owned(), account, paces }
    }

    /// The same folder as the next process finds it.
    pub(crate) async fn reopened(self, url: &str) -> Self {
        let folder = self.folder.clone();
        drop(self);
        Self::open(&folder, url).await
    }

    /// The same folder with another patience.
    pub(crate) async fn with_limits(self, url: &str, limits: Limits) -> Self {
        let folder = self.folder.clone();
        drop(self);
        Self::open_with(&folder, url, limits).await
    }

    /// Take a development account, rent space, make a data key.
    pub(crate) async fn settle(mut self, name: &str) -> Self {
        let secret = SecretText::new(format!("//{name}"));
        let entry = self.services.keys.import_account(name, &secret, AccountOrigin::Development).unwrap();
        self.account = entry.account;
        self.services.keys.ensure_data_key("default").unwrap();
        self.rent(&space(), SPACE).await;
        self
    }

    /// Rent a territory.
    pub(crate) async fn rent(&self, name: &TerritoryName, gib: u32) {
        let change = TerritoryChange::Rent { name: name.clone(), gib, days: TERM };
        let quote = self.services.territories.quote(&self.account, &change).await.unwrap();
        self.services.territories.carry_out(&quote).await.unwrap();
    }

    /// Sign a call, and wait until it is final.
    pub(crate) async fn call(&self, call: Call) -> Result<TransactionOutcome, Problem> {
        let signer = self.services.ports().keystore.signer(&self.account).unwrap();
        let purpose = TransactionPurpose::Other("a story".into());
        self.services.pipeline().execute(call, &*signer, purpose, "a call of a story".into(), None).await
    }

    /// Let a gateway of the town act for the account; gives the way through it.
    pub(crate) async fn authorise(&self, town: &Town, gateway: usize) -> Route {
        self.change_gateway(town, gateway, GatewayChange::Authorise).await;
        let name = &town.network.info().gateways[gateway].account;
        self.services.gateways.route(&self.account, name).await.unwrap()
    }

    /// Give the power over the account to a gateway of the town, or take it back.
    pub(crate) async fn change_gateway(&self, town: &Town, gateway: usize, change: GatewayChange) {
        let name = &town.network.info().gateways[gateway].account;
        let quote = self.services.gateways.quote(&self.account, change, name).await.unwrap();
        self.services.gateways.carry_out(&quote).await.unwrap();
    }

    pub(crate) fn chain(&self) -> &dyn Chain {
        &*self.services.ports().chain
    }

    pub(crate) fn journal(&self) -> &dyn Journal {
        &*self.services.ports().journal
    }

    /// What an upload of this file would ask for.
    pub(crate) fn request(&self, path: &Path, seal: SealChoice) -> UploadRequest {
        UploadRequest {
            path: path.to_owned(),
            name: None,
            account: self.account,
            territory: space(),
            bucket: BucketName::new("files").unwrap(),
            seal,
            route: Route::Direct,
            client_allocation: false,
        }
    }

    /// A new upload job.
    pub(crate) async fn job(&self, path: &Path, seal: SealChoice) -> JobId {
        self.services.transfers.create_upload(self.request(path, seal)).await.unwrap().job.id
    }

    /// A new upload job that goes this way.
    pub(crate) async fn job_by(&self, path: &Path, route: &Route) -> JobId {
        let request = UploadRequest { route: route.clone(), ..self.request(path, SealChoice::None) };
        self.services.transfers.create_upload(request).await.unwrap().job.id
    }

    /// Why gateways were given up in the course of a job, by the codes of the problems.
    pub(crate) async fn given_up(&self, job: JobId) -> Vec<String> {
        let code = |event| match event {
            JobEvent::GatewayGivenUp { problem, .. } => Some(problem.code),
            _ => None,
        };
        self.events(job).await.into_iter().filter_map(code).collect()
    }

    /// Run a job to its end.
    pub(crate) async fn run(&self, job: JobId) -> Outcome {
        self.services.transfers.start(job, None).await.unwrap();
        self.services.transfers.wait(job).await.unwrap()
    }

    /// Run an upload with somebody who acts at the very moment of an event.
    pub(crate) async fn run_watched(&self, job: JobId, observer: Arc<dyn Observer>, control: Control) -> RunEnd {
        let pipeline = Pipeline { observer, ..self.services.pipeline().clone() };
        let claim = self.journal().claim(job).await.unwrap().expect("nobody else runs the job");
        let end = pipeline.run_upload(job, self.keys(&self.record(job).await), control).await;
        drop(claim);
        end
    }

    /// Run an upload up to a moment, and pause it there.
    pub(crate) async fn run_until(&self, job: JobId, moment: Moment) {
        let (handle, control) = control();
        let end = self.run_watched(job, Arc::new(At::new(moment, move || handle.pause())), control).await;
        assert_eq!(end, RunEnd::Paused, "{moment:?}");
    }

    fn keys(&self, job: &JobRecord) -> UploadKeys {
        let keystore = &self.services.ports().keystore;
        let TransferDetails::Upload(details) = &job.details else { panic!("job {} is no upload", job.id) };
        let key = |fingerprint| SealKey::DataKey(keystore.data_key(fingerprint).unwrap());
        let seal = details.seal.fingerprints().map(key).collect();
        UploadKeys { signer: keystore.signer(&self.account).unwrap().into(), seal }
    }

    /// Store a file, and hand out its name.
    pub(crate) async fn store(&self, path: &Path, seal: SealChoice) -> Fid {
        let outcome = self.run(self.job(path, seal).await).await;
        assert_eq!(outcome.end, RunEnd::Finished);
        assert!(outcome.block.is_some(), "stored means in a final block");
        outcome.job.fid.unwrap()
    }

    /// A new download job.
    pub(crate) async fn download_job(&self, fid: Fid, target: &Path) -> JobId {
        let request = DownloadRequest {
            fid,
            account: Some(self.account),
            target: target.to_owned(),
            opening: Opening::Told,
            route: Route::Direct,
        };
        self.services.transfers.create_download(request).await.unwrap().job.id
    }

    /// Get a file back, and say where it is.
    pub(crate) async fn fetch(&self, fid: Fid, name: &str) -> PathBuf {
        let target = self.folder.join(name);
        let outcome = self.run(self.download_job(fid, &target).await).await;
        assert_eq!(outcome.end, RunEnd::Finished, "the download of {fid} to {name}");
        target
    }

    /// A job as the journal has it.
    pub(crate) async fn record(&self, job: JobId) -> JobRecord {
        self.journal().job(job).await.unwrap().unwrap()
    }

    /// The plan of a job, if it was made.
    pub(crate) async fn plan(&self, job: JobId) -> Option<FilePlan> {
        self.journal().plan(job).await.unwrap()
    }

    /// What happened to a job so far.
    pub(crate) async fn events(&self, job: JobId) -> Vec<JobEvent> {
        self.journal().events(Some(job), 0, 10_000).await.unwrap().into_iter().map(|record| record.event).collect()
    }

    /// The territory at a final block.
    pub(crate) async fn space(&self) -> Territory {
        self.chain().territory(&self.account, &space(), Place::Final).await.unwrap().unwrap()
    }

    /// Bytes of stored files and of open orders, at a final block.
    pub(crate) async fn used_and_locked(&self) -> (u64, u64) {
        let territory = self.space().await;
        (territory.used.0, territory.locked.0)
    }
}

/// The name of everybody's territory.
pub(crate) fn space() -> TerritoryName {
    TerritoryName::new("default").unwrap()
}

/// The problem that a run ended with, or its end in a word.
pub(crate) fn code(end: &RunEnd) -> &str {
    match end {
        RunEnd::Failed(problem) => &problem.code,
        RunEnd::Finished => "finished",
        RunEnd::Paused => "paused",
        RunEnd::NeedsKey => "needs_key",
        RunEnd::Cancelled => "cancelled",
    }
}

async fn ports(folder: &Path, url: &str, paces: &Paces) -> Ports {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let entropy: Arc<dyn Entropy> = Arc::new(OsEntropy);
    let profile = Profile { endpoints: vec![url.to_owned()], pinned_genesis: None, limits: chain_limits() };
    let nodes = NodesProfile { allow_private_addresses: true, timeouts: node_timeouts() };
    let vault = folder.join("vault");
    let keystore = KeystoreAdapter::open(&vault, PassphraseCost::LEAST, Arc::clone(&entropy), Arc::clone(&clock));
    Ports {
        chain: Arc::new(ChainAdapter::connect(profile, Arc::clone(&clock)).await.unwrap()),
        nodes: Arc::new(NodesAdapter::new(nodes, &*entropy).unwrap()),
        gateway: Arc::new(gateway(&clock, &entropy).at_pace(paces.clone())),
        cd2n: Arc::new(cd2n(&clock, &entropy).at_pace(paces.clone())),
        journal: Arc::new(JournalAdapter::open(&folder.join("journal")).unwrap()),
        keystore: Arc::new(keystore.unwrap()),
        clock,
        entropy,
    }
}

fn gateway(clock: &Arc<dyn Clock>, entropy: &Arc<dyn Entropy>) -> GatewayAdapter {
    let profile = GatewayProfile { allow_private_addresses: true, ..GatewayProfile::default() };
    GatewayAdapter::new(profile, Arc::clone(clock), Arc::clone(entropy)).unwrap()
}

fn cd2n(clock: &Arc<dyn Clock>, entropy: &Arc<dyn Entropy>) -> Cd2nAdapter {
    let profile = Cd2nProfile { allow_private_addresses: true, ..Cd2nProfile::of_network(Ss58Prefix::CESS) };
    Cd2nAdapter::new(profile, Arc::clone(clock), Arc::clone(entropy)).unwrap()
}

fn chain_limits() -> pileus_chain::Limits {
    pileus_chain::Limits {
        connect: Duration::from_secs(5),
        request: Duration::from_secs(10),
        silence: Duration::from_secs(3),
        back_off_first: Duration::from_millis(50),
        back_off_most: Duration::from_millis(400),
    }
}

fn node_timeouts() -> NodesTimeouts {
    NodesTimeouts {
        connect: Duration::from_secs(5),
        status: Duration::from_secs(5),
        fragment: Duration::from_secs(20),
        stall: Duration::from_secs(6),
    }
}
