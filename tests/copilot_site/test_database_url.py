from copilot_site.database_url import database_config


def test_database_config_reads_what_is_percent_encoded_and_keeps_options():
    config = database_config("postgresql://ann%40x:p%2Fw@db.example.com:6432/my%20db?sslmode=require")
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    assert [config[name] for name in names] == ["ann@x", "p/w", "db.example.com", 6432, "my db"]
    assert config["OPTIONS"] == {"connect_timeout": 10, "sslmode": "require"}


def test_database_config_of_another_engine_is_no_database():
    assert database_config("mysql://root@localhost/x")["ENGINE"] == "django.db.backends.dummy"
