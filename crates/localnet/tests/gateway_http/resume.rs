//! A file in several requests.

use super::rig::{Rig, bytes, fid_of};

const LENGTH: usize = 300;

async fn part(rig: &Rig, name: &str, part: std::ops::Range<usize>) -> super::rig::Answer {
    let content = bytes(LENGTH);
    let range = format!("bytes {}-{}/{LENGTH}", part.start, part.end - 1);
    rig.resume(name, &range, &content[part]).await
}

#[tokio::test]
async fn every_part_but_the_last_is_answered_with_308() {
    let rig = Rig::start().await;
    let first = part(&rig, "file.bin", 0..100).await;
    assert_eq!((first.status, first.range.as_deref(), &first.body[..]), (308, Some("bytes 0-99/300"), &b"null"[..]));
    assert_eq!(part(&rig, "file.bin", 100..200).await.status, 308);
    assert_eq!(part(&rig, "file.bin", 200..300).await.fid(), fid_of(&bytes(LENGTH)));
}

#[tokio::test]
async fn a_part_that_comes_twice_spoils_the_file() {
    let rig = Rig::start().await;
    for _ in 0..2 {
        assert_eq!(part(&rig, "file.bin", 0..100).await.status, 308);
    }
    assert_eq!(part(&rig, "file.bin", 100..200).await.status, 308);
    let spoiled = part(&rig, "file.bin", 200..300).await.fid();
    let content = bytes(LENGTH);
    assert_eq!(spoiled, fid_of(&[&content[..100], &content].concat()), "the real gateway's defect");
}

#[tokio::test]
async fn another_name_begins_anew() {
    let rig = Rig::start().await;
    assert_eq!(part(&rig, "file.bin", 0..100).await.status, 308);
    for range in [0..100, 100..200] {
        assert_eq!(part(&rig, "other.bin", range).await.status, 308);
    }
    assert_eq!(part(&rig, "other.bin", 200..300).await.fid(), fid_of(&bytes(LENGTH)));
}

#[tokio::test]
async fn parts_that_do_not_fit_are_refused() {
    let rig = Rig::start().await;
    for (range, bytes, message) in [
        ("bytes 100-199/300", 100, "Illegal Content-Range content"),
        ("bytes 0-300/300", 100, "Illegal Content-Range content"),
        ("bytes 0-99/300", 99, "received less file content"),
        ("bytes 0-99/301", 101, "received more file content"),
    ] {
        let answer = rig.resume("file.bin", range, &vec![1; bytes]).await;
        assert_eq!((answer.status, answer.outcome()), (200, (400, message.to_owned())), "{range}");
    }
}
