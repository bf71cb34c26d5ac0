//! Who is measured: what each adds to the same host page, as its documentation says, and where its notice is found.

/// Something that shows a notice at a first visit, and not again.
pub(crate) struct Contestant {
    /// What it is called.
    pub(crate) name: &'static str,
    /// Its npm package, which says its version; ours is in the repository.
    pub(crate) package: Option<&'static str>,
    /// What stands in the page's `head`.
    pub(crate) head: &'static str,
    /// What stands at the end of its `body`.
    pub(crate) body: &'static str,
    /// The same for a user who is back, where the host's server knows that.
    pub(crate) body_back: Option<&'static str>,
    /// The first sentences that say what is done with data: selectors, each within the shadow root of the one before.
    pub(crate) text: &'static [&'static str],
    /// The button that agrees with all.
    pub(crate) button: &'static [&'static str],
    /// What is served: under which path, and where it is from.
    pub(crate) files: &'static [(&'static str, Source)],
}

/// Where a file, or a folder of files, is.
#[derive(Clone, Copy)]
pub(crate) enum Source {
    /// In the npm packages.
    Npm(&'static str),
    /// In `pages/`.
    Page(&'static str),
    /// Made by the bundler of what is in `pages/`.
    Bundle(&'static str),
    /// The widget, as it is built.
    Widget,
    /// The notices, as they are built.
    Notices,
}

use Source::{Bundle, Notices, Npm, Page, Widget};

const CIENTE_FILES: &[(&str, Source)] = &[("/assets", Widget), ("/notices", Notices)];
const CIENTE_TEXT: &[&str] = &["ciente-notice", "[part=summary] .why"];
const CIENTE_BUTTON: &[&str] = &["ciente-notice", "[part=acknowledge]"];
/// As docs/embed.md has it.
const CIENTE_HEAD: &str = r#"<link rel="modulepreload" href="/assets/ciente.js">
    <link rel="preload" as="fetch" crossorigin href="/notices/im/manifest.json">
    <script type="module" src="/assets/ciente.js"></script>"#;
const CIENTE_BODY: &str = r#"<ciente-notice notice="/notices/im" endpoint="/v1/acknowledgements" tenant="1400000000" subject="@subject@"></ciente-notice>"#;

/// All of them, in the order of the table.
pub(crate) const ALL: &[Contestant] = &[
    Contestant {
        name: "Ciente",
        package: None,
        head: CIENTE_HEAD,
        body: CIENTE_BODY,
        body_back: None,
        text: CIENTE_TEXT,
        button: CIENTE_BUTTON,
        files: CIENTE_FILES,
    },
    Contestant {
        name: "Ciente, sent with the page",
        package: None,
        head: CIENTE_HEAD,
        // As docs/what-users-see.md has it: only to whom would be asked.
        body: r#"<ciente-notice notice="/notices/im" endpoint="/v1/acknowledgements" tenant="1400000000" subject="@subject@">@sent@</ciente-notice>"#,
        body_back: Some(CIENTE_BODY),
        text: CIENTE_TEXT,
        button: CIENTE_BUTTON,
        files: CIENTE_FILES,
    },
    Contestant {
        name: "vanilla-cookieconsent",
        package: Some("vanilla-cookieconsent"),
        head: r#"<link rel="stylesheet" href="/cookieconsent.css">
    <script defer src="/cookieconsent.umd.js"></script>
    <script defer src="/cookieconsent-config.js"></script>"#,
        body: "",
        body_back: None,
        text: &["#cc-main .cm__desc"],
        button: &["#cc-main .cm [data-role=all]"],
        files: &[
            ("/cookieconsent.css", Npm("vanilla-cookieconsent/dist/cookieconsent.css")),
            ("/cookieconsent.umd.js", Npm("vanilla-cookieconsent/dist/cookieconsent.umd.js")),
            ("/cookieconsent-config.js", Page("vanilla-cookieconsent.js")),
        ],
    },
    Contestant {
        name: "klaro",
        package: Some("klaro"),
        head: r#"<script defer src="/config.js"></script>
    <script defer src="/klaro.js"></script>"#,
        body: "",
        body_back: None,
        text: &[".klaro .cookie-notice p"],
        button: &[".klaro .cookie-notice .cm-btn-success"],
        files: &[("/config.js", Page("klaro.js")), ("/klaro.js", Npm("klaro/dist/klaro.js"))],
    },
    Contestant {
        name: "cookieconsent (Osano)",
        package: Some("cookieconsent"),
        head: r#"<link rel="stylesheet" href="/cookieconsent.min.css">
    <script defer src="/cookieconsent.min.js"></script>
    <script defer src="/start.js"></script>"#,
        body: "",
        body_back: None,
        text: &[".cc-window .cc-message"],
        button: &[".cc-window .cc-allow"],
        files: &[
            ("/cookieconsent.min.css", Npm("cookieconsent/build/cookieconsent.min.css")),
            ("/cookieconsent.min.js", Npm("cookieconsent/build/cookieconsent.min.js")),
            ("/start.js", Page("cookieconsent.js")),
        ],
    },
    Contestant {
        name: "c15t, the host's own banner",
        package: Some("c15t"),
        head: r#"<script type="module" src="/c15t.js"></script>
    <style>#consent-banner { display: none; position: fixed; inset: auto 1rem 1rem; padding: 1rem; background: #fff; border: 1px solid }</style>"#,
        body: r#"<div id="consent-banner">
      <p>We use log data to analyse performance, monitoring data to analyse network quality, and configuration data to provide the chat.</p>
      <button id="reject">Reject</button> <button id="accept-all">Accept all</button>
    </div>"#,
        body_back: None,
        text: &["#consent-banner p"],
        button: &["#accept-all"],
        files: &[("/c15t.js", Bundle("c15t.js"))],
    },
    Contestant {
        name: "c15t with React",
        package: Some("@c15t/react"),
        head: r#"<link rel="stylesheet" href="/c15t-react.css">
    <script type="module" src="/c15t-react.js"></script>"#,
        body: r#"<div id="consent"></div>"#,
        body_back: None,
        text: &["[data-testid=consent-banner-description]"],
        button: &["[data-testid=consent-banner-accept-button]"],
        files: &[("/c15t-react.css", Bundle("c15t-react.css")), ("/c15t-react.js", Bundle("c15t-react.js"))],
    },
];
