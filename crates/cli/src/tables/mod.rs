//! Which table is the data-use table and which the retention table, and what their rows say. Structure decides before
//! language: the number of columns, labels in the first cells, and that the two tables name the same things; where that leaves it open, the
//! words of headers, in a language that is known.

mod category;
mod continued;
mod find;
mod items;
mod link;
mod order;
mod rows;

pub(crate) use find::{Role, Roles, understand};
pub(crate) use items::items;
pub(crate) use link::links;
pub(crate) use rows::{RetentionRow, RuleCells, UseCells, UseRow, retention_rows, use_rows};
