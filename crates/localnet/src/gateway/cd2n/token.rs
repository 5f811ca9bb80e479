//! Tokens: JSON Web Tokens signed with HMAC-SHA256.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use pileus_localnet_runtime::primitives::AccountId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Bytes that SHA-256 takes at once, which HMAC fills with its key.
const BLOCK: usize = 64;

/// What tokens are signed with.
pub(super) struct TokenKey([u8; BLOCK]);

/// What a token says.
#[derive(Serialize, Deserialize)]
struct Claims {
    user: User,
    /// Seconds since 1970.
    nbf: u64,
    /// Seconds since 1970.
    exp: u64,
}

#[derive(Serialize, Deserialize)]
struct User {
    /// The 32 bytes of the public key in base64.
    account: String,
}

impl TokenKey {
    /// A new key.
    pub(super) fn random() -> Self {
        let mut key = [0; BLOCK];
        key[..32].copy_from_slice(&rand::random::<[u8; 32]>());
        Self(key)
    }

    /// A token for an account.
    ///
    /// # Units
    /// `now` and `end` in seconds since 1970.
    pub(super) fn token(&self, account: &AccountId, now: u64, end: u64) -> String {
        let bytes: &[u8] = account.as_ref();
        let claims = Claims { user: User { account: STANDARD.encode(bytes) }, nbf: now, exp: end };
        let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(json!({ "alg": "HS256", "typ": "JWT" })), part(json!(claims)));
        let signature = URL_SAFE_NO_PAD.encode(self.authenticate(signed.as_bytes()));
        format!("{signed}.{signature}")
    }

    /// Whose token this is.
    ///
    /// # Units
    /// `now` in seconds since 1970.
    /// # Errors
    /// Why it is none.
    pub(super) fn account(&self, token: &str, now: u64) -> Result<AccountId, &'static str> {
        const MALFORMED: &str = "token is malformed";
        let (signed, signature) = token.rsplit_once('.').ok_or(MALFORMED)?;
        let (_, claims) = signed.split_once('.').ok_or(MALFORMED)?;
        if URL_SAFE_NO_PAD.decode(signature).ok().as_deref() != Some(&self.authenticate(signed.as_bytes())[..]) {
            return Err("signature is invalid");
        }
        let claims = URL_SAFE_NO_PAD.decode(claims).map_err(|_| MALFORMED)?;
        let claims: Claims = serde_json::from_slice(&claims).map_err(|_| MALFORMED)?;
        if !(claims.nbf..claims.exp).contains(&now) {
            return Err("token is expired");
        }
        let account = STANDARD.decode(claims.user.account).map_err(|_| MALFORMED)?;
        <[u8; 32]>::try_from(account).map(AccountId::new).map_err(|_| MALFORMED)
    }

    /// HMAC-SHA256.
    fn authenticate(&self, message: &[u8]) -> [u8; 32] {
        let padded = |pad: u8| self.0.map(|byte| byte ^ pad);
        let inner = Sha256::new().chain_update(padded(0x36)).chain_update(message).finalize();
        Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_767_225_600;

    #[test]
    fn the_authentication_code_is_that_of_the_standard() {
        // RFC 4231, case 2.
        let mut key = [0; BLOCK];
        key[..4].copy_from_slice(b"Jefe");
        let code = TokenKey(key).authenticate(b"what do ya want for nothing?");
        assert_eq!(hex::encode(code), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn a_token_names_its_account_until_it_ends() {
        let (key, account) = (TokenKey::random(), AccountId::new([7; 32]));
        let token = key.token(&account, NOW, NOW + 3_600);
        assert_eq!(key.account(&token, NOW), Ok(account.clone()));
        assert_eq!(key.account(&token, NOW + 3_600), Err("token is expired"));
        assert_eq!(TokenKey::random().account(&token, NOW), Err("signature is invalid"));
        assert_eq!(key.account("nonsense", NOW), Err("token is malformed"));
    }
}
