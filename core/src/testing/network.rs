//! A fleet of devices and the real server logic in one process: links that can be cut, duplicated and parted, clocks
//! that differ, stores that fail, restarts. Time is virtual and every choice comes from the seed.

mod device;
mod server;

pub use device::Device;
pub use server::Server;

use std::collections::BTreeSet;

use super::builders::SplitMix;
use super::memory_store::{Damage, MemoryStore};
use crate::model::Member;
use crate::session::{Event, LinkState};
use crate::values::{DeviceId, DocumentId, Instant, UserId};

/// Steps after which a network that still has something to do is taken for one that never ends.
const STEPS_MAX: usize = 200_000;

/// Devices, a server, and the links between.
#[derive(Debug)]
pub struct Network {
    seed: u64,
    /// Where every choice comes from.
    pub random: SplitMix,
    /// The server's time.
    pub now: Instant,
    /// The server.
    pub server: Server,
    /// The devices.
    pub devices: Vec<Device>,
    parted: BTreeSet<DeviceId>,
}

/// Something that can happen next.
#[derive(Debug, Clone, Copy)]
enum Step {
    Store(usize),
    Event(usize),
    Up(usize),
    Down(usize),
    News(usize),
}

impl Network {
    /// Starts a server with these members and no device.
    pub fn new(seed: u64, members: &[Member]) -> Self {
        let mut random = SplitMix::new(seed);
        let now = Instant(1_760_000_000_000);
        let server = Server::new(members, now, &mut random);
        Self { seed, random, now, server, devices: Vec::new(), parted: BTreeSet::new() }
    }

    /// Adds a device of a member, whose clock is off by some milliseconds; returns its number.
    pub fn add_device(&mut self, member: &Member, id: DeviceId, skew_ms: i64) -> usize {
        let identity = super::builders::identity(member, id, self.server.digest_key());
        self.devices.push(Device::new(identity, skew_ms, self.now, self.random.draw()));
        self.devices.len() - 1
    }

    /// Lets a device see no server: its link is cut, and it cannot connect.
    pub fn part(&mut self, number: usize) {
        let Some(device) = self.devices.get_mut(number) else { return };
        self.parted.insert(device.id());
        self.cut(number);
    }

    /// Lets all devices see the server again.
    pub fn heal(&mut self) {
        self.parted.clear();
    }

    /// Cuts a link: frames under way are lost, in both directions.
    pub fn cut(&mut self, number: usize) {
        let Some(device) = self.devices.get_mut(number) else { return };
        self.server.hang_up(device.id());
        device.lose_link();
    }

    /// Sends the next frame of a link twice, if there is one.
    pub fn duplicate(&mut self, number: usize) {
        if let Some(device) = self.devices.get_mut(number) {
            let up = self.random.once_in(2);
            device.duplicate_frame(up);
        }
    }

    /// Kills a device's tab and starts it anew from its store.
    pub fn restart(&mut self, number: usize) {
        self.cut(number);
        let (now, seed) = (self.now, self.random.draw());
        if let Some(device) = self.devices.get_mut(number) {
            device.restart(now, seed);
        }
    }

    /// Kills the server and starts it anew from its store.
    pub fn restart_server(&mut self) {
        for number in 0..self.devices.len() {
            self.cut(number);
        }
        self.server.restart(&mut self.random);
    }

    /// Kills the server and puts the state of an earlier backup in its place.
    pub fn restore_server(&mut self, backup: &MemoryStore) {
        for number in 0..self.devices.len() {
            self.cut(number);
        }
        self.server.restore(backup, &mut self.random);
    }

    /// Lets a document go bad on the server's disk; tells whether the server could not rebuild it.
    pub fn damage_server(&mut self, doc: DocumentId, damage: Damage) -> bool {
        for number in 0..self.devices.len() {
            self.cut(number);
        }
        self.server.damage(doc, damage, self.now, &mut self.random)
    }

    /// Lets the server compact everything it has.
    pub fn compact_server(&mut self) {
        self.server.compact(self.now);
    }

    /// Tells a device's tab something.
    pub fn tell(&mut self, number: usize, event: Event) {
        let now = self.now;
        if let Some(device) = self.devices.get_mut(number) {
            device.handle(event, now);
        }
    }

    /// Lets one thing happen, drawn from everything that can; false when nothing can without time passing.
    pub fn step(&mut self) -> bool {
        let mut possible = Vec::new();
        for (number, device) in self.devices.iter().enumerate() {
            if device.has_store_work() {
                possible.push(Step::Store(number));
            }
            if device.has_events() {
                possible.push(Step::Event(number));
            }
            if device.has_up() {
                possible.push(Step::Up(number));
            }
            if device.has_down() {
                possible.push(Step::Down(number));
            }
            if device.is_linked() && self.server.has_news(device.id()) {
                possible.push(Step::News(number));
            }
        }
        let Some(step) = self.random.pick(&possible) else { return false };
        self.take(step);
        true
    }

    fn take(&mut self, step: Step) {
        let now = self.now;
        let (Step::Store(number) | Step::Event(number) | Step::Up(number) | Step::Down(number) | Step::News(number)) =
            step;
        let Some(device) = self.devices.get_mut(number) else { return };
        match step {
            Step::Store(_) => device.run_store(),
            Step::Event(_) => {
                let reachable = !self.parted.contains(&device.id());
                if device.deliver(now, reachable) {
                    // A new socket: the server has nothing to say on it before it was spoken to.
                    self.server.hang_up(device.id());
                }
            }
            Step::Up(_) => {
                let Some(frame) = device.take_up() else { return };
                for answer in self.server.receive(device.caller(), &frame, now) {
                    device.push_down(answer);
                }
            }
            Step::Down(_) => device.take_down(now),
            Step::News(_) => {
                for answer in self.server.news(device.caller(), now) {
                    device.push_down(answer);
                }
            }
        }
    }

    /// Lets `count` things happen.
    pub fn steps(&mut self, count: usize) {
        for _ in 0..count {
            if !self.step() {
                self.pass_time();
            }
        }
    }

    /// Lets time pass until the next device wants to be woken.
    pub fn pass_time(&mut self) {
        let Some(at) = self.devices.iter().filter_map(Device::wakes_at).min() else { return };
        self.now = self.now.max(at);
        for device in &mut self.devices {
            device.wake(self.now);
        }
    }

    /// Runs until nothing is under way and every device that can reach the server has nothing left to say.
    ///
    /// # Panics
    /// When that does not happen within very many steps.
    #[expect(clippy::panic, reason = "a test's verdict")]
    pub fn run_until_quiescent(&mut self) {
        for _ in 0..STEPS_MAX {
            if self.step() {
                continue;
            }
            if self.devices.iter().all(|device| self.parted.contains(&device.id()) || device.is_quiet()) {
                return;
            }
            self.pass_time();
        }
        let states: Vec<_> = self.devices.iter().map(|device| device.session.status()).collect();
        panic!("SEED={}: not quiescent after {STEPS_MAX} steps: {states:#?}", self.seed);
    }

    /// Returns the devices of a user.
    pub fn devices_of(&self, user: UserId) -> impl Iterator<Item = &Device> {
        self.devices.iter().filter(move |device| device.caller().user == user)
    }

    /// Tells whether a device is connected and has nothing to say.
    pub fn is_live(&self, number: usize) -> bool {
        self.devices.get(number).is_some_and(|device| device.session.status().link == LinkState::Live)
    }
}

#[cfg(test)]
mod tests;
