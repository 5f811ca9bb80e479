//! From a passphrase to a key.

use argon2::{Algorithm, Argon2, Params, Version};
use pileus_ports::{KeystoreError, SecretText};
use serde::{Deserialize, Serialize};

use crate::{encoding::SecretKey, error::damaged};

/// What one guess at the passphrase costs (Argon2id).
///
/// # Source
/// RFC 9106, section 4: the second recommended option is the product's least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassphraseCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes that could be filled side by side.
    pub lanes: u32,
}

impl PassphraseCost {
    /// 64 MiB, three passes, four lanes: the least of the product.
    pub const PRODUCT: Self = Self { memory_kib: 64 << 10, passes: 3, lanes: 4 };
    /// The least that the function can do: for tests.
    pub const LEAST: Self = Self { memory_kib: Params::MIN_M_COST, passes: 1, lanes: 1 };

    /// Most that a file may ask for: 1 GiB, 16 passes, 16 lanes.
    pub(crate) const MOST: Self = Self { memory_kib: 1 << 20, passes: 16, lanes: 16 };

    pub(crate) fn is_bearable(self) -> bool {
        let Self { memory_kib, passes, lanes } = Self::MOST;
        self.memory_kib <= memory_kib && self.passes <= passes && self.lanes <= lanes
    }
}

/// The key of a passphrase.
///
/// # Errors
/// [`KeystoreError::Damaged`] when the costs are impossible or more than anybody would have written.
pub(crate) fn derive(passphrase: &SecretText, salt: &[u8], cost: PassphraseCost) -> Result<SecretKey, KeystoreError> {
    if !cost.is_bearable() {
        return Err(damaged("it asks for more work than any vault does"));
    }
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(|e| damaged(e.to_string()))?;
    let mut key = SecretKey::blank();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let done = argon2.hash_password_into(passphrase.expose().as_bytes(), salt, key.bytes_mut());
    done.map_err(|e| damaged(e.to_string()))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use argon2::{AssociatedData, ParamsBuilder};

    use super::*;

    #[test]
    fn the_vector_of_rfc_9106_holds() {
        let mut params = ParamsBuilder::new();
        params.m_cost(32).t_cost(3).p_cost(4).output_len(32).data(AssociatedData::new(&[4; 12]).unwrap());
        let params = params.build().unwrap();
        let argon2 = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut tag = [0; 32];
        argon2.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
        assert_eq!(hex::encode(tag), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    #[test]
    fn hostile_costs_are_refused_before_any_work() {
        let passphrase = SecretText::new("x".to_owned());
        let most = PassphraseCost::MOST;
        for cost in [
            PassphraseCost { memory_kib: u32::MAX, ..most },
            PassphraseCost { passes: 17, ..most },
            PassphraseCost { lanes: u32::MAX, ..most },
            PassphraseCost { memory_kib: 0, ..PassphraseCost::LEAST },
            PassphraseCost { passes: 0, ..PassphraseCost::LEAST },
            PassphraseCost { lanes: 0, ..PassphraseCost::LEAST },
        ] {
            let result = derive(&passphrase, &[0; 16], cost);
            assert!(matches!(result, Err(KeystoreError::Damaged(_))), "{cost:?}");
        }
    }

    #[test]
    fn salt_cost_and_passphrase_all_change_the_key() {
        let derive = |text: &str, salt, passes| {
            let cost = PassphraseCost { passes, ..PassphraseCost::LEAST };
            *derive(&SecretText::new(text.to_owned()), &[salt; 16], cost).unwrap().bytes()
        };
        let key = derive("a", 1, 1);
        assert_eq!(key, derive("a", 1, 1));
        assert!(key != derive("b", 1, 1) && key != derive("a", 2, 1) && key != derive("a", 1, 2));
    }
}
