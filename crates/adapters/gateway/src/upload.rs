//! Handing a file over: as an object, as a form, or in parts.

use std::{ops::Range, sync::Arc};

use pileus_domain::{ChainFileName, Endpoint, Fid};
use pileus_http::{Lane, Sending, sending};
use pileus_ports::{GatewayError, GatewayUpload, Handed, Passage, Signer};
use reqwest::{
    RequestBuilder, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_RANGE, HeaderMap},
    multipart::{Form, Part},
};

use crate::{
    GatewayAdapter,
    adapter::Came,
    answer::JSON_LIMIT,
    chunks::{self, ATTEMPTS, CHUNK},
    error::{corrupt, undelivered},
    signed,
};

impl GatewayAdapter {
    /// In one request; where that is too much for something on the way, in several.
    pub(crate) async fn hand_over(
        &self,
        gateway: &Endpoint,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Handed, GatewayError> {
        let small = upload.content.length() <= CHUNK;
        if small && chunks::fits_a_path(&upload.name) {
            return self.object(gateway, upload, signer, passage).await;
        }
        match self.whole(gateway, upload, signer, passage).await {
            Err(error) if !small && chunks::may_help(error.kind) => self.parted(gateway, upload, signer, passage).await,
            whole => whole,
        }
    }

    /// The file as the body of one request, without a form around it.
    async fn object(
        &self,
        gateway: &Endpoint,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Handed, GatewayError> {
        let length = upload.content.length();
        let lane = Arc::new(self.paces.upload.enter().await.counting(passage));
        let (body, sending) = content(upload, 0..length, &lane);
        let request = self.client.put(self.url(gateway, &["object", upload.name.as_str()])?);
        let request = request.headers(self.headers(upload, signer)).header(CONTENT_LENGTH, length).body(body);
        let came = self.deliver(gateway, request, sending).await?;
        let fid = came.answer(gateway).fid(self.clock.now())?;
        Ok(Handed { fid, name: upload.name.clone() })
    }

    /// The whole file in a form, whose name can be any.
    async fn whole(
        &self,
        gateway: &Endpoint,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Handed, GatewayError> {
        let length = upload.content.length();
        let lane = Arc::new(self.paces.upload.enter().await.counting(passage));
        let (body, sending) = content(upload, 0..length, &lane);
        let part = Part::stream_with_length(body, length).file_name("file");
        let request = self.client.put(self.url(gateway, &["file"])?).headers(self.headers(upload, signer));
        let request = request.header("filename", signed::percent_encoded(upload.name.as_str()));
        let came = self.deliver(gateway, request.multipart(Form::new().part("file", part)), sending).await?;
        let fid = came.answer(gateway).fid(self.clock.now())?;
        Ok(Handed { fid, name: upload.name.clone() })
    }

    /// The same in several requests, from the beginning again where one of them fails.
    async fn parted(
        &self,
        gateway: &Endpoint,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Handed, GatewayError> {
        let mut attempt = 1;
        loop {
            let name = chunks::fresh(&upload.name, &*self.entropy);
            match self.under(gateway, &name, upload, signer, passage).await {
                Err(error) if attempt < ATTEMPTS && chunks::may_start_over(error.kind) => attempt += 1,
                Err(error) => return Err(error),
                Ok(fid) => return Ok(Handed { fid, name }),
            }
        }
    }

    /// All parts under one name.
    async fn under(
        &self,
        gateway: &Endpoint,
        name: &ChainFileName,
        upload: &GatewayUpload,
        signer: &dyn Signer,
        passage: &Passage,
    ) -> Result<Fid, GatewayError> {
        let length = upload.content.length();
        let lane = Arc::new(self.paces.upload.enter().await.counting(passage));
        for part in chunks::chunks(length) {
            let range = chunks::content_range(&part, length);
            let (body, sending) = content(upload, part.clone(), &lane);
            let request = self.client.put(self.url(gateway, &["resume", name.as_str()])?);
            let request = request.headers(self.headers(upload, signer)).header(CONTENT_RANGE, &range);
            let request = request.header(CONTENT_LENGTH, part.end - part.start).body(body);
            let came = self.deliver(gateway, request, sending).await?;
            let echoed = came.headers.get(CONTENT_RANGE).is_some_and(|said| said.as_bytes() == range.as_bytes());
            match (part.end < length, came.status == StatusCode::PERMANENT_REDIRECT && echoed) {
                (true, true) => {}
                (true, false) => return Err(came.answer(gateway).refusal(self.clock.now())),
                (false, _) => return came.answer(gateway).fid(self.clock.now()),
            }
        }
        Err(corrupt(gateway, "there was nothing to send"))
    }

    fn headers(&self, upload: &GatewayUpload, signer: &dyn Signer) -> HeaderMap {
        let mut headers = signed::headers(signer, self.clock.now());
        headers.insert("territory", signed::value(upload.territory.as_str()));
        headers
    }

    /// Send a body and wait for the answer, as long as the one moves and not too long for the other.
    async fn deliver(
        &self,
        gateway: &Endpoint,
        request: RequestBuilder,
        sending: Sending,
    ) -> Result<Came, GatewayError> {
        let response = sending.deliver(request, self.timeouts.stall, self.timeouts.answer).await;
        let response = response.map_err(|error| undelivered(gateway, error))?;
        self.come(gateway, response, JSON_LIMIT, None).await
    }
}

/// A part of a file as the body of a request.
fn content(upload: &GatewayUpload, range: Range<u64>, lane: &Arc<Lane>) -> (reqwest::Body, Sending) {
    sending(upload.content.read(range), lane)
}
