//! Receiving the part `file` of a multipart body.
//!
//! Invariants: memory holds one chunk; the disk never gets more than a fragment's length; what
//! arrived is counted and hashed even when it is refused or breaks off.

use std::path::Path;

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request, multipart::Field},
};
use bytes::Bytes;
use futures::StreamExt;
use sha2::{Digest, Sha256};
use tokio::{fs::File, io::AsyncWriteExt, time::timeout};

use super::{FRAGMENT_SIZE, answer::Outcome, settings::LONGEST_TRANSFER};

/// Longest body that is read: a fragment with its wrapping, and as much again to be polite to
/// those who send too much.
///
/// # Units
/// bytes.
pub(super) const LONGEST_BODY: usize = 2 * 8 * 1024 * 1024 + 64 * 1024;

/// What a reader says when the part is missing.
const NO_FILE: Outcome = Outcome::Form("[FormFile]: http: no such file");

/// What a reader says when the body is something else.
const NO_FORM: Outcome = Outcome::Form("[FormFile]: request Content-Type isn't multipart/form-data");

/// What a reader says when the body ends early.
const BROKEN: Outcome = Outcome::Form("[FormFile]: unexpected EOF");

/// What arrived of a part.
pub(super) struct Arrived {
    hasher: Sha256,
    /// How many bytes.
    pub(super) bytes: u64,
    /// Whether the body went on to its end.
    pub(super) complete: bool,
}

impl Arrived {
    /// Nothing yet.
    pub(super) fn nothing() -> Self {
        Self { hasher: Sha256::new(), bytes: 0, complete: false }
    }

    /// SHA-256 of what arrived, in hexadecimal digits.
    pub(super) fn sha256(&self) -> String {
        hex::encode(self.hasher.clone().finalize())
    }

    fn take(&mut self, chunk: &Bytes) {
        self.hasher.update(chunk);
        self.bytes += chunk.len() as u64;
    }
}

/// Write the part `file` of a request to a path.
///
/// # Errors
/// The outcome to answer with; `arrived` tells what came in either case.
pub(super) async fn receive(request: Request, path: &Path, arrived: &mut Arrived) -> Result<(), Outcome> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| NO_FORM)?;
    loop {
        let Some(field) = form.next_field().await.map_err(|_| BROKEN)? else {
            return Err(NO_FILE);
        };
        if field.name() == Some("file") && field.file_name().is_some() {
            write(field, path, arrived).await?;
            break;
        }
    }
    while form.next_field().await.map_err(|_| BROKEN)?.is_some() {}
    arrived.complete = true;
    Ok(())
}

async fn write(mut field: Field<'_>, path: &Path, arrived: &mut Arrived) -> Result<(), Outcome> {
    let mut file = File::create(path).await.map_err(|_| Outcome::System)?;
    while let Some(chunk) = field.chunk().await.map_err(|_| BROKEN)? {
        arrived.take(&chunk);
        if arrived.bytes <= FRAGMENT_SIZE {
            file.write_all(&chunk).await.map_err(|_| Outcome::System)?;
        }
    }
    file.flush().await.map_err(|_| Outcome::System)
}

/// Read and forget a body whose answer is already clear, so that the sender gets to read it.
pub(crate) fn drain(body: Body) {
    tokio::spawn(timeout(LONGEST_TRANSFER, async move {
        let mut left = LONGEST_BODY;
        let mut chunks = body.into_data_stream();
        while let Some(Ok(chunk)) = chunks.next().await {
            left = left.saturating_sub(chunk.len());
            if left == 0 {
                break;
            }
        }
    }));
}
