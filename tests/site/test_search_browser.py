"""The search in a real browser: typed, composed, by keyboard, by link, on a phone, and where the index is not right."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.output import Site
from tests.site.searching import BELOW, Handler, Meddler, Reader, Server, aged, retold, spoiled, texts_of
from tests.site.source import Source

pytestmark = pytest.mark.browser

_DESK = {"width": 1280, "height": 900}
_BIN = re.compile(r"\.bin\?")
_TEXTS = re.compile(r"/t\d+\.bin")


@pytest.fixture(scope="module")
def base(public: Site) -> Iterator[str]:
    """Serve the public edition below a path on this machine."""
    with Server(("127.0.0.1", 0), partial(Handler, directory=str(public.root))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{BELOW}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def texts(source: Source, public: Site) -> dict[str, str]:
    """Return what a reader finds in each item."""
    return texts_of(source, public)


@pytest.fixture
def reader(browser: Browser, base: str) -> Iterator[Reader]:
    """Open a window for each test, and demand that the policy was kept and no script failed."""
    context = browser.new_context(viewport=_DESK, color_scheme="light")  # type: ignore[arg-type]
    reader = Reader(context.new_page(), base)
    reader.listen()
    yield reader
    context.close()
    assert [one for one in reader.faults if "Failed to load resource" not in one] == []


def _panel(page: Page) -> Page:
    page.locator(".search-panel li").first.wait_for()
    expect(page.locator("form [role=status]")).to_contain_text("找到")  # the newest year's are shown before that
    return page


def test_first_result_while_typing(reader: Reader) -> None:
    """Who types 饮水 on any page sees the item, the words marked, its unit and status, without pressing anything."""
    page = reader.open("gazette/2004/")
    page.locator("#q").click()
    page.keyboard.insert_text("饮")
    _panel(page)
    page.evaluate(
        """() => {
          const marks = () => [...document.querySelectorAll(".search-panel mark")];
          const found = () => marks().some((one) => one.textContent === "饮水");
          document.querySelector("#q").addEventListener("input", () => (window.typed = performance.now()), true);
          const look = () => found() && (window.took ??= performance.now() - window.typed);
          new MutationObserver(look).observe(document.querySelector(".search-panel"), { childList: true });
        }"""
    )
    page.keyboard.insert_text("水")
    page.wait_for_function("() => window.took !== undefined")
    print(f"饮水: first result {page.evaluate('window.took'):.0f} ms after the last character")  # noqa: T201
    first = page.locator(".search-panel li").first
    assert set(first.locator("mark").all_inner_texts()) == {"饮水"}
    expect(first).to_contain_text("待解决")
    expect(first).to_contain_text("区水利局")
    expect(page.locator("form [role=status]")).to_contain_text("找到4条信息")


def test_nothing_is_loaded_before_interest(reader: Reader) -> None:
    """A page fetches a small script and nothing of the search until somebody turns to the box."""
    page = reader.open("topics/")
    page.wait_for_load_state("networkidle")
    own = [one for one in reader.asked if "search" in one or one.endswith(".js")]
    assert own == ["theme/js/page.js"]
    with page.expect_response(re.compile("index.json")):
        page.locator("#q").focus()
    assert "theme/js/search.js" in reader.asked
    assert not [one for one in reader.asked if _BIN.search(one)]


def test_style_sheet_is_small(public: Site) -> None:
    """So is the style sheet of the search; of the scripts tests/unit/test_theme_script.py says it."""
    assert len(public.files["theme/css/search.css"]) <= 6 * 1024


def test_input_method(reader: Reader) -> None:
    """While a reader composes nothing is searched for; when the word is chosen it is, once."""
    page = reader.open("")
    with page.expect_response(re.compile("index.json")):
        page.locator("#q").focus()
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """() => {
          window.said = [];
          const said = document.querySelector("form [role=status]");
          new MutationObserver(() => window.said.push(said.textContent)).observe(said, { childList: true });
        }"""
    )
    keys = page.context.new_cdp_session(page)
    for composed in ("y", "yi", "yin", "yin'sh", "yin'shui"):
        keys.send(
            "Input.imeSetComposition",
            {"text": composed, "selectionStart": len(composed), "selectionEnd": len(composed)},
        )
    assert page.locator("#q").input_value() == "yin'shui"
    page.wait_for_timeout(300)
    assert not [one for one in reader.asked if _BIN.search(one)]
    keys.send("Input.insertText", {"text": "饮水"})
    _panel(page)
    page.wait_for_timeout(300)
    assert page.locator("#q").input_value() == "饮水"
    assert [one.split()[0] for one in page.evaluate("window.said") if "找到" in one] == ["找到4条信息"]


def test_keyboard(reader: Reader) -> None:
    """/ leads into the box, arrows through the results and back, Escape out of them, Enter to one."""
    page = reader.open("statistics/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.insert_text("饮水")
    _panel(page)
    links = page.locator(".search-panel li a")
    for at in (0, 1):
        page.keyboard.press("ArrowDown")
        expect(links.nth(at)).to_be_focused()
    for _ in range(2):
        page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".search-panel")).to_be_hidden()
    assert page.locator("#q").input_value() == "饮水"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{reader.base}search/?q=*")
    reader.settled()
    page.locator("#q").focus()
    page.keyboard.press("ArrowDown")
    first = page.locator("#hits h3 a").first
    expect(first).to_be_focused()
    address = str(first.get_attribute("href"))
    page.keyboard.press("Enter")
    page.wait_for_url(address)


_QUERIES = {
    "饮水": lambda text: "饮水" in text,
    "危房改造": lambda text: "危房改造" in text,
    "农村 学校": lambda text: "农村" in text and "学校" in text,
    "“中小 企业”": lambda text: "中小企业" in text,
    "饮水 -学校": lambda text: "饮水" in text and "学校" not in text,
    "改水 -“改水 工程”": lambda text: "改水" in text and "改水工程" not in text,
    "危房　Ｄ级": lambda text: "危房" in text and "d级" in text,
    "氟": lambda text: "氟" in text,
    "2.06亿": lambda text: "2.06亿" in text,
    "飲用高氟水": lambda text: "饮用高氟水" in text,
}


@pytest.mark.parametrize("query", _QUERIES)
def test_results_are_the_items_that_hold_the_words(reader: Reader, texts: dict[str, str], query: str) -> None:
    """Each item that holds the words is found and no other, and the number is told to those who can't see the list."""
    reader.search(query)
    found = reader.everything()
    assert found
    assert set(found) == {address for address, text in texts.items() if _QUERIES[query](text)}
    expect(reader.page.locator("#found")).to_have_text(f"找到{len(found)}条信息")
    expect(reader.page.locator("#said")).to_have_text(f"找到{len(found)}条信息")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("单位:柳泊镇", "柳泊镇"),
        ("单位:区计划委员会", "区发展计划局"),  # its former name
        ("主题：农业", "农业农村"),
        ("topic:agriculture", "农业农村"),
        ("刊物:政务要情 年份:2004", "政务要情2004年"),
        ("类别:问题", "问题信息"),
        ("状态：已解决", "已解决"),
        ("刊物:政务普刊 年份:2004 期号:第22期", "政务普刊2004年第22期"),
    ],
)
def test_fields(reader: Reader, query: str, shown: str) -> None:
    """A field restricts what is found, in Chinese or English, with either colon."""
    page = reader.search(query)
    cards = page.locator("#hits > li .meta").all_inner_texts()
    assert cards
    assert [one for one in cards if shown not in one] == []


