//! `PUT /fragment`, row by row.

use pileus_localnet::node::{DiskLimits, FRAGMENT_SIZE, KEEP_FREE, ZERO_FRAGMENT};
use reqwest::{Method, RequestBuilder, multipart};
use sp_core::Pair as _;

use super::rig::{
    Answer, FID, MESSAGE, Rig, address, form, fragment, pair, segment, segment_with, sha256, with_signature,
};

async fn send(request: RequestBuilder) -> Answer {
    Answer::of(request.send().await.unwrap()).await
}

#[tokio::test]
async fn a_fragment_of_the_order_is_stored() {
    let rig = Rig::start().await;
    let bytes = fragment(1);
    let hash = sha256(&bytes);
    rig.ledger.declare(FID, &[segment_with(&[&hash])]);
    rig.put(FID, &hash, bytes.clone()).await.assert_says(200, 200, "ok");
    assert_eq!(rig.get(FID, &hash).await.body, bytes);
    assert_eq!(rig.node.counters().puts_accepted, 1);
}

#[tokio::test]
async fn a_bad_signature_is_the_only_error_with_its_own_status() {
    let rig = Rig::start().await;
    for (header, value) in [
        ("signature", "00".repeat(64)),
        ("message", "another message".into()),
        ("account", address(&pair("//Another"), 42)),
        ("account", "nobody".into()),
    ] {
        let mut request = rig.signed(Method::PUT, FID, ZERO_FRAGMENT).build().unwrap();
        request.headers_mut().insert(header, value.parse().unwrap());
        let answer = Answer::of(rig.client.execute(request).await.unwrap()).await;
        answer.assert_says(403, 403, "invalid signature");
    }
}

#[tokio::test]
async fn signature_headers_that_are_missing_or_no_hex_are_refused() {
    let rig = Rig::start().await;
    let bare = || rig.request(Method::PUT, "/fragment").header("Fid", FID);
    send(bare()).await.assert_says(403, 403, "invalid signature");
    let account = address(&pair("//Client"), 42);
    let request = bare().header("Account", account).header("Message", MESSAGE);
    send(request.header("Signature", "no hex")).await.assert_says(403, 403, "invalid signature");
}

#[tokio::test]
async fn a_bad_signature_is_told_before_the_body_is_read() {
    let rig = Rig::start().await;
    let request = rig.request(Method::PUT, "/fragment").multipart(form(fragment(1)));
    send(request).await.assert_says(403, 403, "invalid signature");
    assert_eq!(rig.node.counters().bytes_received, 0);
}

#[tokio::test]
async fn signatures_are_taken_raw_and_wrapped_with_and_without_0x() {
    let rig = Rig::start().await;
    let pair = pair("//Stranger");
    let wrapped = format!("<Bytes>{MESSAGE}</Bytes>");
    for message in [MESSAGE, &wrapped] {
        for prefix in ["", "0x"] {
            let signature = hex::encode(pair.sign(message.as_bytes()).0);
            let request = rig.request(Method::PUT, "/fragment");
            let request = request.header("Fid", FID).header("Fragment", ZERO_FRAGMENT);
            let request = request.header("Account", address(&pair, 11330));
            let request = request.header("Message", MESSAGE);
            let answer = send(request.header("Signature", format!("{prefix}{signature}"))).await;
            answer.assert_says(200, 200, "ok");
        }
    }
}

#[tokio::test]
async fn any_account_may_sign_with_the_two_prefixes_that_nodes_understand() {
    let rig = Rig::start().await;
    for (name, prefix, status) in [("//A", 42, 200), ("//B", 11330, 200), ("//C", 11331, 403), ("//D", 0, 403)] {
        let pair = pair(name);
        let request = rig.request(Method::PUT, "/fragment");
        let request = request.header("Fid", FID).header("Fragment", ZERO_FRAGMENT);
        let request = request.header("Account", address(&pair, prefix)).header("Message", MESSAGE);
        let signature = hex::encode(pair.sign(MESSAGE.as_bytes()).0);
        let answer = send(request.header("Signature", signature)).await;
        assert_eq!(answer.status, status, "prefix {prefix}");
    }
}

