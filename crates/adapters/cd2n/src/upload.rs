//! Handing a file over, and waiting until it is ordered.

use std::{ops::Range, sync::Arc, time::Duration};

use pileus_domain::{ChainFileName, Endpoint, Fid};
use pileus_http::{Lane, Sending, sending};
use pileus_ports::{GatewayError, GatewayErrorKind, GatewayUpload, Handed, Passage, Signer};
use reqwest::{
    RequestBuilder,
    header::RANGE,
    multipart::{Form, Part},
};
use serde::Serialize;

use crate::{
    Cd2nAdapter,
    adapter::Came,
    answer::PartAnswer,
    chunks::{self, ATTEMPTS, CHUNK, ONE_REQUEST},
    error::{corrupt, undelivered},
};

/// The header that carries a token; `Authorization` is not read.
const TOKEN: &str = "token";
/// The header that carries a ticket.
const TICKET: &str = "hash";

/// What a ticket is asked for with. These are all the fields that are ever sent: one more would let the gateway encrypt the
/// file, accept it without ordering it, or believe that it has parts of it.
#[derive(Serialize)]
struct TicketRequest<'a> {
    file_name: &'a str,
    territory: &'a str,
    total_size: u64,
}

/// Who hands over what to whom.
#[derive(Clone, Copy)]
struct Errand<'a> {
    gateway: &'a Endpoint,
    upload: &'a GatewayUpload,
    signer: &'a dyn Signer,
    passage: &'a Passage,
}

