"""Writes TorchScript files that say nothing about the machine that wrote them."""

import shutil
import zipfile
from pathlib import Path

import torch

# A TorchScript file is a zip archive; these entries hold the full paths of the Python sources, and nothing reads them
# but error messages.
SOURCE_PATHS = ".debug_pkl"

# What torch itself writes; a clock reading would make every file a different one.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def save_script(network: torch.jit.ScriptModule, path: Path) -> None:
    """Saves a scripted network without the paths of its sources."""
    full = path.with_suffix(".full")
    network.save(str(full))
    short = path.with_suffix(".short")
    with zipfile.ZipFile(full) as source, zipfile.ZipFile(short, "w", zipfile.ZIP_STORED) as target:
        for entry in source.namelist():
            if not entry.endswith(SOURCE_PATHS):
                # torch looks its entries up under the archive's stem
                inside = entry.split("/", 1)[1]
                target.writestr(zipfile.ZipInfo(f"{path.stem}/{inside}", NO_TIME), source.read(entry))
    full.unlink()
    shutil.move(short, path)
