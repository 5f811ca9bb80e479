//! Keys of files that CD²N gateways locked into capsules.
//!
//! Duty: get the key out with the secret of an account. Invariants: a capsule whose parts do not belong together is
//! refused before the secret is looked at; what is computed with the secret is cleared.
//! Absent on purpose: keys for somebody else to re-encrypt capsules with. Whoever gets one can compute the secret of the
//! account from it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use curve25519_dalek::{RistrettoPoint, Scalar, ristretto::CompressedRistretto, traits::IsIdentity as _};
use pileus_domain::Capsule;
use pileus_ports::{KeystoreError, SecretBytes};
use schnorrkel::SecretKey;
use sha2::{Digest as _, Sha256, Sha512};
use zeroize::Zeroizing;

/// Bytes of a point in Base64.
const POINT_TEXT: usize = 44;

/// The key in a capsule: the hash of the text of the point that the secret makes of both points.
///
/// # Errors
/// [`KeystoreError::BadCapsule`].
/// # Source
/// gateway notes §7.2, the owner's way.
pub(crate) fn open(secret: &SecretKey, capsule: &Capsule) -> Result<SecretBytes, KeystoreError> {
    let sum = checked_sum(capsule)?;
    let scalar = scalar_of(secret);
    let shared = Zeroizing::new(sum * *scalar);
    let compressed = Zeroizing::new(shared.compress());
    let mut text = Zeroizing::new([0; POINT_TEXT]);
    STANDARD.encode_slice(compressed.as_bytes(), &mut *text).expect("44 characters hold 32 bytes");
    let mut key = Zeroizing::new([0; 32]);
    key.copy_from_slice(&Sha256::digest(*text));
    Ok(SecretBytes::copied(&key))
}

/// The sum of both points, once the scalar ties them to each other as only whoever made the capsule could.
fn checked_sum(capsule: &Capsule) -> Result<RistrettoPoint, KeystoreError> {
    let (e, v) = (point(&capsule.e)?, point(&capsule.v)?);
    let s = Option::<Scalar>::from(Scalar::from_canonical_bytes(capsule.s));
    let s = s.ok_or(KeystoreError::BadCapsule("S is no scalar"))?;
    if RistrettoPoint::mul_base(&s) != v + e * challenge(capsule) {
        return Err(KeystoreError::BadCapsule("its parts do not belong together"));
    }
    let sum = e + v;
    // Its key would be the same for every account.
    if sum.is_identity() { Err(KeystoreError::BadCapsule("its points cancel each other out")) } else { Ok(sum) }
}

fn point(bytes: &[u8; 32]) -> Result<RistrettoPoint, KeystoreError> {
    CompressedRistretto(*bytes).decompress().ok_or(KeystoreError::BadCapsule("E or V is no point"))
}

/// What the maker of a capsule was asked: a scalar of the hash of both points.
fn challenge(capsule: &Capsule) -> Scalar {
    let hash = Sha512::new().chain_update(capsule.e).chain_update(capsule.v).finalize();
    let mut wide = [0; 64];
    wide.copy_from_slice(&hash);
    Scalar::from_bytes_mod_order_wide(&wide)
}

/// The scalar of an account; what signatures need beside it stays out.
fn scalar_of(secret: &SecretKey) -> Zeroizing<Scalar> {
    let bytes = Zeroizing::new(secret.to_bytes());
    let mut scalar = Zeroizing::new([0; 32]);
    scalar.copy_from_slice(&bytes[..32]);
    Zeroizing::new(Scalar::from_bytes_mod_order(*scalar))
}

#[cfg(test)]
mod tests {
    use curve25519_dalek::traits::Identity as _;
    use schnorrkel::{
        ExpansionMode, MiniSecretKey,
        derive::{ChainCode, Derivation as _},
    };
    use serde::Deserialize;

    use super::*;

    /// A published case.
    #[derive(Deserialize)]
    struct Case {
        seed: String,
        scalar: String,
        account: String,
        challenge: String,
        capsule: Capsule,
        shared: String,
        key: String,
        key_of_other_rule: String,
    }

    fn case() -> Case {
        serde_json::from_str(include_str!("../../../../tests/vectors/legacy/capsule.json")).unwrap()
    }

    fn secret(seed: &str) -> SecretKey {
        MiniSecretKey::from_bytes(&hex::decode(seed).unwrap()).unwrap().expand(ExpansionMode::Ed25519)
    }

    /// A capsule with the points of these secrets.
    fn made(e: Scalar, v: Scalar) -> Capsule {
        let compressed = |scalar: &Scalar| RistrettoPoint::mul_base(scalar).compress().to_bytes();
        let capsule = Capsule { e: compressed(&e), v: compressed(&v), s: [0; 32] };
        Capsule { s: (v + e * challenge(&capsule)).to_bytes(), ..capsule }
    }

    fn refusal(capsule: Capsule) -> &'static str {
        match open(&secret(&case().seed), &capsule) {
            Err(KeystoreError::BadCapsule(why)) => why,
            result => panic!("{result:?}"),
        }
    }

    #[test]
    fn the_published_capsule_gives_its_key() {
        let case = case();
        let secret = secret(&case.seed);
        assert_eq!(hex::encode(scalar_of(&secret).as_bytes()), case.scalar);
        assert_eq!(hex::encode(secret.to_public().to_bytes()), case.account);
        assert_eq!(hex::encode(challenge(&case.capsule).as_bytes()), case.challenge);
        let shared = checked_sum(&case.capsule).unwrap() * *scalar_of(&secret);
        assert_eq!(hex::encode(shared.compress().as_bytes()), case.shared);
        let key = open(&secret, &case.capsule).unwrap();
        assert_eq!(hex::encode(key.expose()), case.key);
        assert_ne!(hex::encode(key.expose()), case.key_of_other_rule);
    }

    #[test]
    fn both_sides_of_a_capsule_get_the_same_key() {
        // A soft path leads to secrets that no seed makes.
        let owner = secret(&"b7".repeat(32)).derived_key_simple(ChainCode([3; 32]), []).0;
        let (e, v) = (Scalar::from(11_u64), Scalar::from(31_u64));
        let public = owner.to_public().into_point();
        let text = STANDARD.encode((public * (e + v)).compress().as_bytes());
        assert_eq!(open(&owner, &made(e, v)).unwrap().expose()[..], Sha256::digest(text)[..]);
    }

    #[test]
    fn a_capsule_of_which_a_bit_was_changed_is_refused() {
        let good = case().capsule;
        for bit in 0..256 {
            let changed = |part: [u8; 32]| {
                let mut part = part;
                part[bit / 8] ^= 1 << (bit % 8);
                part
            };
            refusal(Capsule { e: changed(good.e), ..good });
            refusal(Capsule { v: changed(good.v), ..good });
            refusal(Capsule { s: changed(good.s), ..good });
        }
        refusal(Capsule { e: good.v, v: good.e, ..good });
    }

    #[test]
    fn points_that_cancel_each_other_out_are_refused() {
        let e = Scalar::from(5_u64);
        assert_eq!(refusal(made(e, -e)), "its points cancel each other out");
        let zero = RistrettoPoint::identity().compress().to_bytes();
        assert_eq!(refusal(Capsule { e: zero, v: zero, s: [0; 32] }), "its points cancel each other out");
    }

    #[test]
    fn the_order_itself_is_no_scalar() {
        let good = case().capsule;
        let mut order = (Scalar::ZERO - Scalar::ONE).to_bytes();
        order[0] += 1;
        assert_eq!(refusal(Capsule { s: order, ..good }), "S is no scalar");
    }
}
