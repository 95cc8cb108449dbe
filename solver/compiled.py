"""Compiled kernels (编译内核): loops over plain arrays, translated to machine code when first called."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
from numba.extending import register_jitable

from solver.kept import folder_of

P = ParamSpec("P")
R = TypeVar("R")

NUMBA: Any = numba.config  # numba writes its settings there while it is imported, so that their types are not known


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of numbers and arrays; the machine code is kept where a folder may be written.

    Other threads run meanwhile. What is kept counts for the source it was made from alone (see `solver.kept`): a part or
    a constant from another file that changes is translated anew.
    """
    folder, before = folder_of(Path(inspect.getfile(function)).resolve()), NUMBA.CACHE_DIR
    settings: dict[str, Any] = {"cache": True} if folder else {}  # else each process translates for itself
    try:
        NUMBA.CACHE_DIR = str(folder or before)
        kernel = numba.njit(nogil=True, error_model="numpy", **settings)(function)
    finally:
        NUMBA.CACHE_DIR = before
    return cast("Callable[P, R]", kernel)


def inner(function: Callable[P, R]) -> Callable[P, R]:
    """Let kernels call a function as their part; translated once, whether they hand it constants or variables."""
    return register_jitable(no_cpython_wrapper=True, no_cfunc_wrapper=True, nogil=True, error_model="numpy")(function)


def single(function: Callable[P, R]) -> Callable[P, R]:
    """Let a part that is called in one place be written there: it is translated with its caller, not for itself."""
    return cast("Callable[P, R]", numba.njit(inline="always", nogil=True, error_model="numpy")(function))


def plain(kernel: Callable[P, R]) -> Callable[P, R]:
    """Give the function a kernel was compiled from: the same, slowly, where nothing can be compiled."""
    return cast("Callable[P, R]", getattr(kernel, "py_func", kernel))
