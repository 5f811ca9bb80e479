//! Who a request says it is from: nobody.

use pileus_domain::{AccountId, ContentHash, Fid, Ss58Prefix};
use pileus_ports::Entropy;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use subxt_signer::sr25519::Keypair;
use zeroize::Zeroizing;

use crate::error::NodesSetupError;

/// A key for one run of the program, and one message that it signed.
///
/// Nodes want a signature and do not ask whose: a key of its own keeps the person's account and address apart.
///
/// # Source
/// protocol §6.2.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    account: HeaderValue,
    message: HeaderValue,
    signature: HeaderValue,
}

impl Identity {
    /// Make a key, sign with it, and throw it away.
    pub(crate) fn new(entropy: &dyn Entropy) -> Result<Self, NodesSetupError> {
        let mut seed = Zeroizing::new([0; 32]);
        entropy.fill(&mut *seed);
        let keypair = Keypair::from_secret_key(*seed).map_err(NodesSetupError::Key)?;
        let message = format!("{:016x}", entropy.number());
        let signature = hex::encode(keypair.sign(message.as_bytes()).0);
        let address = AccountId(keypair.public_key().0).to_ss58(Ss58Prefix::CESS);
        Ok(Self { account: header(&address), message: header(&message), signature: header(&format!("0x{signature}")) })
    }

    /// The headers of a request about a fragment.
    pub(crate) fn headers(&self, fid: &Fid, fragment: &ContentHash) -> HeaderMap {
        HeaderMap::from_iter([
            (HeaderName::from_static("fid"), header(&fid.to_string())),
            (HeaderName::from_static("fragment"), header(&fragment.to_string())),
            (HeaderName::from_static("account"), self.account.clone()),
            (HeaderName::from_static("message"), self.message.clone()),
            (HeaderName::from_static("signature"), self.signature.clone()),
        ])
    }
}

fn header(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("digits and letters")
}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeEntropy;
    use subxt_signer::sr25519::{PublicKey, Signature, verify};

    use super::*;

    #[test]
    fn the_signature_fits_account_and_message() {
        let identity = Identity::new(&FakeEntropy::default()).unwrap();
        let headers = identity.headers(&Fid(ContentHash([1; 32])), &ContentHash([2; 32]));
        let text = |name: &str| headers[name].to_str().unwrap();
        let (account, prefix) = AccountId::from_ss58(text("account")).unwrap();
        assert_eq!(prefix, Ss58Prefix::CESS, "nodes understand 11330 and 42 only");
        let mut signature = [0; 64];
        hex::decode_to_slice(text("signature").strip_prefix("0x").unwrap(), &mut signature).unwrap();
        assert!(verify(&Signature(signature), text("message"), &PublicKey(account.0)));
        assert_eq!((text("fid"), text("fragment")), ("01".repeat(32).as_str(), "02".repeat(32).as_str()));
    }

    #[test]
    fn each_run_is_somebody_else() {
        let entropy = FakeEntropy::default();
        let (one, two) = (Identity::new(&entropy).unwrap(), Identity::new(&entropy).unwrap());
        assert!(one.account != two.account && one.message != two.message);
    }
}
