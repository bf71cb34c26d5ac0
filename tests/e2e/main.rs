//! The end-to-end suite: one file a promise. `cargo xtask test e2e` runs it; `tests/README.md` says what is where.

mod accessibility;
mod backends;
mod bad_notice;
mod changes;
mod chat;
mod delivery;
mod dialog;
mod documented;
mod faults;
mod host_page;
mod hosts;
mod journey;
mod kill;
mod language;
mod lookup;
mod modes;
mod operators;
mod policy;
mod reading;
mod record;
mod scene;
mod storage;
mod tabs;
mod two_stages;
mod users;
mod without_wasm;
