//! `POST /gateway/gentoken`: a token for whoever signs a moment, however long ago that is.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Form,
    body::Body,
    extract::{State, rejection::FormRejection},
    http::{Response, StatusCode},
};
use pileus_localnet_runtime::primitives::AccountId;
use sha2::{Digest, Sha256};
use sp_core::{
    Pair as _,
    crypto::{AccountId32, Ss58Codec},
    sr25519,
};

use super::{
    Retriever,
    answer::{Refusal, done},
};

/// How addresses begin that are understood: of the test network and of the main network.
const ADDRESSES: [&str; 2] = ["cX", "ce"];
/// How old a message may be: a minute in nanoseconds, but compared with seconds, so that nothing is ever too old.
const OLDEST: i64 = 60_000_000_000;
/// Hours that a token counts unless others are asked for, and those that may be.
const HOURS: u64 = 72;
const HOURS_ON_REQUEST: std::ops::RangeInclusive<u64> = 1..=168;
/// Seconds of an hour.
const HOUR: u64 = 3_600;

/// The fields of a form.
type Fields = HashMap<String, String>;

/// Answer with a token.
pub(super) async fn token(
    State(retriever): State<Arc<Retriever>>,
    form: Result<Form<Fields>, FormRejection>,
) -> Response<Body> {
    let parameters = || Refusal::login(StatusCode::BAD_REQUEST, "bad request params");
    let made = form.map_err(|_| parameters()).and_then(|Form(fields)| make(&retriever, &fields));
    made.map_or_else(|refusal| refusal.response(), done)
}

fn make(retriever: &Retriever, fields: &Fields) -> Result<String, Refusal> {
    let field = |name| fields.get(name).filter(|text| !text.is_empty());
    let (Some(account), Some(message), Some(sign)) = (field("account"), field("message"), field("sign")) else {
        return Err(Refusal::login(StatusCode::BAD_REQUEST, "bad request params"));
    };
    let now = retriever.core.settings.clock.now() / 1_000;
    check_moment(message, now)?;
    let account = signer(account, message, sign).map_err(|reason| {
        Refusal::login(StatusCode::BAD_REQUEST, format!("parsing and verifying account error: {reason}"))
    })?;
    Ok(retriever.key.token(&account, now, now + hours(fields) * HOUR))
}

fn check_moment(message: &str, now: u64) -> Result<(), Refusal> {
    let Ok(moment) = message.parse::<i64>() else {
        let reason = "The timestamp format is incorrect";
        return Err(Refusal::login(StatusCode::INTERNAL_SERVER_ERROR, reason));
    };
    if now.cast_signed().saturating_sub(moment) > OLDEST {
        return Err(Refusal::login(StatusCode::BAD_REQUEST, "invalid timestamp"));
    }
    Ok(())
}

fn hours(fields: &Fields) -> u64 {
    let asked = fields.get("exp").and_then(|text| text.parse().ok());
    asked.filter(|hours| HOURS_ON_REQUEST.contains(hours)).unwrap_or(HOURS)
}

/// The account, if its key signed the digest of the message in the wrapping of browser wallets.
fn signer(address: &str, message: &str, sign: &str) -> Result<AccountId, &'static str> {
    if !ADDRESSES.iter().any(|beginning| address.starts_with(beginning)) {
        return Err("bad account");
    }
    let (account, _) = AccountId32::from_ss58check_with_version(address).map_err(|_| "bad account")?;
    let digits = sign.strip_prefix("0x").unwrap_or(sign);
    let signature = hex::decode(digits).map_err(|_| "encoding/hex: invalid byte")?;
    let signature = sr25519::Signature::try_from(signature.as_slice()).map_err(|()| "verify sign error")?;
    let key = sr25519::Public::from_raw(account.clone().into());
    let right = sr25519::Pair::verify(&signature, signed_bytes(message), &key);
    if right { Ok(account) } else { Err("verify sign error") }
}

fn signed_bytes(message: &str) -> Vec<u8> {
    [&b"<Bytes>"[..], &Sha256::digest(message.as_bytes()), b"</Bytes>"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_the_moment_is_signed_in_its_wrapping() {
        let expected = "3c42797465733e3f3b4313e71a7e1cbfbc359314fc3de34eab90a3d441761cae10fcb2a6aba1ff3c2f42797465733e";
        assert_eq!(hex::encode(signed_bytes("1700000000")), expected);
    }

    #[test]
    fn hours_are_whole_and_at_most_a_week() {
        let of = |exp: &str| hours(&Fields::from([("exp".to_owned(), exp.to_owned())]));
        assert_eq!((of("1"), of("168")), (1, 168));
        for other in ["0", "169", "1.5", "3600000000000", "", "-1"] {
            assert_eq!(of(other), 72, "{other}");
        }
        assert_eq!(hours(&Fields::new()), 72);
    }

    #[test]
    fn no_moment_is_too_old_or_too_new() {
        for moment in ["0", "123456", "1767225600", "99999999999"] {
            assert_eq!(check_moment(moment, 1_767_225_600), Ok(()), "{moment}");
        }
        assert!(check_moment("now", 0).is_err() && check_moment("1767225600.5", 0).is_err());
        assert!(check_moment("-60000000000", 1).is_err());
    }
}
