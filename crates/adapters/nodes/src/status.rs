//! What `GET /status` says.

use pileus_domain::{AccountId, ByteCount, Endpoint};
use pileus_ports::{NodeError, NodeStatus};
use serde::{Deserialize, de::IgnoredAny};

use crate::{answer::Reply, error::corrupt};

/// Longest state that is believed, in bytes; longer ones are none.
const STATE_LIMIT: usize = 32;

/// The fields that are looked at; a node that leaves one out is taken at its worst.
#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    signature_acc: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    current_rpc_status: bool,
    #[serde(default)]
    idle_space: Space,
}

/// A number of bytes, or anything else, which counts as none.
#[derive(Deserialize)]
#[serde(untagged)]
enum Space {
    Bytes(u64),
    Text(String),
    Other(IgnoredAny),
}

impl Default for Space {
    fn default() -> Self {
        Self::Bytes(0)
    }
}

/// Take what the node says of itself.
pub(crate) fn read(node: &Endpoint, reply: Reply) -> Result<NodeStatus, NodeError> {
    let data = reply.data.ok_or_else(|| corrupt(node, "its status is empty"))?;
    let fields: Fields =
        serde_json::from_value(data).map_err(|error| corrupt(node, "its status cannot be read").because(error))?;
    let idle = match fields.idle_space {
        Space::Bytes(bytes) => bytes,
        Space::Text(text) => text.parse().unwrap_or(0),
        Space::Other(IgnoredAny) => 0,
    };
    Ok(NodeStatus {
        account: AccountId::from_ss58(&fields.signature_acc).ok().map(|(account, _)| account),
        state: if fields.state.len() <= STATE_LIMIT { fields.state } else { String::new() },
        chain_connected: fields.current_rpc_status,
        idle_space: ByteCount(idle),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(data: &str) -> Result<NodeStatus, NodeError> {
        let reply = serde_json::from_str(&format!("{{\"code\": 200, \"msg\": \"ok\", \"data\": {data}}}")).unwrap();
        read(&Endpoint("n".to_owned()), reply)
    }

    #[test]
    fn a_node_that_says_little_is_taken_at_its_worst() {
        let expected =
            NodeStatus { account: None, state: String::new(), chain_connected: false, idle_space: ByteCount(0) };
        assert_eq!(status("{}").unwrap(), expected);
        assert_eq!(status("{\"idle_space\": -1, \"signature_acc\": \"x\"}").unwrap(), expected);
        assert_eq!(status(&format!("{{\"state\": \"{}\"}}", "x".repeat(99))).unwrap(), expected);
    }

    #[test]
    fn known_fields_are_read_and_others_ignored() {
        let address = AccountId([7; 32]).to_string();
        let text = format!(
            "{{\"pid\": 1, \"signature_acc\": \"{address}\", \"state\": \"positive\", \"current_rpc_status\": true,
              \"idle_space\": \"123\"}}"
        );
        let found = status(&text).unwrap();
        assert_eq!((found.account, found.idle_space), (Some(AccountId([7; 32])), ByteCount(123)));
        assert!(found.chain_connected && found.state == "positive");
    }

    #[test]
    fn a_status_of_the_wrong_shape_is_corrupt() {
        for data in ["null", "7", "\"x\"", "{\"state\": 3}"] {
            assert!(status(data).is_err(), "{data}");
        }
    }
}
