//! What the content policy says of this run's media server.

use tauri::utils::config::{Config, Csp, CspDirectiveSources};

use super::media;

/// The directive for sound and film.
const MEDIA: &str = "media-src";

/// Let pages play what the media server of this run hands out, and nothing else.
pub(crate) fn admit_media(config: &mut Config, port: u16) {
    if let Some(Csp::DirectiveMap(directives)) = &mut config.app.security.csp {
        let origin = format!("http://{}", media::host(port));
        directives.insert(MEDIA.to_owned(), CspDirectiveSources::Inline(origin));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_play_media_of_this_run_only() {
        let mut config: Config = serde_json::from_str(include_str!("../../../tauri.conf.json")).unwrap();
        let before = config.app.security.csp.clone().unwrap().to_string();
        assert!(!before.contains(MEDIA) && !before.contains("127.0.0.1"), "{before}");
        admit_media(&mut config, 40_123);
        let after = config.app.security.csp.unwrap().to_string();
        assert!(after.contains("media-src http://127.0.0.1:40123;") || after.ends_with("http://127.0.0.1:40123"));
        assert!(after.contains("default-src 'none'") && after.contains("object-src 'none'"), "{after}");
    }
}
