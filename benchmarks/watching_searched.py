"""What watching says of types of client that the search itself found: the whole way, from an export to twelve looks.

    python benchmarks/watching_searched.py --seeds 20 --kind "A halved"
    python benchmarks/watching_searched.py --seeds 40 --kind unmoved

Years are those of `watching.py`. Of each, the export of the day on which the profile is made is imported and searched,
and the profile is made of it; the export at the end of the year holds the deals of the twelve looks. A type of client
that was found is rarely the planted one: it may lack a condition, and then a planted fall is smaller in it.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from watching import KINDS, LOOKS, MADE, UNTIL, day_of

from whofor import FindOptions, find, import_source, make_profile
from whofor.analysis.alike import inside_of
from whofor.app.claims import RESOLVERS
from whofor.app.session import Session
from whofor.days import days_of
from whofor.example import AS_OF, ExampleExport, csv_files, generate
from whofor.example.monthly import export_as_of
from whofor.model.profile import IdealCustomerProfile
from whofor.profile.watching import Spent, look_at_profile, watched_deals
from whofor.segments.claims import parse_claim
from whofor.workspace import write_files

DEALS = 3_333
PERMUTATIONS = 200


def made(export: ExampleExport, folder: Path, seed: int) -> IdealCustomerProfile:
    """The profile of the export as it was on the day on which the year begins."""
    source = write_files(folder / "before", csv_files(export_as_of(export, AS_OF, UNTIL)))
    import_source(source, workspace=folder / "first", today=AS_OF, mapping="hubspot")
    find(folder / "first", FindOptions(seed=seed, permutations=PERMUTATIONS), today=AS_OF)
    return make_profile(folder / "first", today=AS_OF).profile


def alarms(export: ExampleExport, profile: IdealCustomerProfile, folder: Path) -> dict[str, int]:
    """Types of client that moved, each with the month of its first alarm."""
    source = write_files(folder / "after", csv_files(export_as_of(export, UNTIL, UNTIL)))
    import_source(source, workspace=folder / "last", today=UNTIL, mapping="hubspot")
    with Session.of(folder / "last").reading() as (kept, _):
        rows, judged = kept.rows, kept.judged(FindOptions(), UNTIL)
    types = {icp.id: parse_claim(" and ".join(icp.define), rows.attributes, RESOLVERS) for icp in profile.icps}
    inside = {name: mask for name, segment in types.items() if (mask := inside_of(segment, rows)) is not None}
    first: dict[str, int] = {}
    former: list[Spent] = []
    for month in range(1, LOOKS + 1):
        until = float(day_of(month) - MADE + days_of(AS_OF))
        look = look_at_profile(profile, watched_deals(rows, judged.repeated, until), inside, (), former)
        former.append(Spent({one.id: one.spent for one in look.types}, {}))
        for one in look.types:
            if one.standing.moved:
                first.setdefault(one.id, month)
    return first


def main() -> None:
    """Print a line for each year, and the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--kind", choices=tuple(KINDS), default="unmoved")
    args = parser.parse_args()
    with_a = seen = any_alarm = 0
    for seed in range(args.first, args.first + args.seeds):
        with tempfile.TemporaryDirectory() as folder:
            export = generate(seed, n_deals=DEALS, moves=KINDS[args.kind])
            profile = made(export, Path(folder), seed)
            moved = alarms(export, profile, Path(folder))
        a = [icp.id for icp in profile.icps if any("fintech" in line.lower() for line in icp.define)]
        with_a, any_alarm = with_a + bool(a), any_alarm + bool(moved)
        seen += any(name in moved for name in a)
        print(f"seed {seed}: types {[' and '.join(icp.define) for icp in profile.icps]}, alarms {moved}", flush=True)
    print(
        f"{args.kind}: ICP A in the profile in {with_a} of {args.seeds}, an alarm for it in {seen}, any in {any_alarm}"
    )


if __name__ == "__main__":
    main()