impl Cd2nAdapter {
    /// In one request; where that is too much, in several.
    pub(crate) async fn hand_over(
        &self,
        gateway: &Endpoint,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Handed, GatewayError> {
        let errand = Errand { gateway, upload, signer, passage };
        // A gateway takes what stands before a slash for a folder, and a quote for the name's end.
        let name = upload.name.plain();
        if upload.content.length() > ONE_REQUEST {
            return self.parted(errand, name).await;
        }
        match self.whole(errand, &name).await {
            Err(error) if upload.content.length() > CHUNK && chunks::may_help(error.kind) => {
                self.parted(errand, self.another(&name)).await
            }
            whole => Ok(Handed { fid: whole?, name }),
        }
    }

    /// The whole file in one request; once more where the gateway does not know a token of before any longer.
    async fn whole(&self, errand: Errand<'_>, name: &ChainFileName) -> Result<Fid, GatewayError> {
        let first = self.whole_once(errand, name).await;
        if self.forgets_token(errand, &first) { self.whole_once(errand, name).await } else { first }
    }

    async fn whole_once(&self, errand: Errand<'_>, name: &ChainFileName) -> Result<Fid, GatewayError> {
        let Errand { gateway, upload, signer, passage } = errand;
        let token = self.token(gateway, signer).await?;
        let length = upload.content.length();
        let lane = Arc::new(self.paces.upload.enter().await.counting(passage));
        let (part, sending) = part(upload, 0..length, &lane, name);
        let form = Form::new().text("territory", upload.territory.as_str().to_owned()).part("file", part);
        let request = self.post(gateway, &["gateway", "upload", "file"])?.header(TOKEN, token.header());
        let came = self.deliver(gateway, request.multipart(form), sending, self.profile.timeouts.answer).await?;
        came.answer(gateway).fid()
    }

    /// The same in several requests, from the beginning again where one of them fails.
    async fn parted(&self, errand: Errand<'_>, mut name: ChainFileName) -> Result<Handed, GatewayError> {
        let mut attempt = 1;
        loop {
            let done = self.under(errand, &name).await;
            let again = self.forgets_token(errand, &done)
                || done.as_ref().is_err_and(|error| chunks::may_start_over(error.kind));
            if attempt == ATTEMPTS || !again {
                return Ok(Handed { fid: done?, name });
            }
            name = self.another(&errand.upload.name);
            attempt += 1;
        }
    }

    /// All parts under one ticket, one after the other.
    async fn under(&self, errand: Errand<'_>, name: &ChainFileName) -> Result<Fid, GatewayError> {
        let Errand { gateway, upload, passage, .. } = errand;
        let length = upload.content.length();
        let ticket = self.ticket(errand, name).await?;
        let lane = Arc::new(self.paces.upload.enter().await.counting(passage));
        for range in chunks::chunks(length) {
            match self.part(errand, &ticket, &range, &lane, name).await? {
                PartAnswer::Accepted(end) if end == range.end && end < length => {}
                PartAnswer::Accepted(end) => {
                    let message = format!("it counts {end} bytes after {} of {length}", range.end);
                    return Err(GatewayError::new(GatewayErrorKind::OutOfStep, &gateway.0, message));
                }
                // Also where it should wait for more: what it ordered then is compared with the plan by whoever asked.
                PartAnswer::Complete(fid) => return Ok(fid),
            }
        }
        Err(corrupt(gateway, "there was nothing to send"))
    }

    async fn ticket(&self, errand: Errand<'_>, name: &ChainFileName) -> Result<String, GatewayError> {
        let Errand { gateway, upload, signer, .. } = errand;
        let (territory, total_size) = (upload.territory.as_str(), upload.content.length());
        let token = self.token(gateway, signer).await?;
        let request = self.post(gateway, &["gateway", "upload", "batch", "request"])?.header(TOKEN, token.header());
        let wanted = TicketRequest { file_name: name.as_str(), territory, total_size };
        self.ask(gateway, request.json(&wanted)).await?.answer(gateway).ticket()
    }

    /// One part. Its token may be another one than that of the part before.
    async fn part(
        &self,
        errand: Errand<'_>,
        ticket: &str,
        range: &Range<u64>,
        lane: &Arc<Lane>,
        name: &ChainFileName,
    ) -> Result<PartAnswer, GatewayError> {
        let Errand { gateway, upload, signer, .. } = errand;
        let token = self.token(gateway, signer).await?;
        let (part, sending) = part(upload, range.clone(), lane, name);
        let is_last = range.end == upload.content.length();
        let request = self.post(gateway, &["gateway", "upload", "batch", "file"])?.header(TOKEN, token.header());
        let request = request.header(TICKET, ticket).header(RANGE, chunks::range(range));
        let timeouts = self.profile.timeouts;
        let answer = if is_last { timeouts.answer } else { timeouts.part };
        let came = self.deliver(gateway, request.multipart(Form::new().part("file", part)), sending, answer).await?;
        came.answer(gateway).part()
    }

    async fn deliver(
        &self,
        gateway: &Endpoint,
        request: RequestBuilder,
        sending: Sending,
        answer: Duration,
    ) -> Result<Came, GatewayError> {
        let response = sending.deliver(request, self.profile.timeouts.stall, answer).await;
        self.come(gateway, response.map_err(|error| undelivered(gateway, error))?).await
    }

    /// A name that was not used before: the gateway works on files by account, territory and name.
    fn another(&self, name: &ChainFileName) -> ChainFileName {
        let number = u32::try_from(self.entropy.number() >> 32).unwrap_or(u32::MAX);
        name.plain().behind(number)
    }

    /// Was it a token of before that was refused? Then it is forgotten, and a new one may be taken.
    fn forgets_token<T>(&self, errand: Errand<'_>, done: &Result<T, GatewayError>) -> bool {
        let refused = done.as_ref().is_err_and(|error| error.kind == GatewayErrorKind::SignatureRefused);
        refused && self.tokens.forget(errand.gateway, errand.signer.account())
    }
}

/// A part of the file as a part of a form.
fn part(upload: &GatewayUpload, range: Range<u64>, lane: &Arc<Lane>, name: &ChainFileName) -> (Part, Sending) {
    let length = range.end - range.start;
    let (body, sending) = sending(upload.content.read(range), lane);
    (Part::stream_with_length(body, length).file_name(name.as_str().to_owned()), sending)
}
