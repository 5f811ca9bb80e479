//! One spelling for equal JSON values, so that a signature over it means the values and not their layout.

use std::collections::BTreeMap;

use serde_json::Value;

/// Members by name, nothing between tokens.
///
/// # Source
/// RFC 8785, for values whose numbers are whole and whose member names are ASCII.
pub(super) fn text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let members: BTreeMap<_, _> = members.iter().collect();
            out.push('{');
            for (index, (name, member)) in members.into_iter().enumerate() {
                separate(index, out);
                write(&Value::String(name.clone()), out);
                out.push(':');
                write(member, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(index, out);
                write(item, out);
            }
            out.push(']');
        }
        simple => out.push_str(&simple.to_string()),
    }
}

fn separate(index: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_one_spelling() {
        let one: Value = serde_json::from_str(r#"{ "b": [1, null, true], "a": {"y": "é\"\n", "x": 2} }"#).unwrap();
        let other: Value =
            serde_json::from_str("{\"a\":{\"x\":2,\"y\":\"\\u00e9\\\"\\n\"},\"b\":[1,null,true]}").unwrap();
        assert_eq!(text(&one), "{\"a\":{\"x\":2,\"y\":\"é\\\"\\n\"},\"b\":[1,null,true]}");
        assert_eq!(text(&one), text(&other));
    }
}
