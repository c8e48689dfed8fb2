//! The dict types of the module `collections`.

mod counter;
mod defaultdict;
mod ordered;

pub use counter::{COUNTER, count_elements};
pub use defaultdict::DEFAULTDICT;
pub use ordered::ORDERED_DICT;
