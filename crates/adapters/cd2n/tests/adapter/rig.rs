//! An adapter that may speak to this computer, files from memory, and accounts that sign.

use std::{io, ops::Range, sync::Arc, time::Duration};

use bytes::Bytes;
use futures::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use pileus_cd2n::{Cd2nAdapter, Cd2nProfile, Cd2nTimeouts};
use pileus_domain::{ChainFileName, Ss58Prefix, TerritoryName};
use pileus_ports::{
    Gateway as _, GatewayContent, GatewayError, GatewayUpload, Handed, Passage, Timestamp,
    fake::{FakeClock, FakeEntropy, FakeSigner},
};

use crate::server::Server;

/// What time it is. Milliseconds since 1970.
pub(crate) const NOW: u64 = 1_767_225_600_000;
/// Bytes of a part of a file.
pub(crate) const CHUNK: usize = 8 << 20;

/// A gateway that is told what to say, and the adapter.
pub(crate) struct Rig {
    pub(crate) server: Server,
    pub(crate) adapter: Cd2nAdapter,
    pub(crate) clock: FakeClock,
    pub(crate) passage: Passage,
}

/// Content from memory.
struct InMemory(Bytes);

impl GatewayContent for InMemory {
    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&self, range: Range<u64>) -> BoxStream<'static, io::Result<Bytes>> {
        let place = |at: u64| usize::try_from(at).unwrap();
        stream::iter([Ok(self.0.slice(place(range.start)..place(range.end)))]).boxed()
    }
}

/// For a network on this computer, with this patience.
pub(crate) fn profile(wait: Duration) -> Cd2nProfile {
    let timeouts = Cd2nTimeouts { connect: wait, question: wait, stall: wait, part: wait, answer: wait };
    Cd2nProfile { allow_private_addresses: true, timeouts, ..Cd2nProfile::of_network(Ss58Prefix::CESS) }
}

pub(crate) fn adapter(profile: Cd2nProfile, clock: &FakeClock) -> Cd2nAdapter {
    Cd2nAdapter::new(profile, Arc::new(clock.clone()), Arc::new(FakeEntropy::default())).unwrap()
}

pub(crate) fn file(bytes: impl Into<Bytes>) -> GatewayUpload {
    GatewayUpload {
        name: ChainFileName::new("photos/me.jpg").unwrap(),
        territory: TerritoryName::new("home").unwrap(),
        content: Arc::new(InMemory(bytes.into())),
    }
}

/// Bytes that differ from place to place.
pub(crate) fn bytes(length: usize) -> Bytes {
    (0..length).map(|at| u8::try_from((at / 7 + at) % 251).unwrap()).collect()
}

impl Rig {
    pub(crate) async fn start() -> Self {
        let (server, clock) = (Server::start().await, FakeClock::at(Timestamp(NOW)));
        let adapter = adapter(profile(Duration::from_secs(20)), &clock);
        Self { server, adapter, clock, passage: Passage::default() }
    }

    pub(crate) async fn upload(&self, bytes: impl Into<Bytes>) -> Result<Handed, GatewayError> {
        self.adapter.upload(&self.server.endpoint, &file(bytes), &FakeSigner::of(1), &self.passage).await
    }
}
