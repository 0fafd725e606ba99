"""The embedded servers as their users see them."""

import psycopg
import pytest
import redis
from django.conf import settings
from django.db import connection

from copilot_site.embedded.state import load_state


@pytest.mark.django_db
def test_django_is_connected_to_the_embedded_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000, current_user")
        assert cursor.fetchone() == (18, "copilot")


def test_valkey_refuses_who_has_no_password():
    state = load_state(settings.VAR_DIR)
    with redis.Redis(port=state.valkey_port) as client, pytest.raises(redis.AuthenticationError):
        client.ping()


def test_a_reader_role_can_connect_to_no_database_of_ours():
    state = load_state(settings.VAR_DIR)
    with psycopg.connect(state.admin_url, autocommit=True) as admin:
        admin.execute("DROP ROLE IF EXISTS stranger")
        admin.execute("CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
        url = state.admin_url.replace(f"admin:{state.admin_password}", "stranger:stranger")
        try:
            for database in ("copilot", "postgres", "template1"):
                with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                    psycopg.connect(url.replace("/postgres", f"/{database}"))
        finally:
            admin.execute("DROP ROLE stranger")
