//! What happens in a random schedule.

use std::collections::BTreeSet;

use super::Upset;
use crate::command::{AccountEdit, Command, NewContribution, PolicyEdit, SettingEdit};
use crate::model::{ContributionKind, Member, ReminderKey, Role};
use crate::policy::PolicyNumber;
use crate::rules::contribution;
use crate::session::{Availability, Event, Notice, StoreError, WriteId};
use crate::sync::hub::{Choice, Retention, held_views};
use crate::sync::store::StoreRead as _;
use crate::sync::wire::ChangeHash;
use crate::testing::builders::{
    add_contact, create_account, create_opportunity, device, member, plan_task, record_visit, rename,
    request_assignment, tag, user,
};
use crate::testing::memory_store::{Damage, MemoryStore};
use crate::testing::network::Network;
use crate::values::{
    AccountId, ContactId, ContributionId, DocumentId, Instant, OpportunityId, RequestId, TaskId, UserId, VisitId,
};

/// Of so many steps one is something that happens; in the others the network and the stores do their work.
const HAPPENS_EVERY: usize = 4;

/// What a phone's clock may be off by, milliseconds: right, a little, two days slow, twenty years slow, three hundred
/// years fast.
const SKEWS_MS: [i64; 6] = [0, 4_000, -700, -172_800_000, -631_152_000_000, 9_467_280_000_000];

/// A trace that a command leaves in its customer, unique to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trace {
    Tag(String),
    Contact(ContactId),
    Task(TaskId),
    Visit(VisitId),
    Opportunity(OpportunityId),
    Request(RequestId),
    Contribution(ContributionId, ContributionKind),
    /// The photo of somebody's business card.
    Card(ContactId),
    /// A reminder that its person put off: in their own document, of no customer.
    PutOff(UserId),
}

/// A command that was carried out.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) device: usize,
    pub(super) account: AccountId,
    pub(super) trace: Trace,
    write: WriteId,
    /// As it was first written.
    pub(super) changes: Vec<ChangeHash>,
    /// The tab has said that it is saved.
    pub(super) saved: bool,
    /// It was taken back, or its tab was killed before it said anything: it may be there or not.
    pub(super) open: bool,
}

impl Made {
    /// Returns the document in which its trace stands.
    pub(super) fn doc(&self) -> DocumentId {
        match self.trace {
            Trace::Contribution(_, kind) => kind.document(self.account),
            Trace::Card(_) => DocumentId::cards(self.account),
            Trace::PutOff(user) => DocumentId::member(user),
            _ => DocumentId::account(self.account),
        }
    }
}

/// The customer whose reminder is put off.
fn reminded(edit: &SettingEdit) -> Option<AccountId> {
    match edit {
        SettingEdit::Snooze { key: ReminderKey::Rhythm(account), .. } => Some(*account),
        _ => None,
    }
}

/// A day in the making.
#[derive(Debug)]
pub struct Day {
    /// Where its choices come from.
    pub seed: u64,
    pub(super) network: Network,
    pub(super) members: Vec<Member>,
    pub(super) made: Vec<Made>,
    pub(super) refused: u32,
    pub(super) restored: u32,
    pub(super) reviewed: u32,
    /// Phones that lost a part of what they had stored; they may repair it.
    pub(super) damaged: BTreeSet<usize>,
    upset: Upset,
    /// Whether phones lose parts on this day.
    damages: bool,
    /// Whether some customers are leads, which go to the pool of their region and back.
    leads: bool,
    /// Somebody was on leave, or had another manager.
    absent: bool,
    /// An earlier state of the server.
    backup: Option<MemoryStore>,
    /// Notices of each device that were looked at.
    read: Vec<usize>,
    next_tag: u32,
}

