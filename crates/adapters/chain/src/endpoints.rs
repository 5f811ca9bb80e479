//! Several endpoints of one chain: which to ask, and what to do when it fails.

use std::{
    future::Future,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use pileus_domain::GenesisHash;
use pileus_ports::{ChainError, Clock, EndpointHealth, ErrorKind, PortError, Timestamp};
use tokio::time::Instant;

use crate::{
    connection::Connection,
    error::{AdapterError, bounded, fails_over},
    profile::{ENDPOINT_LIMIT, Limits, Profile, check_address},
    runtime::Runtimes,
};

/// Attempts of one call on one endpoint: an open connection may turn out to be dead, a new one is tried once.
const ATTEMPTS: usize = 2;

/// All endpoints of one chain.
pub(crate) struct Endpoints {
    list: Vec<Endpoint>,
    in_use: AtomicUsize,
    genesis: OnceLock<GenesisHash>,
    runtimes: Runtimes,
    limits: Limits,
    clock: Arc<dyn Clock>,
}

struct Endpoint {
    url: String,
    connection: tokio::sync::Mutex<Option<Arc<Connection>>>,
    health: Mutex<Health>,
}

#[derive(Default)]
struct Health {
    connected: bool,
    trouble: Option<String>,
    since: Option<Timestamp>,
    failures: u32,
    rests_until: Option<Instant>,
}

impl Endpoints {
    /// Take a profile; nothing is connected yet.
    pub(crate) fn new(profile: Profile, clock: Arc<dyn Clock>) -> Result<Self, ChainError> {
        let count = profile.endpoints.len();
        if !(1..=ENDPOINT_LIMIT).contains(&count) {
            let reason = "a network needs 1 to 16 endpoints";
            return Err(AdapterError::Address { url: format!("{count} endpoints"), reason }.into());
        }
        for url in &profile.endpoints {
            check_address(url)?;
        }
        let genesis = profile.pinned_genesis.map_or_else(OnceLock::new, OnceLock::from);
        let list = profile.endpoints.into_iter().map(Endpoint::new).collect();
        let runtimes = Runtimes::default();
        Ok(Self { list, in_use: AtomicUsize::new(0), genesis, runtimes, limits: profile.limits, clock })
    }

    /// Bounds of waits.
    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Runtimes by version.
    pub(crate) fn runtimes(&self) -> &Runtimes {
        &self.runtimes
    }

    /// Ask the endpoint in use; when it cannot be reached or does not answer, the next ones.
    ///
    /// The operation may run several times and must do no harm by it.
    pub(crate) async fn run<T, F, R>(&self, operation: F) -> Result<T, ChainError>
    where
        F: Fn(Arc<Connection>) -> R + Send + Sync,
        R: Future<Output = Result<T, ChainError>> + Send,
        T: Send,
    {
        let mut failure = None;
        for index in self.order() {
            match self.list[index].run(self, &operation).await {
                Ok(answer) => {
                    self.in_use.store(index, Ordering::Relaxed);
                    return Ok(answer);
                }
                Err(error) if fails_over(&error) => failure = Some(graver(failure, error)),
                Err(error) => return Err(error),
            }
        }
        Err(failure.unwrap_or_else(|| PortError::new(ErrorKind::Unavailable, "the chain", "no endpoint").into()))
    }

    /// The one in use first, then those that do not rest, then the others.
    fn order(&self) -> Vec<usize> {
        let (now, first) = (Instant::now(), self.in_use.load(Ordering::Relaxed));
        let mut order: Vec<usize> = (0..self.list.len()).collect();
        order.sort_by_key(|&i| (self.list[i].rests(now), i != first, i));
        order
    }

    /// How each endpoint does.
    pub(crate) fn health(&self) -> Vec<EndpointHealth> {
        let first = self.in_use.load(Ordering::Relaxed);
        let one = |(index, endpoint): (usize, &Endpoint)| {
            let health = endpoint.health();
            let in_use = index == first && health.connected;
            EndpointHealth { url: endpoint.url.clone(), in_use, trouble: health.trouble.clone(), since: health.since }
        };
        self.list.iter().enumerate().map(one).collect()
    }

    /// The same chain as ever? The first one that answers is the one, unless one was pinned.
    fn check(&self, connection: &Connection) -> Result<(), ChainError> {
        let (found, expected) = (connection.genesis(), *self.genesis.get_or_init(|| connection.genesis()));
        if found == expected { Ok(()) } else { Err(ChainError::WrongNetwork { expected, found }) }
    }
}

impl Endpoint {
    fn new(url: String) -> Self {
        Self { url, connection: tokio::sync::Mutex::new(None), health: Mutex::new(Health::default()) }
    }

    fn health(&self) -> MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rests(&self, now: Instant) -> bool {
        self.health().rests_until.is_some_and(|until| until > now)
    }

    async fn run<T, F, R>(&self, all: &Endpoints, operation: &F) -> Result<T, ChainError>
    where
        F: Fn(Arc<Connection>) -> R + Send + Sync,
        R: Future<Output = Result<T, ChainError>> + Send,
        T: Send,
    {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let (connection, fresh) = self.connect(all).await?;
            let error = match run_once(all, &connection, operation).await {
                Err(error) if fails_over(&error) => error,
                answer => {
                    self.note_answer();
                    return answer;
                }
            };
            self.give_up(&connection).await;
            if fresh || attempts >= ATTEMPTS || is_late(&error) {
                self.note_failure(all, &error);
                return Err(error);
            }
        }
    }

    /// The open connection, or a new one; says whether it is new.
    async fn connect(&self, all: &Endpoints) -> Result<(Arc<Connection>, bool), ChainError> {
        let mut slot = self.connection.lock().await;
        if let Some(open) = slot.as_ref().filter(|c| c.is_open()) {
            return Ok((open.clone(), false));
        }
        *slot = None;
        let opened = Connection::open(&self.url, &all.limits, &all.runtimes).await.map_err(ChainError::from);
        let checked = opened.and_then(|c| all.check(&c).map(|()| Arc::new(c)));
        let connection = checked.inspect_err(|e| self.note_failure(all, e))?;
        tracing::debug!(endpoint = connection.url(), "connected");
        *slot = Some(connection.clone());
        self.health().connected = true;
        Ok((connection, true))
    }

    async fn give_up(&self, dead: &Arc<Connection>) {
        let mut slot = self.connection.lock().await;
        if slot.as_ref().is_some_and(|c| Arc::ptr_eq(c, dead)) {
            *slot = None;
        }
    }

    fn note_answer(&self) {
        *self.health() = Health { connected: true, ..Health::default() };
    }

    fn note_failure(&self, all: &Endpoints, error: &ChainError) {
        let mut health = self.health();
        health.connected = false;
        health.failures = health.failures.saturating_add(1);
        health.rests_until = Some(Instant::now() + all.limits.back_off(health.failures));
        health.trouble = Some(bounded(&error.to_string()));
        health.since = Some(all.clock.now());
        tracing::warn!(endpoint = self.url, %error, "endpoint failed");
    }
}

/// Run once, and once more when an answer cannot be read because the runtime was upgraded meanwhile.
async fn run_once<T, F, R>(all: &Endpoints, connection: &Arc<Connection>, operation: &F) -> Result<T, ChainError>
where
    F: Fn(Arc<Connection>) -> R + Send + Sync,
    R: Future<Output = Result<T, ChainError>> + Send,
    T: Send,
{
    match operation(connection.clone()).await {
        Err(ChainError::Port(e)) if e.kind == ErrorKind::Corrupt => {
            if connection.refresh(&all.runtimes).await? {
                operation(connection.clone()).await
            } else {
                Err(e.into())
            }
        }
        answer => answer,
    }
}

fn is_late(error: &ChainError) -> bool {
    matches!(error, ChainError::Port(e) if e.kind == ErrorKind::TimedOut)
}

/// Of two failures the one that the person must know: another network is worse than silence.
fn graver(one: Option<ChainError>, other: ChainError) -> ChainError {
    match one {
        Some(wrong @ ChainError::WrongNetwork { .. }) => wrong,
        _ => other,
    }
}
