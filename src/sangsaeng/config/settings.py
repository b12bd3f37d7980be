"""The one settings file: environments differ by values, not by files."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from sangsaeng.config.places import var_folder
from sangsaeng.config.postgres import database_from_environment
from sangsaeng.config.secret import secret_key

PACKAGE = Path(__file__).resolve().parent.parent
DEBUG = os.environ.get("SANGSAENG_DEBUG") == "1"
SITE_HOST = os.environ.get("SANGSAENG_HOST", "localhost")
# Where the site is reached from outside; links in mails start with it.
SITE_URL = os.environ.get("SANGSAENG_URL", "http://localhost:8000")
SECRET_KEY = secret_key()
ALLOWED_HOSTS = [SITE_HOST, "localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    # For its widget templates: FORM_RENDERER looks for them among all the others.
    "django.forms",
    # Both as SimpleAppConfig: auto-configured, each would wrap the loaders of the other away.
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "sangsaeng.kernel",
    "sangsaeng.audit",
    "sangsaeng.accounts",
    "sangsaeng.files",
    "sangsaeng.notices",
    "sangsaeng.organizations",
    "sangsaeng.agreements",
    "sangsaeng.assets",
    "sangsaeng.planning",
    "sangsaeng.portal",
    "sangsaeng.api",
    "sangsaeng.demo",
    "sangsaeng.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sangsaeng.accounts.middleware.StaffSecondFactorMiddleware",
]

ROOT_URLCONF = "sangsaeng.config.urls"
WSGI_APPLICATION = "sangsaeng.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sangsaeng.portal.context_processors.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "sangsaeng.kernel.templatetags.words",
            ],
        },
        "DIRS": [PACKAGE / "kernel" / "templates", PACKAGE / "accounts" / "templates"],
    },
]

# One look for every field: kernel/templates/django/forms/field.html.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database_from_environment(os.environ)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Sign-in rate limits must hold over all web processes.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
# Served from where they lie; a site that collects them says where.
STATIC_ROOT = os.environ.get("SANGSAENG_STATIC_ROOT")
WHITENOISE_USE_FINDERS = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["sangsaeng.accounts.adapter.SignInBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
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
LOGIN_REDIRECT_URL = "portal:desk"
ACCOUNT_ADAPTER = "sangsaeng.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = "account_email"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key"}
# How many proxies stand before us; without it their address would share one rate limit.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SANGSAENG_PROXIES", "0"))
ACCOUNT_FORMS = {
    "login": "sangsaeng.accounts.forms.SignInForm",
    "signup": "sangsaeng.accounts.forms.SignUpForm",
    "add_email": "sangsaeng.accounts.forms.ChangeEmailForm",
    "change_password": "sangsaeng.accounts.forms.ChangePasswordForm",
    "set_password": "sangsaeng.accounts.forms.FirstPasswordForm",
    "reset_password": "sangsaeng.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "sangsaeng.accounts.forms.NewPasswordForm",
    "reauthenticate": "sangsaeng.accounts.forms.PasswordAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Sangsaeng"
# The code before and after the present one count too: slow hands, slow clocks.
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "sangsaeng.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "sangsaeng.accounts.forms.CodeForm",
    "reauthenticate": "sangsaeng.accounts.forms.CodeAgainForm",
    "activate_totp": "sangsaeng.accounts.forms.SetUpCodeForm",
}

EMAIL_BACKEND = os.environ.get(
    "SANGSAENG_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"
)
DEFAULT_FROM_EMAIL = os.environ.get("SANGSAENG_FROM", "상생 <no-reply@sangsaeng.example>")

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
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_COOKIES = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_SSL_REDIRECT = SECURE_COOKIES
# A machine asks these from inside, past the proxy that ends TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

FILES_ROOT = Path(os.environ.get("SANGSAENG_FILES", str(var_folder(os.environ) / "files")))
STORAGES = {
    # Nothing is kept outside "files".
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # Evidence, by SHA-256. Any store of Django's kind may stand here, S3 too.
    "files": {
        "BACKEND": "sangsaeng.files.tasks.BlobStore",
        "OPTIONS": {"location": FILES_ROOT, "allow_overwrite": True},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A form of ours has at most a dozen pictures.
DATA_UPLOAD_MAX_NUMBER_FILES = 20

PROCRASTINATE_IMPORT_PATHS = [
    "sangsaeng.audit.jobs",
    "sangsaeng.organizations.jobs",
    "sangsaeng.assets.jobs",
]

SITE_NAME = _("상생")
TEST_RUNNER = "django.test.runner.DiscoverRunner"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
