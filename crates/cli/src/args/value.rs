//! Values that are typed as text.

use std::str::FromStr;

use pileus_app::SealChoice;
use pileus_domain::BlockNumber;

/// `--seal`: `key:NAME`, `passphrase` or `none`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SealOption {
    /// With a data key of this name or fingerprint.
    Key(String),
    /// With a passphrase.
    Passphrase,
    /// Not at all.
    None,
}

impl FromStr for SealOption {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("key:") {
            Some("") => Err("name the key: key:NAME".to_owned()),
            Some(name) => Ok(Self::Key(name.to_owned())),
            None if text == "passphrase" => Ok(Self::Passphrase),
            None if text == "none" => Ok(Self::None),
            None => Err("expected key:NAME, passphrase or none".to_owned()),
        }
    }
}

impl From<&SealOption> for SealChoice {
    fn from(option: &SealOption) -> Self {
        match option {
            SealOption::Key(name) => Self::DataKey(name.clone()),
            SealOption::Passphrase => Self::Passphrase,
            SealOption::None => Self::None,
        }
    }
}

/// A block by its number.
pub(super) fn block(text: &str) -> Result<BlockNumber, std::num::ParseIntError> {
    text.parse().map(BlockNumber)
}
