"""Who runs what."""

from __future__ import annotations

from dataclasses import dataclass

NATIVE = ("c (plain)", "c (avx2)", "c (avx512)")
SHUFFLES = 1024


@dataclass(frozen=True)
class Entry:
    """One tool in one form.

    Attributes:
        tool: `whofor` or a peer.
        method: Its kernel or algorithm.
        measure: See `job.quality`; SliceLine ranks by a measure of its own.
        bound: Whether it may leave out what its optimistic estimate rules out.
        permutations: Shuffles.
        cores: Cores; 0 for as many as all others.
        only_all: Left out but for `--all`: other forms of the same tool were faster, or it is known not to end.
    """

    tool: str
    method: str = ""
    measure: str = "binomial"
    bound: bool = True
    permutations: int = 0
    cores: int = 0
    only_all: bool = False


@dataclass(frozen=True)
class Section:
    """Entries that do the same work.

    Attributes:
        key: Its short name.
        title: What is searched.
        data: Name of the rows, see `data.SETS`.
        outcome: `won` or `value`.
        depth: Most conditions.
        min_support: Fewest rows.
        entries: Who takes part.
        megabytes: Memory for each process; 0 for the general limit.
    """

    key: str
    title: str
    data: str
    outcome: str
    depth: int
    min_support: int
    entries: tuple[Entry, ...]
    megabytes: int = 0


def whofor(measure: str, *methods: str, cores: int = 0, permutations: int = 0) -> tuple[Entry, ...]:
    """whofor with several kernels."""
    return tuple(Entry("whofor", m, measure, permutations=permutations, cores=cores) for m in methods)


SECTIONS = (
    Section(
        "binary",
        "100,000 rows × 40 attributes, depth 3, won or lost, a measure without a bound",
        "crm",
        "won",
        3,
        100,
        (
            *whofor("binomial", *NATIVE, "numpy"),
            *whofor("binomial", "auto", "numpy", cores=1),
            Entry("sd4py", "sdmap", "residual"),
            Entry("sd4py", "bsd", "residual"),
            Entry("pysubgroup", "bitset dfs", "binomial", bound=False),
            Entry("pysubgroup", "apriori", "binomial", bound=False),
            Entry("pysubgroup", "gp growth", "binomial", bound=False, only_all=True),
        ),
    ),
    Section(
        "bounded",
        "the same, a measure that can be bounded (weighted relative accuracy)",
        "crm",
        "won",
        3,
        100,
        (
            *whofor("wracc", "auto"),
            *whofor("wracc", "numpy", cores=1),
            Entry("sd4py", "sdmap", "wracc"),
            Entry("sd4py", "bsd", "wracc"),
            Entry("pysubgroup", "apriori", "wracc"),
            Entry("pysubgroup", "bitset dfs", "wracc"),
            Entry("pysubgroup", "gp growth", "wracc", only_all=True),
            Entry("sliceline", "", "own"),
        ),
    ),
    Section(
        "float",
        "the same rows, an amount",
        "crm",
        "value",
        3,
        100,
        (
            *whofor("wracc", *NATIVE, "numpy"),
            *whofor("wracc", "numpy", cores=1),
            Entry("sd4py", "sdmap", "wracc"),
            Entry("sd4py", "bsd", "wracc"),
            Entry("pysubgroup", "numeric dfs", "wracc"),
            Entry("pysubgroup", "bitset dfs", "wracc", only_all=True),
            Entry("pysubgroup", "apriori", "wracc", only_all=True),
            Entry("sliceline", "", "own"),
        ),
    ),
    Section(
        "big",
        "1,000,000 rows × 20 attributes, depth 2, won or lost, within 1 GB of memory",
        "big",
        "won",
        2,
        1000,
        (
            *whofor("wracc", "auto", "numpy"),
            Entry("sd4py", "sdmap", "wracc"),
            Entry("pysubgroup", "apriori", "wracc"),
            Entry("pysubgroup", "bitset dfs", "wracc"),
            Entry("pysubgroup", "gp growth", "wracc"),
            Entry("sliceline", "", "own"),
        ),
        megabytes=1000,
    ),
    Section(
        "shuffled",
        "100,000 rows × 40 attributes, depth 3, with 1,024 permutations over all of them",
        "crm",
        "won",
        3,
        100,
        whofor("binomial", *NATIVE, permutations=SHUFFLES),
    ),
    Section(
        "small",
        "5,000 rows × 40 attributes, depth 3, with 1,024 permutations",
        "small",
        "won",
        3,
        5,
        whofor("binomial", *NATIVE, permutations=SHUFFLES),
    ),
)
