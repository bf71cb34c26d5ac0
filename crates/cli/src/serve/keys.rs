//! Every setting of `ciente serve`, once: its key in the configuration file, from which follow its variable and its flag.

/// How every variable begins.
pub(super) const PREFIX: &str = "CIENTE_";

/// The variable that names the configuration file, as `--config` does.
pub(super) const CONFIG: &str = "CIENTE_CONFIG";

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Several texts; the flag may be repeated.
    List,
    Switch,
    /// Never printed, and no flag: a command line can be read by everybody on the machine.
    Secret,
}

/// One setting.
#[derive(Debug)]
pub(super) struct Key {
    /// Its key, tables with a dot.
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) default: Option<&'static str>,
    /// What stands for its value in the help.
    pub(super) value: &'static str,
    pub(super) help: &'static str,
}

impl Key {
    /// `--admin-listen`; none for a secret.
    pub(super) fn flag(&self) -> Option<String> {
        // The list is written one by one.
        let name = if self.name == "allow_origins" { "allow_origin" } else { self.name };
        (self.kind != Kind::Secret).then(|| name.replace(['.', '_'], "-"))
    }

    /// `CIENTE_ADMIN_LISTEN`.
    pub(super) fn variable(&self) -> String {
        format!("{PREFIX}{}", self.name.replace('.', "_").to_ascii_uppercase())
    }
}

const fn key(
    name: &'static str,
    kind: Kind,
    default: Option<&'static str>,
    value: &'static str,
    help: &'static str,
) -> Key {
    Key { name, kind, default, value, help }
}

use Kind::{List, Secret, Switch, Text};

