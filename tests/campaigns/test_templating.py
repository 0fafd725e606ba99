"""Variables: put in places, escaped there, refused where they do not exist."""

import pytest

from campaigns.templating import BadTemplate, Slot, fill, parse_template


def test_texts_and_slots():
    assert parse_template('Hi {{ first_name | default: "friend" }}, {{name}}!') == (
        "Hi ",
        Slot("first_name", "friend"),
        ", ",
        Slot("name"),
        "!",
    )
    assert parse_template("") == ("",)


def test_values_and_defaults_are_filled_in_once():
    template = parse_template("{{ name | default: 'you' }} and {{ first_name }}")
    assert fill(template, {"first_name": "{{ email }}", "email": "a@b.example"}) == "you and {{ email }}"


@pytest.mark.parametrize(
    "text",
    [
        "{{ password }}",
        "{{ name.__class__ }}",
        "{{ name",
        "name }}",
        "{% if name %}x{% endif %}",
        "{{ name | upcase }}",
        "{{ 7 * 7 }}",
        "{{{{ name }}}}",
        "{{ }}",
    ],
)
def test_what_is_no_variable_is_refused(text):
    with pytest.raises(BadTemplate):
        parse_template(text)
