//! Acknowledgements in PostgreSQL 15 or later, for several receivers at once.
//!
//! The connections live on a runtime of their own, so that a store opens wherever it is asked for.

mod erase;
mod fault;
mod log;
mod retention;
mod rows;
mod schema;
mod sequencer;
mod server;
mod session;
#[cfg(test)]
mod tests;
mod webhook;
mod writer;

use super::{
    Answer, Archived, Covered, DataError, Entry, Figures, Kept, Latest, Outcome, Store, StoreError, Tells, Told,
    Tombstone, Tuning, Untold,
};
use crate::{Clock, ambient::wait::wait, retention::keep::Expiry, transparency::key::KeySource};
use ciente_evidence::{Coordinate, Hash};
use ciente_notice::{Digest, Identity, Receipt};
use erase::Reclaiming;
use fault::fault;
use sequencer::Sequencer;
use server::Server;
use session::{CONNECT, Client, Readers};
use std::{collections::HashMap, pin::Pin, time::Duration};
use tokio::{
    runtime::{Builder, Runtime},
    time::timeout,
};
use webhook::Teller;
use writer::Writer;

/// The store in a database.
pub(crate) struct PostgresStore {
    writer: Option<Writer>,
    readers: Readers,
    teller: Teller,
    reclaiming: Reclaiming,
    server: Server,
    runtime: Option<Runtime>,
}

/// How long a question may take that looks through all of one tenant.
const COVERAGE: &str = "SET statement_timeout = '55s'";

/// How long the size of the log is waited for by whoever asks for figures.
const SIZE: Duration = Duration::from_secs(1);

impl PostgresStore {
    /// Connects, makes the tables where there are none, and finds or begins the log.
    pub(crate) fn open(url: &str, tuning: Tuning, key: &KeySource, clock: &Clock) -> Result<Self, DataError> {
        Self::start(url, tuning, Some((key, clock)))
    }

    /// For everything but recording: without the log's key. The tables must be there.
    pub(crate) fn open_without_key(url: &str, tuning: Tuning) -> Result<Self, DataError> {
        Self::start(url, tuning, None)
    }

    fn start(url: &str, tuning: Tuning, key: Option<(&KeySource, &Clock)>) -> Result<Self, DataError> {
        let data = crate::shown_url(url);
        let failed = |source| DataError::Store { data: data.clone(), source };
        let unusable = |error: &dyn std::fmt::Display| failed(StoreError::Unavailable(error.to_string()));
        let server = Server::read(url).map_err(|error| unusable(&error))?;
        if key.is_some() && server.is_in_clear() {
            tracing::warn!(
                "the connection to PostgreSQL is not encrypted, and the database is on another machine; sslmode=require in the URL does that"
            );
        }
        let runtime = Builder::new_multi_thread().worker_threads(2).thread_name("ciente-postgres").enable_all().build();
        let runtime = runtime.map_err(|error| unusable(&error))?;
        let on = runtime.handle().clone();
        let opening = async {
            let client = session::connect(&server, &on).await.map_err(failed)?;
            if key.is_none()
                && rows::text(&client, "SELECT to_regclass('ciente_schema')::text").await.map_err(failed)?.is_none()
            {
                return Err(failed(StoreError::Fault("there are no acknowledgements in this database".into())));
            }
            if key.is_some() {
                // Only where something is to be recorded: what is in another database already can be taken out of it, and erased.
                schema::check_encoding(&client).await.map_err(failed)?;
            }
            let found = schema::ensure(&client).await.map_err(failed)?;
            if found != schema::VERSION {
                let known = i64::from(schema::VERSION);
                return Err(DataError::Newer { path: data.clone().into(), found: i64::from(found), known });
            }
            let Some((key, clock)) = key else { return Ok(None) };
            let reads_only =
                "SELECT 'yes' WHERE pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'";
            if rows::text(&client, reads_only).await.map_err(failed)?.is_some() {
                return Err(failed(StoreError::Unavailable("this server is a standby, or read-only".into())));
            }
            schema::make_months(&client, clock).await;
            sequencer::open(server.clone(), on.clone(), &client, key, clock.clone()).await.map(Some)
        };
        let sequencer: Result<Option<Sequencer>, DataError> = wait(opening).map_err(|error| unusable(&error)).flatten();
        let sequencer = match sequencer {
            Ok(sequencer) => sequencer,
            Err(error) => {
                runtime.shutdown_background();
                return Err(error);
            }
        };
        let writer = sequencer.map(|sequencer| Writer::start(sequencer, &on, &tuning));
        let readers = Readers::new(server.clone(), on, tuning.readers);
        Ok(Self {
            writer,
            readers,
            teller: Teller::default(),
            reclaiming: Reclaiming::default(),
            server,
            runtime: Some(runtime),
        })
    }

