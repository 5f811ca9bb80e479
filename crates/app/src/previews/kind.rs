//! Which files can be shown, and as what: a closed table.

/// What shows a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// What shows a file, and the type that its bytes are handed out as.
///
/// The type comes from this table only, never from the file: what a stranger stored as a page with scripts is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviewType {
    /// What shows it.
    pub kind: PreviewKind,
    /// The type of its bytes.
    pub media_type: &'static str,
}

impl PreviewType {
    /// Text of any sort; never anything that is obeyed.
    const TEXT: Self = Self { kind: PreviewKind::Text, media_type: "text/plain; charset=utf-8" };

    /// What shows a file of this name; its stored media type decides when the name tells nothing.
    pub fn of(name: &str, media_type: &str) -> Option<Self> {
        by_extension(&extension_of(name)).or_else(|| by_media_type(media_type))
    }
}

fn extension_of(name: &str) -> String {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.unwrap_or_default().to_ascii_lowercase()
}

fn by_extension(extension: &str) -> Option<PreviewType> {
    let media_type = match extension {
        "png" => "image/png",
        "jpg" | "jpeg" | "jfif" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "bmp" => "image/bmp",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "m4a" | "aac" => "audio/mp4",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "ogv" => "video/ogg",
        "mov" => "video/quicktime",
        "mkv" => "video/x-matroska",
        "txt" | "text" | "log" | "md" | "markdown" | "rst" | "csv" | "tsv" | "json" | "jsonl" | "xml" | "html"
        | "htm" | "css" | "yaml" | "yml" | "toml" | "ini" | "conf" | "cfg" | "diff" | "patch" | "sql" | "tex"
        | "bib" | "srt" | "vtt" | "rs" | "py" | "js" | "mjs" | "ts" | "tsx" | "jsx" | "svelte" | "c" | "h" | "cc"
        | "cpp" | "hpp" | "java" | "kt" | "go" | "rb" | "php" | "sh" | "bash" | "lua" | "swift" => {
            return Some(PreviewType::TEXT);
        }
        _ => return None,
    };
    by_media_type(media_type)
}

/// The table itself: every type that is ever handed out.
fn by_media_type(media_type: &str) -> Option<PreviewType> {
    const TABLE: &[(PreviewKind, &str)] = &[
        (PreviewKind::Picture, "image/png"),
        (PreviewKind::Picture, "image/jpeg"),
        (PreviewKind::Picture, "image/gif"),
        (PreviewKind::Picture, "image/webp"),
        (PreviewKind::Picture, "image/avif"),
        (PreviewKind::Picture, "image/bmp"),
        (PreviewKind::Picture, "image/svg+xml"),
        (PreviewKind::Pdf, "application/pdf"),
        (PreviewKind::Audio, "audio/mpeg"),
        (PreviewKind::Audio, "audio/ogg"),
        (PreviewKind::Audio, "audio/wav"),
        (PreviewKind::Audio, "audio/flac"),
        (PreviewKind::Audio, "audio/mp4"),
        (PreviewKind::Video, "video/mp4"),
        (PreviewKind::Video, "video/webm"),
        (PreviewKind::Video, "video/ogg"),
        (PreviewKind::Video, "video/quicktime"),
        (PreviewKind::Video, "video/x-matroska"),
    ];
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence.starts_with("text/") || essence == "application/json" {
        return Some(PreviewType::TEXT);
    }
    let row = TABLE.iter().find(|(_, known)| *known == essence);
    row.map(|&(kind, media_type)| PreviewType { kind, media_type })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served(name: &str, media_type: &str) -> Option<&'static str> {
        PreviewType::of(name, media_type).map(|found| found.media_type)
    }

    #[test]
    fn whatever_is_obeyed_by_a_browser_is_served_as_text() {
        for name in ["a.html", "a.HTM", "a.xml", "a.js", "a.css"] {
            assert_eq!(served(name, "application/octet-stream"), Some("text/plain; charset=utf-8"), "{name}");
        }
        for media_type in ["text/html", "TEXT/HTML; charset=utf-8", "text/javascript"] {
            assert_eq!(served("page", media_type), Some("text/plain; charset=utf-8"), "{media_type}");
        }
        assert_eq!(served("page", "application/xhtml+xml"), None);
    }

    #[test]
    fn the_name_decides_before_the_stored_type() {
        assert_eq!(served("a.png", "text/html"), Some("image/png"));
        assert_eq!(PreviewType::of("song.Ogg", "").unwrap().kind, PreviewKind::Audio);
        assert_eq!(PreviewType::of("film", "video/webm").unwrap().kind, PreviewKind::Video);
    }

    #[test]
    fn what_the_table_does_not_know_is_not_shown() {
        assert_eq!(PreviewType::of("a.zip", "application/zip"), None);
        assert_eq!(PreviewType::of("a", "application/octet-stream"), None);
        assert_eq!(PreviewType::of("", ""), None);
        assert_eq!(PreviewType::of("a.exe", "image/x-unknown"), None);
    }
}
