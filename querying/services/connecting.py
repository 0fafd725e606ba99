"""Connecting data sources: the role they are read as, their structure, and who may ask them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.crypto import encrypt
from accounts.models import Organization, User
from accounts.services import record_change
from querying import cache
from querying.catalog import TableKey
from querying.engines import ENGINES, engine_of
from querying.engines.base import Engine, SourceError
from querying.enums import SourceStatus
from querying.introspection import SourceCatalog
from querying.models import DataSource, DataSourceAccess, TablePolicy
from querying.services.policies import (
    Samples,
    bump_version,
    note_status,
    plan_policies,
    readable_tables,
    refresh_grants,
    store_policies,
    without_telling_values,
)
from querying.signals import introspected

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Connected:
    """A data source that was connected, and what whoever did it should know."""

    source: DataSource
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Address:
    """How a source is read: as whom, and with whose rights the reader is looked after."""

    reader_url: str
    admin_url: str = ""
    reader_role: str = ""


def connect(
    name: str,
    url: str,
    *,
    organization: Organization,
    scope_column: str = "",
    draft: bool = False,
    accept_privileged_role: bool = False,
    engine: str = "",
    user: User | None = None,
) -> Connected:
    """Make or update a data source and share it with the organization. Raises SourceError, ValidationError.

    A role that could do more than read is replaced by a reader made with it. An update without
    `scope_column` keeps the one there is: leaving it out never opens tables. `draft` also tells knowledge.
    No transaction is open while the source is spoken to.
    """
    engine = engine or engine_of(url)
    kind = ENGINES[engine]
    source = DataSource.objects.public().filter(name=name).first() or DataSource(name=name, engine=engine)
    if source.engine != engine:
        raise SourceError(
            _("This data source is of another kind of database: give the new one its own name.")
        )
    source.clean_fields(exclude={"catalog", "encrypted_reader_url"})
    kind.check_url(url)
    check_not_ours(engine, url)
    catalog = kind.introspect(url)
    if scope_column and not any(table.column(scope_column) for table in catalog):
        raise SourceError(_("No table has the column %(column)s.") % {"column": scope_column})
    samples = kind.sample(url, catalog)
    planned = plan_policies(source, catalog, scope_column)
    address, notes = _address(source, url, readable_tables(planned), accept_privileged_role)
    with transaction.atomic():
        source.scope_column = scope_column or source.scope_column
        source.encrypted_reader_url = encrypt(address.reader_url)
        source.encrypted_admin_url = encrypt(address.admin_url)
        source.reader_role = address.reader_role
        _store(source, planned, catalog, samples)
        share_with(source, organization=organization, user=user)
    if draft:
        introspected.send(sender=DataSource, source=source, catalog=source.structure)
    return Connected(source, (*notes, *_warnings(source, organization, catalog)))


def connect_file(source: DataSource, url: str, *, organization: Organization) -> DataSource:
    """Make a source of an uploaded file; one that is known takes the new file in place of its old one, and
    keeps what is known of it. Raises SourceError.
    """
    kind = ENGINES[source.engine]
    catalog = kind.introspect(url)
    samples = kind.sample(url, catalog)
    planned = plan_policies(source, catalog)
    old = source.reader_url if source.pk else ""
    with transaction.atomic():
        source.encrypted_reader_url = encrypt(url)
        _store(source, planned, catalog, samples)
        share_with(source, organization=organization)
        if old:
            transaction.on_commit(lambda: _forget_file(kind, old))
    introspected.send(sender=DataSource, source=source, catalog=source.structure)
    return source


def _forget_file(kind: Engine, url: str) -> None:
    from querying.uploads.files import forget_file  # it needs the models, which need this package's users

    kind.forget(url)
    forget_file(url)


def introspect(source: DataSource) -> SourceCatalog:
    """Read the structure again, draft policies for what is new, and tell knowledge. Raises SourceError."""
    kind = ENGINES[source.engine]
    url = source.admin_url or source.reader_url
    try:
        catalog = kind.introspect(url)
        samples = kind.sample(url, catalog)
    except SourceError as error:
        note_status(source, error.message)
        raise
    with transaction.atomic():
        _store(source, plan_policies(source, catalog), catalog, samples)
    cache.drop(source.pk)
    refresh_grants(source)
    introspected.send(sender=DataSource, source=source, catalog=source.structure)
    return source.structure


def test_connection(source: DataSource) -> None:
    """Sign in as the reader and note how it went. Raises SourceError."""
    try:
        ENGINES[source.engine].identity(source.reader_url)
    except SourceError as error:
        note_status(source, error.message)
        raise
    note_status(source, "")


def disconnect(source: DataSource, *, user: User | None = None) -> None:
    """Forget a source and its policies; the reader that was made for it is dropped after the commit."""
    kind, url, admin_url, role = (
        ENGINES[source.engine],
        source.reader_url,
        source.admin_url,
        source.reader_role,
    )
    with transaction.atomic():
        for organization in source.organizations.all():
            record_change(organization, user, "source.disconnected", source=source.told_name)
        source_id = source.pk
        source.delete()
        transaction.on_commit(lambda: kind.forget(url))
        transaction.on_commit(lambda: cache.drop(source_id))
        if role and admin_url:
            transaction.on_commit(lambda: _drop_reader(kind, admin_url, role))


def _drop_reader(kind: Engine, admin_url: str, role: str) -> None:
    try:
        kind.drop_reader(admin_url, role)
    except SourceError as error:
        # The source is gone from here all the same; its database may be gone too.
        logger.warning("reader %s was left behind: %s", role, error.message)


def share_with(source: DataSource, *, organization: Organization, user: User | None = None) -> None:
    """Let an organization ask the source, within its policies."""
    _access, made = DataSourceAccess.objects.get_or_create(source=source, organization=organization)
    record_change(
        organization, user, "source.connected" if made else "source.updated", source=source.told_name
    )


def check_not_ours(engine: str, url: str) -> None:
    """Raises SourceError for the application's own database, however its address is written."""
    ours = connection.settings_dict
    if engine != "postgresql" or connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(ENGINES[engine].identity_query)
        own = cursor.fetchone()[0]
    if ENGINES[engine].identity(url) == own:
        raise SourceError(
            _("%(database)s is the application's own database: it can't be asked.")
            % {"database": ours["NAME"]}
        )


