"""Puts the training code on the path and makes one small label map for all tests."""
import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from small_head import write_map  # noqa: E402


@pytest.fixture(scope="session")
def maps(tmp_path_factory):
    folder = tmp_path_factory.mktemp("maps")
    write_map(folder)
    return folder


@pytest.fixture(scope="session")
def heads(maps, tmp_path_factory):
    from heads import load_heads
    return load_heads(maps, tmp_path_factory.mktemp("cache"))
