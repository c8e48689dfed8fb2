"""A build backend (PEP 517, PEP 660): that of setuptools, with some of the package's modules compiled to extension modules.

    [build-system]
    requires = ["setuptools>=70", "pyaot"]
    build-backend = "pyaot.build"

    [tool.pyaot]
    modules = ["src/kernels/fields.py", "src/kernels/sim"]

Paths are those of modules, or of folders of such; wheels are for the stable ABI of CPython 3.10.
"""

import os
import subprocess
import sys
from pathlib import Path

import setuptools
from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403
from setuptools.command.build_ext import build_ext

__all__ = build_meta.__all__

# The oldest CPython whose stable ABI is enough.
ABI = "cp310"


class Module(setuptools.Extension):
    """A module to be compiled; `root`: the folder that it is imported from."""

    def __init__(self, path):
        root, parts = path.resolve().parent, [path.stem]
        while (root / "__init__.py").is_file():
            parts.insert(0, root.name)
            root = root.parent
        if path.stem == "__init__":
            # It is found in its package's folder.
            parts = parts[:-1] + ["__init__"]
        super().__init__(".".join(parts), [str(path)], py_limited_api=True)


class Build(build_ext):
    """Compiles modules where setuptools would call the C compiler."""

    def build_extension(self, ext):
        if not isinstance(ext, Module):
            return super().build_extension(ext)
        target = Path(self.get_ext_fullpath(ext.name))
        # Below the folder that packages are built in, or beside the source in an editable installation.
        folder = target.parents[ext.name.count(".")]
        command = [sys.executable, "-m", "pyaot", "build", "--module", *ext.sources, "-o", str(folder)]
        if subprocess.run(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}).returncode:
            raise SystemExit(f"pyaot build --module {ext.sources[0]} has failed")
        made = folder.joinpath(*ext.name.split(".")).with_suffix(".abi3.so")
        if made != target:
            made.replace(target)

    def get_ext_filename(self, fullname):
        if any(isinstance(e, Module) and fullname in (e.name, e.name.rpartition(".")[2]) for e in self.extensions):
            return os.path.join(*fullname.split(".")) + ".abi3.so"
        return super().get_ext_filename(fullname)


def modules():
    """What `[tool.pyaot]` of the project names."""
    try:
        import tomllib
    except ImportError:
        from setuptools.compat.py310 import tomllib
    options = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8")).get("tool", {}).get("pyaot", {})
    found = []
    for name in options.get("modules", ()):
        path = Path(name)
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        if not files or not all(f.is_file() for f in files):
            raise SystemExit(f"pyproject.toml: [tool.pyaot] names {name}, which is not there")
        found += [f for f in files if f.name != "__main__.py"]
    return [Module(f) for f in found]


class _Backend(build_meta._BuildMetaBackend):
    def run_setup(self, setup_script="setup.py"):
        if os.path.exists(setup_script):
            raise SystemExit(f"{setup_script} and the build backend pyaot.build do not go together")
        options = {"bdist_wheel": {"py_limited_api": ABI}}
        setuptools.setup(ext_modules=modules(), cmdclass={"build_ext": Build}, options=options)


_backend = _Backend()
for _name in build_meta.__all__:
    if hasattr(_backend, _name):
        globals()[_name] = getattr(_backend, _name)
