"""Django settings in one file. Everything that a city changes comes from the environment."""

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


def envbool(name: str, default: bool) -> bool:
    """Read a yes/no setting; anything but the six accepted words is refused."""
    text = os.environ.get(name)
    if text is None:
        return default
    if text.lower() in {"1", "true", "yes"}:
        return True
    if text.lower() in {"0", "false", "no"}:
        return False
    raise ImproperlyConfigured(f"{name}={text!r}: write yes or no")


def envsecret(name: str, fallback: Path) -> str:
    """Read a secret from NAME, from the file named in NAME_FILE, or keep one of our own in var/."""
    if name in os.environ:
        return os.environ[name]
    if f"{name}_FILE" in os.environ:
        return Path(os.environ[f"{name}_FILE"]).read_text().strip()
    if not fallback.exists():
        fallback.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(fallback, "x", opener=lambda p, f: os.open(p, f, 0o600)) as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:  # another process was first
            pass
    return fallback.read_text().strip()


def database(url: str) -> dict:
    """`sqlite:///path` or `postgres://user:password@host:port/name` as a Django database."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path or ":memory:",
            # without IMMEDIATE one contended write in five fails (stack.md, pitfall 1)
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA cache_size=-65536;PRAGMA mmap_size=268435456;"
                # a busy page is copied home once for many commits: a verb costs a fifth less
                "PRAGMA wal_autocheckpoint=10000;PRAGMA journal_size_limit=67108864;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    raise ImproperlyConfigured(f"YINGSHANG_DATABASE_URL: unknown scheme {parts.scheme!r}")


PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parents[1]
VAR = Path(os.environ.get("YINGSHANG_VAR", ROOT / "var")).resolve()
VAR.mkdir(parents=True, exist_ok=True)

DEMO = envbool("YINGSHANG_DEMO", True)
DEBUG = envbool("YINGSHANG_DEBUG", False)
SECRET_KEY = envsecret("YINGSHANG_SECRET_KEY", VAR / "secret.key")
ALLOWED_HOSTS = os.environ.get("YINGSHANG_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("YINGSHANG_ORIGINS", "").split(",") if o]
SECURE = envbool("YINGSHANG_SECURE", False)  # behind TLS
# Addresses or networks of our own proxies: their X-Forwarded-For is believed, nobody else's
TRUSTED_PROXIES = [
    ip_network(n.strip()) for n in os.environ.get("YINGSHANG_PROXIES", "").split(",") if n.strip()
]

DATABASES = {
    "default": database(
        os.environ.get("YINGSHANG_DATABASE_URL", f"sqlite://{VAR / 'yingshang.sqlite3'}")
    )
}
if "sqlite" in DATABASES["default"]["ENGINE"]:  # a file: threads and processes share it in tests
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Data of the product, and a city's own folder laid over it
DATA_DIRS = [PACKAGE / "data", *map(Path, filter(None, [os.environ.get("YINGSHANG_DATA")]))]
SHARED = Path(os.environ.get("YINGSHANG_SHARED", ROOT.parent / "shared"))
FILES = VAR / "files"
LAKE = VAR / "lake"
# Deliveries to private and loopback addresses, and over plain http: tests and demos only
WEBHOOKS_TO_PRIVATE = envbool("YINGSHANG_WEBHOOKS_TO_PRIVATE", False)
SIGNING = VAR / "keys"  # receipts and checkpoints are signed with the key in here
SIGNER = os.environ.get("YINGSHANG_SIGNER", "ed25519")  # or sm2: detached licence statements
# A key may ask so often a second, and so often at once; each process counts for itself
API_RATE = float(os.environ.get("YINGSHANG_API_RATE", "20"))
API_BURST = int(os.environ.get("YINGSHANG_API_BURST", "100"))
API_OPEN_RATE = float(os.environ.get("YINGSHANG_API_OPEN_RATE", "2"))  # without a key, an address
API_OPEN_BURST = int(os.environ.get("YINGSHANG_API_OPEN_BURST", "60"))
UPLOAD_LIMIT = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {}),
    )
]
CITY_APPS = [
    f"yingshang.city.{name}"
    for name in (
        "audit",
        "notify",
        "accounts",
        "definitions",
        "catalog",
        "licences",
        "registers",
        "logflows",
        "cases",
        "feedback",
        "halls",
        "indicators",
        "plans",
        "supervision",
    )
]
SURFACES = [
    f"yingshang.surfaces.{n}" for n in ("kit", "portal", "desk", "dashboard", "api", "demo")
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_htmx",
    *CITY_APPS,
    *SURFACES,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "yingshang.surfaces.kit.middleware.SecurityHeaders",
    "yingshang.surfaces.api.gate.Gate",  # /api/: problems instead of pages, no cookies
    "yingshang.surfaces.kit.packing.PackedStatic",
    "yingshang.surfaces.kit.packing.PackedPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yingshang.surfaces.kit.middleware.PreferencesMiddleware",  # language, elder edition, city
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yingshang.surfaces.kit.middleware.FreshDefinitions",
    "yingshang.surfaces.kit.faults.PlainText",
    "yingshang.surfaces.kit.middleware.PlainRefusals",
    "yingshang.surfaces.kit.middleware.ReadOnlyGet",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yingshang.surfaces.kit.context.kit",
            ],
        },
    }
]
# signed-cookie sessions and messages: a GET never has to write to the database
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # pages carry their token themselves
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 12 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
X_FRAME_OPTIONS = "DENY"

ROOT_URLCONF = "yingshang.config.urls"
WSGI_APPLICATION = "yingshang.config.wsgi.application"
LOGIN_URL = "demo:cast" if DEMO else "kit:sign_in"
CSRF_FAILURE_VIEW = "yingshang.surfaces.kit.views.stale_form"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
