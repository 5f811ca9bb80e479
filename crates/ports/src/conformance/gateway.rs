//! What every client of gateways must do.

use std::{io, ops::Range, sync::Arc};

use bytes::Bytes;
use futures::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use pileus_domain::{ChainFileName, ContentHash, Endpoint, Fid, TerritoryName};

use crate::{
    Gateway, GatewayContent, GatewayError, GatewayErrorKind, GatewayIdentity, GatewayOwner, GatewayUpload, Handed,
    Passage, Signer,
};

/// Bytes that a piece of the suite's content has at most.
const PIECE: usize = 100_000;

/// A world to run the suite in.
pub struct GatewayWorld<G> {
    /// What is tested.
    pub gateway: G,
    /// A gateway that behaves.
    pub endpoint: Endpoint,
    /// An address where nothing listens.
    pub nobody: Endpoint,
    /// An account that has authorised the gateway.
    pub owner: Arc<dyn Signer>,
    /// A territory of it with room.
    pub territory: TerritoryName,
    /// An account that has authorised nobody.
    pub stranger: Arc<dyn Signer>,
    /// A file that was never handed over.
    pub content: Bytes,
    /// Its name on the network, as the gateway's program derives it.
    pub fid: Fid,
    /// The pool that the gateway says it belongs to, and with it where it is; none where its program has no pools.
    pub pool: Option<String>,
    /// Whether the gateway answers the name of a file that it has for this owner already; others refuse it.
    pub takes_again: bool,
}

/// How a cheat shows to a client that asks nobody but the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// In nothing: what it answers is what an honest gateway answers.
    InNothing,
    /// In another FID for the file.
    InTheFid,
    /// In other bytes for the file.
    InTheBytes,
    /// In every answer, as a failure of this kind.
    InEveryAnswer(GatewayErrorKind),
}

/// Content from memory.
struct InMemory(Bytes);

impl GatewayContent for InMemory {
    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&self, range: Range<u64>) -> BoxStream<'static, io::Result<Bytes>> {
        let place = |at: u64| usize::try_from(at).expect("it is in memory");
        let bytes = self.0.slice(place(range.start)..place(range.end));
        let starts = (0..bytes.len()).step_by(PIECE);
        let pieces: Vec<_> = starts.map(|at| Ok(bytes.slice(at..bytes.len().min(at + PIECE)))).collect();
        stream::iter(pieces).boxed()
    }
}

/// Content that cannot be read to its end.
struct Broken(Bytes);

impl GatewayContent for Broken {
    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&self, range: Range<u64>) -> BoxStream<'static, io::Result<Bytes>> {
        let half = InMemory(self.0.clone()).read(range.start..u64::midpoint(range.start, range.end));
        half.chain(stream::iter([Err(io::Error::other("the disk is gone"))])).boxed()
    }
}

/// Run the whole suite.
///
/// # Panics
/// When a promise of the port is broken.
pub async fn run<G: Gateway>(world: &GatewayWorld<G>) {
    a_gateway_says_what_it_is(world).await;
    where_nobody_listens_nothing_is_reached(world).await;
    // Before anything is refused, since some programs hand out what they refused to store.
    a_file_that_cannot_be_read_is_not_handed_over(world).await;
    who_has_not_authorised_it_is_told_so(world).await;
    a_territory_that_is_not_there_is_named(world).await;
    a_file_is_taken_and_handed_out_again(world).await;
    a_gateway_that_tells_of_files_tells_of_this_one(world).await;
    handing_over_again_changes_nothing(world).await;
}

/// Run the part of the suite that holds against a gateway that cheats at every request, and say what it handed over, if it
/// names a file at all.
///
/// # Panics
/// When the cheat shows otherwise.
pub async fn run_against_a_cheat<G: Gateway>(world: &GatewayWorld<G>, shows: Shows) -> Option<Handed> {
    let handed = hand_over(world, &*world.owner, &world.territory, &Passage::default()).await;
    if let Shows::InEveryAnswer(kind) = shows {
        let identity = world.gateway.identity(&world.endpoint).await;
        let read = world.gateway.read(&world.endpoint, &world.fid, 0..world.content.len() as u64).await;
        for error in [handed.unwrap_err(), identity.unwrap_err(), read.unwrap_err()] {
            assert_eq!(error.kind, kind, "{error:?}");
            assert_eq!(error.endpoint, world.endpoint.0, "an error names its gateway");
        }
        return None;
    }
    let handed = handed.unwrap();
    assert_eq!(handed.fid == world.fid, shows != Shows::InTheFid, "{:?}", handed.fid);
    if shows == Shows::InTheBytes {
        let length = world.content.len();
        let back = world.gateway.read(&world.endpoint, &world.fid, 0..length as u64).await.unwrap();
        assert_eq!((back.len(), back == world.content), (length, false));
    }
    Some(handed)
}