def _address(
    source: DataSource, url: str, tables: Collection[TableKey], accept_privileged: bool
) -> tuple[_Address, tuple[str, ...]]:
    """The given role if it may only read; else a reader that it makes, or the one that it made before."""
    kind = ENGINES[source.engine]
    excess = kind.excess_privileges(url)
    if not excess:
        return _Address(url), ()
    try:
        if _has_reader(source, url):
            kind.grant(url, source.reader_role, tables)
            return _Address(source.reader_url, url, source.reader_role), ()
        reader = kind.make_reader(url, tables)
    except SourceError as error:
        if not accept_privileged:
            raise
        words = {"powers": excess[0], "why": error.message}
        return _Address(url), (_("The role %(powers)s, and is used as it is: %(why)s") % words,)
    note = _("The role %(powers)s, so a reader was made: %(role)s.") % {
        "powers": excess[0],
        "role": reader.role,
    }
    return _Address(reader.url, url, reader.role), (note,)


def _has_reader(source: DataSource, url: str) -> bool:
    """Whether the reader made earlier still opens the very database that the URL names."""
    if not (source.pk and source.reader_role):
        return False
    kind = ENGINES[source.engine]
    try:
        return kind.identity(source.reader_url) == kind.identity(url)
    except SourceError:
        return False


def _store(
    source: DataSource, planned: Iterable[TablePolicy], catalog: SourceCatalog, samples: Samples
) -> None:
    """Write what was learned; policies and version change together."""
    source.default_schema = catalog.default_schema
    source.status, source.last_error = SourceStatus.OK, ""
    source.introspected_at = timezone.now()
    source.save()
    store_policies(source, planned, catalog, samples)
    source.catalog = without_telling_values(source, catalog).as_json()
    source.save(update_fields=["catalog"])
    bump_version(source)


def _warnings(source: DataSource, organization: Organization, catalog: SourceCatalog) -> list[str]:
    """What would otherwise be found out by empty answers."""
    warnings = []
    if not any(table.is_listed_at_first for table in catalog):
        warnings.append(_("There is no table that the role may read."))
    if source.scope_column and not organization.external_id:
        warnings.append(
            _(
                "%(organization)s has no external id, so it sees no row: "
                "set it with `organization --external-id`."
            )
            % {"organization": organization.name}
        )
    return warnings
