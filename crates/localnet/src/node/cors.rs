//! What the node tells web pages of other origins.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header},
};

/// The headers that a page may send. `Range` is not among them.
const ALLOWED_HEADERS: HeaderValue =
    HeaderValue::from_static("Account,Message,Signature,Fid,Fragment,Content-Type,X-Forwarded-For");

/// The methods that a page may use, misspelt as the real node does.
const ALLOWED_METHODS: HeaderValue = HeaderValue::from_static("PUT,GET,OPTION");

/// What kind of stranger asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// No page of another origin.
    Same,
    /// A page asks whether it may ask.
    Preflight,
    /// A page asks.
    Foreign,
}

impl Origin {
    /// Tell the origin of a request from its headers.
    pub(super) fn of<B>(request: &Request<B>) -> Self {
        let Some(origin) = text(request.headers(), &header::ORIGIN) else {
            return Self::Same;
        };
        let host = text(request.headers(), &header::HOST).unwrap_or_default();
        match origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")) {
            Some(name) if name == host => Self::Same,
            _ if request.method() == Method::OPTIONS => Self::Preflight,
            _ => Self::Foreign,
        }
    }

    /// The answer to a preflight request.
    pub(super) fn preflight() -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, ALLOWED_METHODS);
        response
    }

    /// Let the page read the answer.
    pub(super) fn open(self, response: &mut Response<Body>) {
        if self != Self::Same {
            response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok()).filter(|value| !value.is_empty())
}