/// All of them, in the order of the printed configuration.
pub(super) const KEYS: &[Key] = &[
    key(
        "listen",
        Text,
        Some("127.0.0.1:8080"),
        "ADDRESS",
        "Address to listen on; port 0 picks a free one. The first line on standard output is the address",
    ),
    key("notices", Text, None, "DIR", "Folder that `ciente build` wrote; also served under /notices/"),
    key(
        "data",
        Text,
        None,
        "FILE-OR-URL",
        "SQLite file to keep acknowledgements in, made when it is not there; or a postgres:// URL",
    ),
    key(
        "log_key",
        Text,
        None,
        "FILE",
        "File with the log's private key, made when it is not there [default for a SQLite file: FILE.log-key]",
    ),
    key(
        "keep",
        List,
        None,
        "PERIOD",
        "How long acknowledgements are kept, such as P5Y; TENANT=P5Y for one tenant's; may be repeated [default: for ever]",
    ),
    key("assets", Text, None, "DIR", "Folder of the widget, served under /assets/"),
    key(
        "allow_origins",
        List,
        None,
        "ORIGIN",
        "Origin whose pages may send acknowledgements, such as https://chat.example; TENANT=ORIGIN for one tenant's; \
         may be repeated",
    ),
    key(
        "allow_anonymous",
        Switch,
        Some("false"),
        "BOOLEAN",
        "Believe tenant and subject as clients state them: whoever can reach the receiver can acknowledge in any name",
    ),
    key(
        "log_format",
        Text,
        Some("text"),
        "FORMAT",
        "Log as text or as json, to standard error; RUST_LOG says how much",
    ),
    key(
        "admin.listen",
        Text,
        None,
        "ADDRESS",
        "Second address, for operators only and never for the Internet, such as 127.0.0.1:9090: /metrics, /healthz and \
         /readyz, and with admin.token_file the pages under /admin [default: none, nothing of this is served]",
    ),
    key(
        "admin.token",
        Secret,
        None,
        "",
        "What opens the pages under /admin on the address of admin.listen, at least 32 characters [default: none, there are no pages]",
    ),
    key(
        "admin.token_file",
        Text,
        None,
        "FILE",
        "File with the token that opens the pages under /admin on the address of admin.listen, such as \
         /etc/ciente/admin.token: at least 32 characters, `openssl rand -hex 32` makes one; a line end at its end does not \
         count [default: none, there are no pages]",
    ),
    key(
        "identity.jwks",
        Text,
        None,
        "FILE-OR-URL",
        "JWK Set with the keys of bearer tokens: a file, or an https: URL that is fetched again as keys change",
    ),
    key(
        "identity.secret",
        Secret,
        None,
        "",
        "Secret of bearer tokens that are signed with HS256, at least 32 bytes [default: none]",
    ),
    key(
        "identity.secret_file",
        Text,
        None,
        "FILE",
        "File with the secret of bearer tokens that are signed with HS256, such as /etc/ciente/identity.secret: at least 32 \
         bytes; a line end at its end does not count [default: none, see identity.jwks]",
    ),
    key("identity.issuers", List, None, "ISSUER", "Issuer whose tokens are taken (iss); may be repeated"),
    key("identity.audiences", List, None, "AUDIENCE", "Whom tokens must be meant for (aud); may be repeated"),
    key(
        "identity.leeway",
        Text,
        Some("60s"),
        "DURATION",
        "How far clocks may be apart when a token's times are checked, at most 1h",
    ),
    key(
        "identity.subject_claim",
        Text,
        Some("sub"),
        "CLAIM",
        "Claim that names the user; a JSON Pointer if it begins with /",
    ),
    key("identity.tenant_claim", Text, Some("tenant"), "CLAIM", "Claim that names the tenant, likewise"),
    key("identity.tenant", Text, None, "TENANT", "Tenant of tokens that name none"),
    key(
        "identity.refetch",
        Text,
        Some("10s"),
        "DURATION",
        "Pause before keys are read again for a token with an unknown key, at least 1s",
    ),
    key(
        "limits.subject",
        Text,
        None,
        "RATE",
        "Requests of one subject, such as 60/m, or off [default: 60/m for subjects that a token proves]",
    ),
    key(
        "limits.address",
        Text,
        None,
        "RATE",
        "Requests from one network address [default: 600/m for all but this machine's own]",
    ),
    key(
        "limits.proxies",
        List,
        None,
        "NETWORK",
        "Proxy whose X-Forwarded-For is believed: an address, or a network such as 10.0.0.0/8; may be repeated",
    ),
    key("limits.head_timeout", Text, Some("30s"), "DURATION", "How long a request's head may take"),
    key("limits.body_timeout", Text, Some("10s"), "DURATION", "How long a request's body may take"),
    key("limits.write_timeout", Text, Some("30s"), "DURATION", "How long a client may refuse to take its answer"),
    key("limits.head_bytes", Text, Some("32768"), "BYTES", "How long a request's head may be"),
    key("limits.connections", Text, Some("10000"), "NUMBER", "How many connections are served at once"),
    key("limits.drain", Text, Some("10s"), "DURATION", "How long requests may take to end when the receiver stops"),
    key(
        "webhook.url",
        Text,
        None,
        "URL",
        "Where each new record is told, such as https://chat.example/hooks/ciente [default: nowhere]",
    ),
    key(
        "webhook.secret",
        Secret,
        None,
        "",
        "What events of the webhook are signed with: whsec_ and base64, or a text of at least 24 bytes [default: none]",
    ),
    key(
        "webhook.secret_file",
        Text,
        None,
        "FILE",
        "File with the secret that events of the webhook are signed with, such as /etc/ciente/webhook.secret: whsec_ and \
         base64, or a text of at least 24 bytes; a line end at its end does not count [default: none; webhook.url needs one]",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_setting_has_a_flag_and_a_variable_of_its_own() {
        let variables: HashSet<_> = KEYS.iter().map(Key::variable).collect();
        assert_eq!(variables.len(), KEYS.len());
        let flags: Vec<_> = KEYS.iter().filter_map(Key::flag).collect();
        assert_eq!(flags.iter().collect::<HashSet<_>>().len(), flags.len());
        assert!(flags.contains(&"allow-origin".to_owned()) && flags.contains(&"admin-listen".to_owned()));
    }

    /// Addresses and files without a default are the ones that nobody can guess: their help says what, where and instead of
    /// what.
    #[test]
    fn the_help_of_an_address_or_a_secrets_file_has_an_example_and_what_holds_without_it() {
        let asked = |key: &&Key| key.name.ends_with("_file") || key.name == "admin.listen" || key.name == "webhook.url";
        let keys: Vec<_> = KEYS.iter().filter(asked).collect();
        assert_eq!(keys.len(), 5);
        for Key { name, help, .. } in keys {
            assert!(
                help.contains(", such as ") && help.contains("[default: ") && !help.contains(" that holds it"),
                "{name}: {help}"
            );
        }
    }

    /// The files for systemd and containers name settings as they are now.
    #[test]
    fn every_setting_that_the_files_for_deployment_name_is_one() {
        let files = [
            include_str!("../../../receiver/deploy/README.md"),
            include_str!("../../../receiver/deploy/Containerfile"),
            include_str!("../../../receiver/deploy/compose.yaml"),
            include_str!("../../../receiver/deploy/ciente.service"),
        ];
        let (variables, flags): (HashSet<_>, HashSet<_>) =
            (KEYS.iter().map(Key::variable).collect(), KEYS.iter().filter_map(Key::flag).collect());
        let is_part = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let mut seen = 0;
        for word in files.iter().flat_map(|text| text.split(is_part)).filter(|word| word.starts_with("CIENTE_")) {
            assert!(variables.contains(word), "{word} is no setting");
            seen += 1;
        }
        let serve = files.iter().flat_map(|text| text.lines()).filter(|line| line.contains("ciente serve "));
        for word in serve.flat_map(str::split_whitespace).filter_map(|word| word.strip_prefix("--")) {
            assert!(word == "config" || flags.contains(word), "--{word} is no flag");
            seen += 1;
        }
        assert!(seen >= 10, "{seen}");
    }
}
