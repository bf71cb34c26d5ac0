//! English.

use super::Strings;

pub(super) static STRINGS: Strings = Strings {
    locale: "en",
    acknowledge: "I have read this",
    decline: "Not now, sign out",
    dismiss: "Close",
    version: "Version",
    effective_from: "in force since {}",
    data_uses: "Which data is used, what for, and on which legal basis",
    retention: "How long each kind of data is kept",
    while_used: "While you use it",
    while_used_then: "While you use it, then {}",
    unspecified: "No fixed period",
    saving: "Saving…",
    sending: "Sending…",
    recorded: "Recorded: you have read this notice.",
    pending: "Saved on this device. It will be sent as soon as the server can be reached.",
    pending_in_memory: "Not sent yet, and this browser does not let us save it. Keep this page open until it is sent.",
    failed: "Not recorded. Please try again.",
    rejected: "The server refused to record this. The chat’s support can help.",
    reloading: "This notice has changed. Loading the current version…",
    replaced: "The notice changed while you were reading. This is the current version.",
};
