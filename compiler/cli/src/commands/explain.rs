//! `pyaot explain`.

use clap::Parser;

#[derive(Parser)]
pub struct Args {
    /// The code in the brackets of an error message.
    code: String,
}

pub fn main(args: Args) -> i32 {
    match pyaot_driver::explain(&args.code) {
        Some(page) => crate::print(page),
        None => {
            eprintln!("error: there is no error code '{}'", args.code);
            2
        }
    }
}
