"""Cities by name, in English, French, German, Spanish and Portuguese."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from whofor.intake.normalise.countries import country_code, name_key
from whofor.intake.normalise.rule_tables import rules

__all__ = ["City", "cities_like", "city_named"]

_LONGEST_NAME = 60
_LANGUAGES = ("fr", "de", "es", "pt", "it", "nl")


@dataclass(frozen=True, slots=True)
class City:
    """A city.

    Attributes:
        label: Its usual English name.
        country: ISO 3166-1 alpha-2 code.
        state: ISO 3166-2 code, empty where it is not known.
    """

    label: str
    country: str
    state: str = ""


@cache
def _table() -> dict[str, tuple[City, ...]]:
    """Return comparable name -> cities of that name; the first is by far the likeliest."""
    found: dict[str, tuple[City, ...]] = {}
    for names, city in _listed():
        for name in names:
            key = name_key(name)
            if key not in found or all(other.country != city.country for other in found[key]):
                found[key] = (*found.get(key, ()), city)
    table = rules("cities")
    for group in ("several", "also"):
        for name, places in table[group].items():
            key = name_key(name)
            label = found[key][0].label if key in found else name
            found[key] = (*found.get(key, ()), *(_city(label, place) for place in places.split()))
    for names, city in _of_zones():
        label = next((found[name_key(name)][0] for name in names[:1] if name_key(name) in found), city)
        if label.country == city.country:
            for name in names:
                found.setdefault(name_key(name), (label,))
    return found


def _city(label: str, place: str) -> City:
    return City(label, place[:2], place if "-" in place else "")


def _listed() -> Iterator[tuple[tuple[str, ...], City]]:
    table = rules("cities")
    for place, cities in table["aliased"].items():
        for label, names in cities.items():
            yield (label, *names), _city(label, place)
    for place, cities in table["plain"].items():
        for label in (name.strip() for name in cities.split(";")):
            yield (label,), _city(label, place)


def _of_zones() -> Iterator[tuple[tuple[str, ...], City]]:
    """Yield the cities that time zones are named after, with their names in the languages of Babel."""
    from babel import Locale
    from babel.core import get_global

    no_cities = {name_key(name) for name in rules("cities")["not_cities"]}
    english = Locale("en").time_zones
    others = [Locale(language).time_zones for language in _LANGUAGES]
    for zone, country in get_global("zone_territories").items():
        region, _, name = zone.partition("/")
        if not name or "/" in name or region in ("Etc", "Antarctica") or not country_code(country):
            continue
        label = english.get(zone, {}).get("city") or name.replace("_", " ")
        if name_key(label) in no_cities:
            continue
        translated = [zones[zone]["city"] for zones in others if "city" in zones.get(zone, {})]
        yield (label, *translated), City(label, country)


@cache
def _several() -> frozenset[str]:
    return frozenset(name_key(name) for name in rules("cities")["several"])


def cities_like(text: str) -> tuple[City, ...]:
    """Return all cities that a name may mean."""
    return _table().get(name_key(text), ()) if len(text) <= _LONGEST_NAME else ()


def city_named(text: str, country: str = "", state: str = "") -> City | None:
    """Return the one city that a name means, or None.

    A name of several cities is decided by the country or the state; by itself only where one of them is
    overwhelmingly meant. Where all of them lie in one country, the city has no state.

    Args:
        text: The name.
        country: ISO 3166-1 alpha-2 code, where it is known.
        state: ISO 3166-2 code, where it is known.

    >>> city_named("Múnich"), city_named("Londres").country, city_named("London", "CA").state, city_named("Birmingham")
    (City(label='Munich', country='DE', state=''), 'GB', 'CA-ON', None)
    """
    found = cities_like(text)
    if country:
        found = tuple(city for city in found if city.country == country)
    if state:
        found = tuple(city for city in found if city.state in ("", state))
    if len(found) <= 1 or (not country and not state and name_key(text) not in _several()):
        return found[0] if found else None
    return City(found[0].label, found[0].country) if len({city.country for city in found}) == 1 else None
