"""See to it that the browser tests have a browser, Chinese letters and what examines pages.

Run as a program before the tests: it installs what is missing where it may (packages as root on Debian or Ubuntu,
axe-core and the Nu HTML checker by npm wherever there is one), says what to install where it may not, and fails only in
continuous integration (``CI`` set).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

BROWSERS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
APT = ("apt-get", "-y", "-q", "--no-install-recommends")
TIMEOUT = 900
_LOCKED: Final = Path(__file__).parent / "tools"
_INSTALLED: Final = Path(__file__).parents[1] / ".cache" / "tools"  # by npm; `inv clean` removes it
_FILES: Final = {"axe-core": "axe.min.js", "vnu-jar": "build/dist/vnu.jar"}


def find_browser() -> str | None:
    """Return the path of the first browser found."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def has_chinese_font() -> bool:
    """Tell whether fontconfig knows a font with Chinese letters."""
    if not shutil.which("fc-list"):
        return False
    fonts = subprocess.run(
        ["fc-list", ":lang=zh", "family"], capture_output=True, check=False, text=True, timeout=TIMEOUT
    )
    return bool(fonts.stdout.strip())


def find_tool(name: str) -> Path | None:
    """Return the file of ``axe-core`` (a script) or ``vnu-jar`` (a Java archive), if it is installed as locked."""
    path = _INSTALLED / "node_modules" / name / _FILES[name]
    return path if _is_as_locked() and path.is_file() else None


def has_java() -> bool:
    """Tell whether there is a Java to run the HTML checker with."""
    return shutil.which("java") is not None


def _has_npm() -> bool:
    """Tell whether npm is there, or no longer needed."""
    return shutil.which("npm") is not None or not _missing_tools()


# What is needed: how it is looked for, and the packages of Debian that bring it.
_NEEDS: Final[Mapping[str, tuple[Callable[[], object], tuple[str, ...]]]] = {
    "Chromium": (find_browser, ("chromium",)),
    "a Chinese font": (has_chinese_font, ("fonts-noto-cjk", "fontconfig")),
    "Java": (has_java, ("default-jre-headless",)),
    "npm": (_has_npm, ("npm",)),
}
PACKAGES = tuple(package for _, packages in _NEEDS.values() for package in packages)


def ensure_everything() -> bool:
    """Install what is missing where that is allowed, and say what still is.

    Returns:
        Whether all is there but the font, without which pages are merely ugly.
    """
    missing = _missing()
    if missing and _may_install():
        _install(_packages(missing))
        missing = _missing()
    if missing:
        packages = " ".join(_packages(missing))
        print(f"Browser tests need {' and '.join(missing)}. Debian: apt-get install {packages}")
    if _missing_tools() and shutil.which("npm"):
        _install_tools()
    tools = _missing_tools()
    if tools:
        print(f"Browser tests need {' and '.join(tools)}: npm ci in {_LOCKED.name}/, or run this again with a network")
    return not tools and not [name for name in missing if name != "a Chinese font"]


def _missing() -> list[str]:
    """Name what is not there."""
    return [name for name, (is_there, _) in _NEEDS.items() if not is_there()]


def _missing_tools() -> list[str]:
    return [name for name in _FILES if not find_tool(name)]


def _packages(names: list[str]) -> list[str]:
    return [package for name in names for package in _NEEDS[name][1]]


def _is_as_locked() -> bool:
    stamp = _INSTALLED / "package-lock.json"
    return stamp.is_file() and stamp.read_bytes() == (_LOCKED / "package-lock.json").read_bytes()


def _may_install() -> bool:
    """Tell whether packages may be installed without asking anyone."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(packages: list[str]) -> None:
    """Install packages; what goes wrong is shown, and is no reason to stop here."""
    print(f"Installing {' '.join(packages)} …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (("update",), ("install", *packages)):
        if not _went_well([*APT, *arguments], None, environment):
            return


def _install_tools() -> None:
    """Install axe-core and the HTML checker as the lock says, without running anything of theirs."""
    print(f"Installing {' and '.join(_FILES)} by npm …", flush=True)
    shutil.rmtree(_INSTALLED, ignore_errors=True)
    _INSTALLED.mkdir(parents=True)
    shutil.copy2(_LOCKED / "package.json", _INSTALLED)
    lock = Path(shutil.copy2(_LOCKED / "package-lock.json", _INSTALLED))
    if not _went_well(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], _INSTALLED, os.environ):
        lock.unlink(missing_ok=True)


def _went_well(command: list[str], folder: Path | None, environment: Mapping[str, str]) -> bool:
    """Run a command in a folder; show what went wrong."""
    name = " ".join(command[:2])
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            cwd=folder,
            env=environment,
            errors="replace",
            text=True,
            timeout=TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        print(f"{name} took longer than {TIMEOUT} seconds", file=sys.stderr)
        return False
    if done.returncode:
        print(f"{name} failed:\n{done.stderr.strip()}", file=sys.stderr)
    return done.returncode == 0


def main() -> int:
    """Run as a program: 1 if continuous integration lacks what the tests need, otherwise 0."""
    complete = ensure_everything()
    if browser := find_browser():
        print(browser)
    return int(not complete and bool(os.environ.get("CI")))


if __name__ == "__main__":
    sys.exit(main())