impl Day {
    /// Sets up team, server and phones.
    pub fn new(seed: u64, upset: Upset) -> Self {
        let manager = member(user(1), Role::Manager, None);
        // On every third day there are leads: two of the reps share a region, the third has it with one of their own.
        let leads = seed.is_multiple_of(3);
        let regions = |number: u8| match number {
            4 => vec!["east".into(), "west".into()],
            _ => vec!["east".into()],
        };
        let reps = [2, 3, 4].map(|number| Member {
            regions: if leads { regions(number) } else { vec![] },
            ..member(user(number), Role::Rep, Some(manager.id))
        });
        let mut members: Vec<_> = std::iter::once(manager).chain(reps).collect();
        // On every fourth day the other departments are there too.
        let departments = if seed.is_multiple_of(4) { &[Role::Service, Role::Marketing][..] } else { &[] };
        members.extend(departments.iter().zip(5..).map(|(role, number)| member(user(number), *role, None)));
        let mut network = Network::new(seed, &members);
        // One rep has two phones. Clocks are twenty years slow to three hundred years fast.
        for (number, owner) in [(1, 1), (2, 1), (3, 2), (4, 3), (5, 0), (6, 4), (7, 5)] {
            if let Some(member) = members.get(owner) {
                let skew_ms = network.random.pick(&SKEWS_MS).unwrap_or_default();
                network.add_device(member, device(number), skew_ms);
            }
        }
        if network.random.once_in(3) {
            network.server.page_bytes = Some(600);
        }
        if let Some(share) = network.random.pick(&[1, 4, usize::MAX]) {
            network.server.retention = Retention { share, age_ms: i64::MAX };
        }
        let damages = network.random.once_in(4);
        let read = vec![0; network.devices.len()];
        Self {
            seed,
            network,
            members,
            made: Vec::new(),
            refused: 0,
            restored: 0,
            damaged: BTreeSet::new(),
            reviewed: 0,
            damages,
            leads,
            upset,
            absent: false,
            backup: None,
            read,
            next_tag: 0,
        }
    }

    /// Plays so many steps, after a start of random length, and then to the end: everyone is online and has nothing left
    /// to say.
    pub fn play(&mut self, steps: usize) {
        let start = self.network.random.below(120);
        self.network.steps(start);
        for _ in 0..steps {
            if self.network.random.once_in(HAPPENS_EVERY) {
                self.happen();
            } else {
                self.network.steps(1);
            }
            self.read_notices();
        }
        self.network.heal();
        self.everyone_syncs();
        if self.absent {
            let members = self.members.clone();
            members.iter().for_each(|member| self.put_member(member));
            self.everyone_syncs();
        }
        for number in self.damaged.clone() {
            self.inspect(number);
        }
        self.read_notices();
    }

    fn everyone_syncs(&mut self) {
        for number in 0..self.network.devices.len() {
            self.network.tell(number, Event::SyncNow);
        }
        self.network.run_until_quiescent();
    }

    /// Starts a damaged phone anew and opens everything, so that it finds every damage out.
    fn inspect(&mut self, number: usize) {
        self.restart(number);
        let device = self.network.devices.get(number);
        let docs: Vec<_> = device.into_iter().flat_map(|device| device.store.documents.keys().copied()).collect();
        for doc in docs {
            self.network.tell(number, Event::Open(doc));
        }
        self.network.run_until_quiescent();
    }

    fn happen(&mut self) {
        let number = self.network.random.below(self.network.devices.len());
        match self.network.random.below(115) {
            0..55 => self.command(number),
            55..60 => self.undo(number),
            60..68 => self.network.part(number),
            68..76 => self.network.heal(),
            76..82 => self.network.cut(number),
            82..88 => self.network.duplicate(number),
            88..92 => self.restart(number),
            92..94 => self.network.restart_server(),
            94..96 => self.refuse(number),
            96 => {
                let commits = 1 + self.network.random.below(4) as u32;
                self.network.server.hub.store_mut().fail_commits(commits);
            }
            97 if self.damages => self.damage(number),
            100..103 => self.network.compact_server(),
            103..105 => self.backup = Some(self.network.server.hub.store().clone()),
            99 => self.change_policy(),
            114 if self.leads => self.return_leads(),
            98 if matches!(self.upset, Upset::Damage | Upset::Every) => self.damage_server(),
            105 if matches!(self.upset, Upset::Restore | Upset::Every) => self.restore(),
            106..111 => self.review(),
            111..114 if matches!(self.upset, Upset::Leave | Upset::Every) => self.change_role(),
            _ => self.network.pass_time(),
        }
    }