def test_units_by_the_names_of_their_days(reader: Reader) -> None:
    """A unit is named as it was on an item's day, and found by its present name all the same."""
    before = reader.search("区水利局").locator("#hits time").count()

    def renamed(data: bytes) -> bytes:
        return data.replace(
            '"name":"区水利局"'.encode(), '"name":"区水利局","former":[["区水利处","2004-08-31"]]'.encode()
        )

    reader.page.route(re.compile(r"/search/index\.json"), Meddler(renamed, 1))
    page = reader.search("区水利局")
    expect(page.locator("#hits time")).to_have_count(before)
    cards = [
        (one.locator("time").get_attribute("datetime"), one.inner_text()) for one in page.locator("#hits > li").all()
    ]
    by_unit = [(str(day), text) for day, text in cards if "区水利处" in text]
    assert by_unit
    assert max(day for day, _ in by_unit) <= "2004-08-31"


def test_title_before_text(reader: Reader) -> None:
    """What has the words in its title comes before what has them in its text alone."""
    titles = ["危房" in one for one in reader.search("危房").locator("#hits h3").all_inner_texts()]
    assert titles[0]
    assert titles == sorted(titles, reverse=True)


def test_order_by_date(reader: Reader) -> None:
    """Sorted by date the newest comes first, and the address says so; the other language's page shows the same."""
    page = reader.search("学校")
    page.locator("#sort a").nth(1).click()
    page.wait_for_url("**sort=date**")
    expect(page.locator("#sort a").nth(1)).to_have_attribute("aria-current", "true")
    dates = page.locator("#hits time").evaluate_all("all => all.map((one) => one.dateTime)")
    assert dates == sorted(dates, reverse=True)
    page.locator(".languages a").click()
    page.wait_for_url("**/en/search/?q=%E5%AD%A6%E6%A0%A1&sort=date")
    expect(page.locator("#hits time").nth(len(dates) - 1)).to_be_attached()
    assert page.locator("#hits time").evaluate_all("all => all.map((one) => one.dateTime)") == dates


