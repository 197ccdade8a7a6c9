use super::decide::{DUPLICATES_MAX, RefusalReason, Standing, decide};
use super::{Holders, Level, level, may_create, may_write};
use crate::model::{Directory, Member, RequestKind, Role};
use crate::values::{AccountId, DocumentId, Id, UserId};

const CHEN: u8 = 1; // manager of all
const LIN: u8 = 2; // manager below chen
const LI: u8 = 3; // rep below chen
const SUN: u8 = 4; // rep below lin
const ADMIN: u8 = 5;
const MARKETING: u8 = 6;
const LEFT: u8 = 7; // disabled rep below lin
const STRANGER: u8 = 8; // in no directory
const SERVICE: u8 = 9;
const CSM: u8 = 10;
const TECHNICAL: u8 = 11;
const LEGAL: u8 = 12;

fn user(number: u8) -> UserId {
    UserId(Id::from_bytes([number; 10]))
}

fn directory() -> Directory {
    let member = |number, role, manager: Option<u8>, disabled| {
        let (id, name) = (user(number), String::new());
        (id, Member { id, name, role, manager: manager.map(user), regions: Vec::new(), disabled, level: None })
    };
    let members = [
        member(CHEN, Role::Manager, None, false),
        member(LIN, Role::Manager, Some(CHEN), false),
        member(LI, Role::Rep, Some(CHEN), false),
        member(SUN, Role::Rep, Some(LIN), false),
        member(ADMIN, Role::Admin, None, false),
        member(MARKETING, Role::Marketing, Some(CHEN), false),
        member(LEFT, Role::Rep, Some(LIN), true),
        member(SERVICE, Role::Service, None, false),
        member(CSM, Role::Csm, None, false),
        member(TECHNICAL, Role::Technical, None, false),
        member(LEGAL, Role::Legal, None, false),
    ];
    Directory { members: members.into_iter().collect() }
}

#[test]
fn each_role_sees_and_writes_its_documents_only() {
    let customer = AccountId(Id::from_bytes([40; 10]));
    let documents = [
        DocumentId::account(customer),
        DocumentId::private(customer),
        DocumentId::cards(customer),
        DocumentId::service(customer),
        DocumentId::campaign(customer),
        DocumentId::WORKSPACE,
        DocumentId::member(user(LI)),
    ];
    // The customer belongs to sun, with marketing and li as deputies. Letters: Full, Row, Named,
    // Gone; w when writable.
    let table = [
        (CHEN, ["Rw", "G", "G", "Fw", "Fw", "Fw", "G"]),
        (LIN, ["Rw", "G", "G", "Fw", "Fw", "Fw", "G"]),
        (LI, ["Fw", "Fw", "Fw", "Fw", "Fw", "F", "Fw"]),
        (SUN, ["Fw", "Fw", "Fw", "Fw", "Fw", "F", "G"]),
        (ADMIN, ["G", "G", "G", "G", "G", "Fw", "G"]),
        (MARKETING, ["N", "G", "G", "G", "Fw", "F", "G"]),
        (SERVICE, ["R", "G", "G", "Fw", "G", "F", "G"]),
        (CSM, ["R", "G", "G", "Fw", "G", "F", "G"]),
        (TECHNICAL, ["G", "G", "G", "G", "G", "F", "G"]),
        (LEGAL, ["G", "G", "G", "G", "G", "F", "G"]),
        (LEFT, ["G", "G", "G", "G", "G", "G", "G"]),
        (STRANGER, ["G", "G", "G", "G", "G", "G", "G"]),
    ];
    let (directory, deputies) = (directory(), [user(LI), user(MARKETING)]);
    let holders = Holders { owner: Some(user(SUN)), deputies: &deputies };
    for (number, expected) in table {
        for (doc, expected) in documents.into_iter().zip(expected) {
            let letter = match level(&directory, user(number), doc, holders) {
                Level::Gone => "G",
                Level::Named => "N",
                Level::Row => "R",
                Level::Full => "F",
            };
            let writes = if may_write(&directory, user(number), doc, holders) { "w" } else { "" };
            assert_eq!(format!("{letter}{writes}"), expected, "user {number}, {doc}");
        }
    }
}

#[test]
fn a_customer_without_an_owner_is_nobodys_and_only_sellers_create_one() {
    let doc = DocumentId::account(AccountId::default());
    for number in [CHEN, LI, ADMIN, MARKETING, SERVICE] {
        assert_eq!(level(&directory(), user(number), doc, Holders::default()), Level::Gone, "user {number}");
    }
    let may = |number| may_create(&directory(), user(number));
    assert_eq!([CHEN, LIN, LI, SUN].map(may), [true; 4]);
    assert_eq!([ADMIN, MARKETING, LEFT, STRANGER].map(may), [false; 4]);
}