/// Hand over the world's content as this account.
///
/// # Errors
/// What the gateway makes of it.
pub async fn hand_over<G: Gateway>(
    world: &GatewayWorld<G>,
    signer: &dyn Signer,
    territory: &TerritoryName,
    passage: &Passage,
) -> Result<Handed, GatewayError> {
    let content = Arc::new(InMemory(world.content.clone()));
    let upload = GatewayUpload { name: name(), territory: territory.clone(), content };
    world.gateway.upload(&world.endpoint, &upload, signer, passage).await
}

fn name() -> ChainFileName {
    ChainFileName::new("conformance \u{e9}.bin").expect("a fitting name")
}

async fn a_gateway_says_what_it_is<G: Gateway>(world: &GatewayWorld<G>) {
    let GatewayIdentity { version, endpoint, pool } = world.gateway.identity(&world.endpoint).await.unwrap();
    assert!(!version.is_empty() && !version.contains(char::is_control), "{version:?}");
    assert_eq!(pool, world.pool);
    assert_eq!(endpoint, world.pool.as_ref().map(|_| world.endpoint.clone()), "who names a pool says where it is");
}

async fn where_nobody_listens_nothing_is_reached<G: Gateway>(world: &GatewayWorld<G>) {
    let error = world.gateway.identity(&world.nobody).await.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::Unreachable, "{error:?}");
    assert!(error.may_pass());
    assert_eq!(error.endpoint, world.nobody.0, "an error names its gateway");
}

async fn who_has_not_authorised_it_is_told_so<G: Gateway>(world: &GatewayWorld<G>) {
    let error = hand_over(world, &*world.stranger, &world.territory, &Passage::default()).await.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::NotAuthorised, "{error:?}");
    assert!(!error.may_pass());
}

async fn a_territory_that_is_not_there_is_named<G: Gateway>(world: &GatewayWorld<G>) {
    let nowhere = TerritoryName::new("nowhere").expect("a fitting name");
    let error = hand_over(world, &*world.owner, &nowhere, &Passage::default()).await.unwrap_err();
    // Some gateways do not tell whether it is missing or full.
    let named = matches!(error.kind, GatewayErrorKind::TerritoryMissing | GatewayErrorKind::NoSpace);
    assert!(named, "{error:?}");
}

async fn a_file_that_cannot_be_read_is_not_handed_over<G: Gateway>(world: &GatewayWorld<G>) {
    let content = Arc::new(Broken(world.content.clone()));
    let upload = GatewayUpload { name: name(), territory: world.territory.clone(), content };
    let sent = world.gateway.upload(&world.endpoint, &upload, &*world.owner, &Passage::default()).await;
    let error = sent.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::SourceFailed, "{error:?}");
    let error = world.gateway.read(&world.endpoint, &world.fid, 0..1).await.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::NotFound, "{error:?}");
}

async fn a_file_is_taken_and_handed_out_again<G: Gateway>(world: &GatewayWorld<G>) {
    let passage = Passage::default();
    let handed = hand_over(world, &*world.owner, &world.territory, &passage).await.unwrap();
    assert_eq!((handed.fid, handed.name), (world.fid, name()));
    assert_eq!(passage.bytes(), world.content.len() as u64, "every byte is counted once");
    let length = world.content.len();
    for range in [0..1, 0..length, 1..length, length - 1..length, length / 3..length / 2] {
        let asked = range.start as u64..range.end as u64;
        let back = world.gateway.read(&world.endpoint, &world.fid, asked).await.unwrap();
        assert!(back == world.content.slice(range.clone()), "{range:?} differs");
    }
    let unknown = Fid(ContentHash([0xab; 32]));
    let error = world.gateway.read(&world.endpoint, &unknown, 0..1).await.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::NotFound, "{error:?}");
}

async fn a_gateway_that_tells_of_files_tells_of_this_one<G: Gateway>(world: &GatewayWorld<G>) {
    let told = match world.gateway.about(&world.endpoint, &world.fid).await {
        Err(error) if error.kind == GatewayErrorKind::Unsupported => return,
        told => told.unwrap(),
    };
    assert_eq!(told.size.0, world.content.len() as u64);
    let owner = GatewayOwner { account: world.owner.account(), name: name().as_str().to_owned() };
    assert_eq!(told.owners, [owner]);
    let unknown = Fid(ContentHash([0xab; 32]));
    let error = world.gateway.about(&world.endpoint, &unknown).await.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::NotFound, "{error:?}");
}

async fn handing_over_again_changes_nothing<G: Gateway>(world: &GatewayWorld<G>) {
    match hand_over(world, &*world.owner, &world.territory, &Passage::default()).await {
        Ok(handed) => assert_eq!((handed.fid, world.takes_again), (world.fid, true)),
        Err(error) => {
            // While it is brought to the storage nodes, and afterwards.
            let refused = matches!(error.kind, GatewayErrorKind::Busy | GatewayErrorKind::Failed);
            assert!(refused && !world.takes_again, "{error:?}");
        }
    }
}
