//! The executable `pyaot`.

/// Compiling makes and drops millions of small objects.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    pyaot_cli::main(std::env::args_os())
}
