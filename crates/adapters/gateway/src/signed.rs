//! The headers that prove who asks.

use pileus_domain::Ss58Prefix;
use pileus_ports::{Signer, Timestamp};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

/// How long a message counts: until the gateway has looked at the headers of its request.
///
/// # Units
/// seconds.
const MESSAGE_LIFE: u64 = 300;

/// Account, message and signature of one request. The message is the moment at which it expires: nothing else in it
/// would end, and whoever saw it could use it for ever.
///
/// # Source
/// protocol §5.2: gateways understand the prefixes 11330 and 42 only.
pub(crate) fn headers(signer: &dyn Signer, now: Timestamp) -> HeaderMap {
    let message = (now.0 / 1_000 + MESSAGE_LIFE).to_string();
    let signature = format!("0x{}", hex::encode(signer.sign(message.as_bytes())));
    let account = signer.account().to_ss58(Ss58Prefix::CESS);
    let header = |name, text: &str| (HeaderName::from_static(name), value(text));
    HeaderMap::from_iter([header("account", &account), header("message", &message), header("signature", &signature)])
}

/// A text as a header's value; control characters, which no name has, become question marks.
pub(crate) fn value(text: &str) -> HeaderValue {
    let harmless: Vec<u8> = text.bytes().map(|byte| if byte.is_ascii_control() { b'?' } else { byte }).collect();
    HeaderValue::from_bytes(&harmless).unwrap_or(HeaderValue::from_static("?"))
}

/// A text whose bytes survive as a header: everything but letters and digits behind percent signs.
pub(crate) fn percent_encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeSigner;

    use super::*;

    #[test]
    fn a_message_is_the_moment_at_which_it_expires() {
        let headers = headers(&FakeSigner::of(1), Timestamp(1_800_000_000_999));
        let text = |name: &str| headers[name].to_str().unwrap().to_owned();
        assert_eq!(text("message"), "1800000300");
        assert!(text("account").starts_with("cX"), "{}", text("account"));
        let expected = FakeSigner::of(1).sign(b"1800000300");
        assert_eq!(text("signature"), format!("0x{}", hex::encode(expected)));
    }

    #[test]
    fn names_become_plain_letters() {
        assert_eq!(percent_encoded("a b/\u{e9}%.txt"), "a%20b%2F%C3%A9%25.txt");
        assert_eq!(value("t\u{e9}\n"), HeaderValue::from_bytes("t\u{e9}?".as_bytes()).unwrap());
    }
}
