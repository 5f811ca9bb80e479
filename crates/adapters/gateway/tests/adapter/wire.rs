//! What goes over the wire, seen by a gateway that keeps each request and answers what it is told.

use std::{
    io,
    ops::Range,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use futures::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use pileus_domain::{AccountId, ByteCount, ChainFileName, ContentHash, Endpoint, Fid, NodeId, TerritoryName};
use pileus_ports::{
    Gateway as _, GatewayContent, GatewayErrorKind, GatewayFile, GatewayOwner, GatewayUpload, Passage, Timestamp,
    fake::{FakeClock, FakeSigner},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::rig::{NOW, adapter};

/// Longer than any answer here takes.
const PATIENCE: Duration = Duration::from_secs(20);
/// Content that fits one part.
const CHUNK: u64 = 8 << 20;
const FID: Fid = Fid(ContentHash([0xab; 32]));

/// A gateway that answers its requests in their order, and keeps their heads.
struct Scripted {
    endpoint: Endpoint,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    async fn answering(bodies: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Endpoint(listener.local_addr().unwrap().to_string());
        let heads = Arc::new(Mutex::new(Vec::new()));
        let keeps = Arc::clone(&heads);
        tokio::spawn(async move {
            for body in bodies {
                let (stream, _) = listener.accept().await.unwrap();
                let head = answer(stream, &body).await.unwrap();
                keeps.lock().unwrap().push(head);
            }
        });
        Self { endpoint, heads }
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

/// Read one request to its end, answer it, and say how it began.
async fn answer(stream: TcpStream, body: &str) -> io::Result<String> {
    let mut stream = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        stream.read_line(&mut head).await?;
    }
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut rest = stream.take(length.unwrap_or(0));
    tokio::io::copy(&mut rest, &mut tokio::io::sink()).await?;
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
    rest.into_inner().write_all(answer.as_bytes()).await?;
    Ok(head)
}

/// So many zeros.
struct Zeros(u64);

impl GatewayContent for Zeros {
    fn length(&self) -> u64 {
        self.0
    }

    fn read(&self, range: Range<u64>) -> BoxStream<'static, io::Result<Bytes>> {
        let length = usize::try_from(range.end - range.start).unwrap();
        stream::iter([Ok(Bytes::from(vec![0; length]))]).boxed()
    }
}

fn ok(data: &Value) -> String {
    json!({ "code": 200, "msg": "ok", "data": data }).to_string()
}

/// The head of the request that hands this over.
async fn handed_over(name: &str, length: u64) -> String {
    let gateway = Scripted::answering(vec![ok(&json!({ "fid": FID.to_string() }))]).await;
    let upload = GatewayUpload {
        name: ChainFileName::new(name).unwrap(),
        territory: TerritoryName::new("home").unwrap(),
        content: Arc::new(Zeros(length)),
    };
    let adapter = adapter(PATIENCE, &FakeClock::at(Timestamp(NOW)));
    let handed = adapter.upload(&gateway.endpoint, &upload, &FakeSigner::of(1), &Passage::default()).await.unwrap();
    assert_eq!((handed.fid, handed.name.as_str()), (FID, name));
    gateway.heads().remove(0).to_lowercase()
}

#[tokio::test]
async fn what_fits_one_part_goes_as_an_object_under_its_name() {
    for length in [1, CHUNK] {
        let head = handed_over("a b%\u{e9}.bin", length).await;
        assert!(head.starts_with("put /object/a%20b%25%c3%a9.bin http/1.1\r\n"), "{head}");
        assert!(head.contains(&format!("\r\ncontent-length: {length}\r\n")), "{head}");
        assert!(!head.contains("multipart"), "{head}");
    }
}

#[tokio::test]
async fn what_does_not_fit_one_part_goes_in_a_form() {
    let head = handed_over("a b.bin", CHUNK + 1).await;
    assert!(head.starts_with("put /file http/1.1\r\n"), "{head}");
    assert!(head.contains("\r\nfilename: a%20b.bin\r\n") && head.contains("multipart/form-data"), "{head}");
}

#[tokio::test]
async fn a_name_that_no_path_can_end_with_goes_in_a_form() {
    let head = handed_over("photos/me.jpg", 10).await;
    assert!(head.starts_with("put /file http/1.1\r\n"), "{head}");
    assert!(head.contains("\r\nfilename: photos%2fme.jpg\r\n"), "{head}");
}

#[tokio::test]
async fn an_upload_is_signed_names_its_territory_and_never_asks_for_encryption() {
    for length in [1, CHUNK + 1] {
        let head = handed_over("file.bin", length).await;
        for header in ["account: cx", "message: ", "signature: 0x", "territory: home"] {
            assert!(head.contains(&format!("\r\n{header}")), "{header} {head}");
        }
        assert!(!head.contains("\r\ncipher:"), "{head}");
    }
}

/// What is made of answers about a file.
async fn told(bodies: Vec<String>) -> (Result<GatewayFile, GatewayErrorKind>, Vec<String>) {
    let gateway = Scripted::answering(bodies).await;
    let adapter = adapter(PATIENCE, &FakeClock::at(Timestamp(NOW)));
    let told = adapter.about(&gateway.endpoint, &FID).await.map_err(|error| error.kind);
    (told, gateway.heads())
}

fn metadata(size: u64) -> String {
    let owner = json!([{ "user": AccountId([1; 32]).to_string(), "file_name": "a.txt" }]);
    ok(&json!({ "fid": FID.to_string(), "size": size, "owner": owner }))
}

fn location() -> String {
    let place = json!({ "account": AccountId([2; 32]).to_string(), "location": { "longitude": 0.0, "latitude": 0.0 } });
    ok(&(0..12)
        .map(|column| (format!("{column} batch fragments"), place.clone()))
        .collect::<serde_json::Map<_, _>>()
        .into())
}

#[tokio::test]
async fn a_file_is_asked_about_in_two_questions_without_a_signature() {
    let (told, heads) = told(vec![metadata(5), location()]).await;
    let owners = vec![GatewayOwner { account: AccountId([1; 32]), name: "a.txt".to_owned() }];
    let nodes = vec![NodeId(AccountId([2; 32])); 12];
    assert_eq!(told, Ok(GatewayFile { size: ByteCount(5), owners, nodes }));
    assert!(heads[0].starts_with(&format!("GET /file/metadata/{FID} ")), "{heads:?}");
    assert!(heads[1].starts_with(&format!("GET /file/location/{FID} ")), "{heads:?}");
    assert!(heads.iter().all(|head| !head.to_lowercase().contains("\r\nsignature:")), "{heads:?}");
}

#[tokio::test]
async fn of_two_documents_in_one_answer_the_first_one_counts() {
    let unknown = json!({ "code": 404, "msg": "Not found", "data": null }).to_string();
    let (both, _) = told(vec![format!("{}{}", metadata(5), metadata(6)), format!("{unknown}{}", location())]).await;
    let both = both.unwrap();
    assert_eq!((both.size, both.nodes), (ByteCount(5), Vec::new()));
    let (none, _) = told(vec![format!("{unknown}{}", metadata(5))]).await;
    assert_eq!(none, Err(GatewayErrorKind::NotFound));
}

#[tokio::test]
async fn an_answer_about_a_file_has_an_end() {
    let (endless, _) = told(vec!["[".repeat(2 << 20)]).await;
    assert_eq!(endless, Err(GatewayErrorKind::Corrupt));
}
