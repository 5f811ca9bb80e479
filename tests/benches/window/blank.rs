//! A blank Tauri window, to compare with: an empty page, no service, no plugin.

use std::process::ExitCode;

use tauri::{WebviewUrl, WebviewWindowBuilder, http};

/// The argument by which this program becomes the blank window.
pub(crate) const ROLE: &str = "blank-window";
/// Where its page is; without one, nothing would draw.
const PAGE: &str = "blank://localhost/";
/// The page.
const NOTHING: &[u8] = b"<!doctype html><html lang=\"en\"><title>Blank</title></html>";

/// Open it and stay until it is ended.
pub(crate) fn main() -> ExitCode {
    let mut context = tauri::generate_context!();
    let windows = std::mem::take(&mut context.config_mut().app.windows);
    let run = tauri::Builder::default()
        .register_uri_scheme_protocol("blank", |_, _| page())
        .setup(move |app| {
            let mut builder = WebviewWindowBuilder::new(app, "blank", WebviewUrl::CustomProtocol(PAGE.parse()?));
            if let Some(window) = windows.first() {
                builder = builder.inner_size(window.width, window.height).title("Blank");
            }
            builder.build()?;
            Ok(())
        })
        .run(context);
    if run.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn page() -> http::Response<&'static [u8]> {
    let answer = http::Response::builder().header(http::header::CONTENT_TYPE, "text/html");
    answer.body(NOTHING).expect("a whole answer")
}
