"""``python -m bench``: measure builds of made-up content, alone or beside others; or previews, signing, search."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.builders import PEERS, our_builder, peer_builders, prepare
from bench.corpus import Size
from bench.goals import TENTH
from bench.log import Log
from bench.measure import Rounds, UnequalSitesError, measure
from bench.peers import PeerMissingError
from bench.preview import PreviewSilentError, measure_previews
from bench.report import as_json, as_table, previews_as_json, previews_as_table
from bench.scenarios import NotShownError
from bench.search import measure_search
from bench.signing import measure_signing


def main(argv: list[str] | None = None) -> int:
    """Run as a program: print the result and return 0, or say on standard error why there is none and return 1."""
    given = _parser().parse_args(argv)
    # Worked in under TMPDIR, as every temporary file; /dev/shm leaves the disk out of the measurement.
    log = Log()
    with tempfile.TemporaryDirectory(prefix="govbulletin-bench-") as folder:
        try:
            print(_measured(given, Path(folder)))
        except PeerMissingError as error:
            log.tell(str(error))
        except UnequalSitesError as error:
            log.tell(f"The sites differ in their pages ({error}); let the peers' templates in bench/ follow the theme.")
        except NotShownError as error:
            log.tell(f"A build finished without showing what was changed ({error}).")
        except PreviewSilentError as error:
            log.tell(f"A preview did not show the edit: {error}")
        except subprocess.CalledProcessError as error:
            log.tell(f"A command failed: {' '.join(error.cmd)}\n{error.output}")
        except KeyboardInterrupt:
            return 130
        else:
            return 0
    return 1


def _measured(given: argparse.Namespace, folder: Path) -> str:
    """Measure what was asked for and return what to print."""
    json, size = given.format == "json", Size(issues=given.issues, seed=given.seed)
    if given.sign:
        signings = measure_signing(size.issues, given.runs, folder, size.seed)
        return signings.as_json() if json else signings.table()
    if given.search:
        searches = measure_search(size.issues, folder, size.seed)
        return searches.as_json() if json else searches.table()
    rounds, log = Rounds.of(given.runs), Log.begin()
    log.tell(f"making up {size.issues} issues")
    ground = prepare(size, rounds.most, folder / "whole")
    builders = [our_builder(ground)]
    if given.scale and not given.preview:
        small = Size(issues=max(1, size.issues // 10), seed=size.seed)
        builders.append(our_builder(prepare(small, rounds.most, folder / "tenth"), TENTH))
    log.tell(f"writing the sites of {', '.join(given.against) or 'no others'}")
    builders += peer_builders(given.against, ground)
    if given.preview:
        previews = measure_previews(builders, given.runs, folder, log)
        return previews_as_json(previews) if json else previews_as_table(previews)
    measurement = measure(builders, size, rounds, log)
    return as_json(measurement) if json else as_table(measurement)


def _parser() -> argparse.ArgumentParser:
    size = Size()
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure builds of made-up content.")
    parser.add_argument("--issues", type=_positive, default=size.issues, help="how many issues (default %(default)s)")
    parser.add_argument("--against", type=_peers, default=[], help=f"builders to compare with: {','.join(PEERS)}")
    parser.add_argument("--runs", type=_positive, default=5, help="how many timed runs of each (default %(default)s)")
    parser.add_argument("--format", choices=["table", "json"], default="table", help="how to print the result")
    parser.add_argument("--scale", action="store_true", help="measure our own build at a tenth of the issues too")
    parser.add_argument("--preview", action="store_true", help="measure previews, from edit to visible, not builds")
    parser.add_argument("--sign", action="store_true", help="measure signing in a tree of that size, not building")
    parser.add_argument("--search", action="store_true", help="measure the index of the search, beside Pagefind")
    parser.add_argument("--seed", type=int, default=size.seed, help="another seed, other issues (default %(default)s)")
    return parser


def _peers(text: str) -> list[str]:
    names = list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in PEERS:
            raise argparse.ArgumentTypeError(f"{name} is not one of {', '.join(PEERS)}")
    return names


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return number


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))  # ended politely, it leaves no server and no folder
    sys.exit(main())
