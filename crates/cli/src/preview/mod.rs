//! `ciente preview`: the receiver with a chat page that embeds the widget, for whoever wants to see it work.

mod host;
mod page;
mod workbench;

use crate::{
    args::{BuildArgs, PreviewArgs},
    build::{self, BuildError},
    failure::{Coded, SYSTEM},
    output,
    serve::{self, ServeError},
};
use ciente_receiver::{Clock, Receiver, ReceiverConfig};
use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};
use tempfile::TempDir;

/// Why there is no preview.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PreviewError {
    /// The source did not build; what is wrong was printed.
    #[error("the notice was not built; mend what is listed above")]
    Sources,
    /// The source could not be built at all.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The receiver does not run.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The widget is not there.
    #[error("no widget in {}: `cargo xtask build` makes it in dist/, and a release has it in its npm package; --assets names its folder", path.display())]
    NoWidget {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// No notice to show.
    #[error("no notice in {}: a notice is a folder with a manifest.json, as `ciente build` writes it", path.display())]
    NoNotice {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Anything of the operating system.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Coded for PreviewError {
    fn code(&self) -> &'static str {
        match self {
            Self::Sources => "source-invalid",
            Self::Build(error) => error.code(),
            Self::Serve(error) => error.code(),
            Self::NoWidget { .. } => "assets-missing",
            Self::NoNotice { .. } => "notices-empty",
            Self::Io(_) => SYSTEM,
        }
    }
}

/// Builds the source if one is given, and serves until it is asked to stop.
pub(crate) fn run(args: &PreviewArgs) -> Result<ExitCode, PreviewError> {
    // The preview warns of nothing that it asks for itself.
    let _log = serve::log("warn,ciente_receiver::receiver=error", false);
    let scratch = TempDir::with_prefix("ciente-preview-")?;
    let assets = args.assets.clone().unwrap_or_else(|| PathBuf::from("dist"));
    if !assets.join("ciente.js").is_file() {
        return Err(PreviewError::NoWidget { path: assets });
    }
    let notices = notices(args, scratch.path())?;
    let ids = ids(&notices)?;
    let data = args.data.clone().unwrap_or_else(|| scratch.path().join("acknowledgements.sqlite"));
    let config = ReceiverConfig {
        assets: Some(assets),
        allow_anonymous: true,
        ..ReceiverConfig::new(notices, data, Clock::system())
    };
    let receiver = Receiver::open(config).map_err(ServeError::from)?;
    let mut router = workbench::router(&receiver, ids);
    if args.listen.ip().is_loopback() {
        router = router.layer(axum::middleware::from_fn(host::own));
    }
    serve::block_on(serve::listen(&receiver, router, args.listen, |url| welcome(url, args.open)))?;
    Ok(ExitCode::SUCCESS)
}

fn notices(args: &PreviewArgs, scratch: &Path) -> Result<PathBuf, PreviewError> {
    if let Some(notices) = &args.notices {
        return Ok(notices.clone());
    }
    let out = scratch.join("notices");
    let build = BuildArgs {
        sources: args.sources.clone(),
        out: out.clone(),
        locale: args.locale.clone(),
        id: None,
        version_label: None,
        stylesheet: output::STYLESHEET.to_owned(),
        inline_stylesheet: None,
        strict: false,
        quiet: true,
        watch: false,
        format: crate::report::Format::Text,
    };
    if build::run(&build)? == ExitCode::SUCCESS { Ok(out) } else { Err(PreviewError::Sources) }
}

/// The notices that there are, by name; at least one.
fn ids(notices: &Path) -> Result<Vec<String>, PreviewError> {
    let none = || PreviewError::NoNotice { path: notices.to_owned() };
    let folders = fs::read_dir(notices).map_err(|_| none())?.filter_map(Result::ok);
    let named = folders.filter(|folder| folder.path().join("manifest.json").is_file());
    let mut ids: Vec<String> = named.filter_map(|folder| folder.file_name().into_string().ok()).collect();
    ids.sort();
    if ids.is_empty() { Err(none()) } else { Ok(ids) }
}

fn welcome(url: &str, open: bool) {
    eprintln!(
        "\n  A chat page with the notice in it: {url}\n\n  \
         Log in with any name: the notice appears. Acknowledge, and the record shows beside the chat.\n  \
         Log in again with that name: not asked, and no WebAssembly is loaded. Another name: asked.\n  \
         Stop this program with the notice open and acknowledge: it is saved on the device.\n  \
         Start it again: the page sends it and says so.\n\n  \
         Ctrl+C stops.\n"
    );
    if open && let Err(error) = open::that_detached(url) {
        eprintln!("  No browser could be opened from here ({error}).\n");
    }
}
