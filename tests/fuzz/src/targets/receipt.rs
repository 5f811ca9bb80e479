//! Receipts that somebody shows.

use pileus_app::{ReceiptCheck, SignedReceipt};

const GOOD: &str = include_str!("../../../vectors/receipt/good.json");
const BROKEN: &str = include_str!("../../../vectors/receipt/broken.json");

/// Read a receipt, and check it without a network.
pub(super) fn receipt(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(receipt) = SignedReceipt::parse(&text) else { return };
    let _ = ReceiptCheck::offline(&receipt);
    let again = SignedReceipt::parse(&receipt.to_text()).expect("what was read can be written and read again");
    assert_eq!(again, receipt);
}

/// Receipts of the vectors.
pub(super) fn receipts() -> Vec<Vec<u8>> {
    let good: serde_json::Value = serde_json::from_str(GOOD).expect("the vector is an object");
    let good = good["text"].as_str().expect("it has a text").as_bytes().to_vec();
    [vec![good], super::texts(BROKEN, "text")].concat()
}
