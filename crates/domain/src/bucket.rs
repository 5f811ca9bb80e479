//! Named collections inside a territory.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    DomainError,
    name::{check, named},
};

/// The name of a bucket: 1 to 63 bytes without slashes or control characters.
///
/// Kept in the catalogue, so the chain's old alphabet (protocol §1.2) does not bind it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BucketName(String);

impl BucketName {
    /// Most bytes.
    pub const MAX: usize = 63;

    /// Take a name.
    ///
    /// # Errors
    /// [`DomainError`] when it is empty, too long, or holds a slash or control characters.
    pub fn new(name: impl Into<String>) -> Result<Self, DomainError> {
        let name = check("bucket name", name.into(), 1, Self::MAX)?;
        if name.chars().any(|c| c.is_control() || c == '/') {
            return Err(DomainError::NameCharacters { what: "bucket name", name });
        }
        Ok(Self(name))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

named!(BucketName);
