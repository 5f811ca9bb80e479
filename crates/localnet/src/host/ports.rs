//! The ports of the network: any free ones at first, then always the same where they are free.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::time::sleep;

use super::gateways::PROGRAMS;
use super::settings::Settings;
use super::{PORTS_FILE, disk};
use crate::error::NetworkError;

/// How often the port of last time is tried, and then how often a free one that may turn out to be taken on the other
/// address.
const ATTEMPTS: usize = 10;
/// Pause between two attempts to get the port of last time.
const RETRY_PAUSE: Duration = Duration::from_millis(50);

/// The ports of last time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ports {
    /// JSON-RPC.
    pub(super) rpc: u16,
    /// Control server.
    pub(super) control: u16,
    /// Storage nodes in their order.
    pub(super) nodes: Vec<u16>,
    /// The first gateway.
    #[serde(default)]
    gateway: u16,
    /// The other gateways in their order.
    #[serde(default)]
    more_gateways: Vec<u16>,
}

/// Sockets that listen already.
pub(super) struct Sockets {
    /// JSON-RPC.
    pub(super) rpc: Vec<TcpListener>,
    /// Control server.
    pub(super) control: Vec<TcpListener>,
    /// Gateways in their order.
    pub(super) gateways: Vec<Vec<TcpListener>>,
}

impl Ports {
    /// The ports of last time; zeros when there are none.
    ///
    /// # Errors
    /// [`NetworkError::Folder`], [`NetworkError::Damaged`].
    pub(super) fn load(folder: &Path) -> Result<Self, NetworkError> {
        Ok(disk::read(&folder.join(PORTS_FILE))?.unwrap_or_default())
    }

    /// Remember the ports.
    ///
    /// # Errors
    /// [`NetworkError::Folder`].
    pub(super) fn save(&self, folder: &Path) -> Result<(), NetworkError> {
        disk::write(&folder.join(PORTS_FILE), self)
    }

    /// Listen on the ports of this network's servers, and settle those of its storage nodes.
    ///
    /// # Errors
    /// [`NetworkError::Port`].
    pub(super) async fn open(mut self, settings: &Settings, nodes: usize) -> Result<(Self, Sockets), NetworkError> {
        let rpc = listen("JSON-RPC", settings.rpc_port, self.rpc).await?;
        let control = listen("control server", settings.control_port, self.control).await?;
        (self.rpc, self.control) = (port_of(&rpc), port_of(&control));
        let gateways = self.open_gateways(settings).await?;
        self.plan_nodes(settings, nodes).await?;
        Ok((self, Sockets { rpc, control, gateways }))
    }

    /// The gateways in their order.
    pub(super) fn gateways(&self) -> Vec<u16> {
        [self.gateway].into_iter().chain(self.more_gateways.iter().copied()).collect()
    }

    /// Listen on the ports of the gateways; only that of the first one can be wished.
    ///
    /// # Errors
    /// [`NetworkError::Port`].
    async fn open_gateways(&mut self, settings: &Settings) -> Result<Vec<Vec<TcpListener>>, NetworkError> {
        let mut sockets = vec![listen("gateway", settings.gateway_port, self.gateway).await?];
        self.more_gateways.resize(PROGRAMS.len() - 1, 0);
        for last in &self.more_gateways {
            sockets.push(listen("gateway", None, *last).await?);
        }
        let mut ports = sockets.iter().map(|sockets| port_of(sockets));
        self.gateway = ports.next().unwrap_or_default();
        self.more_gateways = ports.collect();
        Ok(sockets)
    }

    /// Complete the ports of the storage nodes, as wished or as last time, with free ones where there is none.
    ///
    /// # Errors
    /// [`NetworkError::Port`] when no port is free.
    async fn plan_nodes(&mut self, settings: &Settings, count: usize) -> Result<(), NetworkError> {
        self.nodes.resize(count, 0);
        // All are held until the last one is found, so that they differ.
        let mut held = Vec::new();
        for (place, port) in self.nodes.iter_mut().enumerate() {
            let offset = u16::try_from(place).unwrap_or(u16::MAX);
            match settings.first_node_port {
                Some(first) => *port = first.saturating_add(offset),
                None if *port == 0 => {
                    let sockets = listen("storage nodes", None, 0).await?;
                    *port = port_of(&sockets);
                    held.push(sockets);
                }
                None => {}
            }
        }
        Ok(())
    }
}

/// The port of listening sockets, 0 when they have none.
fn port_of(sockets: &[TcpListener]) -> u16 {
    sockets.first().and_then(|socket| socket.local_addr().ok()).map_or(0, |address| address.port())
}

/// Listen on both loopback addresses: on the wished port, else on that of last time, else on any.
///
/// # Errors
/// [`NetworkError::Port`].
async fn listen(purpose: &'static str, wished: Option<u16>, last: u16) -> Result<Vec<TcpListener>, NetworkError> {
    if let Some(port) = wished {
        return bind(port).await.map_err(|source| NetworkError::Port { purpose, port, source });
    }
    let mut attempt = bind(last).await;
    for round in 0..2 * ATTEMPTS {
        match &attempt {
            Ok(_) => break,
            // The program that had it may just be ending.
            Err(_) if round < ATTEMPTS && last != 0 => {
                sleep(RETRY_PAUSE).await;
                attempt = bind(last).await;
            }
            Err(_) => attempt = bind(0).await,
        }
    }
    attempt.map_err(|source| NetworkError::Port { purpose, port: last, source })
}

/// Listen on a port of both loopback addresses. A computer may have no ::1; but nobody else may listen there.
pub(super) async fn bind(port: u16) -> std::io::Result<Vec<TcpListener>> {
    let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let port = first.local_addr()?.port();
    match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
        Ok(second) => Ok(vec![first, second]),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Err(error),
        Err(_) => Ok(vec![first]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_is_kept_while_it_is_free_and_replaced_when_it_is_not() {
        let held = listen("test", None, 0).await.unwrap();
        let port = port_of(&held);
        let other = listen("test", None, port).await.unwrap();
        assert_ne!(port_of(&other), port);
        assert!(listen("test", Some(port), 0).await.is_err(), "a wished port is not replaced");
        drop(held);
        assert_eq!(port_of(&listen("test", None, port).await.unwrap()), port);
    }
}
