//! `GET /status`: what the node says about itself.

use std::{process, thread};

use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use pileus_localnet_runtime::{pallets::sminer::MinerInfo, primitives::AccountId};
use serde::Serialize;
use sp_core::crypto::{Ss58AddressFormat, Ss58Codec};

use super::{answer::json, records, server::Node};

/// The release whose behaviour this node has.
const VERSION: &str = "v0.8.3 (Pileus local network)";

/// The prefix of addresses in the answer.
const ADDRESS_PREFIX: u16 = 11330;

/// Seconds of a day.
const DAY: u64 = 86_400;

/// The fields of the answer, in the order and with the names of the real node.
#[derive(Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    reason = "the real node's answer has these names and types"
)]
struct Status<'a> {
    pid: u32,
    version: &'static str,
    cores: usize,
    endpoint: String,
    current_rpc: &'a str,
    current_rpc_status: bool,
    is_connecting_rpc: bool,
    start_time: String,
    state: String,
    signature_acc: String,
    staking_acc: String,
    earnings_acc: String,
    declaration_space: u64,
    idle_space: u64,
    service_space: u64,
    lock_space: u64,
    idle_challenging: bool,
    service_challenging: bool,
    generating_idle: bool,
    certifying_idle: bool,
    checking_idle: bool,
}

/// Answer one call. Without the chain the spaces are 0 and `current_rpc_status` is false.
pub(super) async fn status(node: &Node) -> Response<Body> {
    node.counters.count(|totals| totals.status_served += 1);
    let answer = records::miner(node.ledger.as_ref(), &node.account).await;
    let connected = answer.is_ok();
    let miner = answer.ok().flatten();
    let space = |field: fn(&MinerInfo) -> u128| {
        miner.as_ref().map_or(0, |miner| u64::try_from(field(miner)).unwrap_or(u64::MAX))
    };
    let account =
        |field: fn(&MinerInfo) -> &AccountId| miner.as_ref().map_or_else(String::new, |miner| address(field(miner)));
    let status = Status {
        pid: process::id(),
        version: VERSION,
        cores: thread::available_parallelism().map_or(1, usize::from),
        endpoint: node.endpoint(),
        current_rpc: &node.settings.rpc_url,
        current_rpc_status: connected,
        is_connecting_rpc: !connected,
        start_time: date_time(node.settings.started_at),
        state: miner.as_ref().map_or_else(String::new, |miner| String::from_utf8_lossy(&miner.state).into_owned()),
        signature_acc: address(&node.account),
        staking_acc: account(|miner| &miner.staking_account),
        earnings_acc: account(|miner| &miner.beneficiary),
        declaration_space: space(|miner| miner.declaration_space),
        idle_space: space(|miner| miner.idle_space),
        service_space: space(|miner| miner.service_space),
        lock_space: space(|miner| miner.lock_space),
        idle_challenging: false,
        service_challenging: false,
        generating_idle: false,
        certifying_idle: false,
        checking_idle: false,
    };
    json(StatusCode::OK, 200, "ok", Some(status))
}

fn address(account: &AccountId) -> String {
    account.to_ss58check_with_version(Ss58AddressFormat::custom(ADDRESS_PREFIX))
}

/// A moment as `2025-05-16 10:39:00`, in UTC.
fn date_time(seconds: u64) -> String {
    let (year, month, day) = date(seconds / DAY);
    let (hour, minute, second) = (seconds % DAY / 3600, seconds % 3600 / 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// Year, month and day of a day counted from 1 January 1970.
///
/// Years are counted from March, so that the leap day is the last of its year.
fn date(days: u64) -> (u64, u64, u64) {
    const DAYS_BEFORE_1970: u64 = 719_468;
    const DAYS_OF_400_YEARS: u64 = 146_097;
    let days = days + DAYS_BEFORE_1970;
    let (era, day) = (days / DAYS_OF_400_YEARS, days % DAYS_OF_400_YEARS);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let march_month = (5 * day + 2) / 153;
    let day = day - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (era * 400 + year + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_dates() {
        assert_eq!(date_time(0), "1970-01-01 00:00:00");
        assert_eq!(date_time(951_782_399), "2000-02-28 23:59:59");
        assert_eq!(date_time(951_782_400), "2000-02-29 00:00:00");
        assert_eq!(date_time(1_747_391_940), "2025-05-16 10:39:00");
        assert_eq!(date_time(4_107_542_400), "2100-03-01 00:00:00");
    }

    #[test]
    fn addresses_have_the_prefix_of_the_network() {
        let alice = hex::decode("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
        let alice: [u8; 32] = alice.unwrap().try_into().unwrap();
        assert_eq!(address(&alice.into()), "cXjmuHdBk4J3Zyt2oGodwGegNFaTFPcfC48PZ9NMmcUFzF6cc");
    }
}
