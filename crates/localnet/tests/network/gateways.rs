//! The gateways of a network: known to the chain, stopped and started, and there in networks from before.

use parity_scale_codec::Decode;
use pileus_localnet::{
    error::NetworkError,
    gateway::{GatewayFault, GatewayFaultKind},
    host::ControlClient,
};
use pileus_localnet_runtime::{
    Runtime,
    pallets::oss::{Call, Oss, OssInfo},
    primitives::AccountId,
};
use sp_core::{Pair as _, sr25519};
use tokio::net::TcpStream;

use super::support::{Rig, TOKEN};

/// What each gateway starts with. Planck.
const ENDOWMENT: u128 = 100_000 * TOKEN;

async fn entry(rig: &Rig, account: &AccountId) -> Option<OssInfo> {
    let value = rig.network.chain().storage(Oss::<Runtime>::hashed_key_for(account)).await?;
    Some(OssInfo::decode(&mut &value[..]).unwrap())
}

async fn money(rig: &Rig, account: &AccountId) -> u128 {
    let key = frame_system::Account::<Runtime>::hashed_key_for(account);
    let Some(value) = rig.network.chain().storage(key).await else { return 0 };
    let info = frame_system::AccountInfo::<u32, pallet_balances::AccountData<u128>>::decode(&mut &value[..]);
    info.unwrap().data.free
}

fn accounts(rig: &Rig) -> Vec<AccountId> {
    let account = |text: &String| <[u8; 32]>::try_from(hex::decode(&text[2..]).unwrap()).unwrap();
    rig.network.info().gateways.iter().map(|gateway| AccountId::new(account(&gateway.account))).collect()
}

#[tokio::test]
async fn every_gateway_has_an_account_an_entry_and_a_port_of_its_own() {
    let rig = Rig::start().await;
    let accounts = accounts(&rig);
    assert_eq!(accounts.len(), 3);
    assert_eq!(accounts[0], sr25519::Pair::from_string("//Gateway", None).unwrap().public().into());
    for (account, gateway) in accounts.iter().zip(&rig.network.info().gateways) {
        assert_eq!(entry(&rig, account).await.unwrap().domain[..], *gateway.url.as_bytes());
        assert_eq!(money(&rig, account).await, ENDOWMENT);
        TcpStream::connect(gateway.url.trim_start_matches("http://")).await.unwrap();
    }
    let urls: std::collections::BTreeSet<_> = rig.network.info().gateways.iter().map(|gateway| &gateway.url).collect();
    assert_eq!(urls.len(), 3);
}

#[tokio::test]
async fn a_network_from_before_gets_the_gateways_that_it_lacks() {
    let rig = Rig::start().await;
    let known = accounts(&rig);
    for (index, account) in known.iter().enumerate().skip(1) {
        let pair = sr25519::Pair::from_string(&format!("//Gateway//{index}"), None).unwrap();
        rig.network.chain().submit(Call::destroy {}.into(), &pair).await.unwrap().result.unwrap();
        assert_eq!(entry(&rig, account).await, None);
    }
    let before = std::fs::read_to_string(rig.folder.path().join("ports.json")).unwrap();
    let mut ports: serde_json::Value = serde_json::from_str(&before).unwrap();
    ports.as_object_mut().unwrap().remove("more_gateways").unwrap();
    std::fs::write(rig.folder.path().join("ports.json"), ports.to_string()).unwrap();
    let first = rig.network.info().gateways[0].clone();
    let rig = rig.restart_with(|settings| settings).await;
    assert_eq!(rig.network.info().gateways[0], first);
    for (account, gateway) in known.iter().zip(&rig.network.info().gateways).skip(1) {
        assert_eq!(entry(&rig, account).await.unwrap().domain[..], *gateway.url.as_bytes());
        assert!(money(&rig, account).await > ENDOWMENT, "there was money for it");
    }
}

#[tokio::test]
async fn gateways_are_disturbed_stopped_and_started_by_number() {
    let rig = Rig::start().await;
    let control = ControlClient::of(rig.network.info()).unwrap();
    let fault = GatewayFault::standing(GatewayFaultKind::WrongStatus { status: 524 });
    let answers = async |index: usize| {
        let url = format!("{}/version", rig.network.info().gateways[index].url);
        reqwest::get(url).await.ok().map(|answer| answer.status().as_u16())
    };
    let _ = rustls::crypto::ring::default_provider().install_default();
    control.set_gateway_fault_of(1, &fault).await.unwrap();
    assert_eq!((answers(0).await, answers(1).await), (Some(200), Some(524)));
    control.set_gateway_fault(&fault).await.unwrap();
    assert_eq!(answers(0).await, Some(524), "without a number the first one is meant");
    control.clear_faults().await.unwrap();
    assert_eq!((answers(0).await, answers(1).await), (Some(200), Some(200)));
    control.stop_gateway(1).await.unwrap();
    assert_eq!((answers(0).await, answers(1).await), (Some(200), None));
    let stopped = control.set_gateway_fault_of(1, &fault).await.unwrap_err();
    assert!(matches!(stopped, NetworkError::Refused { status: 404, .. }), "{stopped:?}");
    control.start_gateway(1).await.unwrap();
    assert_eq!(answers(1).await, Some(200), "on the same port, and it behaves");
    assert!(matches!(control.stop_gateway(3).await, Err(NetworkError::Refused { status: 404, .. })));
}
