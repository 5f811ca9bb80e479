//! `plan`: what a file would become.

use pileus_cli::Exit;

use crate::{folder, pileus};

/// The FID of the single byte 3.
///
/// # Source
/// protocol, appendix A.1.
const ONE_BYTE: &str = "e5117ce064ee0b43a54d83032be0c13eb661ac3d7595b707270908cb84e3aaa5";

#[tokio::test]
async fn a_plan_has_the_published_fid_and_needs_no_data_folder() {
    let folder = folder();
    let file = folder.path().join("byte");
    std::fs::write(&file, [3]).unwrap();
    let ran = pileus(&folder, "", &["plan", file.to_str().unwrap(), "--json"]).await;
    assert_eq!(ran.exit, Exit::Done);
    let plan = ran.last();
    assert_eq!((plan["type"].as_str(), plan["command"].as_str()), (Some("result"), Some("plan")));
    assert_eq!(plan["fid"].as_str(), Some(ONE_BYTE));
    assert_eq!((plan["file_size"].as_u64(), plan["territory_bytes"].as_u64()), (Some(1), Some(96 << 20)));
    assert_eq!(plan["segments"][0]["fragments"].as_array().unwrap().len(), 12);
    assert!(!folder.path().join("data").exists());
}

#[tokio::test]
async fn an_empty_file_is_planned_sealed_only() {
    let folder = folder();
    let file = folder.path().join("empty");
    std::fs::write(&file, b"").unwrap();
    let file = file.to_str().unwrap();
    let ran = pileus(&folder, "", &["plan", file, "--json"]).await;
    assert_eq!((ran.exit, ran.last()["code"].as_str()), (Exit::Failed, Some("source_empty")));
    let sealed = ["plan", file, "--seal", "passphrase", "--json"];
    let ran = pileus(&folder, "open sesame\n", &sealed).await;
    assert_eq!((ran.exit, ran.last()["file_size"].as_u64()), (Exit::Done, Some(32 << 20)));
    let ran = pileus(&folder, "", &sealed).await;
    assert_eq!((ran.exit, ran.last()["code"].as_str()), (Exit::NeedsKey, Some("passphrase_missing")));
}

#[tokio::test]
async fn a_passphrase_is_the_first_line_of_a_file() {
    let folder = folder();
    let (file, words) = (folder.path().join("file"), folder.path().join("words"));
    std::fs::write(&file, b"content").unwrap();
    std::fs::write(&words, "open sesame\nnot this\n").unwrap();
    let ran = pileus(
        &folder,
        "",
        &["plan", file.to_str().unwrap(), "--seal", "passphrase", "--passphrase-file", words.to_str().unwrap()],
    )
    .await;
    assert_eq!(ran.exit, Exit::Done, "{}", ran.err);
    assert!(ran.out.contains("Segments   1"));
    assert!(!(ran.out + &ran.err).contains("sesame"), "a secret is never printed");
}
