//! JSON-RPC and finality that misbehave on request.

use std::time::Duration;

use pileus_localnet::RpcFault;
use serde_json::json;
use tokio::time::timeout;

use super::support::{Rig, on_demand, until};

/// Long enough for an answer that is not held back.
const A_WHILE: Duration = Duration::from_millis(300);

#[tokio::test]
async fn dropped_connections_fail_and_new_ones_work() {
    let rig = Rig::start_with(on_demand).await;
    let rpc = rig.rpc().await;
    rpc.call("system_health", &[]).await;
    rig.network.set_rpc_fault(RpcFault::Drop);
    until("the connection broke", async || rpc.try_call("system_health", &[]).await.is_err()).await;
    rig.rpc().await.call("system_health", &[]).await;
}

#[tokio::test]
async fn a_refusing_endpoint_is_back_after_its_time() {
    let rig = Rig::start_with(on_demand).await;
    let url = rig.url().to_owned();
    let connects = async || subxt::rpcs::RpcClient::from_insecure_url(&url).await.is_ok();
    rig.network.set_rpc_fault(RpcFault::Refuse { millis: None });
    assert!(!connects().await);
    rig.network.clear_faults().await;
    assert!(connects().await);
    rig.network.set_rpc_fault(RpcFault::Refuse { millis: Some(200) });
    assert!(!connects().await);
    until("the endpoint is back", connects).await;
}

#[tokio::test]
async fn stalled_answers_arrive_when_the_fault_is_over() {
    let rig = Rig::start_with(on_demand).await;
    let rpc = rig.rpc().await;
    rpc.call("system_health", &[]).await;
    rig.network.set_rpc_fault(RpcFault::Stall { millis: None });
    let mut answer = Box::pin(rpc.call("system_chain", &[]));
    assert!(timeout(A_WHILE, &mut answer).await.is_err(), "the answer is held back");
    rig.network.clear_faults().await;
    assert!(answer.await.is_string());
}

#[tokio::test]
async fn finality_stands_still_while_it_is_held() {
    let rig = Rig::start_with(on_demand).await;
    let rpc = rig.rpc().await;
    let genesis = rpc.call("chain_getBlockHash", &[json!(0)]).await;
    rig.network.set_rpc_fault(RpcFault::LateFinality { millis: None });
    let best = rig.network.produce(3).await.unwrap();
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(rpc.call("chain_getFinalizedHead", &[]).await, genesis);
    rig.network.clear_faults().await;
    let best = json!(format!("{:?}", best.hash));
    until("the best block is final", async || rpc.call("chain_getFinalizedHead", &[]).await == best).await;
}
