//! Links that anybody can put on a page.

use pileus_contract::window::Link;

/// Most bytes of an unreadable link that may be shown: 120 characters of four.
const SHOWN: usize = 480;

/// Read a link.
pub(super) fn read(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Link::read(&text) {
        Link::File { fid, network } => {
            assert!(Link::is_ours(&text));
            let digits = |text: &str| text.trim_start_matches("0x").bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(fid.len() == 64 && digits(&fid), "{fid}");
            assert!(network.as_deref().is_none_or(digits), "{network:?}");
        }
        Link::Unreadable { text } => assert!(text.len() <= SHOWN && !text.contains(char::is_control), "{text:?}"),
    }
}

/// Links of both forms.
pub(super) fn links() -> Vec<Vec<u8>> {
    let (fid, genesis) = ("ab".repeat(32), "cd".repeat(32));
    let links = [
        format!("pileus://file/{fid}"),
        format!("PILEUS://file/{fid}/?network=0x{genesis}"),
        format!("pileus://file/{fid}?network={genesis}"),
        "pileus://nothing".to_owned(),
    ];
    links.map(String::into_bytes).into()
}
