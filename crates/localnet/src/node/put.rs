//! `PUT /fragment`: take a fragment of an open deal.

use std::path::Path;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, Response},
};
use tokio::time::timeout;

use super::{
    FRAGMENT_SIZE, ZERO_FRAGMENT,
    answer::Outcome,
    counters::ReceivedFragment,
    fault::FaultKind,
    name::HashName,
    receive::{Arrived, drain, receive},
    records,
    server::{Node, header},
    settings::LONGEST_TRANSFER,
    signature,
    store::Shelf,
};

/// Answer one call; `fault` is what the call has to suffer.
pub(super) async fn put(node: &Node, request: Request, fault: Option<&FaultKind>) -> Response<Body> {
    let fid = header(request.headers(), "fid").to_owned();
    let fragment = header(request.headers(), "fragment").to_owned();
    let outcome = take(node, request, &fid, &fragment, fault).await;
    match outcome {
        Outcome::Done => node.counters.count(|totals| totals.puts_accepted += 1),
        _ => node.counters.count(|totals| totals.puts_refused += 1),
    }
    outcome.response()
}

/// The checks, in the order of the real node.
async fn take(node: &Node, request: Request, fid: &str, fragment: &str, fault: Option<&FaultKind>) -> Outcome {
    let Some(early) = early(node, request.headers(), fid, fragment, fault).await else {
        return late(node, request, fid, fragment, fault).await;
    };
    drain(request.into_body());
    early
}

/// What can be said before the body is read.
async fn early(
    node: &Node,
    headers: &HeaderMap,
    fid: &str,
    fragment: &str,
    fault: Option<&FaultKind>,
) -> Option<Outcome> {
    if !signature::verify(headers) {
        return Some(Outcome::InvalidSignature);
    }
    let names = HashName::parse(fid).zip(HashName::parse(fragment));
    if let Some((fid, fragment)) = &names
        && node.store.find(Shelf::Waiting, fid, fragment).await.is_some()
    {
        return Some(Outcome::Done);
    }
    if fault == Some(&FaultKind::FullDisk) || !node.store.has_room() {
        return Some(Outcome::System);
    }
    if fragment != ZERO_FRAGMENT {
        return None;
    }
    let Some((fid, fragment)) = &names else {
        return Some(Outcome::System);
    };
    let kept = node.store.keep_zeros(fid, fragment).await;
    Some(settle(node, kept, fid, fragment, fault).await)
}

/// What needs the body.
async fn late(node: &Node, request: Request, fid: &str, fragment: &str, fault: Option<&FaultKind>) -> Outcome {
    let path = node.store.arrival();
    let mut arrived = Arrived::nothing();
    let received = match timeout(LONGEST_TRANSFER, receive(request, &path, &mut arrived)).await {
        Ok(received) => received,
        Err(_) => Err(Outcome::Form("[Copy]: i/o timeout")),
    };
    remember(node, fid, fragment, &arrived);
    let outcome = match received {
        Ok(()) => judge(node, &path, &arrived, fid, fragment, fault).await,
        Err(outcome) => outcome,
    };
    node.store.discard(&path).await;
    outcome
}

/// Look at what arrived whole.
async fn judge(
    node: &Node,
    path: &Path,
    arrived: &Arrived,
    fid: &str,
    fragment: &str,
    fault: Option<&FaultKind>,
) -> Outcome {
    if arrived.bytes != FRAGMENT_SIZE {
        return Outcome::WrongSize;
    }
    if !fragment.is_empty() && arrived.sha256() != fragment {
        return Outcome::WrongHash;
    }
    let Some((fid, fragment)) = HashName::parse(fid).zip(HashName::parse(fragment)) else {
        return Outcome::NotInDeal;
    };
    match records::deal(node.ledger.as_ref(), &fid).await {
        Err(_) => Outcome::RpcFailed,
        Ok(Some(deal)) if deal.names(&fragment) => {
            let kept = node.store.keep(path, &fid, &fragment).await;
            settle(node, kept, &fid, &fragment, fault).await
        }
        Ok(_) => Outcome::NotInDeal,
    }
}

/// Answer for a fragment that was kept or not, and wake the reporter.
async fn settle(
    node: &Node,
    kept: std::io::Result<()>,
    fid: &HashName,
    fragment: &HashName,
    fault: Option<&FaultKind>,
) -> Outcome {
    if let Err(error) = kept {
        tracing::warn!(%fid, %fragment, %error, "a fragment could not be kept");
        return Outcome::System;
    }
    if fault == Some(&FaultKind::Lose) {
        let _ = node.store.lose(fid, fragment).await;
    }
    node.arrived.notify_one();
    Outcome::Done
}

fn remember(node: &Node, fid: &str, fragment: &str, arrived: &Arrived) {
    if arrived.bytes > 0 || arrived.complete {
        node.counters.received(ReceivedFragment {
            fid: fid.to_owned(),
            declared: fragment.to_owned(),
            sha256: arrived.sha256(),
            bytes: arrived.bytes,
            complete: arrived.complete,
        });
    }
}
