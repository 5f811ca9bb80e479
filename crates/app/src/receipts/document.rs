//! The receipt as it is written down.

use std::{fmt, str::FromStr};

use pileus_codec::is_fid_of;
use pileus_domain::{
    AccountId, BlockNumber, BlockRef, ByteCount, ColumnIndex, ContentHash, Fid, GenesisHash, Geometry, NodeId,
    SegmentPlan, TxHash,
};
use pileus_ports::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{canonical, error::ReceiptError};

/// The version of the format that this program writes and reads.
pub const RECEIPT_VERSION: u32 = 1;
/// A receipt of the largest file stays below this.
///
/// # Units
/// bytes.
pub const RECEIPT_LIMIT: usize = 4 << 20;

/// A receipt with the signature of the account that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedReceipt {
    /// What is signed.
    pub receipt: StorageReceipt,
    /// By the account in it.
    pub signature: ReceiptSignature,
}

/// A signature over the canonical bytes of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptSignature {
    /// How it was made.
    pub scheme: Scheme,
    /// Its bytes.
    pub value: Signature,
}

/// Ways to sign a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scheme {
    /// sr25519 in the context `substrate`.
    #[serde(rename = "sr25519")]
    Sr25519,
}

/// That a file was stored: what, where, for whom, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StorageReceipt {
    /// Version of the format.
    pub version: u32,
    /// On which network.
    pub network: ReceiptNetwork,
    /// For whom; signs the receipt.
    pub account: ReceiptAccount,
    /// What.
    pub file: ReceiptFile,
    /// The order; none when the program that made the receipt did not make the order.
    pub order: Option<ReceiptOrder>,
    /// Who took each of the twelve columns.
    pub columns: Vec<ReceiptColumn>,
    /// When it was seen stored.
    pub stored: ReceiptStored,
    /// When the receipt was made, in milliseconds since 1970.
    pub made: Timestamp,
    /// Program and version that made it.
    pub program: String,
}

/// The network of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptNetwork {
    /// What the chain calls itself.
    pub name: String,
    /// Which chain it is.
    pub genesis: GenesisHash,
}

/// The account of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptAccount {
    /// Its address.
    pub address: AccountId,
    /// Its public key: 64 hexadecimal digits after `0x`.
    pub public_key: String,
}

/// The file of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptFile {
    /// Its name on the network.
    pub fid: Fid,
    /// Its declared size.
    pub size: ByteCount,
    /// Real name of a plain file; none of a sealed one, whose name is nobody's business.
    pub name: Option<String>,
    /// Its segments in file order.
    pub segments: Vec<SegmentPlan>,
}

/// The transaction that ordered the storing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptOrder {
    /// Its hash.
    pub transaction: TxHash,
    /// The final block that holds it.
    pub block: BlockRef,
}

/// One column and who took it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptColumn {
    /// Which.
    pub column: ColumnIndex,
    /// Who reported it; without a report, whom the chain's record of the first segment names.
    pub node: NodeId,
    /// The block at which the report was seen.
    pub block: Option<BlockRef>,
}

/// The stored file on the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptStored {
    /// The chain's number of the block that completed it.
    pub completion: BlockNumber,
    /// A final block in which it is ACTIVE.
    pub block: BlockRef,
}

/// 64 bytes, written as 128 hexadecimal digits after `0x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

impl SignedReceipt {
    /// Read a receipt.
    ///
    /// # Errors
    /// [`ReceiptError::TooLong`], [`ReceiptError::Newer`], [`ReceiptError::Unreadable`], [`ReceiptError::Shape`].
    pub fn parse(text: &str) -> Result<Self, ReceiptError> {
        if text.len() > RECEIPT_LIMIT {
            return Err(ReceiptError::TooLong { limit: ByteCount(RECEIPT_LIMIT as u64) });
        }
        // A newer version may have another shape: its number is looked at before the rest.
        let version: VersionOnly = serde_json::from_str(text).map_err(ReceiptError::Unreadable)?;
        if version.receipt.version > RECEIPT_VERSION {
            return Err(ReceiptError::Newer { version: version.receipt.version });
        }
        let signed: Self = serde_json::from_str(text).map_err(ReceiptError::Unreadable)?;
        signed.receipt.check_shape()?;
        Ok(signed)
    }

    /// The receipt as it is saved: readable, with an end of line.
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Does the FID follow from the segment hashes, by either rule?
    pub fn hashes_hold(&self) -> bool {
        let file = &self.receipt.file;
        let hashes: Vec<ContentHash> = file.segments.iter().map(|segment| segment.hash).collect();
        is_fid_of(&file.fid, &hashes)
    }

    /// Did the account in it sign exactly this?
    pub fn signature_holds(&self) -> bool {
        let public = subxt_signer::sr25519::PublicKey(self.receipt.account.address.0);
        let signature = subxt_signer::sr25519::Signature(self.signature.value.0);
        subxt_signer::sr25519::verify(&signature, self.receipt.signed_message(), &public)
    }
}

impl StorageReceipt {
    /// What the account signs: the tag of the format and SHA-256 of the canonical bytes, wrapped as wallets wrap
    /// bytes, so that it can never be read as a transaction.
    pub fn signed_message(&self) -> Vec<u8> {
        let value = serde_json::to_value(self).unwrap_or_default();
        let hash = pileus_codec::content_hash(canonical::text(&value).as_bytes());
        format!("<Bytes>pileus/receipt/{RECEIPT_VERSION} {hash}</Bytes>").into_bytes()
    }

    /// Counts and pairs that the types cannot tell.
    fn check_shape(&self) -> Result<(), ReceiptError> {
        let segments = self.file.segments.len();
        let twelve = |count: usize| count == Geometry::CESS.total();
        let capacity = (Geometry::CESS.segment() as u64).saturating_mul(segments as u64);
        let refuse = |what| Err(ReceiptError::Shape { what });
        if self.version == 0 {
            return refuse("the version");
        }
        if segments == 0 || segments > Geometry::SEGMENT_LIMIT as usize {
            return refuse("the number of segments");
        }
        if !self.file.segments.iter().all(|segment| twelve(segment.fragments.len())) {
            return refuse("the number of fragments");
        }
        if self.file.size.0 == 0 || self.file.size.0 > capacity {
            return refuse("the size");
        }
        if !self.columns.iter().map(|column| column.column).eq(ColumnIndex::all()) {
            return refuse("the list of columns");
        }
        if self.account.public_key != public_key_text(&self.account.address) {
            return refuse("the account");
        }
        Ok(())
    }
}

/// A public key as a receipt writes it.
pub(super) fn public_key_text(account: &AccountId) -> String {
    format!("0x{}", hex::encode(account.0))
}

#[derive(Deserialize)]
struct VersionOnly {
    receipt: Version,
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{}", hex::encode(self.0))
    }
}

impl FromStr for Signature {
    type Err = ReceiptError;
    fn from_str(text: &str) -> Result<Self, ReceiptError> {
        let mut bytes = [0; 64];
        let digits = text.strip_prefix("0x").unwrap_or_default();
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| ReceiptError::Shape { what: "the signature" })?;
        Ok(Self(bytes))
    }
}

impl Serialize for Signature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
