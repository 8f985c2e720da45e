"""`python -m azlift.rehearsal`: serve a pretend Azure; the one line on standard output says where and with which
credential."""

import argparse
import logging
import sys
from pathlib import Path

from azlift.rehearsal.faults import ScenarioError
from azlift.rehearsal.server import Options, serve


def read_options(arguments: list[str] | None = None) -> Options:
    """Options from the command line."""
    parser = argparse.ArgumentParser(prog="python -m azlift.rehearsal", description=__doc__)
    parser.add_argument("--state", type=Path, help="directory the world is kept in; without it everything is in memory")
    parser.add_argument("--port", type=int, default=0, help="0: the last port of this state, or any free one")
    parser.add_argument("--speed", type=float, default=1.0, help="simulated seconds per real second")
    parser.add_argument("--sizes", type=Path, help="JSON list of machine sizes")
    parser.add_argument("--faults", type=Path, help="scenario of faults, YAML or JSON")
    parser.add_argument(
        "--link", action="append", default=[], metavar="PREFIX=FOLDER", help="read linked templates of a prefix here"
    )
    parser.add_argument("--exit-with-parent", action="store_true", help="end when standard input is closed")
    given = parser.parse_args(arguments)
    links = tuple(_link(parser, each) for each in given.link)
    return Options(given.state, given.port, given.speed, given.sizes, given.faults, links, given.exit_with_parent)


def _link(parser: argparse.ArgumentParser, text: str) -> tuple[str, Path]:
    """A prefix of addresses, ending with a slash, and the folder that stands for it."""
    prefix, _, folder = text.rpartition("=")
    if not prefix.startswith(("http://", "https://")) or not Path(folder).is_dir():
        parser.error(f"--link takes PREFIX=FOLDER, an http(s) address and a folder that is there, not '{text}'")
    return prefix.rstrip("/") + "/", Path(folder)


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        serve(read_options())
    except ScenarioError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
