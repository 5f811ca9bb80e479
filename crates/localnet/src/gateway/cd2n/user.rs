//! Who asks, by the header `token`.

use axum::extract::Request;
use pileus_localnet_runtime::primitives::AccountId;

use super::{Retriever, answer::Refusal};
use crate::node::server::header;

/// What a path contains for which no token is asked.
const OPEN: [&str; 4] = ["/gentoken", "/download", "/capsule", "/reencrypt"];

/// The account of the request's token.
///
/// As published, the check is skipped when such words stand anywhere in the address, and then nobody is known.
pub(super) fn user(retriever: &Retriever, request: &Request) -> Result<AccountId, Refusal> {
    let address = request.uri().to_string();
    if OPEN.iter().any(|word| address.contains(word)) {
        return Err(Refusal::upload("bad user info"));
    }
    let token = header(request.headers(), "token");
    let token = token.strip_prefix("Bearer ").unwrap_or(token);
    if token.is_empty() {
        return Err(Refusal::token("invalid token"));
    }
    let now = retriever.core.settings.clock.now() / 1_000;
    retriever.key.account(token, now).map_err(Refusal::token)
}
