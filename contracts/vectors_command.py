"""`portone-contracts vectors`: the vectors as JSON files, one each, and an index.

Lives here: options and writing. May not: a vector.
"""

import json
from pathlib import Path

import click

from .ending_command import fail
from .vectors import VECTORS


@click.command()
@click.option("--out", metavar="DIR", required=True, type=click.Path(file_okay=False, path_type=Path), help="폴더")
def vectors(out: Path) -> None:
    """Write language-neutral JSON cases for authors of clients. 클라이언트를 만드는 사람을 위한 사례를 씁니다."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for one in VECTORS:
            _write(out / f"{one.number}.json", one.as_data())
        _write(out / "index.json", [{"number": one.number, "law": one.law._asdict()} for one in VECTORS])
    except OSError as error:
        fail(f"--out: {out} cannot be written: {error.strerror}")
    click.echo(f"{len(VECTORS)} vectors in {out}")


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
