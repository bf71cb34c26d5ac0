//! What the end-to-end tests drive: a browser, a receiver process, a host page of their own. No test stands here.

mod app;
pub mod backends;
pub mod big;
pub mod blocks;
pub mod browser;
pub mod database;
mod driver;
pub mod engine;
mod fault;
pub mod host;
pub mod page;
pub mod programs;
pub mod prosody;
pub mod receiver;
pub mod serve;
pub mod soak;
pub mod tokens;
