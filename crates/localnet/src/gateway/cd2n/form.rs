//! Forms of uploads.

use std::path::Path;

use axum::extract::{
    FromRequest, Multipart, Request,
    multipart::{Field, MultipartError},
};
use tokio::{fs::File, io::AsyncWriteExt};

use crate::gateway::trouble::Trouble;

/// The longest text of a field; what is behind it is cut off.
///
/// # Units
/// bytes.
const LONGEST_TEXT: usize = 1_024;

/// What a form holds.
#[derive(Default)]
pub(super) struct UploadForm {
    /// The field `territory`.
    pub(super) territory: String,
    /// Whether the fields of these names are exactly `true`.
    pub(super) encrypt: bool,
    /// See `encrypt`.
    pub(super) asynchronous: bool,
    /// See `encrypt`.
    pub(super) no_proxy: bool,
    /// The name and the length of the part `file`, which is on disk.
    pub(super) file: Option<(String, u64)>,
}

/// Why a form could not be received.
pub(super) enum Unreceived {
    /// It is none, or it breaks off.
    Broken,
    /// The disk.
    Trouble(Trouble),
}

impl From<MultipartError> for Unreceived {
    fn from(_: MultipartError) -> Self {
        Self::Broken
    }
}

impl From<std::io::Error> for Unreceived {
    fn from(error: std::io::Error) -> Self {
        Self::Trouble(error.into())
    }
}

/// Receive a form to its end, and write the part `file` to a path.
pub(super) async fn receive(request: Request, path: &Path) -> Result<UploadForm, Unreceived> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Unreceived::Broken)?;
    let mut form = UploadForm::default();
    while let Some(field) = parts.next_field().await? {
        match field.name() {
            Some("file") if field.file_name().is_some() => {
                let name = field.file_name().unwrap_or_default().to_owned();
                form.file = Some((name, write(field, path).await?));
            }
            Some("territory") => form.territory = text(field).await?,
            Some("encrypt") => form.encrypt = text(field).await? == "true",
            Some("async") => form.asynchronous = text(field).await? == "true",
            Some("noProxy") => form.no_proxy = text(field).await? == "true",
            _ => drop(text(field).await?),
        }
    }
    Ok(form)
}

async fn write(mut field: Field<'_>, path: &Path) -> Result<u64, Unreceived> {
    let mut file = File::create(path).await?;
    let mut length = 0;
    while let Some(piece) = field.chunk().await? {
        length += piece.len() as u64;
        file.write_all(&piece).await?;
    }
    file.flush().await?;
    Ok(length)
}

async fn text(mut field: Field<'_>) -> Result<String, Unreceived> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await? {
        let room = LONGEST_TEXT - bytes.len();
        bytes.extend_from_slice(&piece[..piece.len().min(room)]);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
