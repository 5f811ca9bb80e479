//! `localnet fault`: the local network misbehaves on request.

use std::num::NonZeroU32;

use pileus_domain::Problem;
use pileus_localnet::{
    RpcFault,
    error::NetworkError,
    gateway::{self, GatewayFault},
    host::ControlClient,
    node::{FaultKind, NodeCall, NodeFault},
};

use crate::{
    args::{FaultCommand, GatewayFaultKind, NodeCallKind, NodeFaultKind, RpcFaultKind},
    problem,
};

/// Do it, and say what was done.
pub(super) async fn fault(control: &ControlClient, command: FaultCommand) -> Result<String, Problem> {
    let failed = |e: NetworkError| problem::of_local("The local network did not do it.", &e);
    Ok(match command {
        FaultCommand::Rpc { kind, millis } => {
            control.set_rpc_fault(rpc_fault(kind, millis)).await.map_err(failed)?;
            "The chain misbehaves now.".to_owned()
        }
        FaultCommand::Node { index, kind, call, value, times } => {
            let fault = NodeFault { call: node_call(call), kind: fault_kind(kind, value)?, times: count(times)? };
            control.set_node_fault(index, &fault).await.map_err(failed)?;
            format!("Storage node {index} misbehaves now.")
        }
        FaultCommand::Gateway { kind, gateway, value, times } => {
            let fault = GatewayFault { kind: gateway_fault(kind, value.as_deref())?, times: count(times)? };
            control.set_gateway_fault_of(gateway, &fault).await.map_err(failed)?;
            format!("Gateway {gateway} misbehaves now.")
        }
        FaultCommand::StopGateway { index } => {
            control.stop_gateway(index).await.map_err(failed)?;
            format!("Gateway {index} is stopped.")
        }
        FaultCommand::StartGateway { index } => {
            control.start_gateway(index).await.map_err(failed)?;
            format!("Gateway {index} is started.")
        }
        FaultCommand::StopNode { index } => {
            control.stop_node(index).await.map_err(failed)?;
            format!("Storage node {index} is stopped.")
        }
        FaultCommand::StartNode { index } => {
            control.start_node(index).await.map_err(failed)?;
            format!("Storage node {index} is started.")
        }
        FaultCommand::Blocks { blocks } => {
            let number = control.produce(blocks).await.map_err(failed)?;
            format!("The newest block is {number}.")
        }
        FaultCommand::Jump { blocks } => {
            let number = control.jump(blocks).await.map_err(failed)?;
            format!("The newest block is {number}.")
        }
        FaultCommand::Clear => {
            control.clear_faults().await.map_err(failed)?;
            "All faults are ended.".to_owned()
        }
    })
}

fn rpc_fault(kind: RpcFaultKind, millis: Option<u64>) -> RpcFault {
    match kind {
        RpcFaultKind::Drop => RpcFault::Drop,
        RpcFaultKind::Refuse => RpcFault::Refuse { millis },
        RpcFaultKind::Stall => RpcFault::Stall { millis },
        RpcFaultKind::LateFinality => RpcFault::LateFinality { millis },
    }
}

fn node_call(call: NodeCallKind) -> NodeCall {
    match call {
        NodeCallKind::Any => NodeCall::Any,
        NodeCallKind::Status => NodeCall::Status,
        NodeCallKind::Put => NodeCall::Put,
        NodeCallKind::Get => NodeCall::Get,
        NodeCallKind::Report => NodeCall::Report,
    }
}

fn fault_kind(kind: NodeFaultKind, value: Option<u64>) -> Result<FaultKind, Problem> {
    let needed = || value.ok_or_else(|| problem::usage("This kind needs --value."));
    let out_of_range = || problem::usage("--value is out of range.");
    Ok(match kind {
        NodeFaultKind::Refuse => FaultKind::Refuse,
        NodeFaultKind::Hang => FaultKind::Hang,
        NodeFaultKind::Slow => {
            let speed = u32::try_from(needed()?).ok().and_then(NonZeroU32::new);
            FaultKind::Slow { bytes_per_second: speed.ok_or_else(out_of_range)? }
        }
        NodeFaultKind::Cut => FaultKind::Cut { after_bytes: needed()? },
        NodeFaultKind::Corrupt => FaultKind::Corrupt,
        NodeFaultKind::FullDisk => FaultKind::FullDisk,
        NodeFaultKind::WrongStatus => {
            FaultKind::WrongStatus { status: u16::try_from(needed()?).map_err(|_| out_of_range())? }
        }
        NodeFaultKind::Lose => FaultKind::Lose,
    })
}

fn gateway_fault(kind: GatewayFaultKind, value: Option<&str>) -> Result<gateway::GatewayFaultKind, Problem> {
    use gateway::GatewayFaultKind as Fault;
    let needed = || value.map(str::to_owned).ok_or_else(|| problem::usage("This kind needs --value."));
    let status = || needed()?.parse().map_err(|_| problem::usage("--value is no HTTP status."));
    Ok(match kind {
        GatewayFaultKind::Swap => Fault::Swap,
        GatewayFaultKind::Reencrypt => Fault::Reencrypt,
        GatewayFaultKind::Truncate => Fault::Truncate,
        GatewayFaultKind::Stall => Fault::Stall,
        GatewayFaultKind::DropOrder => Fault::DropOrder,
        GatewayFaultKind::WrongOwner => Fault::WrongOwner,
        GatewayFaultKind::WrongTerritory => Fault::WrongTerritory { territory: needed()? },
        GatewayFaultKind::WrongName => Fault::WrongName { name: needed()? },
        GatewayFaultKind::CorruptDownload => Fault::CorruptDownload,
        GatewayFaultKind::Hang => Fault::Hang,
        GatewayFaultKind::EndlessBody => Fault::EndlessBody,
        GatewayFaultKind::HugeJson => Fault::HugeJson,
        GatewayFaultKind::Html => Fault::Html,
        GatewayFaultKind::WrongStatus => Fault::WrongStatus { status: status()? },
        GatewayFaultKind::LostAnswer => Fault::LostAnswer { status: status()? },
        GatewayFaultKind::Redirect => Fault::Redirect { to: needed()? },
    })
}

fn count(times: Option<u32>) -> Result<Option<NonZeroU32>, Problem> {
    let count = |times| NonZeroU32::new(times).ok_or_else(|| problem::usage("--times counts from 1."));
    times.map(count).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_that_needs_a_number_is_refused_without_one() {
        assert_eq!(fault_kind(NodeFaultKind::Slow, None).unwrap_err().code, "usage");
        assert_eq!(fault_kind(NodeFaultKind::Slow, Some(0)).unwrap_err().code, "usage");
        assert_eq!(fault_kind(NodeFaultKind::WrongStatus, Some(70_000)).unwrap_err().code, "usage");
        assert_eq!(fault_kind(NodeFaultKind::WrongStatus, Some(503)), Ok(FaultKind::WrongStatus { status: 503 }));
        assert_eq!(gateway_fault(GatewayFaultKind::Redirect, None).unwrap_err().code, "usage");
        assert_eq!(gateway_fault(GatewayFaultKind::WrongStatus, Some("x")).unwrap_err().code, "usage");
        assert_eq!(count(Some(0)).unwrap_err().code, "usage");
    }
}
