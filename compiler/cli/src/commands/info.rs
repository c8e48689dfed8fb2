//! `pyaot info`.

pub fn main() -> i32 {
    crate::print(&pyaot_driver::info::info())
}
