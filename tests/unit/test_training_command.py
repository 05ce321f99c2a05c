"""`inv train`: the corpus is read, an office's items are added, and no worse model is installed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

from bulletin.kinds import Kind
from bulletin_editor import training
from bulletin_editor.desk import RefusedError
from bulletin_editor.training import content_items, corpus_items, train_shipped, train_with_content
from bulletin_portal.loading import load
from bulletin_problems.evaluation import Figures
from bulletin_problems.model import to_json
from bulletin_problems.office import MODEL_PATH
from bulletin_problems.shipped import MODEL, shipped
from bulletin_problems.teaching import Compared, teach
from bulletin_problems.word_lists import shipped_lexicon

# Two writers of a small corpus, and an office that has words of its own.
WRITERS: Final = {
    "one": ("渠道淤积亟待清理", "桥面塌陷无人管", "工资拖欠三个月", "渠道清淤全部完成", "新桥建成通车", "工资按时发放"),
    "two": ("路灯坏了没人修", "河水发臭无人问", "学费乱收群众怨", "路灯安装完毕", "河水变清鱼虾多", "学费减免惠及百户"),
}
ROOT: Final = Path(__file__).parents[2]
GOOD, BAD = ("卤水归塘", "晒场起盐", "坨台封苫", "潮门落闸"), ("卤水跑塘", "晒场返潮", "坨台开口", "潮门脱轨")
PLACES: Final = ("北滩", "南滩", "东滩", "西滩", "新滩", "老滩")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with the items of two writers, half of them problems."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, texts in WRITERS.items():
        lines = [{"text": f"{place}{text}", "label": _label(n)} for place in "东西南北" for n, text in enumerate(texts)]
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def _label(n: int) -> str:
    return Kind.PROBLEM if n < 3 else Kind.GENERAL


def written(content: Path, bad: Iterable[str] = BAD, good: Iterable[str] = GOOD, name: str = "draft") -> Path:
    """Write a draft whose items carry their editor's kind: each text from six places."""
    kinds = [(text, Kind.PROBLEM) for text in bad] + [(text, Kind.GENERAL) for text in good]
    items = "".join(
        f"\n## {place}来信\n\n```item\nunit: 柳泊镇\nkind: {kind}\n```\n\n{place}{text}。\n"
        for place in PLACES
        for text, kind in kinds
    )
    file = content / "key-affairs/2005" / f"{name}.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"---\nseries: key-affairs\nsigned: 2005-04-01\n---\n{items}", encoding="utf-8")
    return content


def files_of(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(content: Path, corpus: Path) -> RefusedError:
    """Train with a content tree that is refused, and check that nothing was written."""
    before = files_of(content)
    with pytest.raises(RefusedError) as one:
        train_with_content(content, corpus)
    assert files_of(content) == before
    return one.value


def test_corpus_is_read_file_by_file(corpus: Path) -> None:
    """Each file of a corpus is a writer."""
    items = corpus_items(corpus)
    assert [item.source for item in items] == ["one.jsonl"] * 24 + ["two.jsonl"] * 24
    assert sum(item.kind is Kind.PROBLEM for item in items) == 24


def test_no_corpus(tmp_path: Path) -> None:
    """A folder without a corpus is named."""
    with pytest.raises(RefusedError) as one:
        corpus_items(tmp_path / "nowhere")
    assert "corpus" in one.value.message


def test_bad_line_of_a_corpus(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line that is no item stops the training, and is told with its number."""
    (corpus / "two.jsonl").write_text('{"text": "甲", "label": "problem"}\n{"text": "乙"}\n', encoding="utf-8")
    target = corpus / "model.json"
    with pytest.raises(RefusedError):
        train_shipped(corpus, target)
    assert "two.jsonl" in capsys.readouterr().err
    assert not target.exists()


def test_training_writes_the_model(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`inv train` writes the model of the corpus and tells its figures; the same corpus gives the same bytes."""
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    for target in (first, second):
        train_shipped(corpus, target)
    expected = teach(corpus_items(corpus), shipped_lexicon()).model
    assert first.read_text(encoding="utf-8") == to_json(expected, {"corpus": 48, "content": 0})
    assert first.read_bytes() == second.read_bytes()
    told = capsys.readouterr().out
    assert "F1" in told
    assert str(first.stat().st_size) in told


def test_labelled_items_of_a_tree(small_tree: Path) -> None:
    """Items whose editor named the kind are an office's own; others teach nothing."""
    items, classifier = content_items(small_tree)
    assert [item.kind for item in items].count(Kind.PROBLEM) == 2
    assert len(items) == 5
    assert {item.source for item in items} == {"content"}
    file = small_tree / "gazette/2004/2004-11-19.md"
    file.write_text(file.read_text(encoding="utf-8").replace("kind: general\n", ""), encoding="utf-8")
    assert len(content_items(small_tree)[0]) == 4
    assert classifier.model_bytes == len(shipped(MODEL))


def test_topics_that_an_editor_chose_are_learned(small_tree: Path) -> None:
    """A topic counts where an editor wrote it."""
    assert {item.topic for item in content_items(small_tree)[0]} == {"农业农村", "城乡建设", "卫生健康"}
    assert {item.topic for item in content_items(written(small_tree))[0][5:]} <= {
        "",
        "农业农村",
        "城乡建设",
        "卫生健康",
    }


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        pytest.param((), (), id="few"),
        pytest.param((), (*GOOD, *BAD), id="hardly-a-problem"),
        pytest.param((*GOOD, *BAD), (), id="hardly-anything-else"),
        pytest.param(BAD[:2], GOOD[:2], id="one-too-few"),
    ],
)
def test_too_few_items(small_tree: Path, corpus: Path, bad: tuple[str, ...], good: tuple[str, ...]) -> None:
    """Fewer than thirty items, or hardly any of one kind, say nothing about an office."""
    content = written(small_tree, bad, good) if bad or good else small_tree
    if (bad, good) == (BAD[:2], GOOD[:2]):
        assert len(content_items(content)[0]) == training.LEAST - 1
    one = refused(content, corpus)
    assert one.args_of_message["least"] == training.LEAST
    assert one.args_of_message["items"] == len(content_items(content)[0])


