//! `PUT /file` and `PUT /object/NAME`: a whole file in one request.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use axum::{
    body::Body,
    extract::{Path as Parameter, Request, State},
    http::{HeaderMap, HeaderValue, Response},
};
use pileus_domain::FilePlan;
use pileus_localnet_runtime::primitives::AccountId;
use serde_json::json;

use super::{
    answer::{Refusal, done},
    authority, checks, elsewhere, receive,
};
use crate::{
    gateway::{
        order::Brief,
        prepare::prepare,
        records::{self, Record},
        shared::Core,
    },
    node::{name::HashName, receive::drain, server::header},
};

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
    if let Some(nothing) = elsewhere(&name) {
        drain(request.into_body());
        return nothing;
    }
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
    store(core, &path, Brief { owner: asked.owner, name: name.into_bytes(), territory: asked.territory }).await
}

async fn take_object(core: &Core, name: String, request: Request) -> Result<HashName, Refusal> {
    let (asked, request) = admitted(core, request).await?;
    let path = core.folder.arrival();
    let length = receive::append(request.into_body(), &path).await?;
    checks::space_suffices(asked.space, length, false)?;
    store(core, &path, Brief { owner: asked.owner, name: name.into_bytes(), territory: asked.territory }).await
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
    let prepared = prepare(core, path.to_owned()).await?;
    without_twins(&prepared.plan)?;
    prepared.shelve(core).await?;
    if prepared.is_dropped() {
        return Ok(prepared.fid);
    }
    let known = records::record(core.ledger.as_ref(), &prepared.fid).await.map_err(|_| Refusal::no_rpc())?;
    let has_it = match &known {
        Record::File(file) => file.owner.iter().any(|other| other.user == brief.owner),
        Record::Deal(deal) => deal.user.user == brief.owner,
        Record::Unknown => false,
    };
    if !has_it {
        prepared.order(core, brief).await?;
    }
    prepared.track(core).await?;
    Ok(prepared.fid)
}

/// The real gateway names its temporary files by hash, and stumbles over the second of two equal segments.
fn without_twins(plan: &FilePlan) -> Result<(), Refusal> {
    let different: BTreeSet<_> = plan.segments.iter().map(|segment| segment.hash).collect();
    if different.len() == plan.segments.len() { Ok(()) } else { Err(Refusal::system()) }
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
