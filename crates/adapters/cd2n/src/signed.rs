//! The form that a token is asked for with.

use pileus_domain::{Endpoint, Ss58Prefix};
use pileus_ports::{GatewayError, GatewayErrorKind, Signer, Timestamp};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::token::LIFE;

/// How the networks whose gateways these are write addresses: `cX…` and `ce…`. Others are refused there as no account.
const KNOWN_PREFIXES: [Ss58Prefix; 2] = [Ss58Prefix::CESS, Ss58Prefix(11_331)];

/// Account, moment and signature as a form.
///
/// A gateway takes this signature at any time and cannot tell whom it was made for, so it is as good as a token to whoever
/// has it: it is made for one request and cleared after it.
///
/// # Errors
/// [`GatewayErrorKind::Unsupported`] on a network whose addresses no gateway takes.
pub(crate) fn form(
    gateway: &Endpoint,
    signer: &dyn Signer,
    prefix: Ss58Prefix,
    now: Timestamp,
) -> Result<Zeroizing<Vec<u8>>, GatewayError> {
    if !KNOWN_PREFIXES.contains(&prefix) {
        let message = "its gateways do not know how this network writes addresses";
        return Err(GatewayError::new(GatewayErrorKind::Unsupported, &gateway.0, message));
    }
    let (account, message) = (signer.account().to_ss58(prefix), (now.0 / 1_000).to_string());
    let signature = Zeroizing::new(hex::encode(signer.sign(&signed_bytes(&message))));
    let fields = [("account=", account.as_str()), ("&message=", &message), ("&sign=", &signature)];
    let mut form = Zeroizing::new(Vec::with_capacity(FORM_LENGTH));
    for (name, value) in fields {
        form.extend_from_slice(name.as_bytes());
        form.extend_from_slice(value.as_bytes());
    }
    form.extend_from_slice(format!("&exp={LIFE}").as_bytes());
    Ok(form)
}

/// More than any form has, so that none grows and leaves a copy behind.
const FORM_LENGTH: usize = 512;

/// What is signed for a message: its hash in the words that wallets put around bytes, so that it is no transaction.
///
/// # Source
/// companion on CD²N §3.1.
fn signed_bytes(message: &str) -> Vec<u8> {
    [b"<Bytes>".as_slice(), &Sha256::digest(message.as_bytes()), b"</Bytes>"].concat()
}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeSigner;

    use super::*;

    const NOW: Timestamp = Timestamp(1_700_000_000_999);

    fn gateway() -> Endpoint {
        Endpoint("https://g.example".to_owned())
    }

    /// # Source
    /// companion on CD²N §3.1, the vector there.
    #[test]
    fn the_hash_of_the_seconds_is_signed() {
        let expected = concat!(
            "3c42797465733e",
            "3f3b4313e71a7e1cbfbc359314fc3de34eab90a3d441761cae10fcb2a6aba1ff",
            "3c2f42797465733e",
        );
        assert_eq!(hex::encode(signed_bytes("1700000000")), expected);
    }

    #[test]
    fn the_form_names_account_moment_signature_and_one_hour() {
        let signer = FakeSigner::of(1);
        let text = |prefix| {
            let form = form(&gateway(), &signer, Ss58Prefix(prefix), NOW).unwrap();
            String::from_utf8(form.to_vec()).unwrap()
        };
        let signature = hex::encode(signer.sign(&signed_bytes("1700000000")));
        let test_network = text(11_330);
        assert!(test_network.starts_with("account=cX"), "{test_network}");
        assert!(test_network.ends_with(&format!("&message=1700000000&sign={signature}&exp=1")), "{test_network}");
        assert!(test_network.len() < FORM_LENGTH);
        assert!(text(11_331).starts_with("account=ce"));
    }

    #[test]
    fn a_generic_address_is_never_sent() {
        for prefix in [42, 0, 11_329] {
            let error = form(&gateway(), &FakeSigner::of(1), Ss58Prefix(prefix), NOW).unwrap_err();
            assert_eq!(error.kind, GatewayErrorKind::Unsupported, "{prefix}");
        }
    }
}
