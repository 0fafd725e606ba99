"""What all settings share. Each name that may be set from outside stands in docs/settings.md."""

from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from copilot_site.database_url import database_config
from copilot_site.embedded.errors import EmbeddedError
from copilot_site.embedded.state import load_state
from copilot_site.environment import Environment
from copilot_site.logs import logging_config
from copilot_site.secrets_file import load_secrets

IS_TEST = False
BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = Environment(BASE_DIR / ".env")

VAR_DIR = Path(env.text("COPILOT_VAR", str(BASE_DIR / "var"))).resolve()

# What was wrong in the environment, for `check`.
ENVIRONMENT_PROBLEMS = env.problems

# Nothing is made up: no secrets, no services of our own. What is not named is missing, and `check` says so.
COPILOT_STRICT = env.flag("COPILOT_STRICT", False)

# --- secrets -------------------------------------------------------------------------------------
SECRET_KEY = env.text("SECRET_KEY")
COPILOT_ENCRYPTION_KEYS = env.words("COPILOT_ENCRYPTION_KEYS")
DATABASE_URL = env.text("DATABASE_URL")
REDIS_URL = env.text("REDIS_URL")
try:
    if not COPILOT_STRICT and (not SECRET_KEY or not COPILOT_ENCRYPTION_KEYS):
        _made = load_secrets(VAR_DIR)
        SECRET_KEY = SECRET_KEY or _made.secret_key
        COPILOT_ENCRYPTION_KEYS = COPILOT_ENCRYPTION_KEYS or _made.encryption_keys
    _services = None if COPILOT_STRICT or (DATABASE_URL and REDIS_URL) else load_state(VAR_DIR)
except EmbeddedError as error:
    raise ImproperlyConfigured(str(error)) from error

# --- where it listens ------------------------------------------------------------------------------
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, at_most=65_535)

# --- services: embedded ones in var/ where no URL names others ------------------------------------
EMBEDDED_SERVICES = tuple(
    name
    for name, url in (("postgresql", DATABASE_URL), ("valkey", REDIS_URL))
    if not url and not COPILOT_STRICT
)
# The superuser's URL of the server that holds the demo databases; empty: no demo can be loaded.
DEMO_ADMIN_URL = env.text("DEMO_ADMIN_URL", _services.admin_url if _services and not DATABASE_URL else "")
DATABASE_URL = DATABASE_URL or (_services.app_url if _services else "")
REDIS_URL = REDIS_URL or (_services.valkey_url if _services else "")
DATABASES = {"default": database_config(DATABASE_URL)}
# Folders whose SQLite files may be connected as data sources; none: no file may.
SQLITE_FOLDERS = env.words("SQLITE_FOLDERS")
# Open connections that the threads of one web process share; 0: each thread opens its own.
DATABASE_POOL = env.number("DATABASE_POOL", 40, at_least=0, at_most=1_000)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "copilot",
        "OPTIONS": {"socket_connect_timeout": 3, "socket_timeout": 5},
    }
}

