"""Settings for publishing: the public edition in a folder of its own, and no warning passes."""

from pelicanconf import *  # noqa: F403
from pelicanconf import _HERE

OUTPUT_PATH = str(_HERE / "output" / "release")
BULLETIN_EDITION = "public"
BULLETIN_STRICT = True
