//! English.

use super::Written;

pub(super) const WORDS: Written = Written {
    spaced: true,
    bounded: true,
    policy: &[
        "<this>(privacy|data protection) (policy|notice|statement)",
        "<this>(privacy|data protection) policies",
    ],
    refers: &[
        "incorporated", "part of", "supplement*", "in addition to", "together with", "complement*", "belongs to",
        "(as|is|are) (specified|described|set out|stated|defined|provided|explained|given|named)",
        "(we|it|which) (describe|explain|state)*", "our privacy (policy|notice|statement) (describe|explain|state|set)*",
        "the one (named|specified)", "(see|refer to) (our|the)",
    ],
    controller: &[
        "controller(s|)", "controllership", "responsible for (the |)processing", "who we are", "data fiduciary",
        "who is responsible",
    ],
    contact: &[
        "contact us", "contact (our|the) …", "contact details", "how to (contact|reach) us", "(e-mail|email|write to) us",
        "reach us", "by (e-mail|email|post|mail|phone)", "data protection officer",
    ],
    recipients: &[
        "shar(e|es|ed|ing)", "recipient*", "third part(y|ies)", "disclos*", "transfer*", "service providers", "processors",
        "pass(ed|) (it |them |)on to",
    ],
    retention: &[
        "retain*", "retention", "(we |is |are |be )(keep|kept|store|stored|hold|held)…(for|until|while|as long as)", "delet*",
        "eras(e|ed) after", "how long",
    ],
    rights: &[
        "your (privacy |data protection |legal |)rights", "(data subject|privacy|data protection) rights",
        "rights (you have|of (the |)data subject*|to access)",
        "right(s|) (to|of) (request |obtain |ask for |)(your |the |)(access|be informed|rectif*|correct*|erasure|eras*|delet*|object*|restrict*|portability|data portability|withdraw*|know|copy)*",
        "(request|ask for) (access|erasure|deletion|rectification|correction|a copy)",
        "(ask us to|request that we) (delete|erase|correct|rectify|restrict)",
    ],
    exercise: &[
        "exercis*", "(make|submit|send) (us |)(a|your) request*", "(request|requests) (by|via|through|to)",
        "contact(ing|) us", "(write|email|e-mail) (to |)us", "writ(e|ing) to", "(ask|tell) us",
    ],
    complaint: &[
        "supervisory authorit*", "data protection (authorit*|commission*|board)", "privacy commission*",
        "(lodge|file|make|submit) a complaint", "(right to |)complain (to|with)", "regulator*", "anpd", "ico",
        "information commission*",
    ],
    qualifiers: &[
        "<you|you also|user|users|customer|customers|who|they>may<not|0|1|2|3>", "<you|users>might", "<you|users>could",
        "sometimes", "occasionally", "from time to time", "in (some|certain) (cases|circumstances)",
        "(some|certain) (personal |)(data|information|purposes|third parties)", "including(,|) (but |)(not limited to|without limitation)",
        "and so on", "etc", "as appropriate", "where appropriate", "as needed", "if necessary",
    ],
    open_ended: &[
        "(so|as) long as (is |it is |they are |this is |we consider it |may be |is reasonably |reasonably |)(necessary|needed|required|appropriate)",
        "(so|as) long as (we|it) (reasonably |)(need|require)*",
        "(the|a) (time|period|duration) (that is |it is |which is |)(necessary|needed|required)",
        "(indefinite|unlimited) (time|period|duration)", "indefinitely", "a reasonable (amount of |)(time|period|duration)",
        "no longer (be |is |are |)(needed|necessary|required|need|require)*", "for a (limited|certain) (time|period)",
    ],
    empty_purposes: &[
        "(improve|improving|enhance|enhancing|optimise|optimize) (your|the|our|user|users'|customer) (user |customer |overall |whole |)experience*",
        "(better|best|enhanced|improved) (possible |user |customer |)experience*",
        "personali(s|z)(e|es|ing|ation)", "personali(s|z)ed (service|content|experience|recommendation)*",
        "research purposes", "develop new (service|product|feature)*", "(business|internal|other|various|similar|general) purposes",
        "(serve|help) you better",
    ],
    improvement: &[
        "improv*", "enhanc*", "optimi(s|z)*", "(product|service|feature) development",
        "(develop|developing) (new |our |the |)(product|service|feature)*", "analytic*", "performance analysis",
        "analy(s|z)(e|ing) (the |)(performance|usage|behavio*)", "usage (analysis|statistics)", "statistic*",
    ],
};
