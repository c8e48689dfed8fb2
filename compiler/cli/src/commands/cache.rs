//! `pyaot cache`.

use clap::{Parser, ValueEnum};
use pyaot_driver::cache;

#[derive(Parser)]
pub struct Args {
    /// What to do.
    #[arg(value_enum, default_value_t = What::Info)]
    what: What,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Say where the cache is and how much is in it.
    Info,
    /// Remove everything.
    Clear,
    /// Print the folder.
    Dir,
}

pub fn main(args: Args) -> i32 {
    let Some(folder) = cache::folder() else {
        eprintln!("error: there is no folder for the cache: set PYAOT_CACHE_DIR");
        return 1;
    };
    match args.what {
        What::Info => {
            let c = cache::content();
            let mb = |bytes: u64| bytes as f64 / f64::from(1 << 20);
            crate::print(&format!("{}\n{} entries, {:.1} of {:.0} MB\n", folder.display(), c.entries, mb(c.bytes), mb(c.most_bytes)))
        }
        What::Clear => {
            let n = cache::clear();
            crate::print(&format!("{n} entries removed\n"))
        }
        What::Dir => crate::print(&format!("{}\n", folder.display())),
    }
}
