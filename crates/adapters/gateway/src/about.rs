//! What gateways answer when they are asked about a file.
//!
//! # Source
//! protocol §5.3: both questions need no signature, and the second one names the node of the first column for all.

use std::collections::BTreeMap;

use pileus_domain::{AccountId, ByteCount, Fid, Geometry, NodeId};
use pileus_ports::{GatewayError, GatewayErrorKind, GatewayFile, GatewayOwner, Timestamp};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    answer::{Answer, TEXT_LIMIT},
    error::corrupt,
};

/// Longest answer about a file, which names all its owners: 1 MiB.
pub(crate) const ABOUT_LIMIT: usize = 1 << 20;
/// Columns that can have a place.
const COLUMNS: usize = Geometry::CESS.total();

/// Length and owners of a file.
#[derive(Deserialize)]
struct Metadata {
    fid: String,
    size: u64,
    #[serde(default)]
    owner: Option<Vec<Brief>>,
}

/// An owner.
#[derive(Deserialize)]
struct Brief {
    user: String,
    file_name: String,
}

/// The place of a column.
#[derive(Deserialize)]
struct Place {
    account: String,
}

impl Answer<'_> {
    /// Length and owners of a file, without its nodes.
    pub(crate) fn metadata(&self, fid: &Fid, now: Timestamp) -> Result<GatewayFile, GatewayError> {
        let told: Metadata = self.told(now)?;
        if told.fid.parse() != Ok(*fid) {
            return Err(corrupt(self.gateway, "it tells of another file than it was asked about"));
        }
        let owners =
            told.owner.unwrap_or_default().into_iter().map(|brief| self.owner(&brief)).collect::<Result<_, _>>()?;
        Ok(GatewayFile { size: ByteCount(told.size), owners, nodes: Vec::new() })
    }

    /// The nodes of the columns in their order; none where the gateway has no such file on the chain.
    pub(crate) fn places(&self, now: Timestamp) -> Result<Vec<NodeId>, GatewayError> {
        let told: BTreeMap<String, Place> = match self.told(now) {
            Err(error) if error.kind == GatewayErrorKind::NotFound => return Ok(Vec::new()),
            told => told?,
        };
        let places = told.iter().map(|(column, place)| Some((number(column)?, NodeId(place.account.parse().ok()?))));
        let places: Option<BTreeMap<usize, NodeId>> = places.collect();
        let whole = places.filter(|places| places.len() == told.len() && places.keys().all(|&column| column < COLUMNS));
        let whole = whole.ok_or_else(|| corrupt(self.gateway, "the places that it names are none"))?;
        Ok(whole.into_values().collect())
    }

    fn told<T: DeserializeOwned>(&self, now: Timestamp) -> Result<T, GatewayError> {
        let data = self.data(now)?.ok_or_else(|| corrupt(self.gateway, "it says ok and tells nothing"))?;
        serde_json::from_value(data)
            .map_err(|error| corrupt(self.gateway, "what it tells of the file cannot be read").because(error))
    }

    fn owner(&self, brief: &Brief) -> Result<GatewayOwner, GatewayError> {
        let account: AccountId =
            brief.user.parse().map_err(|_| corrupt(self.gateway, "an owner that it names is no account"))?;
        Ok(GatewayOwner { account, name: brief.file_name.chars().take(TEXT_LIMIT).collect() })
    }
}

