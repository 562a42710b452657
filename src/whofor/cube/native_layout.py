"""Layout of what the search in C takes and returns: the structures of `kernel/kernel.h`."""

from __future__ import annotations

import ctypes

import numpy as np

__all__ = ["TALLY", "TERM", "Answer", "Blocks", "KernelProblem"]

_I32, _I64, _PTR, _DOUBLE = ctypes.c_int32, ctypes.c_int64, ctypes.c_void_p, ctypes.c_double


class KernelProblem(ctypes.Structure):
    """`Problem` of kernel.h."""

    _fields_ = (
        ("rows", _I64),
        ("codes", _PTR),
        ("by_row", _PTR),
        ("attributes", _I32),
        ("code_count", _PTR),
        ("term_count", _PTR),
        ("first_term", _PTR),
        ("goes_on", _PTR),
        ("first_code", _PTR),
        ("term_codes", _PTR),
        ("score", _PTR),
        ("is_binary", _I32),
        ("strata", _I32),
        ("stratum", _PTR),
        ("stratum_rows", _PTR),
        ("stratum_mean", _PTR),
        ("stratum_variance", _PTR),
        ("stratum_third", _PTR),
        ("permutations", _I64),
        ("shuffled", _PTR),
        ("lane_bytes", _I32),
        ("lane_scale", _DOUBLE),
        ("lane_offset", _DOUBLE),
        ("least_rows", _I64),
        ("keep_score", _DOUBLE),
    )


class Blocks(ctypes.Structure):
    """`Blocks` of kernel.h."""

    _fields_ = (
        ("accounts", _I64),
        ("classes", _I64),
        ("by_class", _PTR),
        ("class_start", _PTR),
        ("by_account", _PTR),
        ("account_start", _PTR),
        ("between", _PTR),
        ("within", _PTR),
    )


TERM = np.dtype(
    [("combination", "i4"), ("padding", "i4"), ("place", "i8"), ("n", "f8"), ("total", "f8"), ("score", "f8")]
)
TALLY = np.dtype([("family", "i8"), ("sum_squares", "f8")])


class Answer(ctypes.Structure):
    """`Answer` of kernel.h."""

    _fields_ = (
        ("found", _PTR),
        ("found_count", _I64),
        ("found_room", _I64),
        ("sample", _PTR),
        ("sample_count", _I64),
        ("sample_room", _I64),
        ("tallies", _PTR),
        ("evaluated", _I64),
    )
