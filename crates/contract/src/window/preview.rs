//! A stored file that a window shows without downloading it.

use pileus_app as app;
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

/// What shows a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PreviewKind {
    /// A picture.
    Picture,
    /// Text, shown as it is written.
    Text,
    /// Pages of a PDF.
    Pdf,
    /// Sound.
    Audio,
    /// A film.
    Video,
}

impl From<app::PreviewKind> for PreviewKind {
    fn from(kind: app::PreviewKind) -> Self {
        match kind {
            app::PreviewKind::Picture => Self::Picture,
            app::PreviewKind::Text => Self::Text,
            app::PreviewKind::Pdf => Self::Pdf,
            app::PreviewKind::Audio => Self::Audio,
            app::PreviewKind::Video => Self::Video,
        }
    }
}

/// An open preview: where its bytes can be read until it is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// What shows it.
    pub kind: PreviewKind,
    /// Where its bytes are; answers ranges. For text it ends where `bytes` ends.
    pub url: String,
    /// Names the preview when it is closed.
    pub token: String,
    /// Bytes that can be read: the length of the file, for text at most what a window shows of it.
    #[specta(type = Number)]
    pub bytes: u64,
    /// Length of the file.
    #[specta(type = Number)]
    pub file_bytes: u64,
    /// The type that the bytes are served as.
    pub media_type: String,
    /// The name of the file.
    pub name: String,
}
