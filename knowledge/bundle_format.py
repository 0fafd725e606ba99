"""The form of knowledge bundles (contracts.md, section 4): what may stand in the file, and what is wrong."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import yaml
from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from knowledge.words import BadWords, check_synonyms, check_text

LARGEST = 2_000_000  # characters
VERSION = 1


class BundleError(Exception):
    """A bundle that can't be used; `message` says where in the file and why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def _checked_text(value: Any) -> Any:
    check_text(value)
    return value


def _checked_synonyms(value: Any) -> Any:
    check_synonyms(value)
    return value


def _as_texts(value: Any) -> Any:
    """YAML reads 2025-01-01 and yes as a date and a boolean; values are texts."""
    return (
        [item if isinstance(item, str | int | float) else str(item) for item in value]
        if isinstance(value, list)
        else value
    )


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError(_("must not be empty"))
    return value


Text = Annotated[Any, AfterValidator(_checked_text)]
Synonyms = Annotated[Any, AfterValidator(_checked_synonyms)]
Values = Annotated[list[str | int | float | bool], BeforeValidator(_as_texts)]
Name = Annotated[str, AfterValidator(_not_blank)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class _Named(_Part):
    label: Text = ""
    description: Text = ""
    synonyms: Synonyms = []


class ColumnPart(_Named):
    name: Name
    pii: Literal["none", "masked", "hidden"] | None = None
    role: Literal["dimension", "measure", "time", "key"] | None = None
    unit: str = ""
    values: Values = []


class Through(_Part):
    through: str | list[str]


class TablePart(_Named):
    name: Name
    primary_key: list[str] = []
    scope: str | Through | None = None
    owner_column: str | None = None
    time_column: str | None = None
    currency_column: str | None = None
    columns: list[ColumnPart] = []

    @model_validator(mode="before")
    @classmethod
    def _old_spellings(cls, data: Any) -> Any:
        """`hidden: true` and `scope_column: C`, as files had it before `scope`."""
        if not isinstance(data, dict):
            return data
        data = dict(data)
        column, hidden = data.pop("scope_column", None), data.pop("hidden", False)
        if hidden:
            data["scope"] = "hidden"
        elif column and "scope" not in data:
            data["scope"] = column
        return data


class JoinPart(_Named):
    name: Name
    from_table: Name = Field(alias="from")
    to_table: Name = Field(alias="to")
    on: Annotated[list[tuple[str, str]], Field(min_length=1)]
    cardinality: Literal["N:1", "1:1"] = "N:1"


class DimensionPart(_Named):
    name: Name
    table: Name
    sql: Name


class MetricPart(_Named):
    name: Name
    table: str = ""
    sql: str = ""
    formula: str = ""
    filters: list[str] = []
    time_column: str = ""
    unit: str = ""
    currency_column: str = ""
    status: Literal["draft", "approved"] = "draft"

    @model_validator(mode="after")
    def _one_or_other(self) -> MetricPart:
        if bool(self.formula) == bool(self.sql) or bool(self.sql) != bool(self.table):
            raise ValueError(_("give table and sql, or a formula over other metrics"))
        return self


class SegmentPart(_Named):
    name: Name
    table: Name
    filter: Name


class EventPart(_Named):
    name: Name
    table: Name
    name_column: Name
    value: Annotated[str, BeforeValidator(str)]
    time_column: Name
    actor_column: str = ""
    properties: dict[str, Any] | list[Any] = []


class FunnelPart(_Named):
    name: Name
    steps: Annotated[list[Name], Field(min_length=2, max_length=10)]


class AudiencePart(_Part):
    table: Name
    id: Name
    email: str = ""
    phone: str = ""
    locale: str = ""
    name: str = ""


class EntryPart(_Part):
    title: Name
    text: Name
    category: str = ""
    tags: list[str] = []


class TemplatePart(_Part):
    question: Name
    language: str = ""


class VerifiedPart(_Part):
    question: Name
    sql: Name
    language: str = ""


class Bundle(_Part):
    """One file. Sections that are left out say nothing."""

    version: Literal[1]
    tables: list[TablePart] = []
    joins: list[JoinPart] = []
    dimensions: list[DimensionPart] = []
    metrics: list[MetricPart] = []
    segments: list[SegmentPart] = []
    events: list[EventPart] = []
    funnels: list[FunnelPart] = []
    audience: AudiencePart | None = None
    entries: list[EntryPart] = []
    templates: list[TemplatePart] = []
    verified_queries: list[VerifiedPart] = []


def parse_bundle(text: str) -> Bundle:
    """Read a bundle. Raises `BundleError` with the place: `metrics[2].status: ...`."""
    if len(text) > LARGEST:
        raise BundleError(_("The file is larger than %(limit)s characters.") % {"limit": LARGEST})
    data = _load(text)
    if not isinstance(data, dict):
        raise BundleError(
            _("The file holds no knowledge: it must be a mapping that starts with `version: 1`.")
        )
    try:
        bundle = Bundle.model_validate(_with_plain_keys(data))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BundleError(f"{_place(first['loc'])}: {_reason(first)}") from error
    _check_unique(bundle)
    return bundle


def write_bundle(bundle: Bundle) -> str:
    """The bundle as YAML: what is empty is left out, order is kept, one line a change."""
    data = bundle.model_dump(by_alias=True, exclude_defaults=True)
    plain = {key: _plain(value) for key, value in ({"version": VERSION} | data).items()}
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=110)


def _load(text: str) -> Any:
    try:
        # Aliases can make a small file very large; no bundle needs them.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise BundleError(_("References (*name) are not allowed."))
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = (
            _("line %(line)s, column %(column)s") % {"line": mark.line + 1, "column": mark.column + 1}
            if mark
            else _("the file")
        )
        problem = getattr(error, "problem", None) or _("it is not YAML")
        raise BundleError(f"{where}: {problem}") from error
    except (RecursionError, ValueError) as error:
        raise BundleError(_("The file can't be read as YAML.")) from error


def _with_plain_keys(value: Any) -> Any:
    """A join's bare `on:` is a boolean to YAML; back to the word."""
    if isinstance(value, dict):
        return {("on" if key is True else key): _with_plain_keys(item) for key, item in value.items()}
    return [_with_plain_keys(item) for item in value] if isinstance(value, list) else value


def _check_unique(bundle: Bundle) -> None:
    for section in ("tables", "joins", "dimensions", "metrics", "segments", "events", "funnels", "entries"):
        seen: set[str] = set()
        for number, part in enumerate(getattr(bundle, section)):
            name = part.title if isinstance(part, EntryPart) else part.name
            if name in seen:
                raise BundleError(
                    f"{section}[{number}]: " + _("%(name)s stands there twice.") % {"name": name}
                )
            seen.add(name)


def _place(location: tuple[int | str, ...]) -> str:
    """`('metrics', 2, 'status')` as people write it: metrics[2].status."""
    steps = [
        step for step in location if step not in ("Through", "str") and not str(step).startswith("function-")
    ]
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return text.lstrip(".") or _("the file")


def _reason(error: Any) -> str:
    if isinstance(error.get("ctx", {}).get("error"), BadWords | ValueError):
        return str(error["ctx"]["error"])
    if error["type"] == "extra_forbidden":
        return _("there is no such field.")
    return f"{error['msg']}."


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        named_first = sorted(value.items(), key=lambda pair: pair[0] != "name")
        return {str(key): _plain(item) for key, item in named_first}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
