//! The one way to make a client.

use std::time::Duration;

use reqwest::{Client, redirect};

use crate::{AddressRule, ClientError, resolver::CheckedResolver};

/// Connections to one host that are kept for the next call.
const IDLE_CONNECTIONS: usize = 2;
/// How long they are kept.
const IDLE_TIME: Duration = Duration::from_secs(30);

/// A client that connects to allowed addresses only, and does nothing that it was not told to.
///
/// # Errors
/// [`ClientError`] when the system has no means for HTTP.
pub fn client(rule: AddressRule, connect: Duration) -> Result<Client, ClientError> {
    // Another part of the program may have chosen one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .dns_resolver(CheckedResolver { rule })
        .connect_timeout(connect)
        .pool_max_idle_per_host(IDLE_CONNECTIONS)
        .pool_idle_timeout(IDLE_TIME)
        .build()
        .map_err(ClientError)
}
