//! Who is logged in, in memory only: a restart ends every session. Names of people stay here and out of URLs.

use crate::{Clock, Random};
use ciente_notice::Identity;
use std::{
    collections::HashMap,
    fmt::Write as _,
    io,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How long an idle session lasts, in seconds: one hour.
const LIFE: i64 = 3600;

/// How long any session lasts, in seconds: a working day.
pub(super) const LONGEST: i64 = 12 * 3600;

/// How many sessions there are at most; a further one ends the one that has rested longest.
const SESSIONS: usize = 64;

/// How many people a session remembers by their handles.
const HANDLES: usize = 256;

/// The name under which a browser keeps the session's id.
const NAME: &str = "ciente-admin";

#[derive(Default)]
pub(super) struct Sessions(Mutex<HashMap<String, Open>>);

struct Open {
    form: String,
    /// Unless something is done before.
    ends: i64,
    /// In any case.
    ends_at_last: i64,
    /// The oldest first.
    people: Vec<(String, Identity)>,
}

/// A session that was found for a request.
#[derive(Clone)]
pub(super) struct Session {
    pub(super) id: String,
    /// What every form of it carries.
    pub(super) form: String,
}

impl Sessions {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The id of a new one.
    pub(super) fn begin(&self, clock: &Clock, random: &Random) -> io::Result<String> {
        let (id, form, now) = (name(random)?, name(random)?, clock.second());
        let mut open = self.lock();
        open.retain(|_, session| session.ends > now);
        if open.len() >= SESSIONS
            && let Some(oldest) = open.iter().min_by_key(|(_, session)| session.ends).map(|(id, _)| id.clone())
        {
            open.remove(&oldest);
        }
        open.insert(id.clone(), Open { form, ends: now + LIFE, ends_at_last: now + LONGEST, people: Vec::new() });
        Ok(id)
    }

    /// The one with an id, which goes on by that.
    pub(super) fn find(&self, id: &str, clock: &Clock) -> Option<Session> {
        let now = clock.second();
        let mut open = self.lock();
        let session = open.get_mut(id).filter(|session| session.ends > now)?;
        session.ends = session.ends_at_last.min(now + LIFE);
        Some(Session { id: id.to_owned(), form: session.form.clone() })
    }

    pub(super) fn end(&self, id: &str) {
        self.lock().remove(id);
    }

    /// A name for a person that means nothing to anybody else.
    pub(super) fn remember(&self, id: &str, person: Identity, random: &Random) -> io::Result<String> {
        let handle = name(random)?;
        if let Some(session) = self.lock().get_mut(id) {
            if session.people.len() >= HANDLES {
                session.people.remove(0);
            }
            session.people.push((handle.clone(), person));
        }
        Ok(handle)
    }

    pub(super) fn person(&self, id: &str, handle: &str) -> Option<Identity> {
        let open = self.lock();
        open.get(id)?.people.iter().rev().find(|(known, _)| known == handle).map(|(_, person)| person.clone())
    }
}

fn name(random: &Random) -> io::Result<String> {
    let mut name = String::with_capacity(64);
    for byte in random.seed()? {
        // Writing to a string cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    Ok(name)
}

/// What makes a browser keep a session's id, or forget it. `Secure` where the page that asks came over TLS, which only a proxy in
/// front can have ended.
pub(super) fn kept(id: &str, seconds: i64, is_secure: bool) -> String {
    let secure = if is_secure { "; Secure" } else { "" };
    format!("{NAME}={id}; Path=/admin; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}

/// What a browser sends as the session's id (RFC 6265, 4.2). Several, where another page of this host has set one for a path of
/// its own or for all of its domain.
pub(super) fn sent(header: &str) -> impl Iterator<Item = &str> {
    header.split(';').filter_map(|pair| pair.trim().strip_prefix(NAME)?.strip_prefix('='))
}
