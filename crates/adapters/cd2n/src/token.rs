//! Tokens: what a gateway gives for a signature, and takes as proof of who asks.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use pileus_domain::{AccountId, Endpoint};
use pileus_ports::Timestamp;
use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

/// What is asked for: a token that ends after so long.
///
/// # Units
/// hours.
pub(crate) const LIFE: u64 = 1;
/// A token is used for so long, and then renewed: an upload that begins has ten minutes left.
///
/// # Units
/// milliseconds.
const USED_FOR: u64 = 50 * 60 * 1_000;
/// Most tokens that are kept; the one that ends first goes first.
const KEPT: usize = 32;
/// Longest token, in bytes.
const LENGTH_LIMIT: usize = 4 << 10;
/// What stands before it in its header.
const SCHEME: &[u8] = b"Bearer ";

/// A token as the header that it travels in. Its bytes are cleared when the last clone is dropped.
#[derive(Clone)]
pub(crate) struct Token(HeaderValue);

impl Token {
    /// From the text of an answer; none where that is no token.
    pub(crate) fn new(text: &Zeroizing<String>) -> Option<Self> {
        let well_formed = !text.is_empty() && text.len() <= LENGTH_LIMIT && text.bytes().all(|b| b.is_ascii_graphic());
        let mut line = Zeroizing::new(Vec::with_capacity(SCHEME.len() + text.len().min(LENGTH_LIMIT)));
        if well_formed {
            line.extend_from_slice(SCHEME);
            line.extend_from_slice(text.as_bytes());
        }
        let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(line)).ok().filter(|_| well_formed)?;
        value.set_sensitive(true);
        Some(Self(value))
    }

    /// The value of the header `token`.
    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

/// The tokens of this process, by gateway and account. They are nowhere else.
#[derive(Debug, Default)]
pub(crate) struct Tokens(Mutex<BTreeMap<(String, AccountId), Kept>>);

#[derive(Debug)]
struct Kept {
    token: Token,
    until: Timestamp,
}

impl Tokens {
    /// The one that can still be used.
    pub(crate) fn usable(&self, gateway: &Endpoint, account: AccountId, now: Timestamp) -> Option<Token> {
        let mut kept = self.lock();
        kept.retain(|_, kept| kept.until > now);
        kept.get(&(gateway.0.clone(), account)).map(|kept| kept.token.clone())
    }

    /// Keep one that was just given.
    pub(crate) fn keep(&self, gateway: &Endpoint, account: AccountId, token: Token, now: Timestamp) {
        let mut kept = self.lock();
        let first_to_end = kept.iter().min_by_key(|(_, kept)| kept.until).map(|(key, _)| key.clone());
        if let Some(key) = first_to_end.filter(|_| kept.len() >= KEPT) {
            kept.remove(&key);
        }
        kept.insert((gateway.0.clone(), account), Kept { token, until: Timestamp(now.0.saturating_add(USED_FOR)) });
    }

    /// Forget the one that the gateway does not take any more. Was there one?
    pub(crate) fn forget(&self, gateway: &Endpoint, account: AccountId) -> bool {
        self.lock().remove(&(gateway.0.clone(), account)).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(String, AccountId), Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);
    const ME: AccountId = AccountId([1; 32]);

    fn token(text: &str) -> Option<Token> {
        Token::new(&Zeroizing::new(text.to_owned()))
    }

    fn gateway(number: usize) -> Endpoint {
        Endpoint(format!("https://{number}.example"))
    }

    #[test]
    fn a_token_prints_as_stars_and_is_marked_for_the_connection() {
        let kept = Tokens::default();
        kept.keep(&gateway(1), ME, token("secret.of.mine").unwrap(), NOW);
        let token = kept.usable(&gateway(1), ME, NOW).unwrap();
        assert!(!format!("{token:?} {kept:?}").contains("secret"), "{kept:?}");
        assert!(token.header().is_sensitive());
        assert_eq!(token.header().as_bytes(), b"Bearer secret.of.mine");
    }

    #[test]
    fn what_is_no_token_is_none() {
        for text in ["", "two words", "line\nbreak", "caf\u{e9}", &"x".repeat(LENGTH_LIMIT + 1)] {
            assert!(token(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_token_is_renewed_before_it_ends() {
        let kept = Tokens::default();
        kept.keep(&gateway(1), ME, token("a").unwrap(), NOW);
        let after = |minutes: u64| Timestamp(NOW.0 + minutes * 60 * 1_000);
        assert!(kept.usable(&gateway(1), ME, after(49)).is_some());
        assert!(kept.usable(&gateway(2), ME, after(49)).is_none(), "another gateway");
        assert!(kept.usable(&gateway(1), AccountId([2; 32]), after(49)).is_none(), "another account");
        assert!(kept.usable(&gateway(1), ME, after(50)).is_none());
        assert!(kept.usable(&gateway(1), ME, NOW).is_none(), "and then it is gone");
    }

    #[test]
    fn few_tokens_are_kept_and_each_can_be_forgotten() {
        let kept = Tokens::default();
        for number in 0..=KEPT {
            kept.keep(&gateway(number), ME, token("a").unwrap(), Timestamp(NOW.0 + number as u64));
        }
        assert!(kept.usable(&gateway(0), ME, NOW).is_none());
        assert!(kept.usable(&gateway(1), ME, NOW).is_some());
        assert!(kept.forget(&gateway(1), ME) && !kept.forget(&gateway(1), ME));
    }
}
