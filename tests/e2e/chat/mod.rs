//! The notice inside real chat clients, by the code that `docs/chat-clients.md` shows.

mod converse;
mod decline;
mod login;
mod network;
mod panel;
mod room;
mod tencent;
mod vue;
