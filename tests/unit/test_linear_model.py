"""The linear model of the classifier: signs, whole numbers, training, calibration, figures."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_problems.calibration import calibrate, probability
from bulletin_problems.evaluation import deferral, figures, macro_f1
from bulletin_problems.folding import folded, signs_of
from bulletin_problems.model import Model, ModelError, from_json, runs_of, to_json
from bulletin_problems.training import to_model, train

BAD = ["渠道淤积亟待清理", "桥面塌陷无人管", "工资拖欠三个月", "路灯坏了没人修"]
GOOD = ["渠道清淤全部完成", "新桥建成通车", "工资按时发放", "路灯安装完毕"]
TEXTS = [*BAD, *GOOD, *(f"{text}。" for text in (*BAD, *GOOD))]
LABELS = [text.rstrip("。") in BAD for text in TEXTS]


def taught() -> Model:
    """Train on a few texts."""
    return to_model(train([runs_of(signs_of(text).text) for text in TEXTS], LABELS, 100))


@given(st.text())
def test_folding_keeps_places(text: str) -> None:
    """A folded text has the length of the text, and every sign stands where it says."""
    plain = folded(text)
    assert len(plain) == len(text)
    signs = signs_of(plain)
    assert len(signs.text) == len(signs.starts) == len(signs.ends)
    for sign, start, end in zip(signs.text, signs.starts, signs.ends, strict=True):
        assert plain[start:end] == sign or (sign == "0" and plain[start].isdecimal())


@pytest.mark.parametrize(
    ("text", "signs"), [("１２．５万元", "0万元"), ("2004年3月", "0年0月"), ("a B　c", "abc"), ("增长,5%", "增长，0%")]
)
def test_signs(text: str, signs: str) -> None:
    """Numbers are one sign, widths and case are equal, space is none."""
    assert signs_of(folded(text)).text == signs


def test_training_parts_the_texts() -> None:
    """The model tells the texts it was taught apart."""
    model = taught()
    assert [model.score_of(runs_of(text)) > 0 for text in TEXTS] == LABELS


def test_training_is_repeatable() -> None:
    """The same texts give the same file, byte for byte."""
    assert to_json(taught(), {"texts": 16}) == to_json(taught(), {"texts": 16})


def test_file_is_read_back() -> None:
    """A model written is the model read."""
    model = taught()
    assert from_json(to_json(model, {"texts": 16, "version": "1"})) == model


@given(st.text(alphabet="渠道淤积亟待清理完成通车0，。 "))
def test_parts_sum_to_the_score(text: str) -> None:
    """The bias and the shares of a text's runs are its score, to the last thousandth."""
    model, runs = taught_once(), runs_of(signs_of(folded(text)).text)
    assert model.bias + sum(share for _, share in model.shares(runs)) == model.score_of(runs)


def taught_once(model: list[Model] = []) -> Model:  # noqa: B006 (a cache for one test)
    """Return the same model again and again."""
    if not model:
        model.append(taught())
    return model[0]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"form": "x"}', to_json(Model(0, {"甲": 1}, {"甲": 1}), {})[:-9]])
def test_no_model(text: str) -> None:
    """A file of another form, torn or empty, is refused."""
    with pytest.raises(ModelError):
        from_json(text)


def test_calibration_gives_log_odds() -> None:
    """Scores drawn with known odds are given these odds back."""
    random = Random(7)
    scores = [random.uniform(-3, 3) for _ in range(4000)]
    labels = [random.random() < probability(2 * score - 1) for score in scores]
    slope, offset = calibrate(scores, labels)
    assert math.isclose(slope, 2, abs_tol=0.2)
    assert math.isclose(offset, -1, abs_tol=0.2)


def test_figures() -> None:
    """Precision, recall and F1 are those of the definitions, within their interval."""
    one = figures([(True, True)] * 6 + [(True, False)] * 2 + [(False, True)] * 4 + [(False, False)] * 8)
    assert (one.items, one.precision, one.recall) == (20, 0.6, 0.75)
    assert math.isclose(one.f1, 2 / 3)
    assert 0 <= one.low <= one.f1 <= one.high <= 1
    assert figures([]).f1 == 0


def test_macro_f1_and_deferral() -> None:
    """Topics count alike, however rare; what is left to an editor is not counted as decided."""
    assert math.isclose(macro_f1(["甲", "甲", "乙"], ["甲", "乙", "乙"]), 2 / 3)
    left = deferral([(True, True, False), (True, False, True), (False, False, False), (False, True, True)])
    assert (left.decided, left.f1) == (0.5, 1.0)