# --- applications, top layer first -----------------------------------------------------------------
LOCAL_APPS = [
    "copilot_site",
    "conversations",
    "campaigns",
    "knowledge",
    "querying",
    "providers",
    "accounts",
]
INSTALLED_APPS = [
    *LOCAL_APPS,
    # The admin's theme must come before the admin.
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "channels",
    "django_celery_beat",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "copilot_site.middleware.RequestIdMiddleware",
    "copilot_site.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.languages.ProfileLanguageMiddleware",
    "accounts.middleware.ActorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "copilot_site.urls"
ASGI_APPLICATION = "copilot_site.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- signing in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
# Off: people are added by `manage.py member` or in the admin. On: anyone may make an account.
SIGNUP_OPEN = env.flag("SIGNUP_OPEN", False)
ACCOUNT_EMAIL_VERIFICATION = env.choice(
    "ACCOUNT_EMAIL_VERIFICATION", "none", ("none", "optional", "mandatory")
)
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# Not in the cache too (`cached_db`): with the cache away nobody who is signed in could open a page.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- language and time -----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")

# --- static files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
# Filled from node_modules at set-up, never committed.
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "copilot_site.storage.HashedStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"

# --- safety ----------------------------------------------------------------------------------------
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [] if COPILOT_STRICT else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Held by the web process while a request comes in; Django's own limits, below, hold for what is parsed.
MAX_REQUEST_BYTES = env.number("MAX_REQUEST_BYTES", 25 * 1024 * 1024, at_least=64 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- uploaded files: one folder for all web processes and workers ----------------------------------
UPLOADS_DIR = Path(env.text("UPLOADS_DIR", str(VAR_DIR / "uploads"))).resolve()
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_BYTES", 200 * 1024 * 1024, at_least=1024)
UPLOAD_KEPT = timedelta(days=2)
UPLOAD_LEASE = timedelta(minutes=5)

# --- REST API: what these names stand for is imported with the first request -------------------------
API_REQUESTS_A_MINUTE = env.number("API_REQUESTS_A_MINUTE", 300)
API_SIGN_INS_A_MINUTE = env.number("API_SIGN_INS_A_MINUTE", 10)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.KeyAuthentication",
        "accounts.api.authentication.TokenAuthentication",
        "accounts.api.authentication.PageAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.permissions.MemberPermission"],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api.throttling.CredentialThrottle"],
    "DEFAULT_PARSER_CLASSES": ["accounts.api.parsing.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "accounts.api.problems.answer_problem",
    "NUM_PROXIES": env.number("API_PROXIES", 0, at_least=0),
    "URL_FORMAT_OVERRIDE": None,
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=10),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=1),
    # A changed password ends every token.
    "CHECK_REVOKE_TOKEN": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Insight Copilot",
    "DESCRIPTION": "Ask your databases in plain language. Errors are problem details (RFC 9457).",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": [],
    "ENUM_NAME_OVERRIDES": {
        "QueryStatus": "querying.enums.ExecutionStatus",
        "KnowledgeStatus": "knowledge.enums.Status",
        "SegmentStatus": "campaigns.enums.SegmentStatus",
        "CampaignStatus": "campaigns.enums.CampaignStatus",
        "SuggestionStatus": "conversations.enums.SuggestionStatus",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "copilot_site.openapi.describe_problems",
    ],
}

# --- mail ------------------------------------------------------------------------------------------
# Without a mail server campaigns are written into files that a page shows.
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587, at_most=65_535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
_security = env.choice("EMAIL_SECURITY", "starttls", ("starttls", "tls", "none"))
EMAIL_USE_TLS, EMAIL_USE_SSL = _security == "starttls", _security == "tls"
EMAIL_TIMEOUT = 30
OUTBOX = VAR_DIR / "outbox"
EMAIL_FILE_PATH = OUTBOX / "site"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
MAIL_TRANSPORT = "smtp" if EMAIL_HOST else "files"
MAIL_FROM = env.mailbox("MAIL_FROM", "Insight Copilot <no-reply@localhost.localdomain>")
MAIL_FROM_ADDRESS = parseaddr(MAIL_FROM)[1]
DEFAULT_FROM_EMAIL = MAIL_FROM
# Connections that one process opens at most; a quick server gets one.
MAIL_CONNECTIONS = env.number("MAIL_CONNECTIONS", 40, at_most=200)
# What links in e-mails begin with.
SITE_URL = env.text("SITE_URL", f"http://localhost:{PORT}").rstrip("/")

