//! A gateway in memory.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use pileus_domain::{AccountId, ByteCount, Endpoint, Fid};

use crate::{
    Gateway, GatewayError, GatewayErrorKind, GatewayFile, GatewayIdentity, GatewayOwner, GatewayUpload, Handed,
    Passage, Signer,
};

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
    told: BTreeMap<Fid, GatewayFile>,
    failures: Vec<GatewayErrorKind>,
    identity: Option<GatewayIdentity>,
    on_order: Option<Ordering>,
    neighbours: Vec<FakeGateway>,
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

    /// Let another gateway be reached as well, at its own address.
    pub fn beside(&self, other: &Self) {
        self.state().neighbours.push(other.clone());
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

    /// Let it say this of itself.
    pub fn introduce(&self, identity: GatewayIdentity) {
        self.state().identity = Some(identity);
    }

    /// Let it say this of a file, true or not.
    pub fn tell(&self, fid: Fid, file: GatewayFile) {
        self.state().told.insert(fid, file);
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

    /// The neighbour that is asked.
    fn neighbour(&self, gateway: &Endpoint) -> Option<Self> {
        self.state().neighbours.iter().find(|other| other.endpoint == *gateway).cloned()
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
    async fn identity(&self, gateway: &Endpoint) -> Result<GatewayIdentity, GatewayError> {
        if let Some(other) = self.neighbour(gateway) {
            return other.identity(gateway).await;
        }
        self.meet(gateway)?;
        let told = self.state().identity.clone();
        Ok(told.unwrap_or_else(|| GatewayIdentity::of_version("fake v1".to_owned())))
    }

    async fn upload(
        &self,
        gateway: &Endpoint,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Handed, GatewayError> {
        if let Some(other) = self.neighbour(gateway) {
            return other.upload(gateway, upload, signer, passage).await;
        }
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
        let owner = GatewayOwner { account, name: handed.name.as_str().to_owned() };
        let file = GatewayFile { size: ByteCount(bytes.len() as u64), owners: vec![owner], nodes: Vec::new() };
        self.tell(handed.fid, file);
        let hook = self.state().on_order.clone();
        if let Some(hook) = hook {
            hook(account, upload, &handed, &bytes);
        }
        Ok(handed)
    }

    async fn read(&self, gateway: &Endpoint, fid: &Fid, range: Range<u64>) -> Result<Bytes, GatewayError> {
        if let Some(other) = self.neighbour(gateway) {
            return other.read(gateway, fid, range).await;
        }
        self.meet(gateway)?;
        let file = self.state().files.get(fid).cloned();
        let file = file.ok_or_else(|| self.error(GatewayErrorKind::NotFound, "Not found"))?;
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(file.len());
        Ok(file.slice(place(range.start)..place(range.end)))
    }

    fn link(&self, gateway: &Endpoint, fid: &Fid) -> Option<String> {
        Some(format!("{}/{fid}", gateway.url()))
    }

    async fn about(&self, gateway: &Endpoint, fid: &Fid) -> Result<GatewayFile, GatewayError> {
        self.meet(gateway)?;
        let told = self.state().told.get(fid).cloned();
        told.ok_or_else(|| self.error(GatewayErrorKind::NotFound, "Not found"))
    }
}
