//! What every client of gateways must do.

use std::{io, ops::Range, sync::Arc};

use bytes::Bytes;
use futures::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use pileus_domain::{ChainFileName, ContentHash, Endpoint, Fid, TerritoryName};

use crate::{Gateway, GatewayContent, GatewayError, GatewayErrorKind, GatewayUpload, Handed, Passage, Signer};

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
    /// Its name on the network.
    pub fid: Fid,
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
    who_has_not_authorised_it_is_told_so(world).await;
    a_territory_that_is_not_there_is_named(world).await;
    a_file_that_cannot_be_read_is_not_handed_over(world).await;
    a_file_is_taken_and_handed_out_again(world).await;
    handing_over_again_changes_nothing(world).await;
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
    let version = world.gateway.version(&world.endpoint).await.unwrap();
    assert!(!version.is_empty() && !version.contains(char::is_control), "{version:?}");
}

async fn where_nobody_listens_nothing_is_reached<G: Gateway>(world: &GatewayWorld<G>) {
    let error = world.gateway.version(&world.nobody).await.unwrap_err();
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
    assert_eq!(error.kind, GatewayErrorKind::TerritoryMissing, "{error:?}");
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

async fn handing_over_again_changes_nothing<G: Gateway>(world: &GatewayWorld<G>) {
    let handed = hand_over(world, &*world.owner, &world.territory, &Passage::default()).await.unwrap();
    assert_eq!(handed.fid, world.fid);
}
