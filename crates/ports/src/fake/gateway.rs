//! A gateway in memory.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use pileus_domain::{AccountId, Endpoint, Fid};

use crate::{Gateway, GatewayError, GatewayErrorKind, GatewayUpload, Handed, Passage, Signer};

type Naming = Arc<dyn Fn(&[u8]) -> Fid + Send + Sync>;
type Ordering = Arc<dyn Fn(AccountId, &GatewayUpload, &Handed, &Bytes) + Send + Sync>;

/// One gateway at one address; clones share it.
#[derive(Clone)]
pub struct FakeGateway {
    endpoint: Endpoint,
    naming: Naming,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    authorised: BTreeSet<AccountId>,
    territories: BTreeSet<(AccountId, String)>,
    files: BTreeMap<Fid, Bytes>,
    failures: Vec<GatewayErrorKind>,
    on_order: Option<Ordering>,
}

impl FakeGateway {
    /// A gateway that names files as it is told.
    pub fn new(endpoint: Endpoint, naming: impl Fn(&[u8]) -> Fid + Send + Sync + 'static) -> Self {
        Self { endpoint, naming: Arc::new(naming), state: Arc::default() }
    }

    /// Let it act for an account, in one of its territories.
    pub fn allow(&self, account: AccountId, territory: &str) {
        let mut state = self.state();
        state.authorised.insert(account);
        state.territories.insert((account, territory.to_owned()));
    }

    /// Hear of each file that it takes, so that a fake chain can see it ordered.
    ///
    /// Called before the sender gets its answer, while no lock of the fake is held.
    pub fn on_order(&self, hook: impl Fn(AccountId, &GatewayUpload, &Handed, &Bytes) + Send + Sync + 'static) {
        self.state().on_order = Some(Arc::new(hook));
    }

    /// Let it hand out these bytes for a file, right or wrong.
    pub fn cache(&self, fid: Fid, bytes: Bytes) {
        self.state().files.insert(fid, bytes);
    }

    /// Let the next call fail so; earlier failures go first.
    pub fn fail_next(&self, kind: GatewayErrorKind) {
        self.state().failures.push(kind);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn error(&self, kind: GatewayErrorKind, message: &str) -> GatewayError {
        GatewayError::new(kind, &self.endpoint.0, message)
    }

    /// Is it this gateway that is asked, and does nothing go wrong?
    fn meet(&self, gateway: &Endpoint) -> Result<(), GatewayError> {
        if *gateway != self.endpoint {
            return Err(GatewayError::new(GatewayErrorKind::Unreachable, &gateway.0, "nobody listens there"));
        }
        let mut state = self.state();
        if state.failures.is_empty() {
            return Ok(());
        }
        let kind = state.failures.remove(0);
        drop(state);
        Err(self.error(kind, "it was told to fail"))
    }

    fn admit(&self, account: AccountId, territory: &str) -> Result<(), GatewayError> {
        let state = self.state();
        let (authorised, known) =
            (state.authorised.contains(&account), state.territories.contains(&(account, territory.to_owned())));
        drop(state);
        match (authorised, known) {
            (false, _) => Err(self.error(GatewayErrorKind::NotAuthorised, "space is not authorized")),
            (true, false) => Err(self.error(GatewayErrorKind::TerritoryMissing, "please purchase territory first")),
            (true, true) => Ok(()),
        }
    }
}

#[async_trait]
impl Gateway for FakeGateway {
    async fn version(&self, gateway: &Endpoint) -> Result<String, GatewayError> {
        self.meet(gateway)?;
        Ok("fake v1".to_owned())
    }

    async fn upload(
        &self,
        gateway: &Endpoint,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Handed, GatewayError> {
        self.meet(gateway)?;
        let account = signer.account();
        self.admit(account, upload.territory.as_str())?;
        passage.begin();
        let mut bytes = BytesMut::new();
        let mut pieces = upload.content.read(0..upload.content.length());
        while let Some(piece) = pieces.next().await {
            let broken = |e| self.error(GatewayErrorKind::SourceFailed, "the file could not be read").because(e);
            let piece = piece.map_err(broken)?;
            passage.add(piece.len() as u64);
            bytes.extend_from_slice(&piece);
        }
        let (bytes, name) = (bytes.freeze(), upload.name.clone());
        let handed = Handed { fid: (self.naming)(&bytes), name };
        self.state().files.insert(handed.fid, bytes.clone());
        let hook = self.state().on_order.clone();
        if let Some(hook) = hook {
            hook(account, upload, &handed, &bytes);
        }
        Ok(handed)
    }

    async fn read(&self, gateway: &Endpoint, fid: &Fid, range: Range<u64>) -> Result<Bytes, GatewayError> {
        self.meet(gateway)?;
        let file = self.state().files.get(fid).cloned();
        let file = file.ok_or_else(|| self.error(GatewayErrorKind::NotFound, "Not found"))?;
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(file.len());
        Ok(file.slice(place(range.start)..place(range.end)))
    }
}
