//! Stories live in `e2e/`.
