//! Where the secrets of the keys window are while it is open, and that nothing holds them afterwards.
//!
//! What the driver is told goes through the program under test, so secrets are spelled otherwise on that way: every letter
//! is the next one, and the page turns it back.

use std::{collections::BTreeSet, time::Duration};

use memory_search::{Secret, Secrets, descendants, find};
use serde_json::{Value, json};

use super::try_local;
use crate::{close::ask_to_close, driver::Window};

const KEYS: &str = "Pileus — Keys";
/// A passphrase, spelled with the next letters, so that it is not in this program either.
const SPELLED: &str = "tfwfo!pct!dsptt!uif!gspafo!mblf";

/// How often a process is searched before it counts as holding something.
const LOOKS: usize = 20;
/// Time between two searches, in milliseconds.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// Ask the program something with a secret, show what it answers, and give that back spelled otherwise.
const ASK: &str = r"
    const [command, request, secret, spelled, result, done] = arguments;
    const turned = (text, by) => [...text].map((c) => String.fromCharCode(c.charCodeAt(0) + by)).join('');
    if (secret) request[secret] = turned(spelled, -1);
    window.__TAURI_INTERNALS__.invoke(command, request).then(
        (answer) => {
            if (!result) return done('');
            document.title = 'shown';
            const shown = document.createElement('p');
            shown.textContent = answer[result];
            document.body.append(shown);
            setTimeout(() => done(turned(answer[result], 1)), 200);
        },
        (refusal) => done('refused: ' + JSON.stringify(refusal)));
";

/// The text that was spelled with the next letters.
fn turned_back(spelled: &str) -> String {
    spelled.bytes().map(|letter| char::from(letter - 1)).collect()
}

/// As texts are kept in programs: a byte a letter, or two.
fn both(name: &str, text: &str) -> [Secret; 2] {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [Secret::new(name, text), Secret::new(format!("{name} in two bytes a letter"), wide)]
}

/// Ask in the keys window.
async fn ask(window: &Window, command: &str, request: Value, secret: Option<&str>, result: Option<&str>) -> String {
    let arguments = vec![json!(command), request, json!(secret), json!(SPELLED), json!(result)];
    let answer = window.page().execute_async(ASK, arguments).await.unwrap();
    let answer = answer.as_str().unwrap().to_owned();
    assert!(!answer.starts_with("refused"), "{command}: {answer}");
    answer
}

/// Processes of the program that show pages.
fn web_processes(program: u32) -> BTreeSet<u32> {
    let name = |process: &u32| std::fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
    // The kernel cuts names after fifteen letters.
    descendants(program).unwrap().into_iter().filter(|process| name(process).starts_with("WebKitWebProces")).collect()
}

/// Did a process begin with this variable?
fn began_with(process: u32, variable: &str) -> bool {
    let environment = std::fs::read(format!("/proc/{process}/environ")).unwrap();
    environment.split(|byte| *byte == 0).any(|entry| entry.starts_with(format!("{variable}=").as_bytes()))
}

/// What a process holds, by name; nothing when it has ended.
fn holds(process: u32, secrets: &Secrets) -> BTreeSet<String> {
    let findings = find(process, secrets).unwrap_or_default();
    findings
        .into_iter()
        .map(|finding| format!("{} in {:?}: {}", finding.secret, finding.region, finding.around))
        .collect()
}

/// What a process still holds once it had time to end what it was at; nothing when it lets go of everything before.
async fn held_after_all(process: u32, secrets: &Secrets) -> BTreeSet<String> {
    for _ in 0..LOOKS {
        if holds(process, secrets).is_empty() {
            return BTreeSet::new();
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    holds(process, secrets)
}

#[tokio::test]
async fn processes_of_the_web_view_keep_their_hardened_heaps() {
    let window = Window::open().await;
    let program = window.program();
    assert!(began_with(program, "Malloc") && began_with(program, "GLIBC_TUNABLES"));
    assert!(!web_processes(program).is_empty());
    for process in descendants(program).unwrap() {
        assert!(!began_with(process, "Malloc"), "process {process}");
    }
    window.close().await;
}

#[tokio::test]
async fn secrets_end_with_the_keys_window_and_its_process() {
    let window = Window::open().await;
    try_local(&window).await;
    let program = window.program();
    let before = web_processes(program);
    window.click("open-keys").await;
    let main = window.turn_to("keys.html").await;
    window.find("account").await;
    let own: BTreeSet<u32> = web_processes(program).difference(&before).copied().collect();
    assert_eq!(own.len(), 1, "the keys window has no process of its own: {own:?}");
    let page = *own.first().unwrap();

    let words = turned_back(&ask(&window, "create_account", json!({ "name": "savings" }), None, Some("words")).await);
    assert_eq!(words.split(' ').count(), 12);
    ask(&window, "set_keys_passphrase", json!({}), Some("passphrase"), None).await;
    ask(&window, "lock_keys", json!({ "wipe": false }), None, None).await;
    ask(&window, "unlock_keys", json!({}), Some("passphrase"), None).await;
    let secrets = [both("words", &words), both("passphrase", &turned_back(SPELLED))].concat();
    let secrets = Secrets::new(secrets);
    assert!(!holds(page, &secrets).is_empty(), "the search does not find what the page shows");
    ask(&window, "lock_keys", json!({ "wipe": false }), None, None).await;

    window.turn_back(main).await;
    ask_to_close(window.desktop().display(), KEYS);
    window.wait_until(async || !web_processes(program).contains(&page), "the keys window's process stays").await;
    let held = held_after_all(program, &secrets).await;
    assert!(held.is_empty(), "the program holds {held:?}");
    for process in descendants(program).unwrap() {
        let held = held_after_all(process, &secrets).await;
        assert!(held.is_empty(), "process {process} holds {held:?}");
    }
    window.close().await;
}
