//! Simplified Chinese.

use super::Strings;

pub(super) static STRINGS: Strings = Strings {
    locale: "zh-CN",
    acknowledge: "我已知悉",
    decline: "暂不，退出登录",
    dismiss: "关闭",
    version: "版本",
    effective_from: "自{}起施行",
    data_uses: "使用哪些数据、用于什么目的、依据何种法律基础",
    retention: "各类数据的保存期限",
    while_used: "使用期间",
    while_used_then: "使用期间，之后{}",
    unspecified: "未规定期限",
    essence: "概览",
    legal_basis: "法律基础",
    services: "涉及的服务",
    after_end: "停止使用后",
    contents: "全文",
    filter: "在表中查找",
    more_items: "显示其余（{}）",
    bases: ["与您的合同", "法定义务", "重大切身利益", "公共利益任务", "正当利益", "您的同意"],
    saving: "正在保存…",
    sending: "正在发送…",
    recorded: "已记录：您已知悉本告知。",
    pending: "已保存在此设备上，连接到服务器后会立即发送。",
    pending_in_memory: "尚未发送，且此浏览器不允许保存。请保持此页面打开，直到发送完成。",
    rejected: "服务器拒绝了此记录。请联系聊天服务的客服。",
    reloading: "本告知已更新，正在加载当前版本…",
    replaced: "您阅读期间告知已更新。这是当前版本。",
};
