//! What a CD²N gateway locks the key of a file into.

use serde::{Deserialize, Serialize};

/// A capsule as a gateway made it: who has the secret of the account that it was made for gets a file's key out of it.
/// It is no secret itself.
///
/// As text it is the JSON of gateways: `E`, `V` and `S` in Base64. Small letters are taken too.
///
/// # Source
/// gateway notes §7.2, §7.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capsule {
    /// First point, compressed.
    #[serde(rename = "E", alias = "e", with = "base64_text")]
    pub e: [u8; 32],
    /// Second point, compressed.
    #[serde(rename = "V", alias = "v", with = "base64_text")]
    pub v: [u8; 32],
    /// The scalar that ties the points to each other, little-endian.
    #[serde(rename = "S", alias = "s", with = "base64_text")]
    pub s: [u8; 32],
}

/// 32 bytes as Base64 with padding.
mod base64_text {
    use std::borrow::Cow;

    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let bytes = STANDARD.decode(&*text).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.ok_or_else(|| D::Error::custom("32 bytes in Base64 were expected"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published vector.
    const TEXT: &str = concat!(
        r#"{"E":"ZgTAtxY13rkAGLDwNJjdgPJ7iEwkQsDhZDSI99DQuwQ=","#,
        r#""V":"WlborcIz5Q+xHLWzaNYNTBYdNf++F6/h7FrvfpkuaiI=","#,
        r#""S":"FpBDUFmXV8L4lkPuDy4esu47hzB0JJEHv2uKfYX28gs="}"#,
    );

    #[test]
    fn the_text_of_a_gateway_reads_and_is_written_the_same() {
        let capsule: Capsule = serde_json::from_str(TEXT).unwrap();
        assert_eq!((capsule.e[0], capsule.v[0], capsule.s[31]), (0x66, 0x5a, 0x0b));
        assert_eq!(serde_json::to_string(&capsule).unwrap(), TEXT);
        let small = TEXT.replace("\"E\"", "\"e\"").replace("\"V\"", "\"v\"").replace("\"S\"", "\"s\"");
        assert_eq!(serde_json::from_str::<Capsule>(&small).unwrap(), capsule);
    }

    #[test]
    fn a_part_that_is_missing_short_or_no_base64_is_refused() {
        let broken = [
            "{}".to_owned(),
            TEXT.replace("\"V\"", "\"W\""),
            TEXT.replace("uwQ=", "uw=="),
            TEXT.replace("uwQ=", "uwQ"),
            TEXT.replace("ZgTA", "*gTA"),
            TEXT.replace("\"S\"", "\"e\""),
        ];
        for text in broken {
            assert!(serde_json::from_str::<Capsule>(&text).is_err(), "{text}");
        }
    }
}