    /// The manager decides on one of the edits that wait for it.
    fn review(&mut self) {
        let Some(manager) = self.members.first().map(|member| member.id) else { return };
        let views = held_views(self.network.server.hub.store(), manager, usize::MAX).unwrap_or_default();
        let waiting: Vec<_> = views.iter().filter(|view| view.yours && view.entry.review.is_none()).collect();
        let Some(view) = self.network.random.pick(&waiting) else { return };
        let choice = match self.network.random.below(3) {
            0 => Choice::Accept,
            1 => Choice::Decline("it was settled otherwise".to_owned()),
            _ => Choice::Pick(view.fields.iter().map(|field| field.change.path.clone()).take(1).collect()),
        };
        let (of, now) = ((view.entry.change.device, view.entry.change.hash), self.network.now);
        let Network { server, random, .. } = &mut self.network;
        self.reviewed += u32::from(server.review(manager, of, &choice, now, random));
    }

    /// Somebody is on leave, or back, or has another manager; in the evening all is as it was.
    fn change_role(&mut self) {
        self.absent = true;
        let number = 1 + self.network.random.below(self.members.len() - 1);
        let Some(mut member) = self.members.get(number).cloned() else { return };
        match self.network.random.below(3) {
            0 => member.disabled = true,
            1 => member.manager = None,
            _ => {}
        }
        self.put_member(&member);
    }

    fn put_member(&mut self, member: &Member) {
        let now = self.network.now;
        // A store that was told to fail does so a few times only.
        while self.network.server.put_member(member, now).is_err() {}
    }

    /// The server loses everything since its backup. What no phone holds any more is gone: the author's phone was told
    /// that it is safe, and has dropped it since, as the customer went to a colleague who was not there yet.
    fn restore(&mut self) {
        // A phone that loses a part of its own just then has nothing to give back.
        let Some(backup) = self.backup.take().filter(|_| !self.damages) else { return };
        self.read_notices();
        self.network.restore_server(&backup);
        self.give_up_what_nobody_has();
    }

    /// A document goes bad on the server, which finds it out. What no phone has is gone.
    fn damage_server(&mut self) {
        let docs = self.network.server.hub.store().documents(None, usize::MAX).unwrap_or_default();
        let customers: Vec<_> =
            docs.into_iter().map(|facts| facts.doc).filter(|doc| doc.account_id().is_some()).collect();
        let Some(doc) = self.network.random.pick(&customers).filter(|_| !self.damages) else { return };
        let damage = self.network.random.pick(&[Damage::Snapshot, Damage::LastChange, Damage::Everything]);
        self.read_notices();
        if self.network.damage_server(doc, damage.unwrap_or(Damage::Everything)) {
            self.give_up_what_nobody_has();
        }
    }

    /// The server has lost something: what is on no phone either may be there in the end or not.
    fn give_up_what_nobody_has(&mut self) {
        for at in 0..self.made.len() {
            let held = self.made.get(at).is_some_and(|made| super::check::is_on_some_phone(self, made));
            if let Some(made) = self.made.get_mut(at) {
                made.open |= !held;
            }
        }
        self.restored += 1;
    }

    fn restart(&mut self, number: usize) {
        self.read_notices();
        self.network.restart(number);
        for made in self.made.iter_mut().filter(|made| made.device == number) {
            made.open |= !made.saved;
        }
    }

    fn refuse(&mut self, number: usize) {
        if let Some(device) = self.network.devices.get_mut(number) {
            device.store.fail_next(StoreError::Quota);
            self.refused += 1;
        }
    }

    /// A phone loses a chunk and is started anew; opening the customer finds it out.
    fn damage(&mut self, number: usize) {
        self.restart(number);
        let Some(device) = self.network.devices.get_mut(number) else { return };
        let docs: Vec<_> = device.store.chunks.keys().copied().collect();
        let Some(doc) = self.network.random.pick(&docs) else { return };
        device.store.lose_chunk(doc);
        self.damaged.insert(number);
        self.network.tell(number, Event::Open(doc));
    }

