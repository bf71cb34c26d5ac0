//! Chinese, simplified and, where the characters are the same or listed, traditional.

use crate::words::{Language, Unit};
use ciente_notice::Basis;

pub(super) const CHINESE: Language = Language {
    spaced: false,
    numbers: &[
        ("一", 1),
        ("两", 2),
        ("二", 2),
        ("三", 3),
        ("四", 4),
        ("五", 5),
        ("六", 6),
        ("七", 7),
        ("八", 8),
        ("九", 9),
        ("十", 10),
        ("十二", 12),
    ],
    units: &[
        ("天", Unit::Day),
        ("日", Unit::Day),
        ("周", Unit::Week),
        ("个月", Unit::Month),
        ("個月", Unit::Month),
        ("年", Unit::Year),
    ],
    fixed: &[
        "{}",
        "((这些|此类|此|该)(数据|信息)(将|会|)|)(存储|保留|保存){}",
        "((这些|此类|此|该)(数据|信息)(将|会|)|)(存储|保留|保存){},(然后(将|)|然后在保留期到期时)自动删除",
        "我们(会|将)将(这些|此类|此|该)(数据|信息)(保留|保存|存储){}",
        "((这些|此类|此|该)(数据|信息)(将|会|)|)(在|){}后自动删除",
        "自(创建|收集)之日起{}",
    ],
    while_used: &[
        "我们(会|将|)在您使用(本|该)(功能|服务)期间(保留|保存)(这些|此类|此|该)(数据|信息)",
        "我们(会|将|)在您使用(本|该)(功能|服务)期间(保留|保存)(这些|此类|此|该)(数据|信息)。(若|如果|当)您(终止使用(本|该)(功能|服务)|对(本|该)(功能|服务)的使用被终止或您的(帐|账)户被删除),我们(将|会)(在{}(后|内)|)删除(这些|此类|此|该)(数据|信息)",
    ],
    bases: &[
        (Basis::Contract, &["履行合同", "履行合约", "履行…合同", "履行…合约"]),
        (Basis::LegalObligation, &["法定义务", "法律义务"]),
        (Basis::VitalInterests, &["重大利益", "生命健康"]),
        (Basis::PublicTask, &["公共利益"]),
        (Basis::LegitimateInterests, &["合法权益", "正当利益", "合法利益"]),
        (Basis::Consent, &["同意"]),
    ],
    negations: &["并非", "不是", "无需", "不基于", "除非"],
};
