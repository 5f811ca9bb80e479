//! The promises of the port.

use pileus_journal::JournalAdapter;
use pileus_ports::conformance;

#[tokio::test]
async fn the_journal_keeps_the_promises_of_the_port() {
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    let empty = || {
        number += 1;
        JournalAdapter::open(&folder.path().join(number.to_string())).unwrap()
    };
    conformance::journal::run(empty).await;
}
