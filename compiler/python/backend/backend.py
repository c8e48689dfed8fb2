"""What `pip install .` calls (PEP 517): maturin, with the library in the wheel that `pyaot build` links executables with."""

import os
import shutil
import subprocess

import maturin
from maturin import *  # noqa: F403

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../.."))
LIBRARY = "libpyaot_rt.a"


def make_library():
    subprocess.run(["cargo", "build", "--release", "--locked", "-p", "pyaot-lib"], cwd=ROOT, check=True)
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    shutil.copyfile(os.path.join(ROOT, target, "release", LIBRARY), os.path.join(ROOT, "compiler/python/pyaot", LIBRARY))


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    make_library()
    return maturin.build_wheel(wheel_directory, config_settings, metadata_directory)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    make_library()
    return maturin.build_editable(wheel_directory, config_settings, metadata_directory)
