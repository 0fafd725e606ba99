from copilot_site.checks import check_settings
from copilot_site.environment import Problem


def ids() -> list[str]:
    return [str(message.id) for message in check_settings()]


def test_the_settings_of_the_tests_are_right():
    assert check_settings() == []


def test_a_wrong_value_is_an_error_with_a_hint(settings):
    settings.ENVIRONMENT_PROBLEMS = [Problem("PORT", "0", "A whole number from 1 to 65535; 8000 if not set.")]
    (message,) = check_settings()
    assert (message.id, message.msg) == ("copilot.E001", "PORT can't be '0'.")
    assert message.hint == "A whole number from 1 to 65535; 8000 if not set."


def test_encryption_keys_must_be_there_and_right_and_are_never_said(settings):
    settings.COPILOT_ENCRYPTION_KEYS = []
    assert ids() == ["copilot.E002"]
    settings.COPILOT_ENCRYPTION_KEYS = ["not-a-key-but-secret"]
    (message,) = check_settings()
    assert message.id == "copilot.E002"
    assert "not-a-key-but-secret" not in f"{message.msg}{message.hint}"


def test_addresses_must_name_postgresql_and_redis(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.dummy")
    settings.REDIS_URL = "amqp://localhost"
    assert ids() == ["copilot.E003", "copilot.E004"]


def test_any_host_is_a_warning_outside_tests(settings):
    settings.IS_TEST, settings.ALLOWED_HOSTS = False, ["*"]
    assert ids() == ["copilot.W001"]
