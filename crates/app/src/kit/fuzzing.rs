//! Parsers without a public door, for fuzz targets.

use super::{catalogue, content::KitCore};

/// Read what is in a kit once it is open, as the one part of it and as the other.
pub fn content(bytes: &[u8]) {
    if let Ok(core) = KitCore::of_bytes(bytes) {
        assert!(core.to_bytes().is_ok(), "what is read can be written");
    }
    if let Ok(shelves) = catalogue::of_bytes(bytes) {
        assert!(catalogue::to_bytes(&shelves).is_ok(), "what is read can be written");
    }
}
