//! One contract for every gateway: those of the local network, honest and with each way to cheat.
//!
//! A gateway is never believed, so what it can get away with is fixed here: how each cheat shows to a client that asks
//! nobody else, and how it shows on the chain.

mod cheats;
mod honest;
mod rig;

/// Each of these claims about a gateway of DeOSS and about one of CD²N.
macro_rules! claims {
    ($($claim:ident),* $(,)?) => {
        mod deoss {
            $(#[tokio::test]
            async fn $claim() {
                super::$claim(&crate::rig::Rig::<pileus_gateway::GatewayAdapter>::start().await).await;
            })*
        }
        mod cd2n {
            $(#[tokio::test]
            async fn $claim() {
                super::$claim(&crate::rig::Rig::<pileus_cd2n::Cd2nAdapter>::start().await).await;
            })*
        }
    };
}
use claims;