#[tokio::test]
async fn a_fragment_that_waits_already_is_accepted_without_its_body() {
    let rig = Rig::start().await;
    let bytes = fragment(2);
    let hash = sha256(&bytes);
    rig.ledger.declare(FID, &[segment_with(&[&hash])]);
    rig.put(FID, &hash, bytes.clone()).await.assert_says(200, 200, "ok");
    let received = rig.node.counters().bytes_received;
    rig.put(FID, &hash, bytes).await.assert_says(200, 200, "ok");
    send(rig.signed(Method::PUT, FID, &hash)).await.assert_says(200, 200, "ok");
    assert_eq!(rig.node.counters().bytes_received, received, "the body is not read");
}

#[tokio::test]
async fn the_zero_fragment_needs_neither_body_nor_order() {
    let rig = Rig::start().await;
    send(rig.signed(Method::PUT, FID, ZERO_FRAGMENT)).await.assert_says(200, 200, "ok");
    let answer = rig.get(FID, ZERO_FRAGMENT).await;
    assert_eq!(answer.body.len() as u64, FRAGMENT_SIZE);
    assert_eq!(sha256(&answer.body), ZERO_FRAGMENT);
}

#[tokio::test]
async fn a_missing_file_part_is_named_in_the_body() {
    let rig = Rig::start().await;
    let hash = sha256(b"x");
    let request = || rig.signed(Method::PUT, FID, &hash);
    let no_file = "[FormFile]: http: no such file";
    let other = multipart::Form::new().part("data", multipart::Part::bytes(b"x".as_slice()).file_name("x"));
    send(request().multipart(other)).await.assert_says(200, 400, no_file);
    let value = multipart::Form::new().text("file", "x");
    send(request().multipart(value)).await.assert_says(200, 400, no_file);
    let no_form = "[FormFile]: request Content-Type isn't multipart/form-data";
    send(request().body("x")).await.assert_says(200, 400, no_form);
}

#[tokio::test]
async fn a_broken_form_is_named_in_the_body() {
    let rig = Rig::start().await;
    let request = rig.signed(Method::PUT, FID, &sha256(b"x"));
    let request = request.header("Content-Type", "multipart/form-data; boundary=line");
    let head = "--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n";
    let answer = send(request.body(head.to_owned() + &"x".repeat(1 << 20))).await;
    answer.assert_says(200, 400, "[FormFile]: unexpected EOF");
    let received = &rig.node.counters().received[0];
    assert!(received.bytes > 0 && !received.complete, "{received:?}");
}

#[tokio::test]
async fn a_fragment_that_is_not_8_mib_long_is_refused() {
    let rig = Rig::start().await;
    for change in [-1, 1, -8_388_608] {
        let mut bytes = fragment(3);
        bytes.resize(bytes.len().saturating_add_signed(change), 3);
        let hash = sha256(&bytes);
        rig.ledger.declare(FID, &[segment_with(&[&hash])]);
        rig.put(FID, &hash, bytes).await.assert_says(200, 400, "the fragment size is wrong");
    }
}

#[tokio::test]
async fn a_fragment_with_another_hash_is_refused_and_remembered() {
    let rig = Rig::start().await;
    let hash = sha256(&fragment(4));
    rig.ledger.declare(FID, &[segment_with(&[&hash])]);
    let other = fragment(5);
    let other_hash = sha256(&other);
    rig.put(FID, &hash, other).await.assert_says(200, 400, "the fragment hash is wrong");
    let counters = rig.node.counters();
    assert_eq!((counters.puts_accepted, counters.puts_refused), (0, 1));
    assert_eq!(counters.bytes_received, FRAGMENT_SIZE);
    let received = &counters.received[0];
    assert_eq!((received.declared.as_str(), received.sha256.as_str()), (hash.as_str(), other_hash.as_str()));
    assert!(received.complete);
}

#[tokio::test]
async fn a_node_without_its_rpc_asks_to_try_again() {
    let rig = Rig::start().await;
    let bytes = fragment(6);
    let hash = sha256(&bytes);
    rig.ledger.declare(FID, &[segment_with(&[&hash])]);
    rig.ledger.set_down(true);
    let answer = rig.put(FID, &hash, bytes.clone()).await;
    answer.assert_says(200, 403, "failed to connect to rpc, please try again later.");
    rig.ledger.set_down(false);
    rig.put(FID, &hash, bytes).await.assert_says(200, 200, "ok");
}