#[test]
fn a_pool_is_seen_by_its_region_and_claimed_up_to_a_limit() {
    use RefusalReason::{AlreadyDone, ClaimLimit, NeedsManager, NotLead, NotOwner, OtherRegion};
    let mut directory = directory();
    for (number, region) in [(LI, "east"), (SUN, "north"), (MARKETING, "east"), (LEFT, "east"), (LIN, "east")] {
        directory.members.get_mut(&user(number)).unwrap().regions = vec!["west".into(), region.into()];
    }
    let customer = AccountId(Id::from_bytes([40; 10]));
    let east = Holders { owner: Some(UserId::pool("east")), deputies: &[] };
    for (number, expected) in [
        (CHEN, Level::Row),
        (LIN, Level::Row),
        (LI, Level::Full),
        (SUN, Level::Gone),
        (ADMIN, Level::Gone),
        (MARKETING, Level::Named),
        (SERVICE, Level::Gone),
        (LEFT, Level::Gone),
    ] {
        assert_eq!(level(&directory, user(number), DocumentId::account(customer), east), expected, "user {number}");
        // Numbers and birthdays are nobody's until somebody has it.
        assert_eq!(level(&directory, user(number), DocumentId::private(customer), east), Level::Gone);
    }
    // What the other departments added is seen with it; customer service has customers, not leads.
    for (number, service, campaign) in [
        (CHEN, Level::Full, Level::Full),
        (LI, Level::Full, Level::Full),
        (SUN, Level::Gone, Level::Gone),
        (ADMIN, Level::Gone, Level::Gone),
        (MARKETING, Level::Gone, Level::Full),
        (SERVICE, Level::Gone, Level::Gone),
        (CSM, Level::Gone, Level::Gone),
        (LEFT, Level::Gone, Level::Gone),
    ] {
        let of = |doc| level(&directory, user(number), doc, east);
        let found = (of(DocumentId::service(customer)), of(DocumentId::campaign(customer)));
        assert_eq!(found, (service, campaign), "user {number}");
    }
    // Without a region it is the managers' to give away.
    let nowhere = Holders { owner: Some(UserId::pool("")), deputies: &[] };
    assert_eq!(level(&directory, user(LI), DocumentId::account(customer), nowhere), Level::Gone);
    assert_eq!(level(&directory, user(CHEN), DocumentId::account(customer), nowhere), Level::Row);
    let suns = Holders { owner: Some(user(SUN)), deputies: &[] };
    let deputies = [user(MARKETING)];
    let lent = Holders { deputies: &deputies, ..suns };
    let assign = |to| RequestKind::Assign { to: user(to) };
    // (holders, lead, may claim, author, request, answer)
    for (holders, lead, may_claim, by, request, expected) in [
        (east, true, true, LI, assign(LI), Ok(())),
        (east, true, false, LI, assign(LI), Err(ClaimLimit)),
        (east, true, true, SUN, assign(SUN), Err(OtherRegion)),
        (east, true, true, LI, assign(SUN), Err(NeedsManager)),
        (east, true, false, CHEN, assign(SUN), Ok(())), // across regions, by a manager
        (east, true, false, LIN, assign(LIN), Ok(())),
        (suns, true, true, LI, assign(LI), Err(NeedsManager)), // somebody else was first
        (suns, true, true, SUN, RequestKind::Release, Ok(())),
        (suns, true, true, LIN, RequestKind::Release, Ok(())),
        (suns, true, true, LI, RequestKind::Release, Err(NotOwner)),
        (lent, true, true, MARKETING, RequestKind::Release, Err(NotOwner)), // helps with it, sells nothing
        (suns, false, true, SUN, RequestKind::Release, Err(NotLead)),
        (east, true, true, CHEN, RequestKind::Release, Err(AlreadyDone)),
    ] {
        let standing = Standing { holders, lead, may_claim, ..Standing::default() };
        let answer = decide(&directory, standing, user(by), &request);
        assert_eq!(answer, expected, "by {by}, {request:?}");
    }
}

