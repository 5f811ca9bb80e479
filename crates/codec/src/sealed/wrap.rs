//! One entry of the key list: the file key, wrapped for one way to open the file.

use rand::CryptoRng;
use zeroize::Zeroizing;

use super::{
    cipher::{Cipher, TAG_LENGTH, counter},
    derive::{self, FileSalt, HINT_LENGTH, SecretKey},
    header::{array_at, u32_at},
    secret::{Argon2Cost, Passphrase, UnlockKey, WrapKey},
};
use crate::error::{DamagedPart, LimitedField, OpenError, SealError};

/// Most entries of a key list.
pub(super) const WRAP_LIMIT: usize = 16;
/// Most entries that take a passphrase: each costs a reader one run of Argon2.
pub(super) const PASSPHRASE_LIMIT: usize = 4;
/// Bytes of an entry.
pub(super) const SLOT_LENGTH: usize = 96;

const KIND_DATA_KEY: u8 = 1;
const KIND_PASSPHRASE: u8 = 2;

const MEMORY_AT: usize = 4;
const PASSES_AT: usize = 8;
const LANES_AT: usize = 12;
const ARGON2_SALT_AT: usize = 16;
const HINT_AT: usize = 32;
const WRAPPED_AT: usize = 48;
const TAG_AT: usize = 80;

/// The bytes of an entry.
#[derive(Clone, Copy)]
pub(super) struct Slot([u8; SLOT_LENGTH]);

impl Slot {
    pub(super) fn from_bytes(bytes: [u8; SLOT_LENGTH]) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8; SLOT_LENGTH] {
        &self.0
    }

    /// Wrap `file_key` for one way to open; `prefix` is the finished front of the header.
    pub(super) fn wrap(
        key: WrapKey<'_>,
        index: usize,
        (file_key, salt, prefix): (&SecretKey, &FileSalt, &[u8]),
        rng: &mut impl CryptoRng,
    ) -> Result<Self, SealError> {
        let mut slot = Self([0; SLOT_LENGTH]);
        let opener = match key {
            WrapKey::DataKey(key) => {
                slot.0[0] = KIND_DATA_KEY;
                Zeroizing::new(*key.expose())
            }
            WrapKey::Passphrase(passphrase, cost) => {
                slot.put_cost(cost);
                rng.fill_bytes(&mut slot.0[ARGON2_SALT_AT..HINT_AT]);
                slot.stretch(passphrase, cost).map_err(SealError::Derivation)?
            }
        };
        slot.0[HINT_AT..WRAPPED_AT].copy_from_slice(&derive::hint(&opener, salt));
        let mut wrapped = file_key.clone();
        let cipher = Cipher::new(&derive::wrapping_key(&opener, salt));
        let tag = cipher.seal(counter(index as u64), &slot.aad(prefix), wrapped.as_mut());
        slot.0[WRAPPED_AT..TAG_AT].copy_from_slice(wrapped.as_ref());
        slot.0[TAG_AT..].copy_from_slice(&tag);
        Ok(slot)
    }

    /// The file key, if this entry was made for `key`; nothing if it was not.
    pub(super) fn unwrap(
        &self,
        key: UnlockKey<'_>,
        index: usize,
        salt: &FileSalt,
        prefix: &[u8],
    ) -> Result<Option<SecretKey>, OpenError> {
        let opener = match (key, self.0[0]) {
            (UnlockKey::DataKey(key), KIND_DATA_KEY) => Zeroizing::new(*key.expose()),
            (UnlockKey::Passphrase(passphrase), KIND_PASSPHRASE) => {
                self.stretch(passphrase, self.cost()?).map_err(OpenError::Derivation)?
            }
            _ => return Ok(None),
        };
        let hint: [u8; HINT_LENGTH] = array_at(&self.0, HINT_AT);
        if derive::hint(&opener, salt) != hint {
            return Ok(None);
        }
        let mut file_key = SecretKey::new(array_at(&self.0, WRAPPED_AT));
        let tag: [u8; TAG_LENGTH] = array_at(&self.0, TAG_AT);
        let cipher = Cipher::new(&derive::wrapping_key(&opener, salt));
        let opened = cipher.open(counter(index as u64), &self.aad(prefix), file_key.as_mut(), tag);
        opened.map_err(|_| OpenError::Damaged(DamagedPart::WrappedKey(index)))?;
        Ok(Some(file_key))
    }

    /// Check the fields of entry `index`, which lies at `at` in the header.
    pub(super) fn check(&self, index: usize, at: usize) -> Result<(), OpenError> {
        let must_be_zero = match self.0[0] {
            KIND_DATA_KEY => 1..HINT_AT,
            KIND_PASSPHRASE => 1..MEMORY_AT,
            _ => return Err(OpenError::Damaged(DamagedPart::WrapKind(index))),
        };
        if let Some(used) = must_be_zero.into_iter().find(|offset| self.0[*offset] != 0) {
            return Err(OpenError::Damaged(DamagedPart::Reserved(at + used)));
        }
        if self.takes_passphrase() { self.cost().map(|_| ()) } else { Ok(()) }
    }

    pub(super) fn takes_passphrase(&self) -> bool {
        self.0[0] == KIND_PASSPHRASE
    }

    fn cost(&self) -> Result<Argon2Cost, OpenError> {
        let [memory, passes, lanes] = [MEMORY_AT, PASSES_AT, LANES_AT].map(|at| u32_at(&self.0, at));
        Argon2Cost::new(memory, passes, lanes).map_err(|error| match error {
            SealError::Cost { field, found, .. } => OpenError::HostileLimits { field, value: found },
            _ => OpenError::HostileLimits { field: LimitedField::Memory, value: memory.into() },
        })
    }

    fn put_cost(&mut self, cost: Argon2Cost) {
        self.0[0] = KIND_PASSPHRASE;
        self.0[MEMORY_AT..PASSES_AT].copy_from_slice(&cost.memory().to_le_bytes());
        self.0[PASSES_AT..LANES_AT].copy_from_slice(&cost.passes().to_le_bytes());
        self.0[LANES_AT..ARGON2_SALT_AT].copy_from_slice(&cost.lanes().to_le_bytes());
    }

    fn stretch(&self, passphrase: &Passphrase, cost: Argon2Cost) -> Result<SecretKey, argon2::Error> {
        derive::passphrase_key(passphrase, &self.0[ARGON2_SALT_AT..HINT_AT], cost)
    }

    fn aad(&self, prefix: &[u8]) -> Vec<u8> {
        [prefix, &self.0[..WRAPPED_AT]].concat()
    }
}

/// Writers keep what readers check.
pub(super) fn check_counts(wraps: &[WrapKey<'_>]) -> Result<u8, SealError> {
    let found = wraps.len();
    let count = u8::try_from(found).ok().filter(|count| (1..=WRAP_LIMIT).contains(&usize::from(*count)));
    let count = count.ok_or(SealError::WrapCount { found, limit: WRAP_LIMIT })?;
    let found = wraps.iter().filter(|wrap| matches!(wrap, WrapKey::Passphrase(..))).count();
    if found > PASSPHRASE_LIMIT {
        return Err(SealError::PassphraseCount { found, limit: PASSPHRASE_LIMIT });
    }
    Ok(count)
}
