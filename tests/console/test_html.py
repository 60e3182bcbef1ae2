"""Nothing gets into a page unescaped by mistake."""

import pytest

from mock_server.console.html import html, joined


def test_every_value_is_escaped() -> None:
    said = html('<p title="{name}">{}</p>', "<img onerror=x>", name='"><script>')
    assert said == '<p title="&quot;&gt;&lt;script&gt;">&lt;img onerror=x&gt;</p>'


def test_markup_stays_markup() -> None:
    assert html("<b>{}</b>", html("<i>{}</i>", "&")) == "<b><i>&amp;</i></b>"


def test_of_several_each_is_put_in_and_nothing_of_none() -> None:
    parts = (html("<li>{}</li>", name) for name in ("<a>", "b"))
    assert html("<ul>{}{}{}</ul>", parts, None, ["<", None, 1]) == "<ul><li>&lt;a&gt;</li><li>b</li>&lt;1</ul>"
    assert joined([html("<br>"), None]) == "<br>"


def test_what_formatting_would_make_of_a_value_is_no_way_around() -> None:
    with pytest.raises(AssertionError):
        html("{!s}", "<")
    assert html("{:>3}", "<") == "&lt;"


def test_text_made_of_markup_is_text_again() -> None:
    assert html("{}", html("<b>x</b>") + "<i>") == "&lt;b&gt;x&lt;/b&gt;&lt;i&gt;"
