"""Resolution of the files and columns that a table mapping names; what is missing is reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from whofor.errors import Problem, Sentence
from whofor.intake.mapping.headers import HeaderIndex, fold_header
from whofor.intake.mapping.mapping import ColumnMapping, ColumnSource, TableMapping
from whofor.intake.mapping.plan import (
    Coalesce,
    Concat,
    Const,
    Each,
    Element,
    Expression,
    PlannedJoin,
    RawFile,
    Ref,
    Total,
)
from whofor.schema.columns import TableName
from whofor.text import did_you_mean

__all__ = ["References", "find_files"]


def find_files(pattern: str, names: Iterable[str]) -> list[str]:
    """Return the file names that match a name or pattern; case and a final `.gz` do not matter."""
    names = list(names)
    if pattern in names:
        return [pattern]
    wanted = fold_header(pattern).removesuffix(".gz")
    return [name for name in names if fnmatchcase(fold_header(name).removesuffix(".gz"), wanted)]


class References:
    """Resolver of the files and columns that one table mapping names.

    Attributes:
        main: Headers of the table's own files.
        main_files: Their names.
        joined: Alias -> file and its headers.
        claimed: Headers of the own files that something names.
        elsewhere: Files and headers of joined files that something names.
        used: Files that something names.
    """

    def __init__(
        self, mapping: ColumnMapping, table: TableMapping, files: Sequence[RawFile], problems: list[tuple[int, Problem]]
    ) -> None:
        self.mapping = mapping
        self.table = table
        self.raw = {file.name: file for file in files}
        self.problems = problems
        self.used: set[str] = set()
        self.claimed: set[str] = set()
        self.elsewhere: set[tuple[str, str]] = set()
        self.main = HeaderIndex(())
        self.main_files: list[str] = []
        self.main_aliases: set[str] = set()
        self.joined: dict[str, tuple[str, HeaderIndex]] = {}

    def report(self, what: str, line: int, todo: str = "", value: str = "") -> None:
        """Add a problem with its line of the mapping."""
        place = f"{self.mapping.place}:{line}" if line else self.mapping.place
        self.problems.append((line, Problem(what, place, value, todo)))

    def files_of(self, names: Sequence[str], line: int) -> list[str]:
        """Return the raw files behind aliases, names or patterns; where none is named, the only file there is."""
        if not names:
            if len(self.raw) == 1:
                return list(self.raw)
            self.report(
                Sentence("[{table}] does not say which file it is read from", table=self.table.table),
                line,
                Sentence("Add file = …; the files are: {names}", names=", ".join(self.raw)),
            )
            return []
        found: list[str] = []
        for name in names:
            for pattern in self.mapping.files.get(name, (name,)):
                hits = find_files(pattern, self.raw)
                if not hits:
                    self.report(
                        Sentence("There is no file {pattern!r} in the source", pattern=pattern),
                        line,
                        did_you_mean(pattern, list(self.raw), what="files"),
                    )
                found += [hit for hit in hits if hit not in found]
        return found

    def joins(self) -> list[PlannedJoin]:
        """Return the joins of the table, without those that name something missing."""
        joins: list[PlannedJoin] = []
        for join in self.table.joins:
            absent = join.file in self.mapping.files_by_headers and join.file not in self.mapping.files
            if absent or (self.mapping.optional and self.find(join.on) is None):
                continue
            names = self.files_of([join.file], join.line)
            on = self.ref(join.on, join.line)
            if not names:
                self.joined[join.file] = ("", HeaderIndex(()))
                continue
            index = HeaderIndex(self.raw[names[0]].headers)
            self.joined[join.file] = (names[0], index)
            self.used.add(names[0])
            key = index.find(join.key)
            if key is None:
                self.missing(join.key, names[0], index, join.line)
            elif on is not None:
                joins.append(PlannedJoin(join.file, names[0], on, key, index.find(join.prefer) or ""))
        return joins

    def missing(self, name: str, file: str, index: HeaderIndex, line: int) -> None:
        """Report a column that is not in a file."""
        if file:
            self.report(
                Sentence("There is no column {name!r} in {file}", name=name, file=file),
                line,
                did_you_mean(name, index.headers, what="columns"),
            )

    def find(self, name: str) -> Ref | None:
        """Return the column that `Header` or `alias.Header` means, or `None`."""
        header = self.main.find(name)
        if header is not None:
            return Ref("", header)
        alias, rest = self.split(name)
        if alias in self.main_aliases and (header := self.main.find(rest)):
            return Ref("", header)
        if alias in self.joined and (header := self.joined[alias][1].find(rest)):
            return Ref(alias, header)
        return None

    def split(self, name: str) -> tuple[str, str]:
        """Return alias and header of `alias.Header`; aliases may contain dots, as file names do."""
        aliases = {*self.main_aliases, *self.joined, *self.mapping.files}
        alias = max((alias for alias in aliases if name.startswith(f"{alias}.")), key=len, default="")
        return (alias, name[len(alias) + 1 :]) if alias else ("", name)

    def ref(self, name: str, line: int) -> Ref | None:
        """Return the column of that name; report it where there is none."""
        ref = self.find(name)
        if ref is None:
            alias, rest = self.split(name)
            if alias in self.joined:
                file, index = self.joined[alias]
                self.missing(rest, file, index, line)
            elif alias and alias not in self.main_aliases:
                self.report(
                    Sentence("{alias!r} is not joined to {table}", alias=alias, table=self.table.table),
                    line,
                    Sentence("Add a [[{table}.join]] for it.", table=self.table.table),
                )
            else:
                self.missing(name, ", ".join(self.main_files), self.main, line)
        else:
            self._claim(ref)
        return ref

    def _claim(self, ref: Ref) -> None:
        if ref.alias:
            self.elsewhere.add((self.joined[ref.alias][0], ref.header))
        else:
            self.claimed.add(ref.header)

    def refs(self, names: Sequence[str], line: int) -> tuple[Ref, ...]:
        """Return the columns of several names; in presets only those that are there."""
        if self.mapping.optional:
            names = [name for name in names if self.find(name) is not None]
        return tuple(ref for name in names if (ref := self.ref(name, line)) is not None)

    def expression(self, source: ColumnSource) -> Expression | None:
        """Return the expression of a source; `None` where it is missing (reported, unless the mapping is optional)."""
        source = self.in_use(source)
        if source.headers or source.concat or source.coalesce:
            text = self.text(source)
            return text if text is not None or not source.default else Const(source.default)
        if source.total:
            ref = self.ref(source.total, source.line)
            if ref is not None and not ref.alias:
                self.report(
                    "sum needs a column of a joined file", source.line, 'Write sum = "alias.Column".', source.total
                )
            return Total(ref.alias, ref.header) if ref else None
        if source.count:
            if source.count not in self.joined:
                self.report(
                    Sentence("{count!r} is not joined", count=source.count),
                    source.line,
                    did_you_mean(source.count, list(self.joined)),
                )
            return Total(source.count, "")
        return Const(source.const)

    def in_use(self, source: ColumnSource) -> ColumnSource:
        """Return the first of a source and its alternatives of which a column is in the files; else the last."""
        while source.or_else is not None and not self.there(source):
            source = source.or_else
        return source

    def there(self, source: ColumnSource) -> bool:
        """Return whether one of a source's columns is in the files."""
        return any(self.find(name) is not None for name in (*source.headers, *source.concat, *source.coalesce))

    def text(self, source: ColumnSource) -> Ref | Concat | Coalesce | Each | Element | None:
        """Return the text of the first of several columns, or of several columns combined."""
        if source.concat:
            parts = self.refs(source.concat, source.line)
            return Concat(parts, source.separator) if parts else None
        if source.coalesce:
            parts = self.refs(source.coalesce, source.line)
            return Coalesce(tuple(_element(part, source) for part in parts), source.default) if parts else None
        ref = self.one_of(source.headers, source.line)
        if ref is not None and source.each and self.table.table == TableName.DEAL_CONTACTS and not ref.alias:
            return Each(ref, source.each)
        found = _element(ref, source) if ref else None
        return Coalesce((found,), source.default) if found and source.default else found

    def one_of(self, names: Sequence[str], line: int) -> Ref | None:
        """Return the first of several columns that is there; report where none is, unless the mapping is optional."""
        found = next((ref for name in names if (ref := self.find(name)) is not None), None)
        if found is None and not self.mapping.optional:
            return self.ref(names[0], line)
        if found is not None:
            self._claim(found)
        return found

    def place(self, expression: Expression) -> str:
        """Return `file.csv: Header`, for people."""
        match expression:
            case Ref(alias, header):
                return f"{self.joined[alias][0] if alias else ', '.join(self.main_files)}: {header}"
            case Element(of) | Each(of):
                return self.place(of)
            case Concat(parts) | Coalesce(parts):
                return " + ".join(self.place(part) for part in parts)
            case Total(alias, header):
                return f"{self.joined[alias][0]}: {'sum of ' + header if header else 'number of rows'}"
            case Const():
                return ""


def _element(ref: Ref, source: ColumnSource) -> Ref | Element:
    """Return the element of a list that a source asks for, or the whole cell."""
    separator = source.each or source.first_of or source.last_of
    return Element(ref, separator, bool(source.last_of), source.several) if separator else ref