def test_facets_are_in_the_address(reader: Reader) -> None:
    """A facet says how many it leaves, stands in the address, can be taken back, and the back button undoes it."""
    page = reader.search("学校")
    whole = reader.titles()
    facet = page.locator("#facets [data-id='kind-problem']")
    count = int(facet.locator(".count").inner_text())
    facet.click()
    page.wait_for_url("**kind=problem**")
    expect(page.locator("#found")).to_have_text(f"找到{count}条信息")
    assert set(page.locator("#hits .badge-problem").all_inner_texts()) == {"问题信息"}
    address = page.url
    page.go_back()
    expect(page.locator("#notes [data-id='set-kind']")).to_have_count(0)
    assert reader.titles() == whole
    page.goto(address)
    reader.settled()
    expect(page.locator("#found")).to_have_text(f"找到{count}条信息")
    page.locator("#notes [data-id='set-kind']").click()
    expect(page.locator("#notes [data-id='set-kind']")).to_have_count(0)


def test_typing_on_the_results_page(reader: Reader) -> None:
    """Typing there searches at once, and what was asked before is one step back."""
    page = reader.search("饮水")
    page.locator("#q").fill("学校")
    expect(page.locator("#hits mark").first).to_have_text("学校")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=%E5%AD%A6%E6%A0%A1")
    assert page.title().startswith("学校 - ")
    page.go_back()
    expect(page.locator("#hits mark").first).to_have_text("饮水")
    assert page.locator("#q").input_value() == "饮水"


@pytest.mark.parametrize(
    ("cited", "address"),
    [
        ("政务普刊2004年第22期", "gazette/2004/22/"),
        ("《政务普刊》2004年第22期", "gazette/2004/22/"),
        ("政务普刊〔2004〕22号", "gazette/2004/22/"),
        ("政务普刊2004-22", "gazette/2004/22/"),
        ("gazette/2004/22/2", "gazette/2004/22/2/"),
        ("000000000/2004-1-022-02", "gazette/2004/22/2/"),
        ("000000000／2004-1-022-00", "gazette/2004/22/"),
        ("000000000/2004-1-S001-00", "gazette/2004/supplement-1/"),
    ],
)
def test_citation_leads_to_the_issue(reader: Reader, cited: str, address: str) -> None:
    """The name of an issue, or an index number, is answered with the way there; Enter goes it."""
    page = reader.search(cited)
    assert page.locator(".search-jump a").get_attribute("href") == reader.base + address
    page.locator("#q").press("Enter")
    page.wait_for_url(reader.base + address)


def test_near_title(reader: Reader, source: Source) -> None:
    """A title with one wrong character leads to the right one."""
    titles = [item.title for shown in source.shown("public") for item in shown.items if len(item.title) > 10]
    wrong = titles[0][:-2] + "龘" + titles[0][-1]
    page = reader.search(wrong)
    expect(page.locator(".search-near a").first).to_have_text(titles[0])


def test_nothing_found(reader: Reader) -> None:
    """Who finds nothing reads how to search, which word is found by itself, and can browse."""
    page = reader.search("饮水 龘龘")
    expect(page.locator("#found")).to_have_text("没有找到相符的信息")
    for part in ("#help", "#browse"):
        expect(page.locator(part)).to_be_visible()
    alone = page.locator(".search-near a")
    expect(alone).to_have_count(1)
    alone.click()
    expect(page.locator("#found")).to_have_text("找到4条信息")


_REPAIRED = {"damaged": spoiled, "outdated": aged, "missing": lambda _data: None, "cut": lambda data: data[:9]}


@pytest.mark.parametrize("fault", _REPAIRED)
@pytest.mark.parametrize("files", [_BIN, _TEXTS], ids=["first", "texts"])
def test_one_bad_shard_is_fetched_again(reader: Reader, fault: str, files: re.Pattern[str]) -> None:
    """A shard that is damaged, outdated, missing or cut off is asked for once more, and nobody notices."""
    meddler = Meddler(_REPAIRED[fault], 1)
    reader.page.route(files, meddler)
    reader.search("饮水")
    assert meddler.left == 0
    assert len(reader.titles()) == 4


