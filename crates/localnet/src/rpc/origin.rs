//! Which web pages may talk to the servers of the local network: those that came from this computer.
//!
//! A browser names the page's origin with each WebSocket and each foreign POST, and no page can forge it. Programs
//! that are no browsers send none.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::http::{HeaderValue, StatusCode};
use jsonrpsee::server::{HttpBody, HttpRequest, HttpResponse};

/// Whether a request with these `Origin` headers is served.
pub(crate) fn is_welcome<'a>(mut origins: impl Iterator<Item = &'a [u8]>) -> bool {
    origins.all(|origin| std::str::from_utf8(origin).is_ok_and(is_loopback))
}

/// `scheme://host[:port]` with a host of this computer.
fn is_loopback(origin: &str) -> bool {
    let Some((_, authority)) = origin.split_once("://") else { return false };
    let host = match authority.strip_prefix('[') {
        Some(rest) => return rest.split_once(']').is_some_and(|(host, port)| host == "::1" && is_port(port)),
        None => match authority.split_once(':') {
            Some((host, port)) if port.parse::<u16>().is_ok() => host,
            Some(_) => return false,
            None => authority,
        },
    };
    let address = host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    address || host == "localhost" || host.ends_with(".localhost")
}

fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok())
}

/// A service that answers 403 to pages of foreign origin and passes everything else on.
#[derive(Clone)]
pub(super) struct SameComputer<S>(pub(super) S);

type Answer<E> = Pin<Box<dyn Future<Output = Result<HttpResponse, E>> + Send>>;

impl<S, B> tower::Service<HttpRequest<B>> for SameComputer<S>
where
    S: tower::Service<HttpRequest<B>, Response = HttpResponse> + Send,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = HttpResponse;
    type Error = S::Error;
    type Future = Answer<S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: HttpRequest<B>) -> Self::Future {
        let origins = request.headers().get_all("origin").iter().map(HeaderValue::as_bytes);
        if is_welcome(origins) {
            return Box::pin(self.0.call(request));
        }
        let mut refusal = HttpResponse::new(HttpBody::from("Pages of this origin are not served.\n"));
        *refusal.status_mut() = StatusCode::FORBIDDEN;
        Box::pin(async { Ok(refusal) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn welcome(origin: &str) -> bool {
        is_welcome(std::iter::once(origin.as_bytes()))
    }

    #[test]
    fn pages_of_this_computer_and_programs_are_welcome() {
        assert!(is_welcome(std::iter::empty()));
        for origin in [
            "http://localhost",
            "http://localhost:1420",
            "tauri://localhost",
            "http://tauri.localhost",
            "https://127.0.0.1:9944",
            "http://[::1]:80",
            "http://[::1]",
        ] {
            assert!(welcome(origin), "{origin}");
        }
    }

    #[test]
    fn foreign_pages_are_refused_however_they_are_spelt() {
        for origin in [
            "null",
            "",
            "https://example.org",
            "http://localhost.example.org",
            "http://127.0.0.1.example.org",
            "http://localhost:80@example.org",
            "http://notlocalhost",
            "http://[::2]",
            "http://[::1]x",
            "http://10.0.0.1",
        ] {
            assert!(!welcome(origin), "{origin}");
        }
        assert!(!is_welcome([&b"http://localhost"[..], b"http://example.org"].into_iter()), "each of several counts");
    }
}
