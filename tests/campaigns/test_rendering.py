"""From content to bytes on the wire, as a mail program reads them."""

import email
import email.policy

import pytest

from campaigns.addresses import hash_of, normalised
from campaigns.content import check_content, check_sendable
from campaigns.errors import ContentInvalid
from campaigns.mime import as_bytes
from campaigns.rendering import check_renders, compile_email, render, values_of

CONTENT = {
    "subject": "Bonjour {{ first_name }} 🎉",
    "preheader": "For {{ name }}",
    "body": "Hello **{{ first_name }}**,\n\n<script>alert(1)</script> see [us](https://example.com).\n\n.\nBye",
    "cta_text": "Go, {{ first_name }}",
    "cta_url": "https://example.com/offer?a=1&b=2",
}
PERSON = {"name": 'Eve <b>"Bold"</b>\r\nBcc: all@example.com', "email": "eve@example.com"}


def written(content=CONTENT, person=PERSON, language="en"):
    compiled = compile_email(check_content(content), organization="A & B", language=language)
    rendered = render(compiled, values_of(person, "A & B"), unsubscribe_url="https://x.example/u/1:ab/")
    data = as_bytes(
        rendered,
        sender="Shop <shop@example.com>",
        recipient="eve@example.com",
        message_id="campaign-1.2@example.com",
        unsubscribe_url="https://x.example/u/1:ab/",
    )
    return email.message_from_bytes(data, policy=email.policy.default)


def test_a_mail_program_reads_what_was_written():
    message = written()
    assert message.defects == []
    assert message["Subject"] == "Bonjour Eve 🎉"
    assert message["To"] == "eve@example.com"
    assert message["List-Unsubscribe"] == "<https://x.example/u/1:ab/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Bcc"] is None
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    text = message.get_body(("plain",)).get_content()
    assert "Hello **Eve**," in text
    assert "https://x.example/u/1:ab/" in text


def test_values_are_escaped_in_html_and_markup_of_the_author_is_shown():
    content = CONTENT | {"body": "{{ name }} <script>x</script> [bad](javascript:alert(1)) ![p](http://p/q)"}
    html = written(content).get_body(("html",)).get_content()
    assert "Eve &lt;b&gt;&quot;Bold&quot;&lt;/b&gt;" in html
    assert "<script" not in html
    assert "<b>" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="https://example.com/offer?a=1&amp;b=2"' in html
    assert "A &amp; B" in html


def test_a_value_with_line_breaks_begins_no_header():
    content = CONTENT | {"subject": "{{ name }}"}
    message = written(content)
    assert message["Subject"] == 'Eve <b>"Bold"</b> Bcc: all@example.com'
    assert message["Bcc"] is None


def test_long_and_strange_subjects_survive():
    for subject in ("é" * 200, "x" * 200, "=?utf-8?q?tricky?=", "日本語" * 60, "a" * 69 + " ü"):
        assert written(CONTENT | {"subject": subject})["Subject"] == subject


def test_the_footer_speaks_the_persons_language():
    assert "Se désabonner" in written(language="fr").get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "One\nBcc: all@example.com"),
        ("subject", "x" * 201),
        ("preheader", "{{ secret }}"),
        ("cta_url", "javascript:alert(1)"),
        ("cta_url", "https://example.com/{{ name }}"),
        ("cta_url", 'https://example.com/"onclick'),
        ("body", "a \ue0000\ue001 b"),
        ("body", "[x](https://example.com/{{ name }})"),
        ("body", 7),
    ],
)
def test_content_that_is_refused(field, value):
    with pytest.raises(ContentInvalid) as refused:
        check_renders(check_content(CONTENT | {field: value}))
    assert refused.value.field == field


def test_a_draft_may_be_unfinished_but_not_sent():
    draft = check_content({"subject": "Hi", "unknown": "dropped"})
    assert set(draft) == {"subject", "preheader", "body", "cta_text", "cta_url"}
    with pytest.raises(ContentInvalid, match="text"):
        check_sendable(draft)
    with pytest.raises(ContentInvalid, match="button"):
        check_sendable(draft | {"body": "x", "cta_text": "Go"})
    check_sendable(draft | {"body": "x"})


def test_addresses():
    assert normalised(" Ann@Exämple.COM ") == "ann@xn--exmple-cua.com"
    for bad in ("", "ann", "ann@", "a b@example.com", "ann@example.com\nBcc: x@example.com", "é@example.com"):
        assert normalised(bad) is None
    assert hash_of(1, "a@example.com") != hash_of(2, "a@example.com")