def test_model_is_installed(small_tree: Path, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A model that judges an office's items better is written into its tree, and used from then on."""
    content = written(small_tree)
    own, before = content_items(content)
    files = files_of(content)
    train_with_content(content, corpus)
    data = (content / MODEL_PATH).read_bytes()
    assert data.decode() == to_json(
        teach([*corpus_items(corpus), *own], shipped_lexicon()).model, {"corpus": 48, "content": len(own)}
    )
    assert {path: text for path, text in files_of(content).items() if path in files} == files
    assert set(files_of(content)) - set(files) == {MODEL_PATH}
    told = capsys.readouterr().out
    assert told.count("F1") == 2
    assert MODEL_PATH in told
    after = load(content).classifier
    assert after is not None
    assert after.model_bytes == len(data) != before.model_bytes
    assert [after.classify("", f"北滩{text}。").judgement.kind for text in (*BAD, *GOOD)] == [
        *[Kind.PROBLEM] * 4,
        *[Kind.GENERAL] * 4,
    ]


def _compared(before: float, after: float) -> Compared:
    return Compared(*(Figures(60, f1, f1, f1, f1, f1) for f1 in (before, after)))


@pytest.mark.parametrize(("before", "after", "installed"), [(0.9, 0.89, False), (0.9, 0.9, True), (0.9, 0.91, True)])
def test_no_worse_model_is_installed(
    small_tree: Path,
    corpus: Path,
    monkeypatch: pytest.MonkeyPatch,
    before: float,
    after: float,
    *,
    installed: bool,
) -> None:
    """A model that judges an office's items worse is not installed."""
    content = written(small_tree)
    monkeypatch.setattr(training, "compare", lambda *_: _compared(before, after))
    if installed:
        train_with_content(content, corpus)
    else:
        assert "worse" in refused(content, corpus).message
    assert (content / MODEL_PATH).exists() is installed


def test_what_is_compared(small_tree: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The corpus and the office's items are compared, whatever model is installed: that one has seen these items."""
    seen: list[tuple[int, int]] = []

    def note(others: list[object], own: list[object], _lexicon: object) -> Compared:
        seen.append((len(others), len(own)))
        return _compared(1, 0)

    monkeypatch.setattr(training, "compare", note)
    refused(written(small_tree), corpus)
    assert seen == [(48, 53)]


def test_training_again_with_the_same_items(small_tree: Path, corpus: Path) -> None:
    """Training again on the same items is no worse, and writes the same bytes."""
    train_with_content(written(small_tree), corpus)
    first = (small_tree / MODEL_PATH).read_bytes()
    train_with_content(small_tree, corpus)
    assert (small_tree / MODEL_PATH).read_bytes() == first


def test_tree_with_an_error(small_tree: Path, corpus: Path) -> None:
    """A tree whose own cue words have a fault is told, and nothing is trained."""
    (small_tree / "data/lexicon.yaml").write_text("- {role: x, group: 甲, words: [乙]}\n", encoding="utf-8")
    assert [one.code for one in refused(written(small_tree), corpus).diagnostics] == ["FIELD-VALUE"]


def test_unreadable_model_of_an_office(small_tree: Path, corpus: Path) -> None:
    """A model of the office that can't be read is told, with what to do."""
    (small_tree / MODEL_PATH).write_text("{}", encoding="utf-8")
    assert "MODEL-UNREADABLE" in [one.code for one in refused(written(small_tree), corpus).diagnostics]
