//! Bytes in, bytes out: seal, cut, encode, hash, and back again.
//!
//! Duty: turn a file into the hashes and fragments that the network knows, and fragments back into the file.
//!
//! Invariants: everything is deterministic given the header of a sealed file; memory does not grow with the file;
//! bytes that were changed on the way are never handed out as good.
//!
//! Absent on purpose: no file, no network, no clock and no source of randomness. All four are passed in.

mod decode;
mod encoder;
mod envelope;
mod error;
mod fid;
pub mod kernel;
mod legacy;
mod plan;
mod sealed;
mod source;
mod stream;

pub use decode::{check_segment, payload_length, rebuild_segment, segment_hash};
pub use encoder::Encoder;
pub use envelope::Envelope;
pub use error::{CipherError, DamagedPart, DecodeError, EncodeError, LimitedField, OpenError, PieceError, SealError};
pub use fid::{content_hash, fid_by, fid_of, flat_fid_of, is_fid_of};
pub use legacy::{CipherOpener, PieceOpener, is_certainly_cipher};
pub use sealed::{
    Argon2Cost, ChunkPlace, DataKey, HeaderSpec, Metadata, Opener, Passphrase, Sealer, UnlockKey, WaysToOpen, WrapKey,
    header_size, is_sealed, segments_when_sealed,
};
pub use source::Source;
