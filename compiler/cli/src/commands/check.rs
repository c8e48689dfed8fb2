//! `pyaot check`.

use std::path::PathBuf;

use clap::Parser;
use pyaot_driver::{Goal, Input, Options, Session};

use crate::Common;

#[derive(Parser)]
pub struct Args {
    /// The programs to look at (`-`: from stdin).
    #[arg(required = true)]
    scripts: Vec<PathBuf>,
}

pub fn main(args: Args, common: &Common) -> i32 {
    let mut status = 0;
    for script in &args.scripts {
        let mut session = Session::new(Options::default());
        if let Err(failed) = common.compile(&mut session, &Input::from_argument(script), &Goal::Check) {
            status = failed;
        }
        common.print_times(&session);
    }
    status
}