# --- jobs ------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 3600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": "copilot:", "visibility_timeout": 7200}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TIMEZONE = TIME_ZONE
# Put into the database when beat starts; staff may change or switch off each there.
CELERY_BEAT_SCHEDULE = {
    "interrupt expired turns": {
        "task": "conversations.tasks.interrupt_expired_turns",
        "schedule": 15.0,
        # One that waits longer than the next one's turn has nothing left to do.
        "options": {"expires": 15.0},
    },
    "sweep lost model requests": {"task": "providers.tasks.sweep_lost_requests", "schedule": 300.0},
    "roll up model usage": {"task": "providers.tasks.roll_up_usage", "schedule": 3600.0},
    "refresh segments": {
        "task": "campaigns.tasks.refresh_due_segments",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "start due campaigns": {
        "task": "campaigns.tasks.start_due_campaigns",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "keep sending": {
        "task": "campaigns.tasks.keep_sending",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "complete sent campaigns": {"task": "campaigns.tasks.complete_sent_campaigns", "schedule": 3600.0},
    "sweep uploads": {
        "task": "querying.tasks.sweep_uploads",
        "schedule": 600.0,
        "options": {"expires": 600.0},
    },
    "fingerprint earlier queries": {
        "task": "querying.tasks.fingerprint_earlier_queries",
        "schedule": 120.0,
        "options": {"expires": 120.0},
    },
    "keep common queries ready": {
        "task": "querying.tasks.keep_all_ready",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
    "refresh values": {"task": "knowledge.tasks.refresh_all_values", "schedule": 24 * 3600.0},
    "replay changed knowledge": {
        "task": "knowledge.tasks.replay_changed_knowledge",
        "schedule": 600.0,
        "options": {"expires": 600.0},
    },
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_ACCEPT_CONTENT = ["json"]

WORKER_PROCESSES = env.number("WORKER_PROCESSES", 2, at_most=256)

# --- turns -----------------------------------------------------------------------------------------
# thread: a bounded pool of the web process; celery: the queue `chat`, for more than one machine.
TURN_RUNNER = env.choice("TURN_RUNNER", "thread", ("thread", "celery"))
TURN_THREADS = env.number("TURN_THREADS", 64, at_most=1_000)
QUESTION_MAX_LENGTH = env.number("QUESTION_MAX_LENGTH", 500)
# Every question is asked at this moment; for demonstrations and tests on data of a fixed day.
COPILOT_FROZEN_NOW = env.moment("COPILOT_FROZEN_NOW")

# --- data sources ----------------------------------------------------------------------------------
# Connections of one process to one address; files and segments get half of them at most.
SOURCE_CONNECTIONS = env.number("SOURCE_CONNECTIONS", 16, at_most=1_000)
# Megabytes of results that are kept in Valkey, of all sources together.
RESULT_CACHE_MB = env.number("RESULT_CACHE_MB", 256, at_most=1_000_000)
# Common queries kept ready: how many of an organization on a source (0: none), the database time an hour for
# them and for all organizations of a source, and for how many days after somebody asked.
READY_QUERIES = env.number("READY_QUERIES", 20, at_least=0, at_most=1_000)
READY_SECONDS = env.number("READY_SECONDS", 120, at_most=3_600)
READY_SOURCE_SECONDS = env.number("READY_SOURCE_SECONDS", 600, at_most=3_600)
READY_DAYS = env.number("READY_DAYS", 7, at_most=90)
# Queries of one organization on one source at the same time, in all processes together, by purpose.
CHAT_QUERIES = env.number("CHAT_QUERIES", 8, at_most=1_000)
WORKBENCH_QUERIES = env.number("WORKBENCH_QUERIES", 4, at_most=1_000)
LONG_QUERIES = env.number("LONG_QUERIES", 3, at_most=1_000)

# --- models ----------------------------------------------------------------------------------------
# One switch stops all models; the planner goes on.
MODELS_ENABLED = env.flag("MODELS_ENABLED", True)
MODEL_VENDORS = env.words(
    "MODEL_VENDORS", ["openai", "anthropic", "gemini", "azure", "ollama", "openai_compatible", "scripted"]
)

# --- logs ------------------------------------------------------------------------------------------
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOG_FORMAT = env.choice("LOG_FORMAT", "json" if COPILOT_STRICT else "text", ("text", "json"))
LOGGING = logging_config(LOG_LEVEL, as_json=LOG_FORMAT == "json")

# --- the look of the admin -------------------------------------------------------------------------
UNFOLD = {
    "SITE_TITLE": "Insight Copilot",
    "SITE_HEADER": "Insight Copilot",
    "SITE_SYMBOL": "monitoring",
    "SITE_URL": "/",
    "SIDEBAR": {"navigation": "copilot_site.admin_groups.sidebar"},
    "DASHBOARD_CALLBACK": "copilot_site.admin_groups.dashboard",
    "COLORS": {
        "primary": {
            "50": "#f0fdfa",
            "100": "#ccfbf1",
            "200": "#99f6e4",
            "300": "#5eead4",
            "400": "#2dd4bf",
            "500": "#14b8a6",
            "600": "#0f766e",
            "700": "#0f766e",
            "800": "#115e59",
            "900": "#134e4a",
            "950": "#042f2e",
        }
    },
}

# --- demo ------------------------------------------------------------------------------------------
DEMO_LOAD = env.flag("DEMO_LOAD", not COPILOT_STRICT)
DEMO_EVENTS = env.number("DEMO_EVENTS", 1_000_000)
DEMO_FILE = VAR_DIR / "demo.json"
