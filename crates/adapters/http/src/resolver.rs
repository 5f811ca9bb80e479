//! Names to checked addresses.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::AddressRule;

/// Most addresses of one name.
const ADDRESS_LIMIT: usize = 32;

/// Asks the system once for each connection; the client connects to exactly these addresses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CheckedResolver {
    pub(crate) rule: AddressRule,
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let rule = self.rule;
        Box::pin(async move { checked(rule, look_up(name.as_str()).await?) })
    }
}

/// The addresses of a name, with port 0 for the one that the URL names.
///
/// `localhost` is this computer, also where no hosts file says so.
///
/// # Source
/// RFC 6761, section 6.3.
async fn look_up(name: &str) -> io::Result<Vec<SocketAddr>> {
    if name.eq_ignore_ascii_case("localhost") {
        return Ok(vec![SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))]);
    }
    Ok(tokio::net::lookup_host((name, 0)).await?.take(ADDRESS_LIMIT).collect())
}

/// All addresses, or an error when one of them is forbidden: a name that mixes both is up to no good.
fn checked(rule: AddressRule, found: Vec<SocketAddr>) -> Result<Addrs, Box<dyn std::error::Error + Send + Sync>> {
    if found.is_empty() {
        return Err(io::Error::from(io::ErrorKind::NotFound).into());
    }
    found.iter().map(SocketAddr::ip).try_for_each(|address: IpAddr| rule.check(address))?;
    Ok(Box::new(found.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::ForbiddenAddress;

    #[test]
    fn one_forbidden_address_among_many_forbids_the_name() {
        let rule = AddressRule { allow_private: false };
        let addresses = |list: &[&str]| list.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 0)).collect();
        assert_eq!(checked(rule, addresses(&["8.8.8.8", "2606::1"])).unwrap().count(), 2);
        let error = checked(rule, addresses(&["8.8.8.8", "10.0.0.1"])).map(drop).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&ForbiddenAddress("10.0.0.1".parse().unwrap())));
        assert!(checked(rule, Vec::new()).is_err());
    }

    #[tokio::test]
    async fn localhost_is_this_computer_and_stays_private() {
        let found = look_up("LocalHost").await.unwrap();
        assert!(!found.is_empty() && found.iter().all(|address| address.ip().is_loopback()));
        assert!(checked(AddressRule { allow_private: false }, found).is_err());
    }
}
