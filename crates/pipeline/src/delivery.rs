//! A planned file as a gateway gets it: fragment after fragment, each compared with the plan before a byte of it leaves.

use std::{
    io,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use futures::{
    StreamExt,
    stream::{self, BoxStream},
};
use pileus_domain::{ColumnIndex, Geometry, SegmentIndex};
use pileus_ports::GatewayContent;

use crate::{
    run::{Run, Stop},
    send::Shipment,
};

/// Bytes of a fragment: the first four of a segment are the segment itself.
const FRAGMENT: u64 = Geometry::CESS.fragment() as u64;
/// Fragments of a segment that are its bytes.
const DATA: u64 = Geometry::CESS.data() as u64;

/// The bytes of a planned file, read for a run.
#[derive(Clone)]
pub(crate) struct Delivery(Arc<Inner>);

struct Inner {
    run: Arc<Run>,
    shipment: Shipment,
    /// Why reading ended before the end.
    stop: Mutex<Option<Stop>>,
}

impl Delivery {
    pub(crate) fn new(run: &Arc<Run>, shipment: &Shipment) -> Self {
        Self(Arc::new(Inner { run: Arc::clone(run), shipment: shipment.clone(), stop: Mutex::new(None) }))
    }

    /// Why the file could not be read to its end, if it could not.
    pub(crate) fn stopped(&self) -> Option<Stop> {
        self.0.stop.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The part of the range that lies in one fragment.
    async fn piece(self, fragment: u64, range: Range<u64>) -> io::Result<Bytes> {
        match self.derive(fragment).await {
            Ok(bytes) => {
                let start = fragment * FRAGMENT;
                let place = |at: u64| usize::try_from(at.clamp(start, start + FRAGMENT) - start).unwrap_or(usize::MAX);
                Ok(bytes.slice(place(range.start)..place(range.end)))
            }
            Err(stop) => {
                *self.0.stop.lock().unwrap_or_else(PoisonError::into_inner) = Some(stop);
                Err(io::Error::other("the run was stopped"))
            }
        }
    }

    async fn derive(&self, fragment: u64) -> Result<Bytes, Stop> {
        let segment = SegmentIndex(u32::try_from(fragment / DATA).unwrap_or(u32::MAX));
        let place = usize::try_from(fragment % DATA).unwrap_or_default();
        let columns: Vec<_> = ColumnIndex::all().skip(place).take(1).collect();
        let derived = self.0.run.derive(&self.0.shipment, segment, &columns).await?;
        Ok(derived.into_iter().next().map(|(_, bytes)| bytes).unwrap_or_default())
    }
}

impl GatewayContent for Delivery {
    fn length(&self) -> u64 {
        self.0.shipment.planned.plan.file_size.0
    }

    fn read(&self, range: Range<u64>) -> BoxStream<'static, io::Result<Bytes>> {
        let delivery = self.clone();
        let fragments = range.start / FRAGMENT..range.end.div_ceil(FRAGMENT);
        stream::iter(fragments).then(move |fragment| delivery.clone().piece(fragment, range.clone())).boxed()
    }
}
