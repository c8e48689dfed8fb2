//! Executables: the object file and the runtime's static library, linked by the C compiler.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::own;

/// Overrides where the runtime's library is looked for.
pub const LIBRARY_VARIABLE: &str = "PYAOT_RUNTIME_LIB";
/// Overrides the C compiler.
pub const COMPILER_VARIABLE: &str = "CC";

const LIBRARY: &str = "libpyaot_rt.a";

/// How to link.
#[derive(Debug, Clone, Copy)]
pub struct Config {
    /// Leave the symbol table out.
    pub strip: bool,
}

/// Drops the tables for unwinding and backtraces, a tenth of an executable: the runtime never unwinds.
const DISCARD_TABLES: &str = "\
SECTIONS { /DISCARD/ : { *(.eh_frame) *(.eh_frame_hdr) *(.gcc_except_table .gcc_except_table.*) *(.comment) } }
INSERT AFTER .text;
";

/// The dynamic loader's function for thread-local variables. In an executable the linker turns every call of it into an access
/// of fixed offset, but the loader would still be named as a library that is needed. (Elsewhere there is no such function.)
const NO_LOADER: &str = if cfg!(all(target_os = "linux", target_arch = "x86_64")) { "__tls_get_addr = 0;\n" } else { "" };

/// What stands in for the part of Rust's library that prints backtraces of panics, see [`backtrace_printer`].
const NO_BACKTRACE: &str = "pyaot_no_backtrace";

/// The symbol by which Rust's library prints the backtrace of a panic. It reads debugging information, which executables
/// do not have, and with all that it needs it is a seventh of a small executable. The name is the toolchain's own: it is
/// looked up in the library's index, and where there is none like it, nothing is replaced.
fn backtrace_printer(library: &Path) -> Option<String> {
    let mut file = fs::File::open(library).ok()?;
    let mut header = [0; 68];
    file.read_exact(&mut header).ok()?;
    // The index comes first: a member called "/", of so many bytes.
    let size = header.strip_prefix(b"!<arch>\n/ ")?.get(46..56)?;
    let size: u64 = std::str::from_utf8(size).ok()?.trim().parse().ok()?;
    let mut index = Vec::new();
    file.take(size).read_to_end(&mut index).ok()?;
    // How many, then an offset for each, then the names.
    let count = u32::from_be_bytes(index.get(..4)?.try_into().ok()?) as usize;
    let names = index.get(4 + 4 * count..)?;
    let printer = |n: &&[u8]| n.ends_with(b"7Display3fmt") && n.windows(22).any(|w| w == b"13BacktraceLock5printN" as &[u8]);
    let name = names.split(|b| *b == 0).find(printer)?;
    String::from_utf8(name.to_vec()).ok()
}

/// Links `object` into the executable `output`; an error is a message for the user.
pub fn link(object: &[u8], output: &Path, config: Config) -> Result<(), String> {
    if output.is_dir() {
        return Err(format!("cannot write {}: it is a directory (choose another name with -o)", output.display()));
    }
    let library = library()?;
    let scratch = Scratch::new(output)?;
    let discard = match backtrace_printer(&library) {
        Some(symbol) => format!("{symbol} = {NO_BACKTRACE};\n{NO_LOADER}{DISCARD_TABLES}"),
        None => format!("{NO_LOADER}{DISCARD_TABLES}"),
    };
    let files = Files {
        object: scratch.write("program.o", object)?,
        library,
        script: scratch.write("discard.ld", discard.as_bytes())?,
        // Linked under another name and moved: a failed link leaves the old executable, a running one is no obstacle.
        executable: scratch.0.join("program"),
    };
    let compiler = c_compiler();
    // Not every linker takes the options that make executables small.
    let sizes: &[Size] = match config.strip && cfg!(target_os = "linux") {
        // Libraries that CPython loads want a whole executable below them: its loader, and tables for C++ exceptions.
        true if uses_cpython(object) => &[],
        true if uses_mathematics(object) => &[Size::Small],
        true => &[Size::WithoutMathematics, Size::Small],
        false => &[],
    };
    if sizes.iter().any(|size| call(&compiler, &arguments(&files, config, *size)).is_ok()) {
        return files.finish(output);
    }
    call(&compiler, &arguments(&files, config, Size::Plain))?;
    files.finish(output)
}

