//! Values that are typed as text.

use std::{path::PathBuf, str::FromStr};

use pileus_app::SealChoice;
use pileus_domain::{BlockNumber, Planck, Problem};

use crate::problem::usage;

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

/// `--route`: `direct` or `gateway:NAME`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RouteOption {
    /// From this computer to each storage node.
    Direct,
    /// By way of a gateway of this address or account.
    Gateway(String),
}

impl FromStr for RouteOption {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("gateway:") {
            Some("") => Err("name the gateway: gateway:NAME".to_owned()),
            Some(name) => Ok(Self::Gateway(name.to_owned())),
            None if text == "direct" => Ok(Self::Direct),
            None => Err("expected direct or gateway:NAME".to_owned()),
        }
    }
}

/// Where a capsule comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CapsuleOption {
    /// A file that the person saved.
    File(PathBuf),
    /// The gateway of this address or account.
    Gateway(String),
}

impl FromStr for CapsuleOption {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("gateway:") {
            Some("") => Err("name the gateway: gateway:NAME".to_owned()),
            Some(name) => Ok(Self::Gateway(name.to_owned())),
            None => Ok(Self::File(PathBuf::from(text))),
        }
    }
}

/// `--route` of an upload: also `auto`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UploadRouteOption {
    /// Pileus chooses, and says why.
    Auto,
    /// The person has chosen.
    Chosen(RouteOption),
}

impl FromStr for UploadRouteOption {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match (text, text.parse()) {
            ("auto", _) => Ok(Self::Auto),
            (_, Ok(chosen)) => Ok(Self::Chosen(chosen)),
            (_, Err(_)) if !text.starts_with("gateway:") => Err("expected direct, gateway:NAME or auto".to_owned()),
            (_, Err(error)) => Err(error),
        }
    }
}

/// What all `--seal` of an upload say together; several can only be keys, each of which opens the file.
pub(crate) fn seal_choice(options: &[SealOption]) -> Result<SealChoice, Problem> {
    match options {
        [SealOption::None] => return Ok(SealChoice::None),
        [SealOption::Passphrase] => return Ok(SealChoice::Passphrase),
        _ => {}
    }
    let keys = options.iter().map(|option| match option {
        SealOption::Key(name) => Ok(name.clone()),
        SealOption::Passphrase | SealOption::None => Err(usage("Only `--seal key:NAME` can be given more than once.")),
    });
    keys.collect::<Result<_, _>>().map(SealChoice::DataKeys)
}

/// Digits behind the point of an amount in tokens.
const TOKEN_DIGITS: usize = 18;

/// An amount in tokens, such as `12.5`.
pub(super) fn tokens(text: &str) -> Result<Planck, String> {
    let refuse = || "expected an amount in tokens, such as 12.5".to_owned();
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || rest.len() > TOKEN_DIGITS || !digits(whole) || !digits(rest) {
        return Err(refuse());
    }
    let whole: u128 = whole.parse().map_err(|_| refuse())?;
    let rest: u128 = format!("{rest:0<TOKEN_DIGITS$}").parse().map_err(|_| refuse())?;
    let sum = whole.checked_mul(Planck::TOKEN.0).and_then(|whole| whole.checked_add(rest));
    sum.map(Planck).ok_or_else(refuse)
}

/// A block by its number.
pub(super) fn block(text: &str) -> Result<BlockNumber, std::num::ParseIntError> {
    text.parse().map(BlockNumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_upload_leaves_its_way_to_pileus() {
        let upload = |text: &str| text.parse::<UploadRouteOption>();
        assert_eq!(upload("auto"), Ok(UploadRouteOption::Auto));
        assert_eq!(upload("direct"), Ok(UploadRouteOption::Chosen(RouteOption::Direct)));
        let named = RouteOption::Gateway("g.example".to_owned());
        assert_eq!(upload("gateway:g.example"), Ok(UploadRouteOption::Chosen(named)));
        assert_eq!(upload("gateway:").unwrap_err(), "name the gateway: gateway:NAME");
        assert!(upload("Auto").unwrap_err().contains("auto"));
        assert!("auto".parse::<RouteOption>().is_err());
    }

    #[test]
    fn amounts_in_tokens_keep_every_planck() {
        assert_eq!(tokens("12.5"), Ok(Planck(12_500_000_000_000_000_000)));
        assert_eq!(tokens("0.000000000000000001"), Ok(Planck(1)));
        assert_eq!(tokens("7"), Ok(Planck(7 * Planck::TOKEN.0)));
        for wrong in ["", ".5", "-1", "1e3", "1,5", "1.0000000000000000001", "340282366920938463464"] {
            assert!(tokens(wrong).is_err(), "{wrong}");
        }
    }
}
