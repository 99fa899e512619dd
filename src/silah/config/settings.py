"""Every setting, read once at start-up; a wrong value stops the start with a sentence that says so."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from silah.config import environment as env
from silah.foundation.kernel.canonical import folder_digest

BASE = Path(__file__).resolve().parent.parent
ROOT = BASE.parent.parent

DATA = env.data_folder()
DEBUG = False
TESTING = env.flag("SILAH_TESTING", default=False)
SECRET_KEY = env.secret("SILAH_SECRET_KEY", keep_in=env.keys_folder(DATA) / "secret-key")
KEY_RING = env.keys_folder(DATA) / "key-ring.json"
ALLOWED_HOSTS = env.words("SILAH_HOSTS", default="localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = env.words("SILAH_ORIGINS", default="")
BEHIND_TLS = env.flag("SILAH_TLS", default=False)
# Addresses or networks of the proxies whose word about a client's address is believed; nobody's unless named.
TRUSTED_PROXIES = env.networks("SILAH_TRUSTED_PROXY")
if BEHIND_TLS and not TRUSTED_PROXIES:
    raise ImproperlyConfigured(
        "SILAH_TLS=1 says that a proxy speaks HTTPS before this server: name its address too, for example "
        "SILAH_TRUSTED_PROXY=127.0.0.1, or every visitor counts as one and ten wrong passwords lock all out."
    )

INSTALLED_APPS = [
    "silah.foundation.journal",
    "silah.foundation.organisations",
    "silah.foundation.files",
    "silah.foundation.ui",
    "silah.policy",
    "silah.people",
    "silah.contact",
    "silah.journey.requests",
    "silah.journey.verification",
    "silah.journey.research",
    "silah.journey.decisions",
    "silah.journey.delivery",
    "silah.voice",
    "silah.evidence",
    "silah.doors",
    "silah.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "silah.doors.watching.Watching",
    "silah.doors.headers.Headers",
    "silah.doors.client_address.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "silah.doors.weight.Weight",
    "silah.doors.smaller.Smaller",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "silah.doors.middleware.Association",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "silah.doors.signed_in.SignedIn",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "silah.doors.middleware.Errors",
]

ROOT_URLCONF = "silah.config.urls"
WSGI_APPLICATION = "silah.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            BASE / "foundation/ui/templates",
            BASE / "doors/portal/templates",
            BASE / "doors/desk/templates",
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "silah.foundation.ui.environment.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "silah.doors.context.page",
            ],
        },
    },
    # django-allauth asks the Django engine for the plain-text mails it sends.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "silah.foundation.ui.forms.Renderer"

DATABASES = {"default": env.database(DATA)}
KEEPS_STATEMENTS = env.keeps_statements()
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "silah_cache",
    }
}

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "silah.doors.passwords.Guessable"},
    {"NAME": "silah.doors.breached.Breached"},
]
BREACHED_PASSWORDS = env.file("SILAH_BREACHED_PASSWORDS")
ACCOUNT_ADAPTER = "silah.doors.accounts.Adapter"
ACCOUNT_FORMS = {
    "login": "silah.doors.account_forms.LoginForm",
    "reauthenticate": "silah.doors.account_forms.ReauthenticateForm",
    "change_password": "silah.doors.account_forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "silah.doors.accounts.SecondStep"
MFA_FORMS = {
    "authenticate": "silah.doors.account_forms.AuthenticateForm",
    "reauthenticate": "silah.doors.account_forms.ConfirmCodeForm",
    "activate_totp": "silah.doors.account_forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp"]  # recovery codes are ours: hashed, see organisations/recovery_codes.py
# Whose log-in is not enough without a second step: "all", "none", or names of roles. Where others come in over HTTPS
# and nothing is said, those who decide, let money out or keep the house.
DECIDING = ("committee_member", "committee_secretary", "manager", "delivery_officer", "quality_manager")
KEEPING = ("board_secretary", "administrator")
TWO_STEPS = env.words_among(
    "SILAH_TWO_STEPS",
    *("all", "none", "relations_officer", "social_researcher", "office_representative", *DECIDING, *KEEPING),
    default=" ".join((*DECIDING, *KEEPING) if BEHIND_TLS else ()),
)
if "none" in TWO_STEPS and len(TWO_STEPS) > 1:
    raise ImproperlyConfigured(f"SILAH_TWO_STEPS={' '.join(TWO_STEPS)!r}: none stands by itself")
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"

SESSION_ENGINE = "silah.foundation.organisations.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
# However busy: a log-in of staff ends so many hours after it began, a beneficiary's after fewer.
DESK_HOURS = env.number("SILAH_DESK_HOURS", default=12)
SESSIONS_AT_ONCE = env.number("SILAH_SESSIONS_AT_ONCE", default=5)
PORTAL_HOURS = env.number("SILAH_PORTAL_HOURS", default=4)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A browser takes a cookie of this name from this very host alone, over HTTPS: no neighbour can plant one.
COOKIE_PREFIX = "__Host-" if BEHIND_TLS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "silah.doors.told.Told"
CSRF_FAILURE_VIEW = "silah.doors.errors.stale_form"
# A shared desk locks after this many quiet minutes; what was typed stays on the page.
DESK_LOCK_MINUTES = env.number("SILAH_DESK_LOCK_MINUTES", default=20)
PORTAL_QUIET_MINUTES = env.number("SILAH_PORTAL_QUIET_MINUTES", default=30)

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
# For pages; whatever is no page gets a policy that lets nothing run at all (doors/headers.py).
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "img-src": ["'self'", "data:"],  # the square that a telephone photographs for the second step
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Riyadh"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE / "foundation/ui/static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATIC_ROOT = DATA / "static" / folder_digest(STATICFILES_DIRS[0])
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Of several hosts all name the same folder, on storage they share; what lies there is sealed.
FILES_FOLDER = env.folder("SILAH_FILES", default=DATA / "files")
SEALS_FOLDER = env.folder("SILAH_SEALS", default=DATA / "seals")
FILE_LIMIT_BYTES = env.number("SILAH_FILE_LIMIT_MB", default=10) * 1024 * 1024
CLAMD = env.place("SILAH_CLAMD")  # a virus scanner that looks through whatever is uploaded
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Where links in messages lead; an association with a host name of its own is reached there.
PUBLIC_URL = env.text("SILAH_PUBLIC_URL", default=f"http://localhost:{env.number('PORT', default=8000)}")
PACKS = env.folder("SILAH_PACKS", default=ROOT / "packs")
SMS_URL = env.text("SILAH_SMS_URL", default="")
SMS_TOKEN = env.hidden("SILAH_SMS_TOKEN")
SMS_TOKEN_FILE = env.file(
    "SILAH_SMS_TOKEN_FILE"
)  # read anew for each message, so that it may change meanwhile
# Networks of one's own where the provider may stand; elsewhere only the public internet, over HTTPS, is called.
SMS_NETWORKS = env.networks("SILAH_SMS_NETWORKS")
SMS_SENDER_FIELD = env.text("SILAH_SMS_SENDER_FIELD", default="sender")

PROCRASTINATE_IMPORT_PATHS = ["silah.doors.jobs.timers", "silah.doors.jobs.sign_ins"]
PROCRASTINATE_WORKER_DEFAULTS = {"listen_notify": True, "delete_jobs": "successful"}

# For whoever keeps the server: lines for machines, a line a request, and who may read /metrics.
LOG_AS_JSON = env.choice("SILAH_LOG", among=("text", "json"), default="text") == "json"
LOG_REQUESTS = env.flag("SILAH_LOG_REQUESTS", default=False)
METRICS_NETWORKS = env.networks("SILAH_METRICS")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "silah.config.logs.Line",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "silah.config.logs.JsonLine"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if LOG_AS_JSON else "line"}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "silah": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "pypdf": {"level": "CRITICAL"},  # it quotes what it could not read, out of somebody's paper
    },
}
