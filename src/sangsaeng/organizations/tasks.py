"""Effects of organizations: the mail that carries an invitation."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from sangsaeng.accounts.models import User
from sangsaeng.kernel.words import date_text
from sangsaeng.organizations.models import Invitation


def invitation_token(invitation: Invitation) -> str:
    """Make the token of an invitation from the site's secret: no table and no job holds it."""
    said = f"{invitation.pk}:{invitation.email}"
    return salted_hmac("sangsaeng.invitation", said, algorithm="sha256").hexdigest()


@app.task(retry=5)
def mail_invitation(invitation_id: int) -> None:
    """Send the link that lets somebody join, unless the invitation was closed meanwhile."""
    invitation = Invitation.objects.select_related("organization", "invited_by").get(
        pk=invitation_id
    )
    if invitation.revoked_at or invitation.accepted_at:
        return
    invited = User.objects.filter(email=invitation.email).first()
    with translation.override((invited or invitation.invited_by).language):
        path = reverse("organizations:join", args=[invitation_token(invitation)])
        # A header holds one line.
        name = " ".join(invitation.organization.name.split())
        EmailMessage(
            subject=_("함께 일할 담당자로 초대합니다: %(name)s") % {"name": name},
            body=_(
                "초대한 사람: %(inviter)s\n기한: %(day)s\n\n"
                "아래 주소를 열고, 이 전자우편 주소로 로그인한 뒤 받아들여 주세요."
            )
            % {"inviter": invitation.invited_by.name, "day": date_text(invitation.expires_at)}
            + f"\n\n{settings.SITE_URL}{path}",
            to=[invitation.email],
            headers={"Message-ID": f"<invitation-{invitation.pk}@{settings.SITE_HOST}>"},
        ).send()