    /// A session for what takes long: on one that is shared, all that is read would queue behind it.
    async fn alone(&self) -> Result<Client, StoreError> {
        let runtime = self.runtime.as_ref().ok_or_else(StoreError::closed)?;
        let client = session::connect(&self.server, runtime.handle()).await?;
        // To look through large tables takes longer than a question may.
        client.batch_execute("SET statement_timeout = 0").await.map_err(|error| fault(&error))?;
        Ok(client)
    }
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Not by dropping: that waits, and must not be done inside another runtime.
            runtime.shutdown_background();
        }
    }
}

impl Store for PostgresStore {
    fn record(&self, entry: Entry) -> Answer<'_, Outcome> {
        Box::pin(async {
            match &self.writer {
                Some(writer) => writer.line.record(entry).await,
                None => Err(StoreError::Unavailable("it was opened without the log's key".into())),
            }
        })
    }

    fn replay(&self, entry: Entry) -> Answer<'_, Option<Outcome>> {
        Box::pin(async move {
            let client = self.readers.get().await?;
            let found = rows::replay(&client, &entry).await?;
            if found.is_some() {
                sequencer::reach_standbys(&client, None).await.map_err(|error| fault(&error))?;
            }
            Ok(found)
        })
    }

    fn latest(&self, holder: Identity, notice: String, preferred: Vec<String>) -> Answer<'_, Option<Latest>> {
        Box::pin(async move { rows::latest(&*self.readers.get().await?, &holder, &notice, &preferred).await })
    }

    fn recent(&self, limit: usize) -> Answer<'_, Vec<Receipt>> {
        Box::pin(async move {
            let all = rows::all(&*self.readers.get().await?, None, 0, true, limit).await?;
            Ok(all.into_iter().map(|kept| kept.receipt).collect())
        })
    }

    fn kept(&self, whose: Option<Identity>, from: u64, limit: usize) -> Answer<'_, Vec<Kept>> {
        Box::pin(async move { rows::all(&*self.readers.get().await?, whose.as_ref(), from, false, limit).await })
    }

    fn astray(&self, from: u64, to: u64) -> Answer<'_, Vec<u64>> {
        Box::pin(async move { rows::astray(&*self.readers.get().await?, from, to).await })
    }

    fn doubled(&self, from: u64, to: u64) -> Answer<'_, Vec<u64>> {
        Box::pin(async move { rows::doubled(&*self.readers.get().await?, from, to).await })
    }

    fn unnumbered(&self) -> Answer<'_, u64> {
        Box::pin(async { rows::unnumbered(&*self.readers.get().await?).await })
    }

    fn surplus(&self) -> Answer<'_, u64> {
        // Every hash is looked at.
        Box::pin(async { log::surplus(&self.alone().await?).await })
    }

    fn verifier(&self) -> Answer<'_, String> {
        Box::pin(async {
            let key = log::verifier(&*self.readers.get().await?).await?;
            key.map(|key| key.to_string()).ok_or_else(|| StoreError::Fault("the log has no key".into()))
        })
    }

    fn checkpoint(&self) -> Answer<'_, String> {
        Box::pin(async {
            let sql = "SELECT note FROM log_checkpoints ORDER BY size DESC LIMIT 1";
            let note = rows::text(&*self.readers.get().await?, sql).await?;
            note.ok_or_else(|| StoreError::Fault("the log has no checkpoint".into()))
        })
    }

    fn nodes(&self, at: Vec<Coordinate>) -> Answer<'_, HashMap<Coordinate, Hash>> {
        Box::pin(async move { rows::nodes(&*self.readers.get().await?, &at).await })
    }

    fn archive(&self, texts: Vec<Archived>) -> Answer<'_, ()> {
        Box::pin(async move {
            let client = self.readers.get().await?;
            for Archived { digest, notice, version, locale, body, since } in &texts {
                let sql = "INSERT INTO published (digest, notice, version, locale, body, since)
                    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (digest) DO NOTHING";
                let digest = digest.to_string();
                let written = client.execute(sql, &[&digest, notice, version, locale, body, since]).await;
                written.map_err(|error| fault(&error))?;
            }
            Ok(())
        })
    }

    fn archived(&self, digest: Option<Digest>) -> Answer<'_, Vec<Archived>> {
        Box::pin(async move { rows::archived(&*self.readers.get().await?, digest).await })
    }

    fn erase(&self, holder: Identity, reason: String, at: String) -> Answer<'_, u64> {
        Box::pin(async move { erase::erase(&self.alone().await?, &holder, &reason, &at).await })
    }

    fn reclaim(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(self.reclaiming.run(self.alone()))
    }

    fn has_rules(&self) -> bool {
        true
    }

    fn agrees(&self) -> Answer<'_, ()> {
        Box::pin(async {
            let Some(writer) = &self.writer else { return Ok(()) };
            let sql = "SELECT extract(epoch FROM clock_timestamp())::float8";
            let row = self.readers.get().await?.query_one(sql, &[]).await.map_err(|error| fault(&error))?;
            sequencer::check_clock(writer.clock(), row.get(0))
        })
    }

    fn tidy(&self) -> Answer<'_, ()> {
        Box::pin(async {
            let Some(writer) = &self.writer else { return Ok(()) };
            schema::make_months(&*self.alone().await?, writer.clock()).await;
            Ok(())
        })
    }

    fn expire(&self, expiries: Vec<Expiry>, _: String) -> Answer<'_, u64> {
        Box::pin(async move { retention::expire(&self.alone().await?, expiries).await })
    }

    fn tombstones(&self) -> Answer<'_, Vec<Tombstone>> {
        Box::pin(async { rows::tombstones(&*self.readers.get().await?).await })
    }

    fn coverage(&self, tenant: String) -> Answer<'_, Vec<Covered>> {
        Box::pin(async move {
            let client = self.alone().await?;
            // A connection that is given up ends no question.
            client.batch_execute(COVERAGE).await.map_err(|error| fault(&error))?;
            rows::coverage(&client, &tenant).await
        })
    }

    fn begin_telling(&self) -> Answer<'_, ()> {
        Box::pin(async { webhook::begin(&*self.readers.get().await?).await })
    }

    fn tells(&self) -> Answer<'_, Tells> {
        Box::pin(async {
            let runtime = self.runtime.as_ref().ok_or_else(StoreError::closed)?;
            self.teller.tells(&self.server, runtime.handle()).await
        })
    }

    fn untold(&self) -> Answer<'_, Vec<Untold>> {
        Box::pin(async { webhook::untold(&*self.readers.get().await?).await })
    }

    fn take_to_tell(&self, limit: u64) -> Answer<'_, Vec<Untold>> {
        Box::pin(async move {
            let client = self.readers.get().await?;
            // Nearly always there is nothing, and that is learnt without a write.
            if webhook::ahead(&client).await? == 0 { Ok(Vec::new()) } else { webhook::take(&client, limit).await }
        })
    }

    fn ahead(&self) -> Answer<'_, u64> {
        Box::pin(async { webhook::ahead(&*self.readers.get().await?).await })
    }

    fn settle(&self, told: Vec<Told>) -> Answer<'_, ()> {
        Box::pin(async move { webhook::settle(&*self.readers.get().await?, &told).await })
    }

    fn figures(&self) -> Answer<'_, Figures> {
        Box::pin(async {
            let sql = "SELECT coalesce(max(size), 0) FROM log_checkpoints";
            let asked = async { self.readers.get().await?.query_one(sql, &[]).await.map_err(|error| fault(&error)) };
            // What this process has counted is told also where the database is away: that is when it is looked at.
            let size = timeout(SIZE, asked).await.ok().and_then(Result::ok);
            let figures = self.writer.as_ref().map(Writer::figures).unwrap_or_default();
            Ok(Figures { size: size.map(|row| row.get::<_, i64>(0).cast_unsigned()), ..figures })
        })
    }

    fn ping(&self) -> Answer<'_, ()> {
        Box::pin(async {
            let client = self.readers.get().await?;
            client.query_opt("SELECT 1 FROM log_identity", &[]).await.map_err(|error| fault(&error))?;
            let alive = self.writer.as_ref().is_none_or(|writer| writer.line.is_alive());
            if alive { Ok(()) } else { Err(StoreError::closed()) }
        })
    }

    fn accepts(&self) -> Answer<'_, ()> {
        Box::pin(async {
            self.ping().await?;
            let Some(writer) = &self.writer else { return Ok(()) };
            writer.line.accepts(writer.probe(&self.server, self.runtime.as_ref())).await
        })
    }

    fn close(&self) -> Answer<'_, ()> {
        Box::pin(async {
            let closed = match &self.writer {
                Some(writer) => writer.close().await,
                None => Ok(()),
            };
            // A database that does not answer must not keep the process.
            let others = async {
                self.teller.close().await;
                self.readers.close().await;
            };
            closed.and(
                timeout(CONNECT, others)
                    .await
                    .map_err(|_| StoreError::Unavailable("its connections did not close within 5 seconds".into())),
            )
        })
    }
}
