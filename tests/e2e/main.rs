//! The end-to-end suite: one file a promise. `cargo xtask test e2e` runs it; `tests/README.md` says what is where.

/// Leaves the test out where the engine cannot do what it needs, and says so.
macro_rules! needs {
    ($capability:ident) => {
        if ciente_e2e::engine::lacks(ciente_e2e::engine::Capability::$capability)? {
            return Ok(());
        }
    };
}

mod accessibility;
mod adaptation;
mod backends;
mod bad_notice;
mod changes;
mod chat;
mod delivery;
mod dialog;
mod documented;
mod engines;
mod faults;
mod host_page;
mod host_scripts;
mod hosts;
mod journey;
mod kill;
mod language;
mod lookup;
mod modes;
mod operators;
mod panel;
mod policy;
mod reading;
mod record;
mod scene;
mod sent_with_page;
mod soak;
mod storage;
mod tables;
mod tabs;
mod touch;
mod two_stages;
mod users;
mod windows;
mod without_wasm;
mod workbench;
