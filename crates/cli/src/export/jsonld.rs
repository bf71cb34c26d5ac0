//! Records as linked data in terms of the W3C's Data Privacy Vocabulary: the use of a notice, and nothing that it is not.

use super::{ExportError, Form};
use ciente_notice::Action;
use ciente_receiver::Kept;
use serde_json::{Value, json};
use std::io::{self, Write};

/// The document's head, up to the first record.
#[derive(Default)]
pub(super) struct JsonLd {
    has_begun: bool,
}

impl Form for JsonLd {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let context = json!({
            "dpv": "https://w3id.org/dpv#",
            "dct": "http://purl.org/dc/terms/",
            "prov": "http://www.w3.org/ns/prov#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "ciente": "urn:ciente:",
            "dct:created": { "@type": "xsd:dateTime" },
            "dct:dateSubmitted": { "@type": "xsd:dateTime" },
            "prov:startedAtTime": { "@type": "xsd:dateTime" },
            "prov:endedAtTime": { "@type": "xsd:dateTime" }
        });
        write!(out, "{{\"@context\":{context},\"@graph\":[")
    }

    fn record(&mut self, out: &mut dyn Write, record: &Kept) -> Result<(), ExportError> {
        if self.has_begun {
            out.write_all(b",")?;
        }
        self.has_begun = true;
        out.write_all(b"\n")?;
        Ok(serde_json::to_writer(out, &node(record))?)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n]}\n")
    }
}

/// What became of the notice that was given to this person (DPV 2.2, notices): used is one that "the recipient has acknowledged".
const fn status(action: Action) -> &'static str {
    match action {
        Action::Acknowledged => "dpv:NoticeUsed",
        Action::Declined => "dpv:NoticeUnused",
    }
}

fn node(record: &Kept) -> Value {
    let a = &record.receipt.acknowledgement;
    json!({
        "@id": format!("urn:uuid:{}", a.id),
        "@type": "prov:Activity",
        "prov:startedAtTime": a.shown_at,
        "prov:endedAtTime": a.acted_at,
        "dct:dateSubmitted": record.receipt.received_at,
        "dpv:hasDataSubject": {
            "@type": "dpv:DataSubject",
            "dct:identifier": a.subject,
            "dct:isPartOf": { "dct:identifier": a.tenant }
        },
        "dpv:hasNotice": {
            "@id": format!("urn:ciente:notice:{}", a.notice.digest),
            "@type": "dpv:PrivacyNotice",
            "dct:identifier": a.notice.id,
            "dct:hasVersion": a.notice.version,
            "dct:language": a.notice.locale
        },
        "dpv:hasNoticeStatus": { "@id": status(a.action) },
        "ciente:action": a.action.as_str(),
        "ciente:authenticated": record.receipt.authenticated.is_some(),
        "ciente:logIndex": record.index
    })
}
