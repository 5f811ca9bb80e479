//! A network in use: services over its adapters.

use std::sync::Arc;

use pileus_app::{Faucet, NetworkProfile, Ports, Preferences, Services, Settings};
use pileus_cd2n::{Cd2nAdapter, Cd2nProfile};
use pileus_chain::{ChainAdapter, Limits, Profile};
use pileus_domain::{GenesisHash, Problem, Ss58Prefix};
use pileus_gateway::{GatewayAdapter, GatewayProfile};
use pileus_nodes::{NodesAdapter, NodesProfile, Paces};
use pileus_pipeline::problem;
use pileus_ports::Chain;

use super::{Home, local::Local};
use crate::shell::Shell;

/// The services of one network, and this process's part in it when it is the local one.
pub(crate) struct Session {
    pub(crate) home: Home,
    pub(crate) profile: NetworkProfile,
    pub(crate) services: Services,
    local: Option<Local>,
}

impl Session {
    /// Open the data folder and the network that the options name.
    pub(crate) async fn open(shell: &mut Shell) -> Result<Self, Problem> {
        let home = Home::open(shell)?;
        Self::over(shell, home).await
    }

    /// The same over an open data folder.
    pub(crate) async fn over(shell: &mut Shell, home: Home) -> Result<Self, Problem> {
        let profile = home.networks.resolve(shell.globals.network.as_deref()).await?;
        let local = if profile.is_local() { Some(Local::enter(&home.folder).await?) } else { None };
        match connect(&home, &profile, local.as_ref()).await {
            Ok(services) => {
                announce(shell, &home, &profile, &services, local.as_ref()).await?;
                Ok(Self { home, profile, services, local })
            }
            Err(problem) => {
                if let Some(local) = local {
                    local.leave().await;
                }
                Err(problem)
            }
        }
    }

    /// Money of the local network; none elsewhere.
    pub(crate) fn faucet(&self) -> Option<&dyn Faucet> {
        self.local.as_ref().map(|local| local as &dyn Faucet)
    }

    /// Wait until somebody asks that the local network, hosted here, ends; for ever elsewhere.
    pub(crate) async fn stop_requested(&self) {
        match &self.local {
            Some(local) => local.stop_requested().await,
            None => std::future::pending().await,
        }
    }

    /// End everything in order.
    pub(crate) async fn close(self) {
        if let Some(local) = self.local {
            local.leave().await;
        }
    }
}

async fn connect(home: &Home, profile: &NetworkProfile, local: Option<&Local>) -> Result<Services, Problem> {
    let (endpoints, pinned) = match local {
        Some(local) => (vec![local.info().rpc_url], None),
        None => (profile.rpc.clone(), profile.genesis),
    };
    // What the person has set in the window holds here as well.
    let preferences = Preferences::read(&*home.journal).await?;
    let paces = paces(&preferences);
    let chain = chain(home, endpoints, pinned).await?;
    let prefix = chain.identity().await.map_err(|e| problem::of_chain(&e))?.ss58_prefix;
    let ports = Ports {
        chain,
        nodes: Arc::new(nodes(home, profile)?.at_pace(paces.clone())),
        gateway: Arc::new(gateway(home, profile)?.at_pace(paces.clone())),
        cd2n: Arc::new(cd2n(home, profile, prefix)?.at_pace(paces)),
        journal: Arc::clone(&home.journal),
        keystore: Arc::clone(&home.keystore),
        clock: Arc::clone(&home.clock),
        entropy: Arc::clone(&home.entropy),
    };
    let settings = Settings { parallel: preferences.parallel, ..Settings::default() };
    Services::connect(ports, settings).await
}

fn paces(preferences: &Preferences) -> Paces {
    let paces = Paces::default();
    paces.upload.set(preferences.upload_limit);
    paces.download.set(preferences.download_limit);
    paces
}

async fn chain(home: &Home, endpoints: Vec<String>, pinned: Option<GenesisHash>) -> Result<Arc<dyn Chain>, Problem> {
    let profile = Profile { endpoints, pinned_genesis: pinned, limits: Limits::default() };
    let adapter = ChainAdapter::connect(profile, Arc::clone(&home.clock)).await;
    Ok(Arc::new(adapter.map_err(|e| problem::of_chain(&e))?))
}

fn nodes(home: &Home, profile: &NetworkProfile) -> Result<NodesAdapter, Problem> {
    let allow_private_addresses = profile.allow_private_addresses;
    let adapter =
        NodesAdapter::new(NodesProfile { allow_private_addresses, ..NodesProfile::default() }, &*home.entropy);
    adapter.map_err(|e| crate::problem::no_http(&e))
}

fn gateway(home: &Home, profile: &NetworkProfile) -> Result<GatewayAdapter, Problem> {
    let allow_private_addresses = profile.allow_private_addresses;
    let profile = GatewayProfile { allow_private_addresses, ..GatewayProfile::default() };
    let adapter = GatewayAdapter::new(profile, Arc::clone(&home.clock), Arc::clone(&home.entropy));
    adapter.map_err(|e| crate::problem::no_http(&e))
}

fn cd2n(home: &Home, profile: &NetworkProfile, prefix: Ss58Prefix) -> Result<Cd2nAdapter, Problem> {
    let allow_private_addresses = profile.allow_private_addresses;
    let profile = Cd2nProfile { allow_private_addresses, ..Cd2nProfile::of_network(prefix) };
    let adapter = Cd2nAdapter::new(profile, Arc::clone(&home.clock), Arc::clone(&home.entropy));
    adapter.map_err(|e| crate::problem::no_http(&e))
}

/// Pin the chain, and say which one it is when it is met for the first time.
async fn announce(
    shell: &mut Shell,
    home: &Home,
    profile: &NetworkProfile,
    services: &Services,
    local: Option<&Local>,
) -> Result<(), Problem> {
    let identity = services.identity();
    let new = home.networks.pin(profile, identity.genesis).await?;
    match local {
        Some(local) if local.is_host() => shell.output.notice("Local demo: stored on this computer only."),
        None if new => {
            let (name, genesis) = (&identity.name, identity.genesis);
            shell.output.notice(format!("First contact with {name}: genesis {genesis} is pinned from now on."));
        }
        _ => {}
    }
    Ok(())
}
