//! What a gateway says of itself.

use parity_scale_codec::Decode;
use pileus_localnet_runtime::{Runtime, pallets::oss};
use reqwest::Method;

use super::client::{Client, told};

#[tokio::test]
async fn address_and_pool_are_those_of_the_chain() {
    let client = Client::start().await;
    let (status, code, message, data) = told(client.rig.request(Method::GET, "/status")).await;
    assert_eq!((status, code, message.as_str()), (200, 200, "succes"));
    let key = oss::Oss::<Runtime>::hashed_key_for(client.rig.gateway());
    let entry = client.rig.network.chain().storage(key).await.unwrap();
    let entry = oss::OssInfo::decode(&mut &entry[..]).unwrap();
    assert_eq!(data["endpoint"].as_str().unwrap().as_bytes(), &entry.domain[..]);
    assert_eq!(bs58::decode(data["poolid"].as_str().unwrap()).into_vec().unwrap(), entry.peer_id);
    assert!(entry.peer_id.starts_with(b"Pileus local pool\0"));
    assert_eq!(data["active_storage_nodes"].as_array().unwrap().len(), 16);
}

#[tokio::test]
async fn deoss_gateways_name_no_pool() {
    let client = Client::start().await;
    for gateway in &client.rig.network.info().gateways[..2] {
        let account: [u8; 32] = hex::decode(&gateway.account[2..]).unwrap().try_into().unwrap();
        let key = oss::Oss::<Runtime>::hashed_key_for(pileus_localnet_runtime::primitives::AccountId::new(account));
        let entry = client.rig.network.chain().storage(key).await.unwrap();
        let entry = oss::OssInfo::decode(&mut &entry[..]).unwrap();
        assert_eq!((entry.peer_id, &entry.domain[..]), ([0; 38], gateway.url.as_bytes()));
    }
}
