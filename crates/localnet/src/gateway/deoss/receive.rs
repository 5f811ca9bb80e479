//! Bytes of a request on their way to disk.

use std::path::Path;

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request},
};
use futures::StreamExt;
use tokio::{
    fs::{File, OpenOptions},
    io::AsyncWriteExt,
};

use super::answer::Refusal;

/// A file of a form, as it arrived.
pub(super) struct Arrived {
    /// The name that the form gives it.
    pub(super) name: String,
    /// How many bytes.
    pub(super) length: u64,
}

/// Write the part `file` of a form to a path.
pub(super) async fn form(request: Request, path: &Path) -> Result<Arrived, Refusal> {
    let broken = |_| Refusal::system();
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refusal::system())?;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let mut file = File::create(path).await.map_err(|_| Refusal::system())?;
        let mut length = 0;
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            length += piece.len() as u64;
            file.write_all(&piece).await.map_err(|_| Refusal::system())?;
        }
        file.flush().await.map_err(|_| Refusal::system())?;
        return Ok(Arrived { name, length });
    }
    Err(Refusal::system())
}

/// Write a whole body behind whatever a file holds already, and say how many bytes came.
///
/// What arrived before a connection broke stays in the file, as with the real gateway.
pub(super) async fn append(body: Body, path: &Path) -> Result<u64, Refusal> {
    let failed = || Refusal::new(400, "Failed to receive data");
    let mut file = OpenOptions::new().create(true).append(true).open(path).await.map_err(|_| Refusal::system())?;
    let mut pieces = body.into_data_stream();
    let mut length = 0;
    while let Some(piece) = pieces.next().await {
        let Ok(piece) = piece else {
            // Nothing better can be done than to keep what is there.
            let _ = file.flush().await;
            return Err(failed());
        };
        length += piece.len() as u64;
        file.write_all(&piece).await.map_err(|_| Refusal::system())?;
    }
    file.flush().await.map_err(|_| Refusal::system())?;
    Ok(length)
}
