//! Links into the program: `pileus://file/<fid>?network=<genesis>`.
//!
//! Anybody may write a link, so reading one does nothing, never fails, and keeps only what has exactly this form.

use pileus_domain::{Fid, GenesisHash};
use serde::{Deserialize, Serialize};
use specta::Type;

/// How a link begins. A scheme is not case-sensitive; systems hand it over in small letters.
///
/// # Source
/// RFC 3986, 3.1.
const SCHEME: &str = "pileus://";
/// How a link to a file goes on.
const FILE: &str = "file/";
/// The only question that a link may bring.
const NETWORK: &str = "network=";
/// Longest link that is looked at, in bytes; a whole one has 151.
const LINK_LIMIT: usize = 256;
/// Most characters of an unreadable link that are shown.
const SHOWN_LIMIT: usize = 120;

/// What a link says. It is shown to the person and never acted on by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Link {
    /// It names a file.
    File {
        /// Which.
        fid: String,
        /// On which network, by its genesis hash; none when it does not say.
        network: Option<String>,
    },
    /// It has another form.
    Unreadable {
        /// Its beginning, without control characters.
        text: String,
    },
}

impl Link {
    /// Is this text meant as a link of this program at all?
    pub fn is_ours(text: &str) -> bool {
        without_prefix(text, SCHEME).is_some()
    }

    /// Read a link.
    pub fn read(text: &str) -> Self {
        file(text).unwrap_or_else(|| Self::Unreadable { text: shown(text) })
    }
}

fn file(text: &str) -> Option<Link> {
    if text.len() > LINK_LIMIT {
        return None;
    }
    let rest = without_prefix(text, SCHEME)?.strip_prefix(FILE)?;
    let (fid, query) = rest.split_once('?').map_or((rest, None), |(fid, query)| (fid, Some(query)));
    // Systems that take links apart may leave a stroke at the end of a path.
    let fid: Fid = fid.strip_suffix('/').unwrap_or(fid).parse().ok()?;
    let network = query.map(|query| network(query).ok_or(())).transpose().ok()?;
    Some(Link::File { fid: fid.to_string(), network: network.map(|genesis| genesis.to_string()) })
}

fn network(query: &str) -> Option<GenesisHash> {
    query.strip_prefix(NETWORK)?.parse().ok()
}

fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// What can be shown of a text by strangers: no control characters, none that turn the direction of writing.
fn shown(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().take(SHOWN_LIMIT).filter(|c| !c.is_control() && !turns(*c)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fid() -> String {
        "ab".repeat(32)
    }

    fn unreadable(text: &str) -> bool {
        matches!(Link::read(text), Link::Unreadable { .. })
    }

    #[test]
    fn a_link_names_a_file_and_its_network() {
        let genesis = "0c".repeat(32);
        let file = |network: Option<&str>| Link::File { fid: fid(), network: network.map(ToOwned::to_owned) };
        assert_eq!(Link::read(&format!("pileus://file/{}", fid())), file(None));
        assert_eq!(Link::read(&format!("PILEUS://file/{}/", fid())), file(None));
        let Link::File { network: Some(read), .. } = Link::read(&format!("pileus://file/{}?network={genesis}", fid()))
        else {
            panic!("the network is read")
        };
        assert_eq!(read.parse::<GenesisHash>(), genesis.parse());
    }

    #[test]
    fn whatever_differs_from_the_form_is_told_as_unreadable() {
        let fid = fid();
        for text in [
            "",
            "pileus://",
            "pileus:file/ab",
            "https://file/",
            &format!("pileus://files/{fid}"),
            &format!("pileus://file/{}", &fid[1..]),
            &format!("pileus://file/{fid}0"),
            &format!("pileus://file/{fid}?"),
            &format!("pileus://file/{fid}?network="),
            &format!("pileus://file/{fid}?network=xyz"),
            &format!("pileus://file/{fid}?target=/etc/passwd"),
            &format!("pileus://file/{fid}?network={fid}&target=x"),
            &format!("pileus://file/{fid}#x"),
            &format!("pileus://file/../{fid}"),
            &format!("pileus://file/{fid}{}", " ".repeat(300)),
        ] {
            assert!(unreadable(text), "{text}");
        }
    }

    #[test]
    fn an_unreadable_link_is_shown_short_and_without_tricks() {
        let Link::Unreadable { text } = Link::read(&format!("pileus://\u{202e}\u{1b}[2J{}", "x".repeat(5_000))) else {
            panic!("it is unreadable")
        };
        assert!(text.chars().count() <= SHOWN_LIMIT && !text.contains(['\u{202e}', '\u{1b}']), "{text}");
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_fail(text in ".*") {
            let _ = Link::read(&text);
            let _ = Link::read(&format!("pileus://file/{text}"));
            let _ = Link::is_ours(&text);
        }

        #[test]
        fn what_is_read_is_nothing_but_digits(text in "(pileus://file/)?[0-9a-f/?=x%&]{0,140}(network=)?[0-9a-f]{0,64}") {
            let digits = |text: &str| text.trim_start_matches("0x").chars().all(|c| c.is_ascii_hexdigit());
            if let Link::File { fid, network } = Link::read(&text) {
                prop_assert!(fid.len() == 64 && digits(&fid));
                prop_assert!(network.is_none_or(|network| digits(&network)));
            }
        }

        #[test]
        fn every_file_on_every_network_can_be_linked_to(fid in any::<[u8; 32]>(), genesis in any::<[u8; 32]>()) {
            let (fid, genesis) = (Fid(pileus_domain::ContentHash(fid)).to_string(), GenesisHash(genesis).to_string());
            let network = Some(genesis.clone());
            let expected = Link::File { fid: fid.clone(), network };
            prop_assert_eq!(Link::read(&format!("pileus://file/{fid}?network={genesis}")), expected);
        }
    }
}
