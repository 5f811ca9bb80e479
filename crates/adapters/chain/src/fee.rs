//! What a call would cost.

use std::sync::Arc;

use pileus_domain::{Call, Planck};
use pileus_ports::{ChainError, Signer};
use serde_json::Value;

use crate::{
    adapter::ChainAdapter,
    connection::Connection,
    error::AdapterError,
    sign::{Terms, birth, extrinsic},
};

/// Stands where the signature will be: a fee depends on the length alone.
const NO_SIGNATURE: [u8; 64] = [1; 64];

impl ChainAdapter {
    /// Ask the chain for the fee of a transaction like the one that would be signed.
    pub(crate) async fn ask_fee(&self, call: &Call, signer: &dyn Signer) -> Result<Planck, ChainError> {
        let (endpoints, account) = (&self.endpoints, signer.account());
        let ask = |connection: Arc<Connection>| async move {
            connection.refresh(endpoints.runtimes()).await?;
            let address = account.to_string();
            let (birth, nonce) = futures::try_join!(birth(&connection), connection.next_nonce(&address))?;
            let terms = Terms { genesis: connection.genesis(), account, nonce, birth };
            let bytes = extrinsic(&connection.runtime(), call, &terms, |_| NO_SIGNATURE)?;
            let info = connection.dispatch_info(bytes).await?;
            Ok(amount(&info.partial_fee)?)
        };
        endpoints.run(ask).await
    }
}

/// Nodes write amounts as decimal text, hexadecimal text or numbers.
fn amount(value: &Value) -> Result<Planck, AdapterError> {
    let corrupt = || AdapterError::corrupt("payment_queryInfo");
    let amount = match value {
        Value::String(text) => match text.strip_prefix("0x") {
            Some(digits) => u128::from_str_radix(digits, 16).ok(),
            None => text.parse().ok(),
        },
        Value::Number(number) => number.as_u64().map(u128::from),
        _ => None,
    };
    amount.map(Planck).ok_or_else(corrupt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn amounts_are_read_as_nodes_write_them() {
        for written in [json!("10000000000000000"), json!("0x2386f26fc10000"), json!(10_000_000_000_000_000_u64)] {
            assert_eq!(amount(&written).unwrap(), Planck(10_000_000_000_000_000), "{written}");
        }
        for nonsense in [json!(null), json!("-1"), json!("0x"), json!([1])] {
            assert!(amount(&nonsense).is_err(), "{nonsense}");
        }
    }
}
