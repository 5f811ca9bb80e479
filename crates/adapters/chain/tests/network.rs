//! A local network for one test, and accounts on it.

use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use pileus_chain::{ChainAdapter, Limits, Profile};
use pileus_domain::{AccountId, ColumnIndex, FilePlan};
use pileus_localnet::{Allocation, LocalNetwork, Settings};
use pileus_ports::{Signer, SystemClock, conformance::chain as suite};
use scale_value::Value;
use subxt::{OnlineClient, SubstrateConfig, dynamic};
use subxt_signer::{SecretUri, sr25519::Keypair};
use tempfile::TempDir;

/// A running network with its folder.
pub(crate) struct Network {
    /// The network.
    pub(crate) local: LocalNetwork,
    _folder: TempDir,
    accounts: AtomicU32,
}

impl Network {
    /// Start one.
    pub(crate) async fn start(allocation: Allocation) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { allocation, ..Settings::for_tests(folder.path()) };
        let local = LocalNetwork::start(settings).await.unwrap();
        Self { local, _folder: folder, accounts: AtomicU32::new(0) }
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> String {
        self.local.info().rpc_url.clone()
    }

    /// An adapter on it.
    pub(crate) async fn adapter(&self) -> ChainAdapter {
        connect(vec![self.url()]).await
    }

    /// A new account with money.
    pub(crate) async fn funded_key(&self) -> Key {
        let key = self.new_key();
        let address = key.account().to_string();
        self.local.endow(&address, suite::NEEDED.0 + 1_000_000_000_000_000_000).await.unwrap();
        key
    }

    /// A new account.
    pub(crate) fn new_key(&self) -> Key {
        Key::of(&format!("//Conformance//{}", self.accounts.fetch_add(1, Ordering::Relaxed)))
    }

    /// Let a storage node report a column, as it would after it got its fragments.
    pub(crate) async fn report(&self, plan: &FilePlan, column: ColumnIndex) {
        let node = Key::of(&format!("//Node//{}", column.position()));
        let api = OnlineClient::<SubstrateConfig>::from_insecure_url(self.url()).await.unwrap();
        let fid = Value::unnamed_composite([Value::from_bytes(plan.fid.to_text())]);
        let arguments = Value::named_composite([("index", Value::u128(column.number().into())), ("deal_hash", fid)]);
        let call = dynamic::tx("FileBank", "transfer_report", arguments);
        let mut transactions = api.tx().await.unwrap();
        let progress = transactions.sign_and_submit_then_watch_default(&call, &node.0).await.unwrap();
        progress.wait_for_finalized_success().await.unwrap();
    }
}

/// Waits that a test can stand.
pub(crate) fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(5),
        request: Duration::from_secs(5),
        silence: Duration::from_secs(1),
        back_off_first: Duration::from_millis(20),
        back_off_most: Duration::from_millis(200),
    }
}

/// A profile with these endpoints.
pub(crate) fn profile(endpoints: Vec<String>) -> Profile {
    Profile { endpoints, pinned_genesis: None, limits: limits() }
}

/// An adapter on these endpoints.
pub(crate) async fn connect(endpoints: Vec<String>) -> ChainAdapter {
    ChainAdapter::connect(profile(endpoints), Arc::new(SystemClock)).await.unwrap()
}

/// A development key that signs.
pub(crate) struct Key(Keypair);

impl Key {
    /// From a derivation path.
    pub(crate) fn of(uri: &str) -> Self {
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

#[async_trait]
impl suite::ChainFixture for Network {
    async fn funded(&self) -> Arc<dyn Signer> {
        Arc::new(self.funded_key().await)
    }
    async fn penniless(&self) -> Arc<dyn Signer> {
        Arc::new(self.new_key())
    }
    async fn report_all(&self, plan: &FilePlan) {
        for column in ColumnIndex::all() {
            self.report(plan, column).await;
        }
    }
    fn patience(&self) -> Duration {
        Duration::from_secs(20)
    }
}
