//! Every way to cheat, as the chain and a client see it.

use pileus_localnet::{
    gateway::{GatewayFault, GatewayFaultKind},
    host::ControlClient,
};

use sha2::{Digest, Sha256};

use super::rig::{Rig, SEGMENT, bytes, fid_of};

#[tokio::test]
async fn swapped_bytes_stand_under_the_right_fid() {
    let rig = Rig::start().await;
    let content = bytes(1_000);
    let honest = fid_of(&content);
    rig.cheat(GatewayFaultKind::Swap);
    assert_eq!(rig.put("file.bin", &content).await.fid(), honest);
    let file = rig.stored(&honest).await;
    let mut segment = content.iter().map(|byte| byte ^ 0x5a).collect::<Vec<_>>();
    segment.resize(SEGMENT, 0);
    assert_eq!(file.segment_list[0].hash.0[..], *hex::encode(Sha256::digest(&segment)).as_bytes());
}

#[tokio::test]
async fn other_bytes_have_another_fid() {
    let rig = Rig::start().await;
    let content = bytes(1_000);
    for kind in [GatewayFaultKind::Reencrypt, GatewayFaultKind::Truncate] {
        rig.cheat(kind.clone());
        let fid = rig.put("file.bin", &content).await.fid();
        assert_ne!(fid, fid_of(&content), "{kind:?}");
        assert!(rig.deal(&fid).await.is_some() || rig.file(&fid).await.is_some(), "{kind:?}");
    }
}

#[tokio::test]
async fn an_order_is_dropped_or_stalls() {
    let rig = Rig::start().await;
    rig.cheat(GatewayFaultKind::DropOrder);
    let dropped = rig.put("file.bin", &bytes(1_000)).await.fid();
    assert!(rig.deal(&dropped).await.is_none());
    rig.cheat(GatewayFaultKind::Stall);
    let stalled = rig.put("file.bin", &bytes(2_000)).await.fid();
    rig.network.produce(3).await.unwrap();
    assert_eq!(rig.deal(&stalled).await.unwrap().complete_list.len(), 0);
}

#[tokio::test]
async fn an_order_names_another_owner_territory_or_file() {
    let rig = Rig::start().await;
    rig.rent("other").await;
    let brief = async |kind: GatewayFaultKind, length| {
        rig.cheat(kind);
        let fid = rig.put("file.bin", &bytes(length)).await.fid();
        match rig.deal(&fid).await {
            Some(deal) => deal.user,
            None => rig.stored(&fid).await.owner[0].clone(),
        }
    };
    assert_eq!(brief(GatewayFaultKind::WrongOwner, 1_000).await.user, rig.gateway());
    let territory = GatewayFaultKind::WrongTerritory { territory: "other".to_owned() };
    assert_eq!(brief(territory, 2_000).await.territory_name[..], *b"other");
    let name = GatewayFaultKind::WrongName { name: "renamed".to_owned() };
    assert_eq!(brief(name, 3_000).await.file_name[..], *b"renamed");
}

#[tokio::test]
async fn answers_are_spoiled_once_and_by_control_too() {
    let rig = Rig::start().await;
    let fid = rig.put("file.bin", &bytes(1_000)).await.fid();
    let path = format!("/file/download/{fid}");
    rig.cheat(GatewayFaultKind::CorruptDownload);
    assert!(rig.get(&path).await.body != bytes(1_000));
    assert!(rig.get(&path).await.body == bytes(1_000));
    let control = ControlClient::of(rig.network.info()).unwrap();
    control.set_gateway_fault(&GatewayFault::standing(GatewayFaultKind::WrongStatus { status: 524 })).await.unwrap();
    assert_eq!(rig.get("/version").await.status, 524);
    control.clear_faults().await.unwrap();
    rig.cheat(GatewayFaultKind::Redirect { to: "http://elsewhere.example/".to_owned() });
    assert_eq!(rig.get("/version").await.status, 302);
    rig.cheat(GatewayFaultKind::Html);
    assert!(rig.get("/version").await.body.starts_with(b"<!doctype"));
    rig.cheat(GatewayFaultKind::HugeJson);
    assert!(rig.get("/version").await.body.len() > 99_000_000);
}
