//! What all services share.

use std::{sync::Arc, time::Duration};

use pileus_domain::{AccountId, Call, GatewayRecord, GatewaySoftware, GenesisHash, Planck, Problem};
use pileus_pipeline::{Limits, Pipeline, problem};
use pileus_ports::{Chain, ChainIdentity, Clock, Entropy, Gateway, Journal, Keystore, Nodes};

use crate::{
    Buckets, Files, Gateways, Keys, Previews, Receipts, Setup, Space, Status, Territories, Transfers,
    feed::Feed,
    uplink::{Measuring, Meter},
};

/// Everything that services reach the world through.
#[derive(Clone)]
pub struct Ports {
    /// The network in use.
    pub chain: Arc<dyn Chain>,
    /// Its storage nodes.
    pub nodes: Arc<dyn Nodes>,
    /// Its gateways of DeOSS.
    pub gateway: Arc<dyn Gateway>,
    /// Its gateways of CD²N.
    pub cd2n: Arc<dyn Gateway>,
    /// What survives a power cut.
    pub journal: Arc<dyn Journal>,
    /// Accounts and data keys.
    pub keystore: Arc<dyn Keystore>,
    /// Time of day.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
}

impl Ports {
    /// What speaks to a gateway, by the program that it is.
    pub fn gateway_of(&self, gateway: &GatewayRecord) -> &Arc<dyn Gateway> {
        match gateway.software {
            GatewaySoftware::Deoss => &self.gateway,
            GatewaySoftware::Cd2n => &self.cd2n,
        }
    }
}

/// Bounds of the services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Transfers that run at the same time.
    pub parallel: usize,
    /// Longest time until the doings of another process are noticed.
    pub poll: Duration,
    /// How long money on the local network may take.
    pub funds_patience: Duration,
    /// Bounds of the pipeline.
    pub limits: Limits,
}

impl Settings {
    /// Transfers that run at the same time, unless set otherwise.
    pub const PARALLEL: usize = 3;

    /// Short waits for tests.
    #[must_use]
    pub fn for_tests() -> Self {
        Self { poll: Duration::from_millis(20), limits: Limits::for_tests(), ..Self::default() }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            parallel: Self::PARALLEL,
            poll: Duration::from_millis(500),
            funds_patience: Duration::from_mins(1),
            limits: Limits::default(),
        }
    }
}

/// The ports, the identity of the chain behind them, and the event stream.
pub(crate) struct Context {
    pub(crate) ports: Ports,
    pub(crate) identity: ChainIdentity,
    pub(crate) pipeline: Pipeline,
    pub(crate) feed: Arc<Feed>,
    pub(crate) meter: Arc<Meter>,
    pub(crate) settings: Settings,
}

impl Context {
    pub(crate) fn genesis(&self) -> GenesisHash {
        self.identity.genesis
    }

    /// The fee of a call; none when the vault is locked or the chain does not say.
    pub(crate) async fn fee_of(&self, account: &AccountId, call: &Call) -> Option<Planck> {
        let signer = self.ports.keystore.signer(account).ok()?;
        self.ports.chain.fee(call, &*signer).await.ok()
    }
}

/// All services over one network; clones share them.
#[derive(Clone)]
pub struct Services {
    /// Uploads and downloads.
    pub transfers: Transfers,
    /// Buckets of the catalogue.
    pub buckets: Buckets,
    /// Files of the catalogue.
    pub files: Files,
    /// Services that may act for an account.
    pub gateways: Gateways,
    /// Rented space.
    pub territories: Territories,
    /// Rented space with its forecast, and quotes that wait for a yes.
    pub space: Space,
    /// Accounts and data keys.
    pub keys: Keys,
    /// Files and transactions as the chain knows them.
    pub status: Status,
    /// Signed proofs of what is stored.
    pub receipts: Receipts,
    /// Files shown without being downloaded.
    pub previews: Previews,
    /// What a fresh data folder needs.
    pub setup: Setup,
    context: Arc<Context>,
}

impl Services {
    /// Ask the chain who it is and build the services on it.
    ///
    /// # Errors
    /// The chain's problem when it cannot be reached, or is not the one expected.
    pub async fn connect(ports: Ports, settings: Settings) -> Result<Self, Problem> {
        let identity = ports.chain.identity().await.map_err(|e| problem::of_chain(&e))?;
        let feed = Arc::new(Feed::new());
        let meter = Arc::new(Meter::default());
        let pipeline = Pipeline {
            chain: Arc::clone(&ports.chain),
            nodes: Arc::clone(&ports.nodes),
            gateway: Arc::clone(&ports.gateway),
            cd2n: Arc::clone(&ports.cd2n),
            journal: Arc::clone(&ports.journal),
            clock: Arc::clone(&ports.clock),
            entropy: Arc::clone(&ports.entropy),
            limits: settings.limits.clone(),
            observer: Arc::new(Measuring { feed: Arc::clone(&feed), meter: Arc::clone(&meter) }),
        };
        Ok(Self::over(Arc::new(Context { ports, identity, pipeline, feed, meter, settings })))
    }

    fn over(context: Arc<Context>) -> Self {
        let keys = Keys::new(Arc::clone(&context.ports.keystore));
        Self {
            transfers: Transfers::new(Arc::clone(&context)),
            buckets: Buckets::new(Arc::clone(&context)),
            files: Files::new(Arc::clone(&context)),
            gateways: Gateways::new(Arc::clone(&context)),
            territories: Territories::new(Arc::clone(&context)),
            space: Space::new(Arc::clone(&context)),
            receipts: Receipts::new(Arc::clone(&context)),
            previews: Previews::new(Arc::clone(&context)),
            setup: Setup::new(Arc::clone(&context)),
            status: Status::new(Arc::clone(&context)),
            keys,
            context,
        }
    }

    /// Which chain these services work on.
    pub fn identity(&self) -> &ChainIdentity {
        &self.context.identity
    }

    /// The pipeline below, for checks that are no jobs.
    pub fn pipeline(&self) -> &Pipeline {
        &self.context.pipeline
    }

    /// The ports below.
    pub fn ports(&self) -> &Ports {
        &self.context.ports
    }
}