#[test]
fn a_duplicate_is_merged_by_who_may_close_it_into_an_active_customer_of_the_same_owner() {
    use RefusalReason::{AlreadyDone, Merged, NotOwner, OtherOwner, TooManyDuplicates, UnknownCustomer};
    let merge = RequestKind::Merge { into: AccountId(Id::from_bytes([41; 10])) };
    // (inactive, owner of the one that is kept, author, answer)
    let table = [
        (false, Some(SUN), SUN, Ok(())),
        (false, Some(SUN), LIN, Ok(())),
        (false, Some(SUN), LI, Err(NotOwner)),
        (false, Some(SUN), ADMIN, Err(NotOwner)),
        (false, Some(LI), SUN, Err(OtherOwner)),
        (false, Some(LI), CHEN, Err(OtherOwner)),
        (false, None, SUN, Err(UnknownCustomer)),
        (true, Some(SUN), SUN, Err(AlreadyDone)),
    ];
    for (inactive, kept, by, expected) in table {
        let holders = Holders { owner: Some(user(SUN)), deputies: &[] };
        let standing = Standing { holders, inactive, kept: kept.map(user), ..Standing::default() };
        assert_eq!(decide(&directory(), standing, user(by), &merge), expected, "kept by {kept:?}, by {by}");
    }
    let holders = Holders { owner: Some(user(SUN)), deputies: &[] };
    for (duplicates, expected) in [(DUPLICATES_MAX, Ok(())), (DUPLICATES_MAX + 1, Err(TooManyDuplicates))] {
        let standing = Standing { holders, kept: Some(user(SUN)), duplicates, ..Standing::default() };
        assert_eq!(decide(&directory(), standing, user(SUN), &merge), expected, "{duplicates}");
    }
    // It goes with the customer that it stands under, and is taken apart by who may close it.
    let merged = Standing { holders, inactive: true, merged: true, lead: true, ..Standing::default() };
    for (by, request, expected) in [
        (CHEN, RequestKind::Assign { to: user(LI) }, Err(Merged)),
        (SUN, RequestKind::Release, Err(Merged)),
        (SUN, RequestKind::Reactivate, Ok(())),
    ] {
        assert_eq!(decide(&directory(), merged, user(by), &request), expected, "{request:?}");
    }
}

#[test]
fn requests_are_decided_by_the_right_of_the_author_and_the_state() {
    use RefusalReason::{AlreadyDone, MemberDisabled, NeedsManager, NotOwner, UnknownMember};
    let assign = |to| RequestKind::Assign { to: user(to) };
    let close = || RequestKind::Deactivate { reason: "closed".to_owned() };
    let reopen = || RequestKind::Reactivate;
    // (owner, inactive, author, request, answer)
    let table = [
        (SUN, false, LIN, assign(LIN), Ok(())),
        (SUN, false, CHEN, assign(LI), Ok(())),
        (SUN, false, CHEN, assign(CHEN), Ok(())),
        (SUN, false, ADMIN, assign(LI), Ok(())),
        (LIN, false, LIN, assign(SUN), Ok(())),
        (SUN, false, LIN, assign(LI), Err(NeedsManager)), // li is not below lin
        (LI, false, LIN, assign(SUN), Err(NeedsManager)), // the owner is not below lin
        (SUN, false, SUN, assign(LI), Err(NeedsManager)),
        (SUN, false, STRANGER, assign(LI), Err(NotOwner)),
        (SUN, false, LIN, assign(LEFT), Err(MemberDisabled)),
        (SUN, false, CHEN, assign(STRANGER), Err(UnknownMember)),
        (SUN, false, CHEN, assign(MARKETING), Err(UnknownMember)),
        (SUN, false, CHEN, assign(SUN), Err(AlreadyDone)),
        (SUN, false, SUN, close(), Ok(())),
        (SUN, false, LIN, close(), Ok(())),
        (SUN, false, LI, close(), Err(NotOwner)),
        (SUN, false, ADMIN, close(), Err(NotOwner)),
        (SUN, true, SUN, close(), Err(AlreadyDone)),
        (SUN, true, CHEN, reopen(), Ok(())),
        (SUN, false, SUN, reopen(), Err(AlreadyDone)),
        (SUN, true, LEFT, reopen(), Err(NotOwner)),
    ];
    for (owner, inactive, by, request, expected) in table {
        let holders = Holders { owner: Some(user(owner)), deputies: &[] };
        let standing = Standing { holders, inactive, ..Standing::default() };
        let answer = decide(&directory(), standing, user(by), &request);
        assert_eq!(answer, expected, "owner {owner}, by {by}, {request:?}");
    }
    let codes: std::collections::BTreeSet<_> = RefusalReason::ALL.map(RefusalReason::code).into_iter().collect();
    assert_eq!(codes.len(), RefusalReason::ALL.len());
}
