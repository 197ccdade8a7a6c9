use super::*;
use crate::document::Document;
use crate::sync::codec::deflated;
use crate::values::{AccountId, DocumentId, Instant, UserId};

fn unsigned(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 128 {
        bytes.push((number & 127) as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

fn signed(mut number: i64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while !(-64..64).contains(&number) {
        bytes.push((number & 127) as u8 | 128);
        number >>= 7;
    }
    bytes.push((number & 127) as u8);
    bytes
}

/// A body without dependencies that has these columns.
fn body(columns: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut body = vec![0, 16];
    body.extend([7; 16]);
    body.extend([1, 1, 0, 0, 0, columns.len() as u8]);
    for (spec, data) in columns {
        body.push(*spec);
        body.extend(unsigned(data.len() as u64));
    }
    columns.iter().for_each(|(_, data)| body.extend(data));
    body
}

fn chunk(kind: u8, data: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(&hash_of(data).0[..4]);
    bytes.push(kind);
    bytes.extend(unsigned(payload.len() as u64));
    bytes.extend(payload);
    bytes
}

fn why(data: &[u8]) -> Option<&'static str> {
    check(&chunk(CHANGE, data, data)).err().map(|refused| refused.why)
}

/// A change as the app writes it, with so many characters of text.
fn real(length: usize) -> (ChangeHash, Vec<u8>) {
    let id = DocumentId::account(AccountId::default());
    let mut document = Document::new(id, [7; 16]);
    let text: String = (0..length).map(|index| char::from(b'a' + (index * index % 23) as u8)).collect();
    let author = Some(UserId::default());
    let written = document.write(author, Instant(1), |w| w.text(&["profile", "note"], "", &text)).unwrap().unwrap();
    (written.hash, written.bytes)
}

#[test]
fn real_changes_pass_with_the_hash_that_automerge_gives_them() {
    for length in [1, 40, 1_000] {
        let (hash, bytes) = real(length);
        assert_eq!(check(&bytes).map(|passed| passed.hash), Ok(hash), "{length} characters");
        // The same change deflated is the same change.
        let mut reader = Reader::new(&bytes[9..]);
        reader.unsigned().unwrap();
        let deflated = chunk(DEFLATED_CHANGE, reader.rest(), &deflated(reader.rest()));
        let inflated = reader.rest().len();
        assert_eq!(check(&deflated), Ok(Passed { hash, inflated }), "{length} characters, deflated");
        assert_eq!(crate::document::inspect(&deflated).map(|info| info.hash), Ok(hash));
    }
}

#[test]
fn a_few_bytes_cannot_declare_many_operations() {
    let run = |count: i64| [signed(count), vec![1]].concat();
    let (max, over) = (CHANGE_OPS_MAX as i64, CHANGE_OPS_MAX as i64 + 1);
    // Columns by type: group, actor, integer, delta, boolean, string, value length.
    for spec in [0x70, 0x71, 0x42, 0x43] {
        assert_eq!(why(&body(&[(spec, run(max))])), None, "{spec:x}");
        assert_eq!(why(&body(&[(spec, run(over))])), Some("too many operations"), "{spec:x}");
        assert_eq!(why(&body(&[(spec, run(i64::MAX))])), Some("too many operations"), "{spec:x}");
    }
    let nulls = [signed(0), unsigned(CHANGE_OPS_MAX + 1)].concat();
    assert_eq!(why(&body(&[(0x42, nulls)])), Some("too many operations"));
    assert_eq!(why(&body(&[(0x34, unsigned(CHANGE_OPS_MAX + 1))])), Some("too many operations"));
    let text = [signed(over), unsigned(1), vec![b'x']].concat();
    assert_eq!(why(&body(&[(0x15, text)])), Some("too many operations"));
    // Two runs below the limit are above it together, and so is one group that names many values.
    assert_eq!(why(&body(&[(0x42, [run(max), run(1)].concat())])), Some("too many operations"));
    let group = [signed(1), unsigned(CHANGE_OPS_MAX + 1)].concat();
    assert_eq!(why(&body(&[(0x70, group)])), Some("too many operations"));
    let lengths = [signed(2), unsigned((CHANGE_INFLATED_BYTES_MAX as u64) << 4)].concat();
    assert_eq!(why(&body(&[(0x56, lengths)])), Some("too many operations"));
}

#[test]
fn a_long_key_cannot_be_declared_for_many_operations() {
    let keys = |count: i64, length: usize| [signed(count), unsigned(length as u64), vec![b'k'; length]].concat();
    let most = CHANGE_INFLATED_BYTES_MAX / 1_000;
    assert_eq!(why(&body(&[(0x15, keys(1_000, most))])), None);
    assert_eq!(why(&body(&[(0x15, keys(1_000, most + 1))])), Some("too many operations"));
    // 100 kB once, declared 20,000 times: two gigabytes when expanded.
    assert_eq!(why(&body(&[(0x15, keys(CHANGE_OPS_MAX as i64, 100_000))])), Some("too many operations"));
}

#[test]
fn a_chunk_cannot_inflate_without_an_end() {
    let data = body(&[(0x57, vec![0; CHANGE_INFLATED_BYTES_MAX])]);
    let bomb = chunk(DEFLATED_CHANGE, &data, &deflated(&data));
    assert!(bomb.len() < 8_192);
    assert_eq!(check(&bomb).map_err(|refused| refused.why), Err("does not inflate within the limit"));
}

#[test]
fn what_is_no_change_is_refused_and_known_by_its_hash_where_it_has_one() {
    let (_, bytes) = real(40);
    for (at, what) in [(0, "magic"), (4, "checksum"), (8, "type"), (9, "length"), (20, "body")] {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x40;
        assert!(check(&flipped).is_err(), "{what}");
    }
    for length in 0..bytes.len() {
        assert!(check(&bytes[..length]).is_err(), "{length}");
    }
    assert!(check(&vec![0; CHANGE_BYTES_MAX + 1]).is_err());
    let snapshot = Document::new(DocumentId::WORKSPACE, [7; 16]).save();
    assert_eq!(check(&snapshot).map_err(|refused| refused.why), Err("no change"));
    let data = body(&[(0x42 | 8, vec![1])]);
    let refused = check(&chunk(CHANGE, &data, &data));
    assert_eq!(refused, Err(Refused { hash: Some(hash_of(&data)), inflated: data.len(), why: "a deflated column" }));
    let mut many = unsigned(CHANGE_DEPS_MAX + 1);
    many.extend(vec![0; 32 * 65]);
    assert_eq!(why(&many), Some("too many dependencies"));
}
