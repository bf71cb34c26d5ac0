//! Where the database is, and how it is reached: a URL as libpq reads it, and TLS where that asks for it.

use super::session::CONNECT;
use percent_encoding::percent_decode_str;
use rustls::{
    ClientConfig,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use rustls_platform_verifier::Verifier;
use std::{
    env,
    error::Error as _,
    net::IpAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

/// A server that can be connected to.
#[derive(Clone)]
pub(super) struct Server {
    config: Config,
    /// Where the URL asks for it. Else the connection is in clear.
    pub(super) tls: Option<MakeRustlsConnect>,
    /// The one of its hosts that took the last connection.
    last: Arc<AtomicUsize>,
}

impl Server {
    /// Reads a URL, and sets what makes a dead peer known within seconds. With `sslmode=require` the server's certificate must be
    /// one that this machine trusts, for the name in the URL, or of an authority in the file `sslrootcert`; libpq's `verify-ca`
    /// and `verify-full` mean the same here.
    ///
    /// A password that does not stand in the URL is that of the environment, as for libpq: a command line can be read by everybody
    /// on the machine.
    pub(super) fn read(url: &str) -> Result<Self, String> {
        Self::read_with(url, env::var("PGPASSWORD").ok())
    }

    fn read_with(url: &str, password: Option<String>) -> Result<Self, String> {
        let (url, roots) = split(url);
        let mut config: Config = url.parse().map_err(|error: tokio_postgres::Error| {
            let which = error.source().map(|source| format!(": {source}")).unwrap_or_default();
            format!("{error}{which}")
        })?;
        if let (None, Some(password)) = (config.get_password(), password) {
            config.password(password);
        }
        config.connect_timeout(CONNECT).keepalives(true).keepalives_idle(Duration::from_secs(2));
        config
            .keepalives_interval(Duration::from_secs(1))
            .keepalives_retries(3)
            .tcp_user_timeout(Duration::from_secs(5));
        config.application_name("ciente");
        let tls = match (config.get_ssl_mode(), roots) {
            (SslMode::Require, roots) => Some(encrypting(roots)?),
            (_, Some(_)) => return Err("sslrootcert is for sslmode=require, and that is not set".into()),
            _ => None,
        };
        Ok(Self { config, tls, last: Arc::default() })
    }

    /// Its hosts, each by itself and with its number, the one that took the last connection first: one that accepts and is silent
    /// must not use up the time of all.
    pub(super) fn hosts(&self) -> Vec<(usize, Config)> {
        let count = self.config.get_hosts().len().max(self.config.get_hostaddrs().len()).max(1);
        let first = self.last.load(Relaxed) % count;
        (0..count).map(|nth| (first + nth) % count).map(|nth| (nth, alone(&self.config, nth))).collect()
    }

    /// Remembers which of them took a connection.
    pub(super) fn took(&self, host: usize) {
        self.last.store(host, Relaxed);
    }

    /// Whether what is sent can be read on the way to another machine.
    pub(super) fn is_in_clear(&self) -> bool {
        let is_elsewhere = |host: &Host| match host {
            Host::Tcp(name) => name != "localhost" && !name.parse().is_ok_and(|address: IpAddr| address.is_loopback()),
            #[cfg(unix)]
            Host::Unix(_) => false,
        };
        let (hosts, addresses) = (self.config.get_hosts(), self.config.get_hostaddrs());
        let is_reached_elsewhere = if addresses.is_empty() {
            hosts.iter().any(is_elsewhere)
        } else {
            !addresses.iter().all(IpAddr::is_loopback)
        };
        self.tls.is_none() && is_reached_elsewhere
    }
}

/// The same with one of its hosts alone.
fn alone(config: &Config, nth: usize) -> Config {
    let mut one = Config::new();
    config.get_user().map(|user| one.user(user));
    config.get_password().map(|password| one.password(password));
    config.get_dbname().map(|name| one.dbname(name));
    config.get_options().map(|options| one.options(options));
    config.get_application_name().map(|name| one.application_name(name));
    config.get_connect_timeout().map(|time| one.connect_timeout(*time));
    config.get_tcp_user_timeout().map(|time| one.tcp_user_timeout(*time));
    config.get_keepalives_interval().map(|time| one.keepalives_interval(time));
    config.get_keepalives_retries().map(|count| one.keepalives_retries(count));
    one.keepalives(config.get_keepalives()).keepalives_idle(config.get_keepalives_idle());
    one.ssl_mode(config.get_ssl_mode()).ssl_negotiation(config.get_ssl_negotiation());
    one.target_session_attrs(config.get_target_session_attrs()).channel_binding(config.get_channel_binding());
    match config.get_hosts().get(nth) {
        Some(Host::Tcp(name)) => drop(one.host(name)),
        #[cfg(unix)]
        Some(Host::Unix(folder)) => drop(one.host_path(folder)),
        None => {}
    }
    config.get_hostaddrs().get(nth).map(|address| one.hostaddr(*address));
    let ports = config.get_ports();
    ports.get(nth).or(ports.first()).map(|port| one.port(*port));
    one
}

/// What `tokio-postgres` does not read of libpq's parameters, taken out of a URL: the file with authorities.
fn split(url: &str) -> (String, Option<PathBuf>) {
    // A password may hold a question mark.
    let user = url.rfind('@').unwrap_or_default();
    let Some(mark) = url[user..].find('?').map(|at| user + at) else { return (url.to_owned(), None) };
    let mut roots = None;
    let rest: Vec<_> = url[mark + 1..]
        .split('&')
        .filter_map(|pair| match pair.split_once('=') {
            Some(("sslrootcert", path)) => {
                roots = Some(PathBuf::from(percent_decode_str(path).decode_utf8_lossy().into_owned()));
                None
            }
            Some(("sslmode", "verify-ca" | "verify-full")) => Some("sslmode=require"),
            _ => Some(pair),
        })
        .collect();
    (format!("{}?{}", &url[..mark], rest.join("&")), roots)
}

fn encrypting(roots: Option<PathBuf>) -> Result<MakeRustlsConnect, String> {
    let read = |path: PathBuf| {
        let told = |error: &dyn std::fmt::Display| format!("sslrootcert {}: {error}", path.display());
        let all = CertificateDer::pem_file_iter(&path).map_err(|error| told(&error))?;
        let all: Vec<_> = all.collect::<Result<_, _>>().map_err(|error| told(&error))?;
        if all.is_empty() { Err(told(&"there is no certificate in it")) } else { Ok(all) }
    };
    let roots = roots.map(read).transpose()?.unwrap_or_default();
    let provider = Arc::new(ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider)).map_err(|error| error.to_string())?;
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|error| error.to_string())?;
    // The name is for one that checks nothing; this one asks the operating system.
    let config = config.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libpqs_words_are_understood() {
        for (url, rest, roots) in [
            ("postgres://u@db/x", "postgres://u@db/x", None),
            ("postgres://u:p?s@db/x?sslmode=verify-full", "postgres://u:p?s@db/x?sslmode=require", None),
            (
                "postgres://db/x?sslrootcert=/a%20b.pem&sslmode=require",
                "postgres://db/x?sslmode=require",
                Some("/a b.pem"),
            ),
        ] {
            assert_eq!(split(url), (rest.to_owned(), roots.map(PathBuf::from)));
        }
        let fault = |url: &str| Server::read(url).err().unwrap_or_default();
        assert!(fault("postgres://db/x?sslmode=require&sslrootcert=/none.pem").starts_with("sslrootcert /none.pem: "));
        assert!(fault("postgres://db/x?sslrootcert=/none.pem").contains("sslmode=require"));
    }

    #[test]
    fn a_password_may_stand_in_the_environment() {
        let password = |url: &str, environment: Option<&str>| {
            let server = Server::read_with(url, environment.map(str::to_owned)).unwrap();
            server.config.get_password().map(|password| String::from_utf8_lossy(password).into_owned())
        };
        assert_eq!(password("postgres://u@db/x", Some("s3cret")).as_deref(), Some("s3cret"));
        assert_eq!(password("postgres://u:own@db/x", Some("s3cret")).as_deref(), Some("own"));
        assert_eq!(password("postgres://u@db/x", None), None);
    }

    #[test]
    fn what_leaves_the_machine_in_clear_is_known() {
        for (url, is_in_clear) in [
            ("postgres://db/x", true),
            ("postgres://10.0.0.7/x", true),
            ("postgres://db/x?sslmode=require", false),
            ("postgres://localhost/x", false),
            ("postgres://localhost/x?hostaddr=10.0.0.7", true),
            ("postgres://db/x?hostaddr=127.0.0.1", false),
            ("postgres://127.0.0.1/x", false),
            ("postgres:///x?host=/run/postgresql", false),
        ] {
            assert_eq!(Server::read(url).unwrap().is_in_clear(), is_in_clear, "{url}");
        }
    }
}
