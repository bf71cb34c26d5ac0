//! English.

use crate::words::{Language, Unit};
use ciente_notice::Basis;

pub(super) const ENGLISH: Language = Language {
    spaced: true,
    numbers: &[
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("fifteen", 15),
        ("thirty", 30),
        ("sixty", 60),
        ("ninety", 90),
    ],
    units: &[
        ("day", Unit::Day),
        ("days", Unit::Day),
        ("calendar days", Unit::Day),
        ("week", Unit::Week),
        ("weeks", Unit::Week),
        ("month", Unit::Month),
        ("months", Unit::Month),
        ("calendar months", Unit::Month),
        ("year", Unit::Year),
        ("years", Unit::Year),
    ],
    fixed: &[
        "{}",
        "((this|such|the|these) (data|information|logs) (is|are|will be) |it is |they are |data is |)(stored|retained|kept|held) for (a period of |){}(,| and| and then|) ((is|are|will be|will then be|then|and then) |)(automatically |)deleted( automatically|)( (when|once|after) the retention period (expires|ends)|)",
        "((this|such|the|these) (data|information|logs) (is|are|will be) |it is |they are |data is |)(stored|retained|kept|held) for (a period of |){}",
        "we (will |)(retain|keep|store|hold) (this|such|the|these) (data|information|logs) for (a period of |){}",
        "((this|such|the|these) (data|information|logs) (is|are|will be) |it is |)(automatically |)deleted( automatically|) after {}",
        "(stored for |retained for |kept for |){} (from|after|since) ((the|its|their) |)((date|time|day|moment) of |)((the|its|their) |)(creation|collection|generation)",
    ],
    while_used: &[
        "we (will |)(retain|keep|store|hold) (this|such|the|these) (data|information) (for as long as|as long as|while) you (use|are using) (the|this|our) (feature|service|services|product)( or have (an|your) account|)",
        "we (will |)(retain|keep|store|hold) (this|such|the|these) (data|information) (for as long as|as long as|while) you (use|are using) (the|this|our) (feature|service|services|product). (when|once|after) your use of the (feature|service|services|product) (is terminated|ends|has ended)( or (when |)your account is deleted|), we will delete (this|such|the|these) (data|information)( (after|within) {}|)",
        "we (will |)(retain|keep|store|hold) (this|such|the|these) (data|information) (for as long as|as long as|while) you (use|are using) (the|this|our) (feature|service|services|product)(,|) and (will |)delete (it|them)( {} after|( within {}|) (when|once|after)) (your use (of it |)ends|you stop using it)",
    ],
    bases: &[
        (
            Basis::Contract,
            &[
                "perform our contract",
                "perform a contract",
                "perform the contract",
                "performance of a contract",
                "performance of our contract",
                "performance of the contract",
                "contract with you",
            ],
        ),
        (
            Basis::LegalObligation,
            &["legal obligation", "required by law", "comply with the law", "comply with applicable law"],
        ),
        (Basis::VitalInterests, &["vital interest"]),
        (Basis::PublicTask, &["public interest", "public task", "official authority"]),
        (Basis::LegitimateInterests, &["legitimate interest"]),
        (Basis::Consent, &["consent"]),
    ],
    negations: &[" not ", "n't ", " without ", " neither ", " nor ", " unless "],
};