/// Links `object` into the extension module `output`; an error is a message for the user.
pub fn link_extension(object: &[u8], output: &Path, config: Config) -> Result<(), String> {
    if output.is_dir() {
        return Err(format!("cannot write {}: it is a directory (choose another name with -o)", output.display()));
    }
    let scratch = Scratch::new(output)?;
    let files = Files {
        object: scratch.write("module.o", object)?,
        library: library()?,
        script: PathBuf::new(),
        executable: scratch.0.join("module"),
    };
    call(&c_compiler(), &extension_arguments(&files, config))?;
    files.finish(output)
}

fn c_compiler() -> OsString {
    std::env::var_os(COMPILER_VARIABLE).filter(|c| !c.is_empty()).unwrap_or_else(|| "cc".into())
}

/// Nothing of the library is to be seen but the function that CPython looks for.
fn extension_arguments(files: &Files, config: Config) -> Vec<OsString> {
    let mut args: Vec<OsString> = vec!["-shared".into(), files.object.clone().into(), files.library.clone().into(), "-o".into()];
    args.push(files.executable.clone().into());
    let flags: &[&str] = match cfg!(target_os = "macos") {
        true => &["-undefined", "dynamic_lookup", "-Wl,-dead_strip"],
        false => &["-static-libgcc", "-Wl,--gc-sections", "-Wl,--exclude-libs,ALL", "-Wl,-Bsymbolic", "-Wl,--as-needed", "-Wl,-z,noexecstack"],
    };
    args.extend(flags.iter().map(OsString::from));
    if config.strip {
        args.push(if cfg!(target_os = "macos") { "-Wl,-x" } else { "-Wl,-s" }.into());
    }
    args.extend(["-lm", "-lpthread", "-ldl"].map(OsString::from));
    args
}

/// What is done to keep the executable small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    /// Nothing: any linker can do this.
    Plain,
    Small,
    /// The linker makes an executable need the C library's mathematics as soon as a part of the runtime mentions it, also one
    /// that is left out. So it is not offered where it seems not to be needed.
    WithoutMathematics,
}

/// Whether the program is likely to need the C library's mathematics; linking tells for sure.
fn uses_mathematics(object: &[u8]) -> bool {
    let names = ["::modules::math", "::modules::cmath", "::modules::random", "(base, exp, /)", "f64_"];
    names.iter().any(|name| object.windows(name.len()).any(|w| w == name.as_bytes()))
}

/// Whether the program imports modules that CPython has to run.
fn uses_cpython(object: &[u8]) -> bool {
    const NATIVE: &[u8] = b"_bridge.import_module";
    object.windows(NATIVE.len()).any(|w| w == NATIVE)
}

struct Files {
    object: PathBuf,
    library: PathBuf,
    script: PathBuf,
    executable: PathBuf,
}

impl Files {
    fn finish(&self, output: &Path) -> Result<(), String> {
        fs::rename(&self.executable, output).map_err(|e| format!("cannot write {}: {e}", output.display()))
    }
}

fn call(compiler: &OsStr, arguments: &[OsString]) -> Result<(), String> {
    let name = compiler.to_string_lossy();
    match Command::new(compiler).args(arguments).output() {
        Ok(result) if result.status.success() => Ok(()),
        Ok(result) => {
            let said = String::from_utf8_lossy(&result.stderr);
            Err(format!("linking with `{name}` failed:\n{}", said.trim_end()))
        }
        Err(e) if e.kind() == ErrorKind::NotFound => Err(format!(
            "cannot find the C compiler `{name}`, which links executables\n\
             install one (Debian: `apt install gcc libc6-dev`, Fedora: `dnf install gcc`, macOS: `xcode-select --install`), \
             or name it in the variable {COMPILER_VARIABLE}; `pyaot run` needs none"
        )),
        Err(e) => Err(format!("cannot run the C compiler `{name}`: {e}")),
    }
}