/// Which column `3 batch fragments` is.
fn number(text: &str) -> Option<usize> {
    text.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use pileus_domain::{ContentHash, Endpoint, Ss58Prefix};
    use reqwest::{StatusCode, header::HeaderMap};
    use serde_json::{Value, json};

    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);
    const FID: Fid = Fid(ContentHash([0xab; 32]));

    fn asked<T>(body: &str, question: impl Fn(&Answer<'_>) -> Result<T, GatewayError>) -> Result<T, GatewayErrorKind> {
        let (gateway, headers) = (Endpoint("g".to_owned()), HeaderMap::new());
        let answer = Answer { gateway: &gateway, status: StatusCode::OK, headers: &headers, body: body.as_bytes() };
        question(&answer).map_err(|error| error.kind)
    }

    fn metadata(body: &str) -> Result<GatewayFile, GatewayErrorKind> {
        asked(body, |answer| answer.metadata(&FID, NOW))
    }

    fn places(data: &Value) -> Result<Vec<NodeId>, GatewayErrorKind> {
        asked(&ok(data), |answer| answer.places(NOW))
    }

    fn ok(data: &Value) -> String {
        json!({ "code": 200, "msg": "ok", "data": data }).to_string()
    }

    fn account(number: u8) -> AccountId {
        AccountId([number; 32])
    }

    fn file(fid: &str, user: &str) -> Value {
        json!({ "fid": fid, "size": 5, "owner": [{ "user": user, "file_name": "n".repeat(1_000) }] })
    }

    #[test]
    fn length_and_owners_are_read_and_long_names_cut() {
        let user = account(1).to_ss58(Ss58Prefix::CESS);
        let told = metadata(&ok(&file(&FID.to_string(), &user))).unwrap();
        let owners = vec![GatewayOwner { account: account(1), name: "n".repeat(TEXT_LIMIT) }];
        assert_eq!(told, GatewayFile { size: ByteCount(5), owners, nodes: Vec::new() });
        let nobody = json!({ "fid": FID.to_string(), "size": 5, "owner": null });
        assert_eq!(metadata(&ok(&nobody)).unwrap().owners, []);
    }

    #[test]
    fn of_two_documents_the_first_one_counts() {
        let user = account(1).to_string();
        let (first, second) = (ok(&file(&FID.to_string(), &user)), ok(&file("", "")));
        assert_eq!(metadata(&format!("{first}{second}")).unwrap().size, ByteCount(5));
        assert_eq!(metadata(&format!("{second}{first}")), Err(GatewayErrorKind::Corrupt));
    }

    #[test]
    fn another_file_and_an_owner_that_is_no_account_are_refused() {
        let (other, user) = ("cd".repeat(32), account(1).to_string());
        for (fid, user) in [(other.as_str(), user.as_str()), (&FID.to_string(), "nobody"), (&FID.to_string(), "")] {
            assert_eq!(metadata(&ok(&file(fid, user))), Err(GatewayErrorKind::Corrupt), "{fid} {user}");
        }
        for data in [json!(null), json!([]), json!({ "fid": FID.to_string(), "size": -1 })] {
            assert_eq!(metadata(&ok(&data)), Err(GatewayErrorKind::Corrupt), "{data}");
        }
    }

    #[test]
    fn places_are_in_the_order_of_the_columns() {
        let column = |at: u8| (format!("{at} batch fragments"), json!({ "account": account(at).to_string() }));
        let all: Value = (0..12).map(column).collect::<serde_json::Map<_, _>>().into();
        assert_eq!(places(&all).unwrap(), (0..12).map(|at| NodeId(account(at))).collect::<Vec<_>>());
        assert_eq!(places(&json!({})).unwrap(), []);
    }

    #[test]
    fn places_that_are_none_are_refused() {
        let at = |column: &str, account: &str| json!({ column: { "account": account } });
        let one = account(1).to_string();
        for data in [at("12 batch fragments", &one), at("first", &one), at("0 batch fragments", "nobody"), json!([])] {
            assert_eq!(places(&data), Err(GatewayErrorKind::Corrupt), "{data}");
        }
        let twice = json!({ "1 a": { "account": one }, "1 b": { "account": one } });
        assert_eq!(places(&twice), Err(GatewayErrorKind::Corrupt));
    }

    #[test]
    fn where_the_file_is_not_stored_yet_there_are_no_places() {
        let unknown = json!({ "code": 404, "msg": "Not found", "data": null }).to_string();
        assert_eq!(asked(&unknown, |answer| answer.places(NOW)), Ok(Vec::new()));
        assert_eq!(metadata(&unknown), Err(GatewayErrorKind::NotFound));
        let words = "The file has not been uploaded to the chain yet, please go to the gateway";
        let other = json!({ "code": 403, "msg": words, "data": null }).to_string();
        assert_eq!(metadata(&other), Err(GatewayErrorKind::NotFound));
    }
}
