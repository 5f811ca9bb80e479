//! Problems that the chain reports.

use pileus_domain::Problem;
use pileus_ports::{ChainError, DispatchFailure, Rejection};

/// The chain could not be asked, or refused a transaction.
pub fn of_chain(error: &ChainError) -> Problem {
    let problem = match error {
        ChainError::Port(_) => Problem::new(
            "network_unreachable",
            "The network does not answer. Nothing is lost; transfers stand where they were.",
            "Check the connection, then resume.",
        )
        .retryable(),
        ChainError::WrongNetwork { expected, found } => Problem::new(
            "network_changed",
            "Another chain answers behind this network's address. Nothing was sent to it.",
            "Check the network's address, or add it as a new network if the change is meant.",
        )
        .with("expected", expected)
        .with("found", found),
        ChainError::Rejected { hash, reason, message } => {
            rejected(*reason).with("transaction", hash).with("answer", message)
        }
        ChainError::Unsupported(what) => Problem::new(
            "network_lacks_feature",
            format!("This network's runtime does not know {what}."),
            "Choose another network, or update Pileus.",
        ),
    };
    problem.caused_by(error)
}

fn rejected(reason: Rejection) -> Problem {
    match reason {
        Rejection::Payment => Problem::new(
            "balance_too_low",
            "The account cannot pay the fee. Nothing was ordered.",
            "Send tokens to the account, then resume.",
        )
        .retryable(),
        Rejection::Stale | Rejection::Future | Rejection::Outbid | Rejection::AlreadyKnown | Rejection::Expired => {
            Problem::new(
                "transaction_out_of_turn",
                "Another transaction of this account came in between. Nothing is lost.",
                "Resume to sign it anew.",
            )
            .retryable()
        }
        Rejection::BadProof => Problem::new(
            "transaction_not_understood",
            "The network does not accept how the transaction is signed.",
            "Update Pileus; the network may run a newer version.",
        ),
        Rejection::Exhausted => {
            Problem::new("network_busy", "The network's blocks are full. Nothing is lost.", "Resume in a few minutes.")
                .retryable()
        }
    }
}

/// A transaction was in a block and failed there.
///
/// # Source
/// protocol §3.4, §3.5 (errors).
pub fn of_dispatch(failure: &DispatchFailure) -> Problem {
    let (code, message, remedy) = words(&failure.pallet, &failure.name);
    let remedy = if remedy.is_empty() { "Check the account and the space, then try again." } else { remedy };
    let message = if message.is_empty() {
        format!("The chain refused the transaction: {}.{}. Only the fee was paid.", failure.pallet, failure.name)
    } else {
        message.to_owned()
    };
    Problem::new(code, message, remedy).with("pallet", &failure.pallet).with("error", &failure.name)
}

fn words(pallet: &str, name: &str) -> (&'static str, &'static str, &'static str) {
    match (pallet, name) {
        ("FileBank", "InsufficientAvailableSpace") | ("StorageHandler", "InsufficientStorage") => (
            "territory_full",
            "The space is too full for this file. Nothing was ordered.",
            "Add space, or delete files, then resume.",
        ),
        ("StorageHandler", "NotHaveTerritory") => {
            ("territory_missing", "The account has no space of that name.", "Rent space first, or name another one.")
        }
        ("StorageHandler", "NotActive") => {
            ("territory_not_active", "The space takes no uploads now.", "Renew it, or choose another one.")
        }
        ("StorageHandler", "PurchasedSpace" | "DuplicateName") => {
            ("territory_name_taken", "The account already has space of that name.", "Choose another name.")
        }
        ("StorageHandler", "InsufficientAvailableSpace") => (
            "network_sold_out",
            "The network has not enough unsold space. Nothing was paid but the fee.",
            "Rent less, or try again later.",
        ),
        ("StorageHandler", "InsufficientBalance")
        | ("Token", _)
        | ("Balances", "InsufficientBalance" | "Expendability") => (
            "balance_too_low",
            "The account's balance is too low. Only the fee was paid.",
            "Send tokens to the account, then try again.",
        ),
        ("StorageHandler", "BoundariesNotMet") => {
            ("term_too_short", "Space is rented for 30 days at least.", "Choose 30 days or more.")
        }
        ("StorageHandler", "ObjectNotZero") => {
            ("territory_not_empty", "The space still holds files.", "Move or delete its files first.")
        }
        ("StorageHandler", "StateError" | "NotExpire") => (
            "territory_wrong_state",
            "The space's state does not allow this.",
            "Look at its state; renew or revive it.",
        ),
        ("FileBank", "NoPermission") => {
            ("no_permission", "This account may not do that for the file's owner.", "Use the owner's account.")
        }
        ("FileBank", "Existed") => {
            ("already_stored", "This file is already stored in this space.", "Nothing needs to be done.")
        }
        ("FileBank", "NonExistent") => {
            ("file_unknown", "The network does not know this file.", "Check the FID; it may have been deleted.")
        }
        ("FileBank", "SpecError") => (
            "order_malformed",
            "The chain found the order malformed. Nothing was ordered.",
            "Please report this with the details.",
        ),
        ("System", "CallFiltered") => {
            ("network_paused_call", "The network does not take this kind of transaction now.", "Try again later.")
        }
        _ => ("chain_refused", "", ""),
    }
}

/// Signed again and again, never included.
pub(crate) fn order_gave_up(signatures: u32) -> Problem {
    Problem::new(
        "transaction_never_included",
        "The network let every signature of the transaction run out. No transaction of it can be included any more.",
        "Resume when the network is well again.",
    )
    .retryable()
    .with("signatures", signatures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_dispatch_error_says_what_to_do() {
        let failure = DispatchFailure { pallet: "FileBank".into(), name: "InsufficientAvailableSpace".into() };
        assert_eq!(of_dispatch(&failure).code, "territory_full");
    }

    #[test]
    fn an_unknown_dispatch_error_keeps_its_name() {
        let problem = of_dispatch(&DispatchFailure { pallet: "Sminer".into(), name: "NotMiner".into() });
        assert!(problem.message.contains("Sminer.NotMiner"));
        assert!(!problem.remedy.is_empty());
    }
}
