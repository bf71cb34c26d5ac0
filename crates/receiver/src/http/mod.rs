//! What every answer shares, whoever asked: how it is refused, tagged, counted, and from which pages it may be asked for.

pub(crate) mod etag;
pub(crate) mod explain;
pub(crate) mod health;
pub(crate) mod metrics;
pub(crate) mod origin;
pub(crate) mod refusal;
pub(crate) mod statics;
