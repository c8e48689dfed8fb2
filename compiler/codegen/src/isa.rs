//! The target machine and Cranelift's settings.

use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use cranelift_codegen::isa::OwnedTargetIsa;
use cranelift_codegen::settings::{self, Configurable};


/// Where the code will run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In this process: every feature of this processor.
    Memory,
    /// On any machine with the features that all x86-64 processors since 2009 have.
    File,
}

const BASELINE: &[&str] = &["has_cmpxchg16b", "has_sse3", "has_ssse3", "has_sse41", "has_sse42", "has_popcnt"];

/// The target with the settings for each kind of code.
pub(crate) struct Isas {
    pub(crate) fast: OwnedTargetIsa,
    /// Compiles in a fraction of the time, for what runs once, for quick forms, and for slow twins where they are compiled ahead of their use.
    pub(crate) quick: OwnedTargetIsa,
    pub(crate) has_fma: bool,
    /// The machine may have the instructions of vector code (`lanes`).
    pub(crate) has_vectors: bool,
}

impl Isas {
    /// For code in files.
    pub(crate) fn for_files(opt: bool) -> Result<Isas, String> {
        Isas::new(Place::File, opt)
    }

    /// For code in memory.
    pub(crate) fn here(opt: bool) -> Result<&'static Isas, String> {
        static KNOWN: [OnceLock<Result<Isas, String>>; 2] = [const { OnceLock::new() }; 2];
        KNOWN[usize::from(opt)].get_or_init(|| Isas::new(Place::Memory, opt)).as_ref().map_err(Clone::clone)
    }

    fn new(place: Place, opt: bool) -> Result<Isas, String> {
        let (fast, quick) = (isa(place, opt, false)?, isa(place, false, true)?);
        let has_fma = fast.isa_flags().iter().any(|v| v.name == "has_fma" && v.as_bool() == Some(true));
        let has_vectors = fast.triple().architecture == target_lexicon::Architecture::X86_64;
        Ok(Isas { fast, quick, has_fma, has_vectors })
    }
}

/// Machine, settings and features, as what compiles at full length has them; the other differs in settings that do not depend on the machine.
impl Hash for Isas {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.fast.triple(), self.fast.flags(), self.fast.isa_flags_hash_key()).hash(state);
    }
}

fn isa(place: Place, opt: bool, single_pass: bool) -> Result<OwnedTargetIsa, String> {
    let mut flags = settings::builder();
    let mut set = |name: &str, value: &str| flags.set(name, value).map_err(|e| format!("setting {name}: {e}"));
    set("opt_level", if opt { "speed" } else { "none" })?;
    set("regalloc_algorithm", if single_pass { "single_pass" } else { "backtracking" })?;
    set("enable_verifier", if cfg!(debug_assertions) { "true" } else { "false" })?;
    set("enable_probestack", "false")?;
    // Tail calls rely on them, and profilers show whole stacks.
    set("preserve_frame_pointers", "true")?;
    set("unwind_info", "false")?;
    set("machine_code_cfg_info", "false")?;
    set("log2_min_function_alignment", "4")?;
    set("is_pic", if place == Place::File { "true" } else { "false" })?;
    set("use_colocated_libcalls", "false")?;
    let mut builder = cranelift_native::builder_with_options(place == Place::Memory)?;
    if place == Place::File && builder.triple().architecture == target_lexicon::Architecture::X86_64 {
        for feature in BASELINE {
            builder.enable(feature).map_err(|e| format!("feature {feature}: {e}"))?;
        }
    }
    builder.finish(settings::Flags::new(flags)).map_err(|e| e.to_string())
}
