//! The JSON around a body.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use pileus_domain::{AccountId, Ss58Prefix};
use pileus_ports::{AccountFileError, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::encoding::SecretString;

const VERSION: &str = "3";
const CONTENT: &str = "pkcs8";
const SCHEME: &str = "sr25519";
const SCRYPT: [&str; 2] = ["scrypt", "xsalsa20-poly1305"];
const NONE: [&str; 1] = ["none"];
/// Most of a file's own words that a refusal repeats.
///
/// # Units
/// characters.
const REPEATED: usize = 40;

/// What keeps strangers out of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrapping {
    /// A passphrase.
    Scrypt,
    /// Nothing.
    None,
}

/// The parts of the JSON that count. What else stands there is for other wallets.
pub(super) struct Envelope {
    pub(super) wrapping: Wrapping,
    encoded: SecretString,
    address: String,
}

/// The part that tells whether the rest can be read.
#[derive(Deserialize)]
struct Head {
    encoding: Encoding,
}

#[derive(Serialize, Deserialize)]
struct Encoding {
    content: OneOrMany,
    r#type: OneOrMany,
    version: String,
}

/// A list of words; the oldest files have a single one.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
struct Content {
    encoded: SecretString,
    address: String,
}

impl OneOrMany {
    fn words(&self) -> Vec<&str> {
        match self {
            Self::One(word) => vec![word],
            Self::Many(words) => words.iter().map(String::as_str).collect(),
        }
    }

    fn of(words: &[&str]) -> Self {
        Self::Many(words.iter().map(|word| (*word).to_owned()).collect())
    }
}

impl Encoding {
    fn wrapping(&self) -> Result<Wrapping, AccountFileError> {
        if self.version != VERSION {
            return Err(unsupported("version", &self.version));
        }
        match self.content.words()[..] {
            [CONTENT, SCHEME] => {}
            [CONTENT, scheme] => return Err(unsupported("kind of key", scheme)),
            ref words => return Err(unsupported("content", &words.join(" "))),
        }
        match &self.r#type.words()[..] {
            words if *words == SCRYPT => Ok(Wrapping::Scrypt),
            words if *words == NONE => Ok(Wrapping::None),
            words => Err(unsupported("encryption", &words.join(" "))),
        }
    }
}

impl Envelope {
    /// Read the JSON.
    ///
    /// # Errors
    /// [`AccountFileError::Damaged`]; [`AccountFileError::Unsupported`].
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, AccountFileError> {
        let head: Head = from_json(bytes)?;
        let wrapping = head.encoding.wrapping()?;
        let Content { encoded, address } = from_json(bytes)?;
        Ok(Self { wrapping, encoded, address })
    }

    /// Whose file it says it is: an address of any network, or a public key in digits.
    ///
    /// # Errors
    /// [`AccountFileError::Damaged`].
    pub(super) fn account(&self) -> Result<AccountId, AccountFileError> {
        self.address.parse().map_err(|_| AccountFileError::Damaged("its address is none"))
    }

    /// The bytes inside.
    ///
    /// # Errors
    /// [`AccountFileError::Damaged`].
    pub(super) fn text(&self) -> Result<Zeroizing<Vec<u8>>, AccountFileError> {
        let encoded = self.encoded.0.as_bytes();
        let mut bytes = Zeroizing::new(vec![0; base64::decoded_len_estimate(encoded.len())]);
        let length = STANDARD.decode_slice(encoded, &mut bytes);
        bytes.truncate(length.map_err(|_| AccountFileError::Damaged("its text is no base64"))?);
        Ok(bytes)
    }
}

/// JSON errors repeat what they met, so they are left behind here.
fn from_json<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, AccountFileError> {
    serde_json::from_slice(bytes).map_err(|_| AccountFileError::Damaged("it is not the JSON of an account"))
}

fn unsupported(part: &'static str, found: &str) -> AccountFileError {
    let found = found.chars().filter(|c| !c.is_control()).take(REPEATED).collect();
    AccountFileError::Unsupported { part, found }
}

#[derive(Serialize)]
struct Written<'a> {
    encoded: String,
    encoding: Encoding,
    address: String,
    meta: Meta<'a>,
}

/// What other wallets show.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta<'a> {
    name: &'a str,
    when_created: Timestamp,
}

/// The JSON of a sealed body.
pub(super) fn write(sealed: &[u8], account: AccountId, name: &str, created: Timestamp) -> String {
    let encoding = Encoding {
        content: OneOrMany::of(&[CONTENT, SCHEME]),
        r#type: OneOrMany::of(&SCRYPT),
        version: VERSION.to_owned(),
    };
    let (encoded, address) = (STANDARD.encode(sealed), account.to_ss58(Ss58Prefix::CESS));
    let written = Written { encoded, encoding, address, meta: Meta { name, when_created: created } };
    serde_json::to_string(&written).expect("names, digits and addresses are plain JSON")
}
