//! A network in use: services over its adapters, and the tasks that tell windows about them.
//!
//! Duty: open the data folder and its network, adopt what a killed program left, and end in order.
//!
//! Invariants: nothing here waits for a window; what is told to windows was in the journal first.
//!
//! Absent on purpose: no rule of the network. What can be asked for is decided by the services.

mod account_files;
mod bar;
mod buckets;
mod bulk;
mod catalogue;
mod checks;
mod connect;
mod data_keys;
mod files;
mod folder;
mod gateways;
mod home;
mod keyring;
mod keys;
mod kits;
mod local;
mod locking;
mod lookup;
mod narrate;
mod networks;
mod previews;
mod receipts;
mod rest;
mod settings;
mod sheet;
mod space;
mod transfers;
mod walk;

use std::sync::{Arc, Mutex, PoisonError};

use pileus_app::{Faucet, FirstUse, NetworkProfile, Ready, Services, Wishes};
use pileus_contract::window::NetworkBar;
use pileus_domain::{BucketName, Problem};
use pileus_pipeline::problem::stopped;
use pileus_ports::Consent;
use tokio::task::{AbortHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::stream::Stream;

pub(crate) use catalogue::Listener;
pub(crate) use checks::CheckWindow;
pub(crate) use folder::data_folder;
pub(crate) use home::{Home, Place};
use keyring::Keyring;
use kits::KitUses;
use local::Local;
pub(crate) use receipts::read_receipt_alone;
pub(crate) use rest::{REST_AT_END, REST_BETWEEN};

/// Problem codes of what a person has to get before files can be stored.
const NO_ACCOUNT: &str = "account_none";
const NO_SPACE: &str = "territory_none";

/// The services of one network, and what windows are told about it.
pub(crate) struct Session {
    pub(crate) stream: Stream,
    home: Arc<Home>,
    profile: NetworkProfile,
    services: Services,
    local: Option<Local>,
    tasks: Mutex<JoinSet<()>>,
    followers: catalogue::Followers,
    checks: checks::Checks,
    look_ups: checks::Checks,
    bulk: bulk::Bulk,
    closed: CancellationToken,
}

/// What came of looking for account, space, bucket and data key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Provision {
    /// Sentences about what was made.
    pub(crate) made: Vec<String>,
    /// Are account and space there?
    pub(crate) complete: bool,
}

/// A network that is open, and what it lacks.
pub(crate) type Opened = (Arc<Session>, Provision);

impl Session {
    /// Open the network in use, make what its first use needs as far as that costs nothing, and go on with what was
    /// left. None when `stop` was cancelled before all that was done; then what was opened is left again.
    ///
    /// # Errors
    /// A problem of the network, the vault or the journal. What was opened is left again.
    pub(crate) async fn open(home: Arc<Home>, stop: &CancellationToken) -> Result<Option<Opened>, Problem> {
        let profile = home.networks.resolve(None).await?;
        let mut local = None;
        if profile.is_local() {
            let Some(entered) = stop.run_until_cancelled(Local::enter(&home.folder)).await else { return Ok(None) };
            local = Some(entered?);
        }
        let connected = stop.run_until_cancelled(connect::connect(&home, &profile, local.as_ref())).await;
        let services = match connected {
            Some(Ok(services)) => services,
            ended => {
                leave(local).await;
                return ended.transpose().map(|_| None);
            }
        };
        let stream = Stream::new(NetworkBar::new(&profile, services.identity()));
        let (tasks, closed) = (Mutex::default(), CancellationToken::new());
        let (followers, checks) = (catalogue::Followers::default(), checks::Checks::default());
        let (look_ups, bulk) = (checks::Checks::default(), bulk::Bulk::default());
        let session =
            Arc::new(Self { stream, home, profile, services, local, tasks, followers, checks, look_ups, bulk, closed });
        match stop.run_until_cancelled(session.begin()).await {
            Some(Ok(provision)) => Ok(Some((session, provision))),
            ended => {
                session.close(REST_AT_END).await;
                ended.transpose().map(|_| None)
            }
        }
    }

    async fn begin(self: &Arc<Self>) -> Result<Provision, Problem> {
        let provision = self.provide().await?;
        self.look_again().await;
        let feed = self.begin_story().await?;
        self.spawn(Self::narrate(Arc::clone(self), feed));
        self.spawn(Self::watch_chain(Arc::clone(self)));
        let teller = Arc::clone(self);
        self.spawn(async move { teller.stream.tell().await });
        self.go_on().await?;
        Ok(provision)
    }

    /// On the local network everything is made; elsewhere account and space are the person's to get. What else is
    /// missing there is said by an upload.
    ///
    /// # Errors
    /// A problem of the local network, the vault or the journal.
    pub(crate) async fn provide(&self) -> Result<Provision, Problem> {
        let keys = &self.services.keys;
        let default_key = !keys.is_locked() && keys.default_data_key()?.is_none();
        let wishes = Wishes { default_key, ..Wishes::default() };
        match self.services.setup.first_use(&wishes, self.faucet()).await {
            Ok(first) => Ok(Provision { made: first.made, complete: true }),
            Err(problem) if self.local.is_some() => Err(problem),
            Err(problem) => {
                let complete = ![NO_ACCOUNT, NO_SPACE].contains(&problem.code.as_str());
                Ok(Provision { made: Vec::new(), complete })
            }
        }
    }

    /// Read the bar now, not with the next block; a chain that does not answer leaves it as it is.
    pub(crate) async fn look_again(&self) {
        if let Ok(bar) = self.read_bar().await {
            self.stream.set_bar(bar);
        }
    }

    /// Account, territory and bucket of an upload.
    async fn ready(&self, bucket: Option<BucketName>) -> Result<Ready, Problem> {
        let wishes = Wishes { bucket, ..Wishes::default() };
        let FirstUse { ready, .. } = self.services.setup.first_use(&wishes, self.faucet()).await?;
        Ok(ready)
    }

    /// Money of the local network; none elsewhere.
    fn faucet(&self) -> Option<&dyn Faucet> {
        self.local.as_ref().map(|local| local as &dyn Faucet)
    }

    /// Name of the network's profile.
    pub(crate) fn network(&self) -> &str {
        &self.profile.name
    }

    /// Where the local network that is hosted here can be asked.
    #[cfg(test)]
    pub(crate) fn local_url(&self) -> Option<String> {
        self.local.as_ref()?.rpc_url()
    }

    /// Wait until somebody asks that the local network, hosted here, ends; true if so, false once this was closed.
    pub(crate) async fn stop_requested(&self) -> bool {
        let Some(local) = &self.local else {
            self.closed.cancelled().await;
            return false;
        };
        tokio::select! {
            () = local.stop_requested() => true,
            () = self.closed.cancelled() => false,
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) -> AbortHandle {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).spawn(task)
    }
}

/// The last moment at which a person can think better of a change.
fn confirm(consent: &dyn Consent) -> Result<(), Problem> {
    if consent.confirm() { Ok(()) } else { Err(stopped()) }
}

/// Leave what was entered before a problem, or before the person gave up.
async fn leave(local: Option<Local>) {
    if let Some(local) = local {
        local.leave().await;
    }
}
