//! `POST /gateway/upload/file`: a whole file in one request.

use std::{path::PathBuf, sync::Arc};

use axum::{
    body::Body,
    extract::{Request, State},
    http::Response,
};
use pileus_localnet_runtime::primitives::AccountId;
use sp_io::hashing::sha2_256;
use tokio::fs;

use super::{
    Retriever,
    answer::{Refusal, accepted, done},
    finish::{Wish, finish},
    form::{self, Unreceived, UploadForm},
    user::user,
};
use crate::{
    gateway::{shared::Core, trouble::Trouble},
    node::{name::HashName, receive::drain},
};

/// Answer an upload.
pub(super) async fn file(State(retriever): State<Arc<Retriever>>, request: Request) -> Response<Body> {
    let owner = match user(&retriever, &request) {
        Ok(owner) => owner,
        Err(refusal) => {
            drain(request.into_body());
            return refusal.response();
        }
    };
    match take(&retriever.core, owner, request).await {
        Ok((fid, true)) => done(fid.as_str()),
        Ok((fid, false)) => accepted(&fid),
        Err(refusal) => refusal.response(),
    }
}

/// Take a file; answers whether its client waited for the order.
async fn take(core: &Core, owner: AccountId, request: Request) -> Result<(HashName, bool), Refusal> {
    let arrival = core.folder.arrival();
    let form = form::receive(request, &arrival).await.map_err(|unreceived| match unreceived {
        Unreceived::Broken => Refusal::upload("bad file params"),
        Unreceived::Trouble(trouble) => Refusal::processing(&trouble),
    })?;
    let name = checked(&form)?;
    let path = buffer(core, &owner, &form.territory, &name);
    fs::rename(&arrival, &path).await.map_err(|error| Refusal::processing(&Trouble::from(error)))?;
    let waits = !form.asynchronous;
    let wish = Wish { owner, territory: form.territory, name, waits };
    Ok((finish(core, &path, wish).await?, waits))
}

/// The name of a form's file, if nothing is missing and nothing is asked that is not offered.
fn checked(form: &UploadForm) -> Result<String, Refusal> {
    let file = form.file.as_ref().filter(|_| !form.territory.is_empty());
    let (name, _) = file.ok_or_else(|| Refusal::upload("bad file params"))?;
    match form {
        UploadForm { encrypt: true, .. } => Err(Refusal::upload("encryption is not offered here")),
        UploadForm { asynchronous: true, no_proxy: true, .. } => {
            Err(Refusal::upload("orders that the user signs are not offered here"))
        }
        _ => Ok(name.clone()),
    }
}

/// Where a file is while it is processed: the same place for all that have these three texts behind each other.
fn buffer(core: &Core, owner: &AccountId, territory: &str, name: &str) -> PathBuf {
    let owner: &[u8] = owner.as_ref();
    let digest = sha2_256(&[owner, territory.as_bytes(), name.as_bytes()].concat());
    core.folder.resumed(&HashName::of_bytes(digest))
}
