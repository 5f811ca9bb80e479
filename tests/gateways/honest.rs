//! Gateways that behave.

use pileus_gateway::GatewayAdapter;
use pileus_ports::{
    Passage,
    conformance::gateway::{hand_over, run},
};

use crate::rig::{Client, Rig};

crate::claims!(the_contract_holds, what_stands_on_the_chain_is_what_was_planned);

async fn the_contract_holds<G: Client>(rig: &Rig<G>) {
    run(&rig.world).await;
}

async fn what_stands_on_the_chain_is_what_was_planned<G: Client>(rig: &Rig<G>) {
    let world = &rig.world;
    let handed = hand_over(world, &*world.owner, &world.territory, &Passage::default()).await.unwrap();
    let order = rig.stored(&handed.fid).await;
    assert_eq!((handed.fid, order.size), (rig.plan.fid, u128::from(rig.plan.file_size.0)));
    assert_eq!(order.segments, rig.planned());
    assert!(rig.is_of_the_owner(&order.brief, handed.name.as_str()));
}

#[tokio::test]
async fn the_contract_holds_for_the_second_gateway_of_a_program() {
    run(&Rig::<GatewayAdapter>::start_with(1).await.world).await;
}
