//! Which chain answers.

use std::sync::Arc;

use pileus_domain::{Planck, Ss58Prefix};
use pileus_ports::{ChainError, ChainIdentity};
use serde_json::Value;

use crate::{adapter::ChainAdapter, connection::Connection, error::bounded, runtime::Runtime};

/// What money is called when the chain does not say.
const UNNAMED_TOKEN: &str = "UNIT";

impl ChainAdapter {
    /// Read what the chain says of itself.
    pub(crate) async fn read_identity(&self) -> Result<ChainIdentity, ChainError> {
        let ask = |connection: Arc<Connection>| async move {
            let (name, properties) = futures::try_join!(connection.chain_name(), connection.properties())?;
            let runtime = connection.runtime();
            Ok(ChainIdentity {
                genesis: connection.genesis(),
                name: bounded(&name),
                runtime: format!("{}-{}", bounded(&runtime.spec_name), runtime.spec_version),
                ss58_prefix: ss58_prefix(&runtime, &properties),
                token_symbol: token_symbol(&properties),
                existential_deposit: Planck(runtime.constant("Balances", "ExistentialDeposit")?),
                capabilities: runtime.capabilities,
            })
        };
        self.endpoints.run(ask).await
    }
}

/// The runtime's own word first, then the node's, then what every CESS chain had.
fn ss58_prefix(runtime: &Runtime, properties: &Value) -> Ss58Prefix {
    let told = || first(properties, "ss58Format")?.as_u64().and_then(|n| u16::try_from(n).ok());
    let prefix = runtime.constant::<u16>("System", "SS58Prefix").ok().or_else(told);
    prefix.map_or(Ss58Prefix::CESS, Ss58Prefix)
}

fn token_symbol(properties: &Value) -> String {
    let told = first(properties, "tokenSymbol").and_then(Value::as_str);
    bounded(told.unwrap_or(UNNAMED_TOKEN))
}

/// A property, or the first of several.
fn first<'a>(properties: &'a Value, name: &str) -> Option<&'a Value> {
    match properties.get(name)? {
        Value::Array(several) => several.first(),
        one => Some(one),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn properties_come_alone_or_in_lists() {
        assert_eq!(token_symbol(&json!({"tokenSymbol": "TCESS"})), "TCESS");
        assert_eq!(token_symbol(&json!({"tokenSymbol": ["TCESS", "X"]})), "TCESS");
        assert_eq!(token_symbol(&json!({})), "UNIT");
        assert_eq!(token_symbol(&json!(null)), "UNIT");
    }
}