fn arguments(files: &Files, config: Config, size: Size) -> Vec<OsString> {
    let mut args: Vec<OsString> = vec![files.object.clone().into(), files.library.clone().into(), "-o".into()];
    args.push(files.executable.clone().into());
    let mut flags = |list: &[&str]| args.extend(list.iter().map(OsString::from));
    if cfg!(target_os = "macos") {
        flags(&["-Wl,-dead_strip"]);
        if config.strip {
            flags(&["-Wl,-x"]);
        }
        return args;
    }
    flags(&["-no-pie", "-static-libgcc", "-Wl,--gc-sections", "-Wl,--as-needed", "-Wl,--build-id=none", "-Wl,-z,noexecstack"]);
    if config.strip {
        flags(&["-Wl,-s"]);
    }
    if size != Size::Plain {
        flags(&["-Wl,--no-eh-frame-hdr", "-Wl,-z,noseparate-code", "-Wl,-T"]);
        args.push(files.script.clone().into());
    }
    if size != Size::WithoutMathematics {
        args.push("-lm".into());
    }
    args.extend(["-lpthread", "-ldl"].map(OsString::from));
    args
}

/// The runtime's library: named by the variable, or beside this executable.
fn library() -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os(LIBRARY_VARIABLE) {
        let path = PathBuf::from(path);
        let path = if path.is_dir() { path.join(LIBRARY) } else { path };
        return match path.is_file() {
            true => Ok(path),
            false => Err(format!("{LIBRARY_VARIABLE} names {}, which does not exist", path.display())),
        };
    }
    library_near(&own::folder()?)
}

fn library_near(folder: &Path) -> Result<PathBuf, String> {
    // Beside it in target/release; below lib/ when installed; one up for tests, which run in deps/.
    let places = [folder.join(LIBRARY), folder.join("../lib").join(LIBRARY), folder.join("..").join(LIBRARY)];
    let found = places.iter().find(|p| p.is_file());
    found.cloned().ok_or_else(|| {
        format!(
            "cannot find the runtime library {LIBRARY} in {}\n\
             build it with `cargo build --release`, or name it in the variable {LIBRARY_VARIABLE}",
            folder.display()
        )
    })
}

/// A folder beside the output, on the same file system, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(output: &Path) -> Result<Scratch, String> {
        let parent = match output.parent() {
            Some(p) if !p.as_os_str().is_empty() => p,
            _ => Path::new("."),
        };
        let folder = parent.join(format!(".pyaot-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|e| format!("cannot write to {}: {e}", parent.display()))?;
        Ok(Scratch(folder))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, String> {
        let path = self.0.join(name);
        fs::write(&path, bytes).map_err(|e| format!("cannot write {}: {e}", path.display()))?;
        Ok(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nothing depends on it.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn library_beside_the_executable() {
        let dir = tempfile::tempdir().unwrap();
        let bin = dir.path().join("bin");
        fs::create_dir_all(&bin).unwrap();
        let message = library_near(&bin).unwrap_err();
        assert!(message.contains(LIBRARY) && message.contains("cargo build --release"), "{message}");

        fs::create_dir_all(dir.path().join("lib")).unwrap();
        fs::write(dir.path().join("lib").join(LIBRARY), "").unwrap();
        assert_eq!(library_near(&bin), Ok(bin.join("../lib").join(LIBRARY)));

        fs::write(bin.join(LIBRARY), "").unwrap();
        assert_eq!(library_near(&bin), Ok(bin.join(LIBRARY)));
    }

    #[test]
    fn output_is_a_folder() {
        let dir = tempfile::tempdir().unwrap();
        let message = link(b"", dir.path(), Config { strip: true }).unwrap_err();
        assert!(message.contains("is a directory"), "{message}");
    }

    #[test]
    fn symbols_stay_on_request() {
        let files = Files { object: "a.o".into(), library: "l.a".into(), script: "d.ld".into(), executable: "a".into() };
        let flag = if cfg!(target_os = "macos") { "-Wl,-x" } else { "-Wl,-s" };
        assert!(arguments(&files, Config { strip: true }, Size::Plain).contains(&flag.into()));
        assert!(!arguments(&files, Config { strip: false }, Size::Plain).contains(&flag.into()));
    }

    #[test]
    fn scratch_folder_goes_away() {
        let dir = tempfile::tempdir().unwrap();
        let scratch = Scratch::new(&dir.path().join("app")).unwrap();
        assert!(scratch.0.is_dir());
        let path = scratch.0.clone();
        drop(scratch);
        assert!(!path.exists());
    }
}
