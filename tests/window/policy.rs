//! What a page may load, send and ask for: nothing but what the main window needs.

use fantoccini::Locator;
use serde_json::{Value, json};

use crate::{driver::Window, listener::Listener, page::PATIENCE};

#[tokio::test]
async fn the_content_policy_refuses_a_script_from_elsewhere() {
    const LOAD_SCRIPT: &str = r#"
        const [address, done] = arguments;
        document.addEventListener("securitypolicyviolation", (event) =>
            done({ directive: event.effectiveDirective, address: event.blockedURI }));
        const script = document.createElement("script");
        script.src = address;
        script.onload = () => done("the script was loaded");
        document.head.append(script);
    "#;
    let elsewhere = Listener::start();
    let window = opened().await;
    let address = format!("{}/script.js", elsewhere.address());
    let answer = window.page().execute_async(LOAD_SCRIPT, vec![json!(address)]);
    let answer = tokio::time::timeout(PATIENCE, answer).await.unwrap().unwrap();
    assert!(directive_of(&answer).starts_with("script-src"), "{answer}");
    assert_eq!(elsewhere.connections(), 0, "the window asked for the script all the same");
    window.close().await;
}

#[tokio::test]
async fn the_content_policy_refuses_to_send_anything_elsewhere() {
    const FETCH: &str = r#"
        const [address, done] = arguments;
        document.addEventListener("securitypolicyviolation", (event) =>
            done({ directive: event.effectiveDirective, address: event.blockedURI }));
        fetch(address).then(() => done("the address was reached"), () => {});
    "#;
    let elsewhere = Listener::start();
    let window = opened().await;
    let answer = window.page().execute_async(FETCH, vec![json!(elsewhere.address())]);
    let answer = tokio::time::timeout(PATIENCE, answer).await.unwrap().unwrap();
    assert_eq!(directive_of(&answer), "connect-src", "{answer}");
    assert_eq!(elsewhere.connections(), 0, "the window sent something all the same");
    window.close().await;
}

#[tokio::test]
async fn the_page_can_ask_the_program_for_nothing_but_what_it_needs() {
    let window = opened().await;
    let state = window.ask("shell_state", json!({})).await;
    assert_eq!(state["answer"]["phase"], json!("fresh"), "{state}");
    for command in [
        "plugin:app|version",
        "plugin:window|close",
        "plugin:webview|create_webview_window",
        "plugin:dialog|open",
        "plugin:notification|notify",
        "plugin:window-state|save_window_state",
        "reveal_data_key",
        "copy_secret",
        "restore_kit",
    ] {
        let answer = window.ask(command, json!({})).await;
        let refusal = answer["refusal"].as_str().unwrap_or_default();
        assert!(refusal.contains("not allowed") || refusal.contains("not found"), "{command}: {answer}");
    }
    let global = window.page().execute("return typeof window.__TAURI__", vec![]).await.unwrap();
    assert_eq!(global, json!("undefined"), "the page has a global door to the program");
    window.close().await;
}

/// A window whose page is there.
async fn opened() -> Window {
    let window = Window::open().await;
    let wait = window.page().wait().at_most(PATIENCE);
    wait.for_element(Locator::Css("[data-testid='try-local']")).await.unwrap();
    window
}

/// The directive of the content policy that was broken, empty when none was.
fn directive_of(answer: &Value) -> &str {
    answer["directive"].as_str().unwrap_or_default()
}
