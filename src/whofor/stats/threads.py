"""Limit on the threads of linear algebra."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

__all__ = ["one_blas_thread"]


@contextmanager
def one_blas_thread() -> Generator[None]:
    """Limit BLAS to one thread, as a context or as a decorator.

    OpenBLAS threads spin while they wait. On a busy machine, or in a container with a quota, the small products of an
    analysis took 20 times the processor time with two threads that they take with one; and sums depend on their number.

    Example:
        >>> from threadpoolctl import threadpool_info
        >>> with one_blas_thread():
        ...     {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}
        {1}
    """
    with threadpool_limits(1, user_api="blas"):
        yield
