"""Judge whether an item is a problem item: the shares of cues and of the model, added up; doubts are said to be so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bulletin.kinds import Kind
from bulletin_problems.calibration import probability
from bulletin_problems.cues import cue_parts
from bulletin_problems.lexicon import Lexicon
from bulletin_problems.model import Model
from bulletin_problems.parts import Part
from bulletin_problems.reading import Reading

# Half the width of the band, in thousandths of log odds, in which an editor decides: odds up to three to one.
BAND: Final = 1100
_CERTAIN: Final = 0.99  # no more is ever claimed: a classifier that says 100 % is not believed, and should not be
_LEAST: Final = 8  # known runs of signs; fewer say nothing: 困, 2024, OK


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an item is taken for. ``score`` is in thousandths of log odds for a problem item: bias, cues and runs.

    ``runs`` are shares of the model, by run of signs; ``cues`` stand at their words. Bias and all shares add up to the
    score.
    """

    score: int
    bias: int
    cues: tuple[Part, ...]
    runs: tuple[tuple[str, int], ...]

    @property
    def kind(self) -> Kind:
        """Return the kind."""
        return Kind.PROBLEM if self.score > 0 else Kind.GENERAL

    @property
    def confidence(self) -> float:
        """Return the probability that the kind is right, 0.5 to 1."""
        return probability(abs(self.score) / 1000)

    @property
    def shown_confidence(self) -> float:
        """Return the confidence as it is shown, never above 0.99."""
        return min(self.confidence, _CERTAIN)

    @property
    def known(self) -> bool:
        """Say whether anything at all is known of what the item says."""
        return bool(self.cues or self.runs)

    @property
    def unsure(self) -> bool:
        """Say whether an editor has to decide: where the score is near 0, and where hardly anything in it is known."""
        return abs(self.score) < BAND or not (self.cues or len(self.runs) >= _LEAST)


@dataclass(frozen=True, slots=True)
class Judge:
    """A lexicon and a model."""

    lexicon: Lexicon
    model: Model

    def judge(self, read: Reading) -> Judgement:
        """Return what an item is; any text gives an answer."""
        cues = tuple(self._weighed(part) for part in cue_parts(self.lexicon, read.title, read.text))
        runs = tuple(self.model.shares(read.runs))
        score = self.model.bias + sum(part.share for part in cues) + sum(share for _, share in runs)
        return Judgement(score, self.model.bias, cues, runs)

    def _weighed(self, part: Part) -> Part:
        """Return a part with its share in log odds: a cue's weight times what the model gives cues."""
        # Written out: replace() takes as long as all the rest of judging a cue.
        share = (2 * part.share * self.model.cues + 1000) // 2000
        return Part(part.where, part.start, part.end, part.word, part.group, share, part.damped_by)
