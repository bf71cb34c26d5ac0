//! The flags of `ciente serve`, made from the table of settings.

use super::keys::{KEYS, Key, Kind};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, error::Error};
use std::collections::BTreeMap;

/// The settings that were given as flags, by key, as typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flags(pub(super) BTreeMap<&'static str, Vec<String>>);

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = KEYS.iter().filter(|key| key.flag().is_some()).filter_map(|key| {
            let values: Vec<String> = matches.get_many(key.name)?.cloned().collect();
            Some((key.name, values))
        });
        Ok(Self(given.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.extend(Self::from_arg_matches(matches)?.0);
        Ok(())
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        command.args(KEYS.iter().filter_map(argument))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn argument(key: &'static Key) -> Option<Arg> {
    let help = match key.default {
        Some(default) if key.kind != Kind::Switch => format!("{} [default: {default}]", key.help),
        _ => key.help.to_owned(),
    };
    let argument = Arg::new(key.name).long(key.flag()?).value_name(key.value).help(help);
    Some(match key.kind {
        Kind::List => argument.action(ArgAction::Append),
        // `--allow-anonymous`, and `--allow-anonymous=false` against a file.
        Kind::Switch => argument.num_args(0..=1).require_equals(true).default_missing_value("true"),
        Kind::Text | Kind::Secret => argument,
    })
}