#[tokio::test]
async fn a_fragment_needs_an_order_that_names_it() {
    let rig = Rig::start().await;
    let bytes = fragment(7);
    let hash = sha256(&bytes);
    let not_in_deal = "fragment does not match fid";
    rig.put(FID, &hash, bytes.clone()).await.assert_says(200, 400, not_in_deal);
    rig.ledger.declare(FID, &[segment('a')]);
    rig.put(FID, &hash, bytes.clone()).await.assert_says(200, 400, not_in_deal);
    rig.put("../../etc", &hash, bytes.clone()).await.assert_says(200, 400, not_in_deal);
    rig.put(FID, "", bytes).await.assert_says(200, 400, not_in_deal);
}

#[tokio::test]
async fn the_size_is_checked_before_the_hash_and_the_hash_before_the_order() {
    let rig = Rig::start().await;
    let hash = sha256(&fragment(8));
    rig.put(FID, &hash, vec![0; 9]).await.assert_says(200, 400, "the fragment size is wrong");
    rig.put(FID, &hash, fragment(9)).await.assert_says(200, 400, "the fragment hash is wrong");
}

#[tokio::test]
async fn a_node_takes_fragments_of_several_columns() {
    let rig = Rig::start().await;
    let fragments = [fragment(10), fragment(11)];
    let hashes = fragments.each_ref().map(|bytes| sha256(bytes));
    rig.ledger.declare(FID, &[segment_with(&[&hashes[0], &hashes[1]])]);
    for (hash, bytes) in hashes.iter().zip(fragments) {
        rig.put(FID, hash, bytes).await.assert_says(200, 200, "ok");
    }
    for hash in &hashes {
        assert!(rig.node.holds(FID, hash).await);
    }
}

#[tokio::test]
async fn a_full_disk_is_a_system_error() {
    let bytes = fragment(12);
    let hash = sha256(&bytes);
    for disk in [
        DiskLimits { declared: FRAGMENT_SIZE - 1, keep_free: 0 },
        DiskLimits { declared: 64 * FRAGMENT_SIZE, keep_free: u64::MAX },
    ] {
        let rig = Rig::start_with(|settings| settings.disk = disk).await;
        rig.ledger.declare(FID, &[segment_with(&[&hash])]);
        rig.put(FID, &hash, bytes.clone()).await.assert_says(200, 500, "system error");
        send(rig.signed(Method::PUT, FID, ZERO_FRAGMENT)).await.assert_says(200, 500, "system error");
    }
    assert_eq!(DiskLimits::declared(1).keep_free, KEEP_FREE);
    assert_eq!(KEEP_FREE, 5 << 30);
}

#[tokio::test]
async fn a_node_keeps_no_more_than_it_declared() {
    let disk = DiskLimits { declared: 2 * FRAGMENT_SIZE, keep_free: 0 };
    let rig = Rig::start_with(|settings| settings.disk = disk).await;
    for (fid, code) in [("a", 200), ("b", 200), ("c", 500)] {
        let answer = send(rig.signed(Method::PUT, &fid.repeat(64), ZERO_FRAGMENT)).await;
        assert_eq!(answer.json()["code"], code, "file {fid}");
    }
}

#[tokio::test]
async fn too_long_headers_and_bodies_are_refused() {
    let rig = Rig::start().await;
    let request = rig.request(Method::PUT, "/fragment").header("Fid", FID);
    let answer = send(with_signature(request).header("Fragment", "0".repeat(17 * 1024))).await;
    assert_eq!(answer.status, 431);
    let body = vec![0; usize::try_from(3 * FRAGMENT_SIZE).unwrap()];
    let sent = rig.signed(Method::PUT, FID, &sha256(b"x")).multipart(form(body)).send().await;
    if let Ok(response) = sent {
        assert_eq!(Answer::of(response).await.json()["code"], 400);
    }
    let received = rig.node.counters().bytes_received;
    assert!(received <= 2 * FRAGMENT_SIZE + (1 << 17), "{received} bytes were read");
}
