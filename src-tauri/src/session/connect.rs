//! The one place of the shell where adapters are named: a data folder and a network become services.

use std::sync::Arc;

use pileus_app::{NetworkProfile, Ports, Preferences, Services, Settings};
use pileus_cd2n::{Cd2nAdapter, Cd2nProfile};
use pileus_chain::{ChainAdapter, Limits, Profile};
use pileus_domain::{Problem, Ss58Prefix};
use pileus_gateway::{GatewayAdapter, GatewayProfile};
use pileus_nodes::{NodesAdapter, NodesProfile};
use pileus_pipeline::problem::of_chain;
use pileus_ports::{Chain, Gateway, Nodes};

use super::{Home, Local};
use crate::problem;

/// Services over the network of a profile; the chain that answers first is pinned.
///
/// # Errors
/// The chain's problem, or `network_changed`.
pub(super) async fn connect(home: &Home, profile: &NetworkProfile, local: Option<&Local>) -> Result<Services, Problem> {
    let chain = chain(home, profile, local).await?;
    let prefix = chain.identity().await.map_err(|e| of_chain(&e))?.ss58_prefix;
    let ports = Ports {
        chain,
        nodes: nodes(home, profile)?,
        gateway: gateway(home, profile)?,
        cd2n: cd2n(home, profile, prefix)?,
        journal: Arc::clone(&home.journal),
        keystore: Arc::clone(&home.keystore),
        clock: Arc::clone(&home.clock),
        entropy: Arc::clone(&home.entropy),
    };
    let preferences = Preferences::read(&*home.journal).await?;
    home.set_paces(&preferences);
    let settings = Settings { parallel: preferences.parallel, ..Settings::default() };
    let services = Services::connect(ports, settings).await?;
    home.networks.pin(profile, services.identity().genesis).await?;
    Ok(services)
}

async fn chain(home: &Home, profile: &NetworkProfile, local: Option<&Local>) -> Result<Arc<dyn Chain>, Problem> {
    let (endpoints, pinned_genesis) = match local {
        Some(local) => (local.rpc_url().into_iter().collect(), None),
        None => (profile.rpc.clone(), profile.genesis),
    };
    let profile = Profile { endpoints, pinned_genesis, limits: Limits::default() };
    let adapter = ChainAdapter::connect(profile, Arc::clone(&home.clock)).await;
    Ok(Arc::new(adapter.map_err(|e| of_chain(&e))?))
}

fn nodes(home: &Home, profile: &NetworkProfile) -> Result<Arc<dyn Nodes>, Problem> {
    let allow_private_addresses = profile.allow_private_addresses;
    let profile = NodesProfile { allow_private_addresses, ..NodesProfile::default() };
    let adapter = NodesAdapter::new(profile, &*home.entropy).map_err(|e| problem::no_http(&e))?;
    Ok(Arc::new(adapter.at_pace(home.paces.clone())))
}

fn gateway(home: &Home, profile: &NetworkProfile) -> Result<Arc<dyn Gateway>, Problem> {
    let allow_private_addresses = profile.allow_private_addresses;
    let profile = GatewayProfile { allow_private_addresses, ..GatewayProfile::default() };
    let adapter = GatewayAdapter::new(profile, Arc::clone(&home.clock), Arc::clone(&home.entropy));
    Ok(Arc::new(adapter.map_err(|e| problem::no_http(&e))?.at_pace(home.paces.clone())))
}

fn cd2n(home: &Home, profile: &NetworkProfile, prefix: Ss58Prefix) -> Result<Arc<dyn Gateway>, Problem> {
    let allow_private_addresses = profile.allow_private_addresses;
    let profile = Cd2nProfile { allow_private_addresses, ..Cd2nProfile::of_network(prefix) };
    let adapter = Cd2nAdapter::new(profile, Arc::clone(&home.clock), Arc::clone(&home.entropy));
    Ok(Arc::new(adapter.map_err(|e| problem::no_http(&e))?.at_pace(home.paces.clone())))
}
