//! What surrounds a process: the time, randomness, files, other threads. Only here is it asked for; everything else is handed it.

pub(crate) mod clock;
pub(crate) mod fresh;
pub(crate) mod random;
pub(crate) mod shown;
pub(crate) mod wait;
