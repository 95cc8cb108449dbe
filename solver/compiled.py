"""Compiled kernels (编译内核): loops over plain arrays, translated to machine code when first called."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba
import numpy as np

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
    """Compile a part of kernels: only kernels can call it, which makes compiling quicker."""
    kernel = numba.njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)  # type: ignore[call-overload]  # its types leave these two out
    return cast("Callable[P, R]", kernel)


def single(function: Callable[P, R]) -> Callable[P, R]:
    """Let a part that one kernel calls in one place be written there: it is translated with it, not for itself."""
    return cast("Callable[P, R]", numba.njit(inline="always", nogil=True, error_model="numpy")(function))


def whole(number: int) -> int:
    """Give a constant which kernels may hand to their parts: of a plain one numba would translate the part anew."""
    return cast("int", np.int64(number))


def plain(kernel: Callable[P, R]) -> Callable[P, R]:
    """Give the function a kernel was compiled from: the same, slowly, where nothing can be compiled."""
    return cast("Callable[P, R]", getattr(kernel, "py_func", kernel))
