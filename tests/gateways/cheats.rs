//! Gateways that cheat at every request: each way has a claim that begins with its name.

use pileus_localnet::gateway::{GatewayFault, GatewayFaultKind};
use pileus_ports::{
    GatewayErrorKind, Handed,
    conformance::gateway::{Shows, run_against_a_cheat},
};

use crate::rig::{Client, Rig};

/// How a cheat shows to a client that asks nobody but the gateway.
fn shows(kind: &GatewayFaultKind) -> Shows {
    use GatewayErrorKind::{Corrupt, Redirected, TimedOut, TooLarge, Unexpected};
    match kind {
        GatewayFaultKind::Swap
        | GatewayFaultKind::Stall
        | GatewayFaultKind::DropOrder
        | GatewayFaultKind::WrongOwner
        | GatewayFaultKind::WrongTerritory { .. }
        | GatewayFaultKind::WrongName { .. } => Shows::InNothing,
        GatewayFaultKind::Reencrypt | GatewayFaultKind::Truncate => Shows::InTheFid,
        GatewayFaultKind::CorruptDownload => Shows::InTheBytes,
        GatewayFaultKind::Hang | GatewayFaultKind::LostAnswer { .. } => Shows::InEveryAnswer(TimedOut),
        GatewayFaultKind::EndlessBody | GatewayFaultKind::HugeJson | GatewayFaultKind::Html => {
            Shows::InEveryAnswer(Corrupt)
        }
        GatewayFaultKind::WrongStatus { status: 413 } => Shows::InEveryAnswer(TooLarge),
        GatewayFaultKind::WrongStatus { .. } => Shows::InEveryAnswer(Unexpected),
        GatewayFaultKind::Redirect { .. } => Shows::InEveryAnswer(Redirected),
    }
}

/// Let the gateway cheat, hand a file over, and see that it shows as it must.
async fn caught<G: Client>(rig: &Rig<G>, kind: GatewayFaultKind) -> Option<Handed> {
    let shows = shows(&kind);
    rig.cheat(GatewayFault::standing(kind));
    run_against_a_cheat(&rig.world, shows).await
}

/// The same for a cheat after which the gateway names a file.
async fn handed<G: Client>(rig: &Rig<G>, kind: GatewayFaultKind) -> Handed {
    caught(rig, kind).await.expect("the gateway names a file")
}

crate::claims!(
    swap_shows_in_the_hashes_on_the_chain,
    reencrypt_shows_in_the_fid,
    truncate_shows_in_the_fid_and_the_length,
    stall_shows_in_reports_that_never_come,
    drop_order_shows_in_nothing_on_the_chain,
    wrong_owner_shows_in_the_order,
    wrong_territory_shows_in_the_order,
    wrong_name_shows_in_the_order,
    corrupt_download_shows_in_the_bytes,
    hang_ends_with_the_clients_patience,
    endless_body_is_no_answer,
    huge_json_is_no_answer,
    html_is_no_answer,
    wrong_status_is_told_from_the_gateways_own,
    lost_answer_is_not_taken_for_success,
    redirect_is_not_followed,
);

async fn swap_shows_in_the_hashes_on_the_chain<G: Client>(rig: &Rig<G>) {
    let handed = handed(rig, GatewayFaultKind::Swap).await;
    let order = rig.order(&handed.fid).await.unwrap();
    assert_ne!(order.segments, rig.planned(), "other bytes under the file's own FID");
    assert!(rig.is_of_the_owner(&order.brief, handed.name.as_str()));
}

async fn reencrypt_shows_in_the_fid<G: Client>(rig: &Rig<G>) {
    let handed = handed(rig, GatewayFaultKind::Reencrypt).await;
    assert_ne!(rig.order(&handed.fid).await.unwrap().segments, rig.planned());
    assert!(rig.order(&rig.plan.fid).await.is_none());
}

async fn truncate_shows_in_the_fid_and_the_length<G: Client>(rig: &Rig<G>) {
    let handed = handed(rig, GatewayFaultKind::Truncate).await;
    let order = rig.order(&handed.fid).await.unwrap();
    assert_eq!(order.size, u128::from(rig.plan.file_size.0 / 2));
    assert!(rig.order(&rig.plan.fid).await.is_none());
}

async fn stall_shows_in_reports_that_never_come<G: Client>(rig: &Rig<G>) {
    let handed = handed(rig, GatewayFaultKind::Stall).await;
    rig.network.produce(5).await.unwrap();
    let order = rig.order(&handed.fid).await.unwrap();
    assert_eq!((order.segments, order.reported), (rig.planned(), 0));
}

async fn drop_order_shows_in_nothing_on_the_chain<G: Client>(rig: &Rig<G>) {
    let handed = handed(rig, GatewayFaultKind::DropOrder).await;
    rig.network.produce(5).await.unwrap();
    assert!(rig.order(&handed.fid).await.is_none());
}

async fn wrong_owner_shows_in_the_order<G: Client>(rig: &Rig<G>) {
    let handed = handed(rig, GatewayFaultKind::WrongOwner).await;
    assert_eq!(rig.order(&handed.fid).await.unwrap().brief.user, rig.account());
}

async fn wrong_territory_shows_in_the_order<G: Client>(rig: &Rig<G>) {
    rig.rent("other").await;
    let handed = handed(rig, GatewayFaultKind::WrongTerritory { territory: "other".to_owned() }).await;
    assert_eq!(rig.order(&handed.fid).await.unwrap().brief.territory_name[..], *b"other");
}

async fn wrong_name_shows_in_the_order<G: Client>(rig: &Rig<G>) {
    let handed = handed(rig, GatewayFaultKind::WrongName { name: "renamed".to_owned() }).await;
    let order = rig.order(&handed.fid).await.unwrap();
    assert_eq!(order.brief.file_name[..], *b"renamed");
    assert_ne!(handed.name.as_str(), "renamed");
}

async fn corrupt_download_shows_in_the_bytes<G: Client>(rig: &Rig<G>) {
    let handed = handed(rig, GatewayFaultKind::CorruptDownload).await;
    assert_eq!(rig.order(&handed.fid).await.unwrap().segments, rig.planned(), "what is stored is right");
}

async fn hang_ends_with_the_clients_patience<G: Client>(rig: &Rig<G>) {
    rig.cheat(GatewayFault::standing(GatewayFaultKind::Hang));
    run_against_a_cheat(&rig.impatient(), shows(&GatewayFaultKind::Hang)).await;
    rig.network.clear_faults().await;
}

async fn endless_body_is_no_answer<G: Client>(rig: &Rig<G>) {
    caught(rig, GatewayFaultKind::EndlessBody).await;
}

async fn huge_json_is_no_answer<G: Client>(rig: &Rig<G>) {
    caught(rig, GatewayFaultKind::HugeJson).await;
}

async fn html_is_no_answer<G: Client>(rig: &Rig<G>) {
    caught(rig, GatewayFaultKind::Html).await;
}

async fn wrong_status_is_told_from_the_gateways_own<G: Client>(rig: &Rig<G>) {
    caught(rig, GatewayFaultKind::WrongStatus { status: 413 }).await;
    caught(rig, GatewayFaultKind::WrongStatus { status: 500 }).await;
}

async fn lost_answer_is_not_taken_for_success<G: Client>(rig: &Rig<G>) {
    caught(rig, GatewayFaultKind::LostAnswer { status: 524 }).await;
}

async fn redirect_is_not_followed<G: Client>(rig: &Rig<G>) {
    caught(rig, GatewayFaultKind::Redirect { to: "http://127.0.0.1:1/".to_owned() }).await;
}
