//! Chinese, simplified and, where the characters are the same or listed, traditional.

use crate::words::{Language, Unit};
use ciente_notice::Basis;

pub(super) const CHINESE: Language = Language {
    spaced: false,
    numbers: &[],
    units: &[
        ("天", Unit::Day),
        ("日", Unit::Day),
        ("个自然日", Unit::Day),
        ("周", Unit::Week),
        ("週", Unit::Week),
        ("个星期", Unit::Week),
        ("星期", Unit::Week),
        ("个月", Unit::Month),
        ("個月", Unit::Month),
        ("年", Unit::Year),
    ],
    whole: &[],
    pieces: &[
        (
            "data",
            "(这些|這些|此类|此類|此|该|該|该等|該等|所有|上述|您的|)({c}|(个人|個人|日志|日誌|)(数据|數據|资料|資料|信息|資訊)|日志|日誌|记录|記錄)",
        ),
        ("we", "(我们|我們|我方|本公司|)"),
        ("will", "(会将|會將|将会|將會|将|將|会|會|)"),
        ("kept", "(存储|儲存|存儲|保留|保存|留存|存放)"),
        ("dur", "(期限为|期限為|时间为|时长为|期为|)"),
        ("del", "(删除|刪除|清除|销毁|銷毀)"),
        ("from", "(自(数据|數據|信息|资料|)(创建|創建|收集|采集|生成|产生|產生|记录)(之日|之时|日|时|时间|)起(,|)|)"),
        (
            "then",
            "(,|。|;|)(然后|之后|随后|期满后|到期后|届时|其后|並在之後|并在之后|后|並於其後|)(,|)(在保留期到期时|在保留期(届满|结束)(后|时)|)<will>(被|)(自动|自動|予以|)<del>",
        ),
        ("thing", "(本|该|該|此|这项|這項|)(功能|服务|服務|产品|產品|应用)"),
        ("you", "(您|你|用户|用戶|客户)"),
        (
            "using",
            "((在|于|)(<you>)使用<thing>(期间|期間|的期间|的期間|时|過程中|过程中)(内|)|只要<you>(仍|继续|還|还|)(在|)使用<thing>(,|)|(在|)<you>(的|)(账户|帐户|账号|帳戶|帳號)(存续|存在|有效)(期间|期間)(内|))",
        ),
        (
            "event",
            "(若|如果|当|當|在|一旦|如|)<you>(终止|終止|停止|结束|結束|不再)(使用<thing>|对<thing>的使用)(时|后|後|之后|的情况下|)|(若|如果|当|當|在|一旦|)<you>(对|對)<thing>的使用(被|)(终止|終止|结束|結束)(或<you>的(帐|账|帳)(户|號|号|戶)被(删除|刪除|注销)|)(时|后|後|)|(若|如果|当|當|在|)<you>的(帐|账|帳)(户|号|戶|號)被(删除|刪除|注销)(时|后|後|)|(在|)(<thing>|)使用(结束|結束|终止|終止)(后|後|时|)",
        ),
        ("when", "((在|于|於|)(其后|此后|之后|終止後|终止后|)(的|){}(后|後|内|內|之内|以内)|立即|)"),
    ],
    fixed: &[
        "<from>{}",
        "<data>(的|)(保留|保存|存储|留存)(期限|期|时间|时长)(为|為|:|是){}",
        "(保留|保存|存储|留存)(期限|期|时间|时长)(为|為|:|是){}",
        "<from><data>(在|)<will>(被|)<kept><dur>{}(<then>|)",
        "<data><from><will>(被|)<kept><dur>{}(<then>|)",
        "<will>(被|)<kept><dur>{}(<then>|)",
        "<data><will>(被|)<kept>{}(后|後)(自动|自動|即|予以|)<del>",
        "<we><will><from><data><kept><dur>{}(<then>|)",
        "<we><will><kept><data>{}(<then>|)",
        "<from><we><will><data><kept><dur>{}(<then>|)",
        "(<data>(将|會|会|)|)(在|于|)(<from>|){}(后|後)<will>(被|)(自动|自動|即|)<del>",
        "<we><will>(在|于|){}(后|後)(自动|自動|)<del><data>",
    ],
    while_used: &[
        "<using>",
        "(<data>(将|会|)|)<using>(<we>|)<will>(<kept>(<data>|)|<data>(一直|)<kept>)",
        "<we><will><using>(<we>|)<will>(一直|)<kept>(<data>|)",
        "(<we><will><using>(<we>|)<will>(一直|)<kept>(<data>|)|<using>(,|)<we><will>(一直|)(<kept><data>|<data><kept>)|<data><will><using>(一直|)<kept>)(。|,|;|,并|,並|并|並)(<event>)(,|)<we><will><when><will>(自动|自動|予以|)(<del>(<data>|)|将<data><del>)",
        "(<we><will><using>(<we>|)<will>(一直|)<kept>(<data>|)|<using>(,|)<we><will>(一直|)(<kept><data>|<data><kept>)|<data><will><using>(一直|)<kept>)(,并|,並|,)(在|于|)(<event>)(的|)({}(后|後|内|內)|)(予以|自动|)<del>",
    ],
    bases: &[
        (Basis::Contract, &["履行合同", "履行合约", "履行…合同", "履行…合约"]),
        (Basis::LegalObligation, &["法定义务", "法律义务", "法定职责"]),
        (Basis::VitalInterests, &["重大利益", "生命健康"]),
        (Basis::PublicTask, &["公共利益"]),
        (Basis::LegitimateInterests, &["合法权益", "正当利益", "合法利益"]),
        (Basis::Consent, &["同意"]),
    ],
    contract: &["合同", "合约"],
    negations: &["并非", "不是", "无需", "不基于", "除非", "未经", "无须", "不需要", "不需", "無需", "未經"],
    exceptions: &["除", "不包括", "不含"],
    joins: &["以及", "和", "及", "或", "包括", "例如"],
    conjunctions: &[],
};
