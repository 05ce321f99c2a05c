"""See to it that the browser tests have a browser and Chinese letters.

Run as a program before the tests: it installs what is missing where it may (root on Debian or Ubuntu), says what to
install where it may not, and fails only in continuous integration (``CI`` set).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

BROWSERS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk", "fontconfig")
APT = ("apt-get", "-y", "-q", "--no-install-recommends")
TIMEOUT = 900


def ensure_browser() -> str | None:
    """Return the path of a browser, installing it and a Chinese font first where that is allowed.

    Returns:
        The browser, or None where there is none. A missing font is reported, not fatal.
    """
    if not _missing():
        return find_browser()
    if _may_install():
        _install()
    missing = _missing()
    if missing:
        print(f"Browser tests need {' and '.join(missing)}. Debian: apt-get install {' '.join(PACKAGES)}")
    return find_browser()


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


def _missing() -> list[str]:
    """Name what is not there."""
    missing = [] if find_browser() else ["Chromium"]
    return missing if has_chinese_font() else [*missing, "a Chinese font"]


def _may_install() -> bool:
    """Tell whether packages may be installed without asking anyone."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install() -> None:
    """Install the packages; what goes wrong is shown, and is no reason to stop here."""
    print(f"Installing {' '.join(PACKAGES)} …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (("update",), ("install", *PACKAGES)):
        try:
            done = subprocess.run(
                [*APT, *arguments],
                capture_output=True,
                check=False,
                env=environment,
                errors="replace",
                text=True,
                timeout=TIMEOUT,
            )
        except subprocess.TimeoutExpired:
            print(f"apt-get {arguments[0]} took longer than {TIMEOUT} seconds", file=sys.stderr)
            return
        if done.returncode:
            print(f"apt-get {arguments[0]} failed:\n{done.stderr.strip()}", file=sys.stderr)


def main() -> int:
    """Run as a program: 1 if continuous integration has no browser, otherwise 0."""
    browser = ensure_browser()
    if browser:
        print(browser)
    return int(browser is None and bool(os.environ.get("CI")))


if __name__ == "__main__":
    sys.exit(main())
