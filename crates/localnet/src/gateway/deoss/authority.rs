//! Who asks, and whether the message still counts.

use axum::http::HeaderMap;
use sp_core::crypto::AccountId32;

use super::answer::Refusal;
use crate::{
    chain::Clock,
    node::{server::header, signature},
};

/// The account whose key signed the request's message.
///
/// # Errors
/// `no permission`, also for a message that is a moment of the past. Any other message never expires.
pub(super) fn account(headers: &HeaderMap, clock: &Clock) -> Result<AccountId32, Refusal> {
    let signer = signature::signer(headers).ok_or_else(Refusal::no_permission)?;
    let end = end_of(header(headers, "message"));
    if end.is_some_and(|end| clock.now() >= end) {
        return Err(Refusal::no_permission());
    }
    Ok(AccountId32::from(signer.0))
}

/// When a message expires, if it is a moment: seconds or milliseconds since 1970, told apart by their size.
///
/// # Units
/// milliseconds since 1970.
fn end_of(message: &str) -> Option<u64> {
    const SECONDS: std::ops::Range<u64> = 1_000_000_000..1_000_000_000_000;
    const MILLISECONDS: std::ops::Range<u64> = 1_000_000_000_000..1_000_000_000_000_000;
    match message.parse::<u64>() {
        Ok(moment) if SECONDS.contains(&moment) => Some(moment * 1_000),
        Ok(moment) if MILLISECONDS.contains(&moment) => Some(moment),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_moment_expires() {
        assert_eq!(end_of("1747391940"), Some(1_747_391_940_000));
        assert_eq!(end_of("1747391940123"), Some(1_747_391_940_123));
        for forever in ["", "hello", "999999999", "1000000000000000", "-1747391940", "17473919.4"] {
            assert_eq!(end_of(forever), None, "{forever}");
        }
    }
}
