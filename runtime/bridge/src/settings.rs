//! What the program has set for its NumPy holds for the real one too: `numpy.seterr`, `numpy.set_printoptions`.

use pyaot_array::{print, settings, warn};
use pyaot_core::error::Result;
use pyaot_core::exception::clear_pending;

use crate::convert::to_python;
use crate::py::{self, Py};
use crate::python::{is_imported, text_helper};

/// Tells the real NumPy what has been set since it was told, if it is there.
#[cold]
pub fn share() {
    if !is_imported("numpy") {
        return;
    }
    settings::told();
    let tell = || -> Result<Py> {
        let modes = warn::modes().iter().map(|m| py::string(m.name())).collect::<Result<Vec<Py>>>()?;
        text_helper(crate::numpy::TEXT, "share_settings")?.call(vec![py::tuple(modes)?, to_python(&print::get_printoptions(&[])?)?])
    };
    let _ = tell().map_err(clear_pending);
}
