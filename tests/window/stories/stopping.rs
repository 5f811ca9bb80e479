//! What a page asked for, stopped by the number that it gave it.

use serde_json::json;

use crate::driver::Window;

#[tokio::test]
async fn a_page_stops_what_it_asked_for_by_its_number() {
    let window = Window::open().await;
    window.find("try-local").await;
    // A stop that overtakes its call on the way stops it all the same, and stops nothing else.
    assert_eq!(window.ask("stop_command", json!({ "call": 7 })).await["answer"], "unknown");
    let stopped = window.ask("finish_setup", json!({ "call": 7 })).await;
    assert!(stopped["refusal"].as_str().is_some_and(|refusal| refusal.contains("\"stopped\"")), "{stopped}");
    for request in [json!({ "call": 7 }), json!({ "call": 8 }), json!({})] {
        let answered = window.ask("finish_setup", request).await;
        assert_eq!(answered["answer"]["phase"], "fresh", "{answered}");
    }
    window.close().await;
}
