"""Interval of a product of two independent figures."""

from __future__ import annotations

import math

from whofor.stats.intervals import Interval

__all__ = ["product_interval"]


def product_interval(a: Interval, b: Interval) -> Interval:
    """Return the product of two independent figures that are not below 0, with the interval that theirs give.

    The distances of the limits from the estimates are added as squares, on the logarithmic scale, each side by itself,
    so that a lopsided interval of a small rate stays lopsided. Where the first figure is 0 the product's upper limit is
    the product of the upper limits.

    Args:
        a: A figure, which may be 0, with its interval.
        b: Another, above 0, with limits above 0.

    Source:
        Method of variance estimates recovery: Zou, Taleban & Huo (2009), Computational Statistics & Data Analysis
        53:3755; for products on the logarithmic scale Donner & Zou (2012), Statistical Methods in Medical Research
        21:347.

    Example:
        >>> i = product_interval(Interval(0.4, 0.31, 0.5), Interval(1000.0, 900.0, 1111.0))
        >>> round(i.estimate), round(i.low), round(i.high)
        (400, 304, 512)
    """
    estimate = a.estimate * b.estimate
    if a.estimate <= 0:
        return Interval(estimate, 0.0, a.high * b.high)
    high = math.exp(math.hypot(math.log(a.high / a.estimate), math.log(b.high / b.estimate)))
    if a.low <= 0:
        return Interval(estimate, 0.0, estimate * high)
    low = math.exp(-math.hypot(math.log(a.estimate / a.low), math.log(b.estimate / b.low)))
    return Interval(estimate, estimate * low, estimate * high)
