//! Addresses that strangers wrote down.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use pileus_cd2n::Cd2nProfile;
use pileus_domain::{AccountId, Endpoint, Fid, Ss58Prefix};
use pileus_ports::{
    Gateway as _, GatewayErrorKind, Passage, Signer,
    fake::{FakeClock, FakeSigner},
};
use tokio::{net::TcpListener, time::timeout};

use crate::{
    rig::{adapter, file},
    server::FID,
};

/// Nobody knocks in this time.
const QUIET: Duration = Duration::from_millis(300);

/// Remembers whether it signed.
#[derive(Default)]
struct Wary(AtomicBool);

impl Signer for Wary {
    fn account(&self) -> AccountId {
        FakeSigner::of(1).account()
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.store(true, Ordering::SeqCst);
        FakeSigner::of(1).sign(message)
    }
}

#[tokio::test]
async fn no_address_inside_this_computer_is_reached_unless_allowed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let adapter = adapter(Cd2nProfile::of_network(Ss58Prefix::CESS), &FakeClock::default());
    for host in ["https://127.0.0.1", "https://localhost", "https://[::1]", "https://2130706433"] {
        let error = adapter.identity(&Endpoint(format!("{host}:{port}"))).await.unwrap_err();
        assert_eq!(error.kind, GatewayErrorKind::ForbiddenAddress, "{host}: {error:?}");
        assert!(!error.may_pass());
    }
    assert!(timeout(QUIET, listener.accept()).await.is_err(), "nothing may knock there");
    for nonsense in ["", "https://g.example/path", "ftp://g.example", "https://user@g.example"] {
        let error = adapter.identity(&Endpoint(nonsense.to_owned())).await.unwrap_err();
        assert_eq!(error.kind, GatewayErrorKind::ForbiddenAddress, "{nonsense}");
        assert_eq!(adapter.link(&Endpoint(nonsense.to_owned()), &FID.parse::<Fid>().unwrap()), None);
    }
}

#[tokio::test]
async fn without_tls_nothing_is_signed_or_asked_of_a_public_gateway() {
    let adapter = adapter(Cd2nProfile::of_network(Ss58Prefix::CESS), &FakeClock::default());
    let signer = Wary::default();
    for address in ["http://1.1.1.1", "1.1.1.1:1306", "gateway.example", "HTTP://gateway.example"] {
        let endpoint = Endpoint(address.to_owned());
        let error = adapter.identity(&endpoint).await.unwrap_err();
        assert_eq!(error.kind, GatewayErrorKind::NotEncrypted, "{address}: {error:?}");
        let error = adapter.upload(&endpoint, &file("abc"), &signer, &Passage::default()).await.unwrap_err();
        assert_eq!(error.kind, GatewayErrorKind::NotEncrypted, "{address}: {error:?}");
        assert!(!signer.0.load(Ordering::SeqCst), "{address}");
    }
}

#[tokio::test]
async fn on_a_network_with_other_addresses_nobody_signs_in() {
    let profile = Cd2nProfile { allow_private_addresses: true, ..Cd2nProfile::of_network(Ss58Prefix::SUBSTRATE) };
    let (adapter, signer) = (adapter(profile, &FakeClock::default()), Wary::default());
    let nobody = Endpoint("127.0.0.1:9".to_owned());
    let error = adapter.upload(&nobody, &file("abc"), &signer, &Passage::default()).await.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::Unsupported);
    assert!(!signer.0.load(Ordering::SeqCst));
}