    fn undo(&mut self, number: usize) {
        let now = self.network.now;
        let Some(device) = self.network.devices.get_mut(number) else { return };
        if device.undo(now).is_ok() {
            // Whichever it was: the last one of this tab.
            if let Some(last) = self.made.iter_mut().rev().find(|made| made.device == number) {
                last.open = true;
            }
        }
    }

    fn command(&mut self, number: usize) {
        let now = self.network.now;
        let Some((command, trace)) = self.draw(number) else { return };
        let put_off = match &command {
            Command::EditSettings { edits, .. } => edits.iter().find_map(reminded),
            _ => None,
        };
        let Some(account) = command.account().or(put_off) else { return };
        let Some(device) = self.network.devices.get_mut(number) else { return };
        if let Ok((write, changes)) = device.execute(command, now) {
            self.made.push(Made { device: number, account, trace, write, changes, saved: false, open: false });
        }
    }

    /// The manager changes a number of the policy: one that rows are made with, or one that they are not.
    fn change_policy(&mut self) {
        let Some(number) = self.members.first().map(|member| member.id) else { return };
        let devices = self.network.devices.iter();
        let Some(device) = devices.enumerate().find(|(_, device)| device.caller().user == number) else { return };
        let (number, now) = (device.0, self.network.now);
        let changed = self.network.random.pick(&[PolicyNumber::RecordTargetH, PolicyNumber::WeeklyCallCap]);
        let Some(key) = changed.map(PolicyNumber::key) else { return };
        let value = self.network.random.below(5) as i64;
        let command = Command::EditPolicy { edits: vec![PolicyEdit::Number { key: key.into(), value }] };
        if let Some(device) = self.network.devices.get_mut(number) {
            // Refused while the workspace has not come yet.
            let _ = device.execute(command, now);
        }
    }

    /// Nothing was heard of any lead for a fortnight.
    fn return_leads(&mut self) {
        let Network { server, now, .. } = &mut self.network;
        server.return_leads(now.plus_ms(15 * 86_400_000));
    }

