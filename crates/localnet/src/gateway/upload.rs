//! `PUT /file` and `PUT /object/NAME`: a whole file in one request.

use std::{path::Path, sync::Arc};

use axum::{
    body::Body,
    extract::{Path as Parameter, Request, State},
    http::{HeaderMap, HeaderValue, Response},
};
use pileus_domain::FilePlan;
use pileus_localnet_runtime::primitives::AccountId;
use serde_json::json;
use tokio::fs;

use super::{
    answer::{Refusal, done},
    authority, cheat, checks,
    fault::{GatewayFaultKind, Place},
    order::{self, Brief},
    receive,
    records::{self, Record},
    server::Core,
};
use crate::node::{name::HashName, receive::drain, server::header};

/// Take the part `file` of a form; its name, unless the header `Filename` says another.
pub(super) async fn file(State(core): State<Arc<Core>>, request: Request) -> Response<Body> {
    answer(take_file(&core, request).await)
}

/// Take a body as a file of the name in the path.
pub(super) async fn object(
    State(core): State<Arc<Core>>,
    Parameter(name): Parameter<String>,
    request: Request,
) -> Response<Body> {
    answer(take_object(&core, name, request).await)
}

/// The answer to an upload: the FID, or why not.
pub(super) fn answer(taken: Result<HashName, Refusal>) -> Response<Body> {
    match taken {
        Ok(fid) => done(json!({ "fid": fid.as_str() })),
        Err(refusal) => refusal.response(),
    }
}

async fn take_file(core: &Core, request: Request) -> Result<HashName, Refusal> {
    let (asked, request) = admitted(core, request).await?;
    let path = core.folder.arrival();
    let arrived = receive::form(request, &path).await?;
    let name = if asked.name.is_empty() { arrived.name } else { asked.name };
    checks::name_fits(&name)?;
    checks::space_suffices(asked.space, arrived.length, true)?;
    store(core, &path, Brief { owner: asked.owner, name, territory: asked.territory }).await
}

async fn take_object(core: &Core, name: String, request: Request) -> Result<HashName, Refusal> {
    let (asked, request) = admitted(core, request).await?;
    let path = core.folder.arrival();
    let length = receive::append(request.into_body(), &path).await?;
    checks::space_suffices(asked.space, length, false)?;
    store(core, &path, Brief { owner: asked.owner, name, territory: asked.territory }).await
}

/// What the headers of an upload ask for.
pub(super) struct Asked {
    pub(super) owner: AccountId,
    pub(super) territory: String,
    /// The header `Filename`, its percent signs decoded; empty without one.
    name: String,
    /// Space left in the territory.
    ///
    /// # Units
    /// bytes.
    pub(super) space: u128,
}

/// Check headers, authority and territory; a request that is refused is read to its end first.
async fn admitted(core: &Core, request: Request) -> Result<(Asked, Request), Refusal> {
    match asked(core, request.headers()).await {
        Ok(asked) => Ok((asked, request)),
        Err(refusal) => {
            drain(request.into_body());
            Err(refusal)
        }
    }
}

/// What the headers ask for, once the gateway may do it.
pub(super) async fn asked(core: &Core, headers: &HeaderMap) -> Result<Asked, Refusal> {
    let owner = authority::account(headers, &core.settings.clock)?;
    checks::authorised(core, &owner).await?;
    let territory = headers.get("territory").map(HeaderValue::as_bytes).unwrap_or_default();
    let territory = String::from_utf8_lossy(territory).into_owned();
    let space = checks::space_left(core, &owner, &territory).await?;
    Ok(Asked { owner, territory, name: percent_decoded(header(headers, "filename")), space })
}

/// Order what is on disk, cache it under its FID, and look after it from now on.
pub(super) async fn store(core: &Core, path: &Path, brief: Brief) -> Result<HashName, Refusal> {
    let cheat = core.faults.take(Place::Upload);
    let plan = prepared(path, cheat.as_ref()).await?;
    let fid =
        HashName::of(&pileus_localnet_runtime::primitives::Hash(plan.fid.to_text())).ok_or_else(Refusal::system)?;
    let owner = brief.owner.clone();
    let known = records::record(core.ledger.as_ref(), &fid).await.map_err(|_| Refusal::no_rpc())?;
    fs::rename(path, core.folder.cached(&fid)).await.map_err(|_| Refusal::system())?;
    if cheat == Some(GatewayFaultKind::DropOrder) {
        return Ok(fid);
    }
    let has_it = match &known {
        Record::File(file) => file.owner.iter().any(|other| other.user == owner),
        Record::Deal(deal) => deal.user.user == owner,
        Record::Unknown => false,
    };
    if !has_it {
        order::place(core, &plan, brief, cheat.as_ref()).await?;
    }
    if cheat != Some(GatewayFaultKind::Stall) {
        core.folder.track(&fid).await.map_err(|_| Refusal::system())?;
        core.arrived.notify_one();
    }
    Ok(fid)
}

/// The plan of what will be stored, which a cheat changes.
async fn prepared(path: &Path, cheat: Option<&GatewayFaultKind>) -> Result<FilePlan, Refusal> {
    let honest = order::plan(path).await?;
    let (spoiled, what) = (path.to_owned(), cheat.cloned());
    let changed = tokio::task::spawn_blocking(move || cheat::spoil(&spoiled, what.as_ref())).await;
    changed.map_err(|_| Refusal::system())?.map_err(|_| Refusal::system())?;
    match cheat {
        Some(GatewayFaultKind::Swap) => Ok(FilePlan { fid: honest.fid, ..order::plan(path).await? }),
        Some(GatewayFaultKind::Reencrypt | GatewayFaultKind::Truncate) => order::plan(path).await,
        _ => Ok(honest),
    }
}

/// A header's text with its percent signs decoded; what is no such sign stays.
fn percent_decoded(text: &str) -> String {
    let (bytes, mut decoded, mut at) = (text.as_bytes(), Vec::new(), 0);
    while let Some(&byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).filter(|_| byte == b'%');
        let number = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        decoded.push(number.unwrap_or(byte));
        at += if number.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_decoded_and_others_stay() {
        assert_eq!(percent_decoded("a%20b%C3%A9"), "a b\u{e9}");
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%zz%4"), "%zz%4");
    }
}
