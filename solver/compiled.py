"""Compiled kernels (编译内核): loops over plain arrays, translated to machine code when first called."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba
from numba.extending import register_jitable

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of numbers and arrays; the machine code is kept where a cache may be written.

    Other threads run meanwhile. What is kept is thrown away only when the function's own file changes, so kernels that
    call one another, and the constants they use, stand in one file.
    """
    try:
        kernel = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # no folder may be written: translate anew in each process
        kernel = numba.njit(nogil=True, error_model="numpy")(function)
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
