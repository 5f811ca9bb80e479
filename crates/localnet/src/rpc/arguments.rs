//! Reading the parameters of a call: positional, and missing ones are nulls.

use jsonrpsee::types::{ErrorObjectOwned, Params};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sp_core::H256;

use super::failure::invalid_params;

/// Parameters that a call may have at most.
const MOST_ARGUMENTS: usize = 16;

/// The parameters of one call, taken from the left.
pub(super) struct Arguments(std::vec::IntoIter<Value>);

impl Arguments {
    /// Parameters as they came; none at all is the same as an empty list.
    ///
    /// # Errors
    /// "Invalid params" for parameters by name, or too many.
    pub(super) fn of(params: &Params<'_>) -> Result<Self, ErrorObjectOwned> {
        let text = params.as_str().map_or("[]", |text| if text.is_empty() { "[]" } else { text });
        let list: Option<Vec<Value>> =
            serde_json::from_str(text).map_err(|_| invalid_params("a list of parameters is expected"))?;
        let list = list.unwrap_or_default();
        if list.len() > MOST_ARGUMENTS {
            return Err(invalid_params("too many parameters"));
        }
        Ok(Self(list.into_iter()))
    }

    /// The next parameter, when there is one that is not null.
    ///
    /// # Errors
    /// "Invalid params" when it has another type.
    pub(super) fn optional<T: DeserializeOwned>(&mut self, name: &str) -> Result<Option<T>, ErrorObjectOwned> {
        match self.0.next() {
            None | Some(Value::Null) => Ok(None),
            Some(value) => serde_json::from_value(value)
                .map(Some)
                .map_err(|error| invalid_params(&format!("parameter `{name}`: {error}"))),
        }
    }

    /// The next parameter.
    ///
    /// # Errors
    /// "Invalid params" when it is missing or has another type.
    pub(super) fn required<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, ErrorObjectOwned> {
        self.optional(name)?.ok_or_else(|| invalid_params(&format!("parameter `{name}` is missing")))
    }

    /// The next parameter as bytes in hexadecimal digits.
    ///
    /// # Errors
    /// "Invalid params".
    pub(super) fn bytes(&mut self, name: &str) -> Result<Vec<u8>, ErrorObjectOwned> {
        unhex(&self.required::<String>(name)?, name)
    }

    /// The next parameter as a list of bytes.
    ///
    /// # Errors
    /// "Invalid params", also for more than `most` items.
    pub(super) fn byte_list(&mut self, name: &str, most: usize) -> Result<Vec<Vec<u8>>, ErrorObjectOwned> {
        let items: Vec<String> = self.required(name)?;
        if items.len() > most {
            return Err(invalid_params(&format!("parameter `{name}` has more than {most} items")));
        }
        items.iter().map(|item| unhex(item, name)).collect()
    }

    /// The next parameter as bytes, when there is one.
    ///
    /// # Errors
    /// "Invalid params".
    pub(super) fn optional_bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ErrorObjectOwned> {
        self.optional::<String>(name)?.map(|text| unhex(&text, name)).transpose()
    }

    /// The next parameter as a block hash, when there is one.
    ///
    /// # Errors
    /// "Invalid params".
    pub(super) fn hash(&mut self) -> Result<Option<H256>, ErrorObjectOwned> {
        let Some(bytes) = self.optional_bytes("hash")? else { return Ok(None) };
        let exact = <[u8; 32]>::try_from(bytes).map_err(|_| invalid_params("parameter `hash` has not 32 bytes"))?;
        Ok(Some(H256(exact)))
    }
}

fn unhex(text: &str, name: &str) -> Result<Vec<u8>, ErrorObjectOwned> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    hex::decode(digits).map_err(|error| invalid_params(&format!("parameter `{name}`: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(text: Option<&str>) -> Arguments {
        Arguments::of(&Params::new(text)).unwrap()
    }

    #[test]
    fn absent_null_and_empty_parameters_mean_the_same() {
        for text in [None, Some("null"), Some("[]"), Some("[null]")] {
            assert_eq!(arguments(text).hash().unwrap(), None, "{text:?}");
        }
    }

    #[test]
    fn a_missing_or_misspelt_parameter_is_refused() {
        assert!(arguments(None).bytes("key").is_err());
        assert!(arguments(Some(r#"["0x0g"]"#)).bytes("key").is_err());
        assert!(arguments(Some(r#"["0x00"]"#)).hash().is_err());
        assert!(Arguments::of(&Params::new(Some("{}"))).is_err());
    }
}