    /// Draws something that this person can do now; opens a customer first where that is needed.
    fn draw(&mut self, number: usize) -> Option<(Command, Trace)> {
        let me = self.network.devices.get(number)?.caller().user;
        let manages = self.members.first().is_some_and(|manager| manager.id == me);
        let role = self.members.iter().find(|member| member.id == me).map(|member| member.role)?;
        let sells = matches!(role, Role::Rep | Role::Manager);
        let random = &mut self.network.random;
        let device = self.network.devices.get(number)?;
        self.next_tag += 1;
        let word = format!("mark{}", self.next_tag);
        let rows = device.session.rows();
        if random.once_in(12) {
            // Of a customer that nobody else has: it tells one reminder from all others.
            let key = ReminderKey::Rhythm(AccountId::random(random));
            let edits = vec![SettingEdit::Snooze { key, until: Some(Instant(i64::MAX)) }];
            return Some((Command::EditSettings { member: me, edits }, Trace::PutOff(me)));
        }
        if sells && !manages && (rows.is_empty() || random.once_in(8)) {
            let account = AccountId::random(random);
            let mut command = create_account(account, &format!("Customer {word}"), &word);
            if let Command::CreateAccount { edits, .. } = &mut command
                && self.leads
                && random.once_in(2)
            {
                let region = if random.once_in(3) { "west" } else { "east" };
                edits.extend([AccountEdit::Lead(true), AccountEdit::Region(region.into())]);
            }
            return Some((command, Trace::Tag(word)));
        }
        if !sells && random.once_in(8) {
            // Captured for those who sell.
            let account = AccountId::random(random);
            let mut command = create_account(account, &format!("Lead {word}"), &word);
            if let Command::CreateAccount { edits, .. } = &mut command {
                edits.extend([AccountEdit::Lead(true), AccountEdit::Region("east".into())]);
            }
            return Some((command, Trace::Tag(word)));
        }
        let row = rows.get(random.below(rows.len()))?;
        let account = row.account;
        if self.members.len() > 4 && random.once_in(8) {
            // Refused to whoever does not see its numbers.
            let contact = ContactId::random(random);
            let photo = Some([&[0xff, 0xd8, 0xff], word.as_bytes()].concat().into());
            return Some((Command::PutCard { account, contact, photo }, Trace::Card(contact)));
        }
        if !sells || self.members.len() > 4 && random.once_in(6) {
            let kind = random.pick(contribution::kinds_of(role))?;
            let contribution = ContributionId::random(random);
            let campaign = if kind.is_of_campaign() { "Fair" } else { "" }.to_owned();
            let new = NewContribution { kind, text: word, day: None, campaign };
            return Some((Command::Contribute { account, contribution, new }, Trace::Contribution(contribution, kind)));
        }
        if !matches!(device.session.account(account), Availability::Ready(_)) {
            self.network.tell(number, Event::Open(DocumentId::account(account)));
            return None;
        }
        let now = self.network.now;
        if self.leads && !manages && row.lead.is_some() && random.once_in(2) {
            let request = RequestId::random(random);
            let command = match (row.in_pool(), row.asked.is_some() || random.once_in(3)) {
                (true, false) => request_assignment(account, request, me),
                (false, false) => Command::RequestRelease { account, request },
                _ => {
                    let edits = vec![AccountEdit::AddTag(word.clone())];
                    return Some((Command::ConvertLead { account, edits }, Trace::Tag(word)));
                }
            };
            return Some((command, Trace::Request(request)));
        }
        if !manages && random.once_in(20) {
            let request = RequestId::random(random);
            let others: Vec<_> =
                device.session.rows().iter().map(|row| row.account).filter(|other| *other != account).collect();
            let command = match random.pick(&others) {
                Some(into) if !row.inactive => Command::RequestMerge { account, request, into },
                _ => Command::RequestActive { account, request },
            };
            return Some((command, Trace::Request(request)));
        }
        let kind = if manages { random.below(4) / 3 } else { 1 + random.below(6) };
        Some(match kind {
            0 => {
                let reps: Vec<_> =
                    self.members.iter().filter(|member| member.role == Role::Rep).map(|member| member.id).collect();
                let (request, to) = (RequestId::random(random), random.pick(&reps)?);
                (request_assignment(account, request, to), Trace::Request(request))
            }
            1 => (tag(account, &word), Trace::Tag(word)),
            2 => {
                let contact = ContactId::random(random);
                (add_contact(account, contact, &word), Trace::Contact(contact))
            }
            3 => {
                let task = TaskId::random(random);
                (plan_task(account, task, me, now.day(480).plus_days(3)), Trace::Task(task))
            }
            4 => {
                let visit = VisitId::random(random);
                (record_visit(account, visit, now.plus_ms(-3_600_000)), Trace::Visit(visit))
            }
            5 => {
                let opportunity = OpportunityId::random(random);
                (create_opportunity(account, opportunity, 10_000), Trace::Opportunity(opportunity))
            }
            // Two phones name a customer at once: one name stands, and a tag tells that the edit arrived.
            _ => {
                let Command::EditAccount { mut edits, .. } = rename(account, &format!("Name {word}")) else {
                    return None;
                };
                edits.push(AccountEdit::AddTag(word.clone()));
                (Command::EditAccount { account, edits }, Trace::Tag(word))
            }
        })
    }

    fn read_notices(&mut self) {
        for (number, (device, read)) in self.network.devices.iter().zip(&mut self.read).enumerate() {
            for notice in device.notices.iter().skip(*read) {
                if let Notice::Saved(saved) = notice {
                    let mine = |made: &&mut Made| made.device == number && made.write == saved.id;
                    if let Some(made) = self.made.iter_mut().rev().find(mine) {
                        made.saved = true;
                    }
                }
            }
            *read = device.notices.len();
        }
    }
}
