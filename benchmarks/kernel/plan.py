"""Who runs what."""

from __future__ import annotations

from dataclasses import dataclass

NATIVE = ("c (plain)", "c (avx2)", "c (avx512)")
SHUFFLES = 1024
ONE_HOT = "one-hot products"  # on one core only: threads of OpenBLAS spin while they wait, and burn a busy machine
ECLAT = "eclat, bit vectors"


@dataclass(frozen=True)
class Entry:
    """One tool in one form.

    Attributes:
        tool: `whofor` or a peer.
        method: Its kernel or algorithm.
        measure: See `job.quality`; SliceLine ranks by a measure of its own.
        bound: Whether it may leave out what its optimistic estimate rules out.
        permutations: Shuffles.
        cores: Cores; 0 for as many as the run has.
        is_slow: Takes minutes or gigabytes: `--short` leaves it out, and the page keeps its former row.
        only_all: Left out but for `--all`: other forms of the same tool were faster, or it is known not to end.
    """

    tool: str
    method: str = ""
    measure: str = "binomial"
    bound: bool = True
    permutations: int = 0
    cores: int = 1
    is_slow: bool = False
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
        attributes: How many attributes are searched, the first ones; 0 for all.
    """

    key: str
    title: str
    data: str
    outcome: str
    depth: int
    min_support: int
    entries: tuple[Entry, ...]
    megabytes: int = 0
    attributes: int = 0


def whofor(measure: str, *methods: str, permutations: int = 0) -> tuple[Entry, ...]:
    """Several kernels of whofor on one core, and the fastest on all."""
    alone = tuple(Entry("whofor", m, measure, permutations=permutations) for m in methods)
    return (*alone, Entry("whofor", "auto", measure, permutations=permutations, cores=0))


def on_both(tool: str, method: str, measure: str) -> tuple[Entry, Entry]:
    """A tool that can use several cores, on one and on all."""
    return Entry(tool, method, measure), Entry(tool, method, measure, cores=0)


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
            Entry("numpy", ONE_HOT, "binomial"),
            Entry("pyfim", ECLAT, "binomial"),
            *on_both("sd4py", "bsd", "residual"),
            Entry("sd4py", "sdmap", "residual", is_slow=True),
            Entry("pysubgroup", "bitset dfs", "binomial", bound=False, is_slow=True),
            Entry("pysubgroup", "apriori", "binomial", bound=False, is_slow=True),
            Entry("pysubgroup", "gp growth", "binomial", bound=False, only_all=True),
        ),
    ),
    Section(
        "narrow",
        "the first 20 of these attributes, the same measure",
        "crm",
        "won",
        3,
        100,
        (
            *whofor("binomial", *NATIVE, "numpy"),
            Entry("numpy", ONE_HOT, "binomial"),
            Entry("pyfim", ECLAT, "binomial"),
            *on_both("sd4py", "bsd", "residual"),
            Entry("sd4py", "sdmap", "residual"),
            Entry("pysubgroup", "bitset dfs", "binomial", bound=False, is_slow=True),
        ),
        attributes=20,
    ),
    Section(
        "bounded",
        "all 40 again, a measure that can be bounded (weighted relative accuracy)",
        "crm",
        "won",
        3,
        100,
        (
            *whofor("wracc", *NATIVE, "numpy"),
            Entry("numpy", ONE_HOT, "wracc"),
            Entry("pyfim", ECLAT, "wracc"),
            *on_both("sd4py", "bsd", "wracc"),
            Entry("sd4py", "sdmap", "wracc", is_slow=True),
            Entry("pysubgroup", "apriori", "wracc", is_slow=True),
            Entry("pysubgroup", "bitset dfs", "wracc", is_slow=True),
            Entry("pysubgroup", "gp growth", "wracc", only_all=True),
            Entry("sliceline", "", "own", is_slow=True),
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
            Entry("numpy", ONE_HOT, "wracc"),
            Entry("sd4py", "sdmap", "wracc"),
            Entry("sd4py", "bsd", "wracc", is_slow=True),
            Entry("pysubgroup", "numeric dfs", "wracc", is_slow=True),
            Entry("pysubgroup", "bitset dfs", "wracc", only_all=True),
            Entry("pysubgroup", "apriori", "wracc", only_all=True),
            Entry("sliceline", "", "own", is_slow=True),
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
            *whofor("wracc", *NATIVE, "numpy"),
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
