//! Why a transaction pool refuses, told from the node's error answers.

use pileus_domain::TxHash;
use pileus_ports::{ChainError, Rejection};

use crate::error::AdapterError;

// Error codes of the author RPC.
const BAD_FORMAT: i32 = 1001;
const VERIFICATION: i32 = 1002;
const INVALID: i32 = 1010;
const UNKNOWN_VALIDITY: i32 = 1011;
const TEMPORARILY_BANNED: i32 = 1012;
const ALREADY_IMPORTED: i32 = 1013;
const TOO_LOW_PRIORITY: i32 = 1014;
const CYCLE: i32 = 1015;
const IMMEDIATELY_DROPPED: i32 = 1016;

/// Turn the answer to a submission into the port's words.
pub(crate) fn of_answer(hash: TxHash, error: AdapterError) -> ChainError {
    let AdapterError::Answer { code, message, .. } = &error else { return error.into() };
    match reason(*code, message) {
        Some(reason) => ChainError::Rejected { hash, reason, message: message.clone() },
        None => error.into(),
    }
}

fn reason(code: i32, message: &str) -> Option<Rejection> {
    match code {
        INVALID | UNKNOWN_VALIDITY => Some(invalid(message)),
        TEMPORARILY_BANNED | ALREADY_IMPORTED => Some(Rejection::AlreadyKnown),
        TOO_LOW_PRIORITY => Some(Rejection::Outbid),
        IMMEDIATELY_DROPPED => Some(Rejection::Exhausted),
        BAD_FORMAT | VERIFICATION | CYCLE => Some(Rejection::BadProof),
        _ => None,
    }
}

/// Nodes tell the kind of invalidity only in words.
fn invalid(message: &str) -> Rejection {
    const WORDS: [(&str, Rejection); 10] = [
        ("pay some fees", Rejection::Payment),
        ("balance too low", Rejection::Payment),
        ("payment", Rejection::Payment),
        ("outdated", Rejection::Stale),
        ("stale", Rejection::Stale),
        ("in the future", Rejection::Future),
        ("future", Rejection::Future),
        ("ancient birth", Rejection::Expired),
        ("ancientbirth", Rejection::Expired),
        ("exhaust", Rejection::Exhausted),
    ];
    let message = message.to_ascii_lowercase();
    let found = WORDS.iter().find(|(words, _)| message.contains(words));
    found.map_or(Rejection::BadProof, |(_, reason)| *reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nodes_words_become_reasons() {
        let cases = [
            (
                1010,
                "Invalid Transaction: Inability to pay some fees (e.g. account balance too low)",
                Rejection::Payment,
            ),
            (1010, "invalid: payment", Rejection::Payment),
            (1010, "Invalid Transaction: Transaction is outdated", Rejection::Stale),
            (1010, "Invalid Transaction: Transaction will be valid in the future", Rejection::Future),
            (1010, "Invalid Transaction: Transaction has a bad signature", Rejection::BadProof),
            (1010, "Invalid Transaction: Transaction has an ancient birth block", Rejection::Expired),
            (1010, "Invalid Transaction: Transaction would exhaust the resources of the block", Rejection::Exhausted),
            (1010, "Invalid Transaction: Custom error: 7", Rejection::BadProof),
            (1012, "Transaction is temporarily banned", Rejection::AlreadyKnown),
            (1013, "Transaction Already Imported", Rejection::AlreadyKnown),
            (1014, "Priority is too low: (3 vs 3)", Rejection::Outbid),
            (1016, "Immediately Dropped", Rejection::Exhausted),
            (1001, "Extrinsic has invalid format", Rejection::BadProof),
        ];
        for (code, message, expected) in cases {
            assert_eq!(reason(code, message), Some(expected), "{code} {message}");
        }
        assert_eq!(reason(-32_000, "boom"), None);
    }

    #[test]
    fn a_lost_connection_is_no_refusal() {
        let lost = AdapterError::TimedOut { asked: "author_submitAndWatchExtrinsic".to_owned() };
        assert!(of_answer(TxHash([1; 32]), lost).may_pass());
    }
}
