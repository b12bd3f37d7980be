"""The roles people hold at the centre."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CentreRole(models.TextChoices):
    """What somebody is at the centre; managers of firms are members of their organization."""

    OFFICER = "OFFICER", _("담당자")
    TEAM_HEAD = "TEAM_HEAD", _("팀장")
    BOARD_MEMBER = "BOARD_MEMBER", _("이사")
    AUDITOR = "AUDITOR", _("감사")


STAFF_ROLES = frozenset({CentreRole.OFFICER, CentreRole.TEAM_HEAD})


class ConsentKind(models.TextChoices):
    """What a person agreed to; texts carry a version of their own."""

    TERMS = "TERMS", _("이용약관")
    PRIVACY = "PRIVACY", _("개인정보 수집·이용")
    MAIL_NEWS = "MAIL_NEWS", _("소식 메일 받기")


# The site cannot keep an account without these; the others are a free choice.
REQUIRED_CONSENTS = frozenset({ConsentKind.TERMS, ConsentKind.PRIVACY})
# The versions of the texts people see now: accounts/templates/accounts/texts/.
TEXT_VERSIONS = {
    ConsentKind.TERMS: "2014-01",
    ConsentKind.PRIVACY: "2014-01",
    ConsentKind.MAIL_NEWS: "2014-01",
}
