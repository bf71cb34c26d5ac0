//! How much and how long a client may ask, and who is told to wait. How sockets keep to it is `server`'s affair.

mod address;
mod rate;

use crate::http::refusal::Refusal;
use axum::{
    extract::Request,
    http::{HeaderValue, header},
};
use ciente_notice::ProblemCode;
use ipnet::IpNet;
use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::Duration,
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};

pub(crate) use address::Peer;
pub use address::canonical_network;
pub use rate::{Rate, RateError};

/// What a client may do.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How long the head of a request may take, and a connection may stay idle.
    pub head_timeout: Duration,
    /// How long the body of a request may take.
    pub body_timeout: Duration,
    /// How long a client may refuse to take what it asked for.
    pub write_timeout: Duration,
    /// How much of a request's head is read, in bytes; at least 8192.
    pub head_bytes: usize,
    /// How many connections are served at once; more wait to be accepted.
    pub connections: usize,
    /// How long requests may take to end after the receiver was asked to stop.
    pub drain: Duration,
    /// How many requests one subject may send.
    pub subject: Option<Rate>,
    /// Whether that holds also for subjects that nobody has proven. Anybody could use up what is theirs.
    pub unproven: bool,
    /// How many requests one network address may send; of IPv6, one network of 64 bits.
    pub address: Option<Rate>,
    /// The networks for which that does not hold.
    pub exempt: Vec<IpNet>,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpNet>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_timeout: Duration::from_secs(30),
            body_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(30),
            head_bytes: 32 * 1024,
            connections: 10_000,
            drain: Duration::from_secs(10),
            subject: None,
            unproven: false,
            address: None,
            exempt: Vec::new(),
            proxies: Vec::new(),
        }
    }
}

/// Counts requests.
pub(crate) struct Rates {
    subjects: Option<Counter<(String, String)>>,
    unproven: bool,
    addresses: Option<Counter<IpAddr>>,
    exempt: Vec<IpNet>,
    proxies: Vec<IpNet>,
}

impl Rates {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            subjects: limits.subject.map(Counter::new),
            unproven: limits.unproven,
            addresses: limits.address.map(Counter::new),
            exempt: limits.exempt.iter().copied().map(canonical_network).collect(),
            proxies: limits.proxies.iter().copied().map(canonical_network).collect(),
        }
    }

    pub(crate) fn subject(&self, tenant: &str, subject: &str, is_proven: bool) -> Result<(), Refusal> {
        match self.subjects.as_ref().filter(|_| is_proven || self.unproven) {
            Some(counter) => counter.count(&(tenant.to_owned(), subject.to_owned()), "this subject"),
            None => Ok(()),
        }
    }

    /// Counts a request of an address, before anything of it is read.
    pub(crate) fn address(&self, request: &Request) -> Result<(), Refusal> {
        let Some(counter) = &self.addresses else { return Ok(()) };
        // Without a socket there is no address: a test, or a router inside another server, which has limits of its own.
        let Some(address) = address::of(request, &self.proxies) else { return Ok(()) };
        if self.exempt.iter().any(|network| network.contains(&address)) {
            return Ok(());
        }
        counter.count(&address::group(address), "this address")
    }
}

struct Counter<K: std::hash::Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    counted: AtomicUsize,
}

impl<K: std::hash::Hash + Eq + Clone> Counter<K> {
    /// How many requests pass between two clean-ups: nobody who stays away takes memory for long.
    const CLEAN_UP: usize = 4096;

    fn new(rate: Rate) -> Self {
        let burst = NonZeroU32::new(rate.requests()).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(rate.interval()).unwrap_or(Quota::per_second(burst)).allow_burst(burst);
        Self { limiter: RateLimiter::keyed(quota), counted: AtomicUsize::new(1) }
    }

    fn count(&self, key: &K, whose: &str) -> Result<(), Refusal> {
        if self.counted.fetch_add(1, Relaxed).is_multiple_of(Self::CLEAN_UP) {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(self.limiter.clock().now());
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            let detail = format!("{whose} has sent too many requests; wait for {} s", seconds.max(1));
            Refusal::new(ProblemCode::RateLimited, detail).with(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)))
        })
    }
}
