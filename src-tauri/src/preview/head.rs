//! The head of an answer: the same on both ways to a file.

use std::ops::Range;

use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{
        ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RANGE,
        X_CONTENT_TYPE_OPTIONS,
    },
    response,
};

use super::{extent::Extent, shown::Shown};

/// What every answer says: take the type as it is given, keep nothing, obey nothing that is inside.
const ALWAYS: [(HeaderName, &str); 4] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (CACHE_CONTROL, "no-store"),
    (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    (ACCEPT_RANGES, "bytes"),
];

/// Does it only ask for what is here?
pub(crate) fn is_reading(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}

/// The head of the answer to a request with these headers, and the range that its body has.
pub(crate) fn head(shown: &Shown, asked: &HeaderMap) -> (response::Builder, Range<u64>) {
    let length = shown.length;
    let (status, range, told) = match Extent::of(asked.get(RANGE), length) {
        Extent::Whole => (StatusCode::OK, 0..length, None),
        Extent::Part(part) => {
            let told = format!("bytes {}-{}/{length}", part.start, part.end - 1);
            (StatusCode::PARTIAL_CONTENT, part, Some(told))
        }
        Extent::Outside => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0, Some(format!("bytes */{length}"))),
    };
    let head = always(status).header(CONTENT_TYPE, HeaderValue::from_static(shown.media_type));
    let head = head.header(CONTENT_LENGTH, range.end - range.start);
    (told.into_iter().fold(head, |head, told| head.header(CONTENT_RANGE, told)), range)
}

/// The head of an answer that hands out nothing of a file.
pub(crate) fn always(status: StatusCode) -> response::Builder {
    let head = response::Builder::new().status(status);
    ALWAYS.into_iter().fold(head, |head, (name, value)| head.header(name, value))
}
