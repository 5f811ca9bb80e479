//! A program on the local network: every real adapter, and one account.

use std::{path::Path, sync::Arc};

use pileus_cd2n::{Cd2nAdapter, Cd2nProfile};
use pileus_chain::ChainAdapter;
use pileus_domain::{
    BucketName, ByteCount, Call, ChainFileName, Condition, Fid, Geometry, JobId, Route, Ss58Prefix, Stage,
    TerritoryName,
};
use pileus_gateway::{GatewayAdapter, GatewayProfile};
use pileus_journal::JournalAdapter;
use pileus_keystore::{KeystoreAdapter, PassphraseCost};
use pileus_nodes::{NodesAdapter, NodesProfile};
use pileus_pipeline::{Limits, Pipeline, SealKey, Silent, UploadKeys, inspect_source, path_to_bytes};
use pileus_ports::{
    AccountOrigin, DownloadDetails, JobRecord, Keystore, OsEntropy, Seal, SecretText, Signer, SystemClock,
    TransactionPurpose, TransferDetails, UploadDetails,
};

/// Name of account, key, bucket and space alike.
const NAME: &str = "bench";
/// The development account that pays.
const ACCOUNT: &str = "//Alice";
/// Days for which space is rented.
const TERM: u32 = 30;

/// A program that is connected, with its journal open.
pub(crate) struct Client {
    pub(crate) pipeline: Pipeline,
    signer: Arc<dyn Signer>,
    key: SealKey,
    seal: Seal,
}

impl Client {
    /// Open a data folder, or make a new one, and connect.
    pub(crate) async fn open(data: &Path, rpc: &str) -> Self {
        let journal = JournalAdapter::open(data).expect("a journal");
        let (entropy, clock) = (Arc::new(OsEntropy), Arc::new(SystemClock));
        let keystore =
            KeystoreAdapter::open(&data.join("keys"), PassphraseCost::PRODUCT, entropy.clone(), clock.clone());
        let (signer, key, seal) = secrets(&keystore.expect("a keystore"));
        let profile = pileus_chain::Profile {
            endpoints: vec![rpc.to_owned()],
            pinned_genesis: None,
            limits: pileus_chain::Limits::default(),
        };
        let nodes = NodesProfile { allow_private_addresses: true, ..NodesProfile::default() };
        let gateways = GatewayProfile { allow_private_addresses: true, ..GatewayProfile::default() };
        let retrievers = Cd2nProfile { allow_private_addresses: true, ..Cd2nProfile::of_network(Ss58Prefix::CESS) };
        let cd2n = Cd2nAdapter::new(retrievers, clock.clone(), entropy.clone()).expect("a client of gateways");
        let gateway = GatewayAdapter::new(gateways, clock.clone(), entropy.clone()).expect("a client of gateways");
        let pipeline = Pipeline {
            chain: Arc::new(ChainAdapter::connect(profile, clock.clone()).await.expect("a chain")),
            nodes: Arc::new(NodesAdapter::new(nodes, entropy.as_ref()).expect("a client of storage nodes")),
            gateway: Arc::new(gateway),
            cd2n: Arc::new(cd2n),
            journal: Arc::new(journal),
            clock,
            entropy,
            limits: Limits::default(),
            observer: Arc::new(Silent),
        };
        Self { pipeline, signer, key, seal }
    }

    /// Rent room for a file of this length.
    pub(crate) async fn rent_for(&self, length: ByteCount) {
        // One segment more for the header of the sealed file.
        let bytes = (Geometry::CESS.segments(length.0) + 1) * Geometry::CESS.charge().0;
        let gib = u32::try_from(bytes.div_ceil(ByteCount::GIB.0)).expect("a size that a chain can sell");
        let call = Call::MintTerritory { name: territory(), gib, days: TERM };
        let purpose = TransactionPurpose::Territory;
        let rented = self.pipeline.execute(call, self.signer.as_ref(), purpose, "rent space".to_owned(), None).await;
        rented.expect("the space is for sale");
    }

    /// What an upload may use.
    pub(crate) fn keys(&self) -> UploadKeys {
        UploadKeys { signer: self.signer.clone().into(), seal: vec![self.key.clone()] }
    }

    /// What a download tries.
    pub(crate) fn data_key(&self) -> SealKey {
        self.key.clone()
    }

    /// A new job that uploads a file, sealed.
    pub(crate) async fn upload_job(&self, id: JobId, path: &Path) {
        let facts = inspect_source(path).expect("a readable file");
        let details = UploadDetails {
            source: path_to_bytes(path),
            stamp: None,
            name: facts.name.expect("a name"),
            chain_name: ChainFileName::new(NAME).expect("a valid name"),
            bucket: BucketName::new(NAME).expect("a valid name"),
            media_type: "application/octet-stream".to_owned(),
            territory: territory(),
            seal: self.seal.clone(),
            fid_rule: pileus_domain::FidRule::Merkle,
            route: Route::Direct,
            given_up: Vec::new(),
            client_allocation: false,
            cancel: None,
        };
        self.job(id, None, facts.length, TransferDetails::Upload(details)).await;
    }

    /// A new job that downloads a file.
    pub(crate) async fn download_job(&self, fid: Fid, target: &Path) -> JobId {
        let details = DownloadDetails::to(path_to_bytes(target));
        self.job(JobId(2), Some(fid), 0, TransferDetails::Download(details)).await
    }

    async fn job(&self, id: JobId, fid: Option<Fid>, size: u64, details: TransferDetails) -> JobId {
        let now = self.pipeline.clock.now();
        let job = JobRecord {
            id,
            genesis: self.pipeline.chain.identity().await.expect("a chain that answers").genesis,
            account: Some(self.signer.account()),
            fid,
            stage: if fid.is_some() { Stage::Fetching } else { Stage::Planning },
            condition: Condition::Queued,
            size: ByteCount(size),
            created: now,
            updated: now,
            details,
        };
        self.pipeline.journal.create_job(&job).await.expect("a new job");
        id
    }
}

/// Signer and data key, made when the keystore is new.
fn secrets(keystore: &KeystoreAdapter) -> (Arc<dyn Signer>, SealKey, Seal) {
    if keystore.accounts().expect("a readable keystore").is_empty() {
        let secret = SecretText::new(ACCOUNT.to_owned());
        keystore.import_account(NAME, &secret, AccountOrigin::Development).expect("a development account");
        keystore.create_data_key(NAME).expect("a new key");
    }
    let account = keystore.accounts().expect("a readable keystore")[0].account;
    let signer = keystore.signer(&account).expect("its key");
    let fingerprint = keystore.data_keys().expect("a readable keystore")[0].fingerprint.clone();
    let key = keystore.data_key(&fingerprint).expect("the data key");
    (signer, SealKey::DataKey(key), Seal::data_key(fingerprint))
}

fn territory() -> TerritoryName {
    TerritoryName::new(NAME).expect("a valid name")
}
