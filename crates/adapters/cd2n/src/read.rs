//! Getting bytes of a file back, unchecked.

use std::ops::Range;

use bytes::{Bytes, BytesMut};
use pileus_domain::{Endpoint, Fid};
use pileus_http::{HttpErrorKind, Lane, beginning};
use pileus_ports::GatewayError;
use reqwest::{
    Response, StatusCode,
    header::{CONTENT_RANGE, RANGE},
};

use crate::{
    Cd2nAdapter,
    adapter::within,
    error::{corrupt, failed},
};

/// How often a read goes on behind what has come: a gateway ends every answer after 300 s.
const READS: usize = 4;

impl Cd2nAdapter {
    /// From the start of the range to the end of the file, cut to what is wanted: the only form of a range that gateways
    /// understand as everybody does.
    ///
    /// # Source
    /// companion on CD²N §5.2.
    pub(crate) async fn fetch(&self, gateway: &Endpoint, fid: &Fid, range: Range<u64>) -> Result<Bytes, GatewayError> {
        let lane = self.paces.download.enter().await;
        let wanted = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(usize::MAX);
        let mut have = BytesMut::new();
        for _ in 0..READS {
            let before = have.len();
            let ended = self.more(gateway, fid, range.start, wanted, &mut have, &lane).await;
            match ended {
                Ok(()) if have.len() == wanted => return Ok(have.freeze()),
                // Cut off on the way: what came is kept.
                Ok(()) | Err(_) if have.len() > before => {}
                ended => return Err(ended.err().unwrap_or_else(|| corrupt(gateway, "it sent nothing more"))),
            }
        }
        Err(corrupt(gateway, format!("it sent {} bytes of {wanted}", have.len())))
    }

    /// One request for what is missing.
    async fn more(
        &self,
        gateway: &Endpoint,
        fid: &Fid,
        start: u64,
        wanted: usize,
        have: &mut BytesMut,
        lane: &Lane,
    ) -> Result<(), GatewayError> {
        let from = start + have.len() as u64;
        let request = self.get(gateway, &["gateway", "download", &fid.to_string()])?;
        let request = request.header(RANGE, format!("bytes={from}-"));
        // It may have to fetch the file first.
        let answered = async { request.send().await.map_err(|error| failed(gateway, error.into())) };
        let response = within(self.profile.timeouts.answer, gateway, answered).await?;
        if !begins_at(&response, from) {
            return Err(self.come(gateway, response).await?.answer(gateway).refusal());
        }
        let read = beginning(response, have, wanted, self.profile.timeouts.stall, Some(lane)).await;
        read.or_else(|error| match error.kind {
            HttpErrorKind::Unreachable | HttpErrorKind::TimedOut if !have.is_empty() => Ok(()),
            _ => Err(failed(gateway, error)),
        })
    }
}

/// Are the bytes of an answer those from this place on? A gateway answers 206 to every range, also to one from the start:
/// what comes with 200 is a page of something else.
fn begins_at(response: &Response, from: u64) -> bool {
    let said = response.headers().get(CONTENT_RANGE).and_then(|value| value.to_str().ok());
    let start = said.and_then(|said| said.strip_prefix("bytes ")?.split_once('-')?.0.parse().ok());
    match response.status() {
        StatusCode::PARTIAL_CONTENT => start == Some(from),
        _ => false,
    }
}
