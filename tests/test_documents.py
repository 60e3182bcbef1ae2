"""YAML is read as typed, every node knows its place, and what could surprise is refused with its line and column."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mock_server.documents
from mock_server.documents import DEPTH_LIMIT, Document, DocumentError, Node, load


@pytest.mark.parametrize(
    "text",
    [
        "01000000001",
        "0101011",
        "000000",
        "12:30",
        "no",
        "yes",
        "on",
        "2006-11-23",
        "1e3",
        "0x1F",
        "1_000",
        ".5",
        "true",
        "Null",
    ],
)
def test_a_plain_value_stays_the_text_as_typed(text: str) -> None:
    assert load(f"key: {text}\n", "x.yaml").value == {"key": text}
    assert load(f"- {text}\n", "x.yaml").value == [text]
    assert load(f"{text}: key\n", "x.yaml").value == {text: "key"}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("null", None),
        ("~", None),
        ("''", ""),
        ("'null'", "null"),
        ('"~"', "~"),
        ('"a\\tb"', "a\tb"),
        ("|-\n  a\n  b", "a\nb"),
    ],
)
def test_only_a_plain_null_or_nothing_is_none(written: str, value: Node) -> None:
    assert load(f"key: {written}\n", "x.yaml").value == {"key": value}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# nothing but a comment\n", None),
        ("---\na: b\n...\n", {"a": "b"}),
        ("\ufeffa: b", {"a": "b"}),
        ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("{a: [b, {c: 1}], d: {}}", {"a": ["b", {"c": "1"}], "d": {}}),
        ("'<<': a", {"<<": "a"}),
        ("이름: 김모의", {"이름": "김모의"}),
    ],
)
def test_a_document_becomes_a_tree(text: str, value: Node) -> None:
    assert load(text, "x.yaml").value == value


def test_every_node_knows_its_place() -> None:
    document = load(
        "# people\npeople:\n  adult:\n    name: 김모의\n    tags: [가, 나]\n  other: {name: 이가상}\n", "people.yaml"
    )
    places = {
        (): "2:1",
        ("people",): "2:1",
        ("people", "adult"): "3:3",
        ("people", "adult", "name"): "4:11",
        ("people", "adult", "tags", 1): "5:15",
        ("people", "other"): "6:10",
        ("people", "other", "name"): "6:17",
    }
    assert {path: document.place(path) for path in places} == {path: f"people.yaml:{at}" for path, at in places.items()}


def test_a_byte_order_mark_takes_no_column() -> None:
    assert load("\ufeffa: b", "x.yaml").place(("a",)) == "x.yaml:1:4"


def test_what_is_missing_is_placed_at_what_should_hold_it() -> None:
    document = load("\na:\n  b: c\n", "x.yaml")
    assert document.place(("a", "x", 3, "y")) == document.place(("a",)) == "x.yaml:2:1"
    assert load("", "empty.yaml").place(("people",)) == "empty.yaml:1:1"


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "'a' is written twice, first on line 1"),
        ("x:\n  a: 1\n  'a': 2\n", 3, 3, "'a' is written twice, first on line 2"),
        ("{a: {b: 1, b: 2}}", 1, 12, "'b' is written twice"),
        ("a: [1\nb: 2\n", 2, 2, "not YAML"),
        ("a: b\n\tc: d\n", 2, 1, "indent with spaces"),
        ("a: @b\n", 1, 4, "quote a value that begins with @"),
        ("a: b: c\n", 1, 5, "quote a value that contains ': '"),
        ("a: &x b\n", 1, 4, "anchors (&x)"),
        ("a: *x\n", 1, 4, "aliases (*x)"),
        ("&x a: b\n", 1, 1, "anchors (&x)"),
        ("*x : b\n", 1, 1, "aliases (*x)"),
        ("a: &x {b: c}\n", 1, 4, "anchors (&x)"),
        ("&x [b]\n", 1, 1, "anchors (&x)"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, 4, "tags ("),
        ("a: !!str 5\n", 1, 4, "tags ("),
        ("a: ! 5\n", 1, 4, "tags ("),
        ("!!omap [a: b]\n", 1, 1, "tags ("),
        ("a:\n  <<: {b: c}\n", 2, 3, "merge keys"),
        ("a: b\n---\nc: d\n", 2, 1, "a second document"),
        ("? [a]\n: b\n", 1, 3, "a key is a plain word"),
        ("a: {{b}}\n", 1, 5, "a key is a plain word"),
        ('"": b\n', 1, 1, "a key is missing"),
        ("a: b\nc: d\0\n", 2, 5, "U+0000"),
        ("a: \ud800\n", 1, 4, "U+D800"),
    ],
)
def test_what_could_surprise_is_refused_where_it_stands(text: str, line: int, column: int, said: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        load(text, "x.yaml")
    error = refusal.value
    assert (error.source, error.line, error.column) == ("x.yaml", line, column)
    assert said in error.message
    assert str(error) == f"x.yaml:{line}:{column}: {error.message}"
    assert "\n" not in str(error)


def test_a_bomb_of_aliases_is_refused_at_its_first_fuse() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{key}: &{key} [*{before}, *{before}]\n" for before, key in ("ab", "bc", "cd"))
    with pytest.raises(DocumentError, match=r"^x.yaml:1:4: anchors"):
        load(bomb, "x.yaml")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_nesting_ends_at_the_limit_and_never_in_a_recursion_error(opening: str) -> None:
    deepest = {
        "[": ("[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT),
        "{a: ": "{a: " * DEPTH_LIMIT + "}" * DEPTH_LIMIT,
        "- ": "- " * DEPTH_LIMIT,
    }
    assert load(deepest[opening], "x.yaml").value
    with pytest.raises(DocumentError, match=f"deeper than {DEPTH_LIMIT} levels"):
        load(deepest[opening].replace(opening, opening * 2, 1), "x.yaml")
    with pytest.raises(DocumentError, match=f"deeper than {DEPTH_LIMIT} levels"):
        load(opening * 10_000, "x.yaml")


def test_a_python_without_the_c_parser_reads_and_refuses_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("yaml.CSafeLoader", raising=False)
    assert load("phone: 01000000001\nempty:\nlist: [a, 'b']\n", "x.yaml").value == {
        "phone": "01000000001",
        "empty": None,
        "list": ["a", "b"],
    }
    with pytest.raises(DocumentError, match=r"^x.yaml:2:1: the key 'a' is written twice"):
        load("a: 1\na: 2\n", "x.yaml")
    with pytest.raises(DocumentError, match=r"^x.yaml:1:4: tags"):
        load("a: !!str 5\n", "x.yaml")


@settings(deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="ab:-[]{}&*!|>'\"%@#?, \n\t", max_size=40))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    result = read_or_refusal(text)
    if isinstance(result, DocumentError):
        assert re.fullmatch(r"x\.yaml:[1-9]\d*:[1-9]\d*: .+", str(result))
    else:
        assert result.place(()).startswith("x.yaml:")


def read_or_refusal(text: str) -> Document | DocumentError:
    try:
        return load(text, "x.yaml")
    except DocumentError as error:
        return error


def test_the_parser_is_loaded_by_the_first_reading_only() -> None:
    code = "import sys; from mock_server.documents import load; before = 'yaml' in sys.modules; load('', 'x'); "
    code += "print(before, 'yaml' in sys.modules)"
    root = str(Path(mock_server.documents.__file__).parents[1])
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "False True\n"