@pytest.mark.parametrize("fault", _REPAIRED)
def test_bad_shards_are_told(reader: Reader, fault: str) -> None:
    """Where it stays so the reader is told, and can try again; the page is never blank."""
    meddler = Meddler(_REPAIRED[fault], 99)
    reader.page.route(_BIN, meddler)
    page = reader.search("饮水")
    expect(page.locator("#notes")).to_contain_text("检索资料没有取到")
    meddler.left = 0
    page.locator("#notes button").click()
    expect(page.locator("#hits > li")).to_have_count(4)


def test_deploy_between_load_and_query(reader: Reader) -> None:
    """A page that holds the manifests of before a deploy gets those of after it, and finds what there is."""

    def before(data: bytes) -> bytes:
        return re.sub(rb'"generation":\d+', b'"generation":1', data)

    meddler = Meddler(before, 1)
    reader.page.route(re.compile(r"/search/\d{4}\.json"), meddler)
    reader.search("饮水")
    assert meddler.left == 0
    assert len(reader.titles()) == 4


def test_offline_after_the_first_load(reader: Reader) -> None:
    """What was asked before is answered without a network; what was not says so, and works when it is back."""
    page = reader.search("饮水")
    page.context.set_offline(True)
    page.locator("#q").fill("饮")
    page.locator("#q").fill("饮水")
    expect(page.locator("#hits > li")).to_have_count(4)
    page.locator("#q").fill("龙灯秧歌")
    expect(page.locator("#notes button")).to_be_visible()
    page.context.set_offline(False)
    page.locator("#notes button").click()
    expect(page.locator("#found")).to_have_text(re.compile("找到"))


def test_hostile_texts_are_texts(reader: Reader) -> None:
    """Markup in titles and texts is shown as it is written, and so is markup that is typed."""
    hostile = "<img src=x onerror=alert(1)>"

    def meddle(data: bytes) -> bytes:
        return retold(data, lambda text: f"{hostile}饮水</script>{text}")

    reader.page.route(_TEXTS, Meddler(meddle, 99))
    page = reader.search("饮水")
    expect(page.locator("#hits h3").first).to_contain_text(f"{hostile}饮水</script>")
    assert page.locator("main img").count() == 0
    page.locator("#q").fill(f"没有 {hostile} '><b>")
    expect(page.locator("#found")).to_have_text("没有找到相符的信息")
    assert page.locator("main img, main b").count() == 0


def test_results_for_screen_readers(reader: Reader) -> None:
    """Results are a list whose entries have headings below that of the page, in a region with a name."""
    page = reader.search("饮水")
    expect(page.get_by_role("region", name="找到4条信息")).to_be_visible()
    region = page.get_by_role("region", name="找到4条信息")
    expect(region.get_by_role("listitem").filter(has=page.get_by_role("heading", level=3))).to_have_count(4)
    expect(page.get_by_role("complementary", name="缩小范围")).to_be_visible()
    expect(page.get_by_role("search")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("dark", [False, True])
def test_narrow(reader: Reader, width: int, dark: bool) -> None:  # noqa: FBT001 (a parameter of the test)
    """At 400 % zoom and on phones nothing has to be pushed sideways, neither results nor panel; in the dark too."""
    page = reader.page
    page.set_viewport_size({"width": width, "height": 600})
    page.emulate_media(color_scheme="dark" if dark else "light")
    reader.search("农村 学校")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#facets summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    reader.open("")
    page.locator("#q").fill("饮水")
    _panel(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_large_type(reader: Reader) -> None:
    """With letters of twice the size nothing overlaps the edge."""
    page = reader.search("农村 学校")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= _DESK["width"]


def test_paper_has_no_box(reader: Reader) -> None:
    """On paper there are results without box and facets, and on other pages no box."""
    page = reader.search("饮水")
    page.emulate_media(media="print")
    for part in (".search-box", "#facets", "#sort"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator("#hits")).to_be_visible()
    reader.open("topics/")
    expect(page.locator(".search-box")).to_be_hidden()


def test_without_scripts(browser: Browser, base: str) -> None:
    """The form leads to a page that says what it needs and offers topics and years, and to no one outside."""
    context = browser.new_context(viewport=_DESK, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{base}gazette/")
    page.locator("#q").fill("饮水")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}search/?q=*")
    expect(page.locator("main .notice")).to_contain_text("搜索需要运行脚本")
    expect(page.locator("#search")).to_be_hidden()
    for link in ("topics/agriculture/", "gazette/2004/"):
        expect(page.locator(f"main a[href='../{link}']")).to_be_visible()
    assert page.locator("main a[href^='http']").count() == 0
    context.close()
