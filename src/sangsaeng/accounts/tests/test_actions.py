"""Roles, consents, tokens and repeated calls."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from sangsaeng.accounts import actions
from sangsaeng.accounts.actions import Answer, answer_once
from sangsaeng.accounts.choices import CentreRole, ConsentKind
from sangsaeng.accounts.models import ApiToken, Consent, IdempotencyKey, RoleGrant, User
from sangsaeng.accounts.queries import live_consents, user_for_token, users_with_role
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.audit.models import AuditLine
from sangsaeng.kernel.refusals import Refused

LATER = MORNING + timedelta(days=1)


def trail() -> list[tuple[str, int | None, dict[str, Any]]]:
    return list(AuditLine.objects.order_by("pk").values_list("verb", "actor_id", "facts"))


@pytest.mark.django_db
def test_grant_role_counts_at_once_and_is_on_record() -> None:
    head, user = make_user(roles=("TEAM_HEAD",)), make_user()
    assert not user.is_officer

    grant = actions.grant_role(user, CentreRole.OFFICER, by=head, at=MORNING)

    assert (grant.granted_at, grant.ended_at) == (MORNING, None)
    assert user.is_officer
    assert list(users_with_role(CentreRole.OFFICER)) == [user]
    assert trail() == [("role.granted", head.pk, {"user": user.pk, "role": "OFFICER"})]


@pytest.mark.django_db
def test_grant_role_refuses_the_same_role_twice() -> None:
    user = make_user(roles=("OFFICER",))

    with pytest.raises(actions.RoleHeldAlready):
        actions.grant_role(user, CentreRole.OFFICER, by=None, at=MORNING)

    assert RoleGrant.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("held", "wanted"),
    [("AUDITOR", "OFFICER"), ("AUDITOR", "TEAM_HEAD"), ("OFFICER", "AUDITOR")],
)
def test_an_auditor_does_not_do_the_centres_work(held: str, wanted: str) -> None:
    user = make_user(roles=(held,))

    with pytest.raises(actions.AuditorStaysApart):
        actions.grant_role(user, wanted, by=None, at=MORNING)

    assert user.centre_roles == {held}


@pytest.mark.django_db
def test_end_role_keeps_the_grant_and_lets_it_be_given_again() -> None:
    user = make_user(roles=("OFFICER", "BOARD_MEMBER"))

    ended = actions.end_role(user, CentreRole.OFFICER, by=None, at=MORNING)
    kept = set(user.centre_roles)
    actions.grant_role(user, CentreRole.OFFICER, by=None, at=LATER)

    assert ended.ended_at == MORNING
    assert kept == {"BOARD_MEMBER"}
    assert user.is_officer
    assert [verb for verb, _by, _facts in trail()] == ["role.ended", "role.granted"]


@pytest.mark.django_db
def test_end_role_refuses_what_is_not_held() -> None:
    with pytest.raises(actions.RoleNotHeld):
        actions.end_role(make_user(), CentreRole.OFFICER, by=None, at=MORNING)


@pytest.mark.django_db
def test_users_with_role_leaves_out_former_and_inactive_people() -> None:
    former, gone, present = (make_user(roles=("OFFICER",)) for _ in range(3))
    actions.end_role(former, CentreRole.OFFICER, by=None, at=MORNING)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    assert list(users_with_role(CentreRole.OFFICER)) == [present]


@pytest.mark.django_db
def test_give_consent_twice_is_once() -> None:
    user = make_user()

    first = actions.give_consent(user, ConsentKind.MAIL_NEWS, by=user, at=MORNING)
    second = actions.give_consent(user, ConsentKind.MAIL_NEWS, by=user, at=LATER)

    assert first == second
    assert live_consents(user) == {"MAIL_NEWS": first}
    assert trail() == [("consent.given", user.pk, {"kind": "MAIL_NEWS", "version": "2014-01"})]


@pytest.mark.django_db
def test_withdraw_consent_takes_every_version_back_and_no_one_elses() -> None:
    user, other = make_user(), make_user()
    for person in (user, other):
        actions.give_consent(person, ConsentKind.MAIL_NEWS, by=person, at=MORNING)
    Consent.objects.create(user=user, kind="MAIL_NEWS", text_version="2013-01", given_at=MORNING)

    actions.withdraw_consent(user, ConsentKind.MAIL_NEWS, by=user, at=LATER)

    assert live_consents(user) == {}
    assert list(live_consents(other)) == ["MAIL_NEWS"]
    assert set(user.consents.values_list("withdrawn_at", flat=True)) == {LATER}
    assert [verb for verb, _by, _facts in trail()].count("consent.withdrawn") == 2


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [ConsentKind.TERMS, ConsentKind.PRIVACY])
def test_withdraw_consent_refuses_what_the_account_rests_on(kind: ConsentKind) -> None:
    user = make_user()
    actions.give_consent(user, kind, by=user, at=MORNING)

    with pytest.raises(actions.ConsentNeeded):
        actions.withdraw_consent(user, kind, by=user, at=LATER)

    assert list(live_consents(user)) == [kind]


@pytest.mark.django_db
def test_a_token_opens_until_its_day_and_its_key_is_kept_nowhere() -> None:
    user = make_user()

    token, key = actions.create_token(user, by=user, at=MORNING, days=30)

    end = MORNING + timedelta(days=30)
    assert user_for_token(key, MORNING) == user
    assert user_for_token(key, end - timedelta(seconds=1)) == user
    assert user_for_token(key, end) is None
    assert user_for_token(key[:-1], MORNING) is None
    assert key not in str(ApiToken.objects.filter(pk=token.pk).values().get())
    assert trail() == [("token.created", user.pk, {"user": user.pk, "days": 30})]


@pytest.mark.django_db
def test_a_revoked_token_opens_nothing_and_another_still_does() -> None:
    user = make_user()
    token, key = actions.create_token(user, by=user, at=MORNING)
    _other, other_key = actions.create_token(user, by=user, at=MORNING)

    actions.revoke_token(token, by=user, at=LATER)
    actions.revoke_token(token, by=user, at=LATER + timedelta(days=1))

    token.refresh_from_db()
    assert token.revoked_at == LATER
    assert user_for_token(key, LATER) is None
    assert user_for_token(other_key, LATER) == user
    assert [verb for verb, _by, _facts in trail()].count("token.revoked") == 1


@pytest.mark.django_db
def test_a_token_of_a_deactivated_person_opens_nothing() -> None:
    user = make_user()
    _token, key = actions.create_token(user, by=user, at=MORNING)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert user_for_token(key, MORNING) is None


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_token_lives_a_day_to_a_year(days: int) -> None:
    user = make_user()

    with pytest.raises(actions.TokenLifetimeOutOfRange):
        actions.create_token(user, by=user, at=MORNING, days=days)


@pytest.mark.django_db
def test_change_profile_names_the_fields_in_the_trail_not_their_values() -> None:
    user = make_user(name="옛 이름")

    actions.change_profile(user, name="새 이름", phone="", by=user, at=MORNING)
    actions.change_profile(user, name="새 이름", phone="", by=user, at=LATER)

    user.refresh_from_db()
    assert (user.name, user.phone) == ("새 이름", "")
    assert trail() == [("user.profile_changed", user.pk, {"fields": ["name"]})]


@pytest.mark.django_db
def test_change_language_is_noted_when_it_changes() -> None:
    user = make_user()

    actions.change_language(user, language="ko", by=user, at=MORNING)
    actions.change_language(user, language="en", by=user, at=MORNING)

    user.refresh_from_db()
    assert user.language == "en"
    assert trail() == [("user.language_changed", user.pk, {"language": "en"})]


@pytest.mark.django_db
def test_answer_once_repeats_the_answer_without_the_write() -> None:
    user, writes = make_user(), []

    def write() -> Answer:
        writes.append(1)
        return Answer(201, {"number": "R-2014-000001", "rank": len(writes)})

    answers = [answer_once(user, "k1", "digest", at=MORNING, write=write) for _ in range(3)]

    assert answers == [Answer(201, {"number": "R-2014-000001", "rank": 1})] * 3
    assert len(writes) == 1


@pytest.mark.django_db
def test_answer_once_refuses_the_key_for_another_request() -> None:
    user = make_user()
    answer_once(user, "k1", "digest", at=MORNING, write=lambda: Answer(201, {}))

    with pytest.raises(actions.IdempotencyKeyReused):
        answer_once(user, "k1", "other digest", at=MORNING, write=lambda: Answer(201, {}))


@pytest.mark.django_db
def test_answer_once_keeps_the_keys_of_two_people_apart() -> None:
    one, two = make_user(), make_user()

    first = answer_once(one, "k1", "a", at=MORNING, write=lambda: Answer(201, {"for": 1}))
    second = answer_once(two, "k1", "b", at=MORNING, write=lambda: Answer(201, {"for": 2}))

    assert (first.body, second.body) == ({"for": 1}, {"for": 2})


@pytest.mark.django_db
def test_answer_once_frees_the_key_when_the_write_is_refused() -> None:
    user = make_user()

    def refuse() -> Answer:
        actions.change_language(user, language="en", by=user, at=MORNING)
        raise Refused

    with pytest.raises(Refused):
        answer_once(user, "k1", "digest", at=MORNING, write=refuse)
    again = answer_once(user, "k1", "digest", at=MORNING, write=lambda: Answer(200, {}))

    user.refresh_from_db()
    assert again == Answer(200, {})
    assert user.language == "ko"


@pytest.mark.django_db(transaction=True)
def test_answer_once_of_eight_equal_calls_at_once_writes_once() -> None:
    """H2: a call repeated while the first is still running asks only once."""
    user = make_user()
    start = Barrier(8)

    def call(number: int) -> Answer:
        def write() -> Answer:
            actions.create_token(user, by=user, at=MORNING)
            return Answer(201, {"by": number})

        try:
            start.wait(timeout=30)
            return answer_once(user, "k1", "digest", at=MORNING, write=write)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(call, range(8)))

    assert answers == [answers[0]] * 8
    assert ApiToken.objects.count() == 1
    assert IdempotencyKey.objects.get().status == 201


@pytest.mark.django_db(transaction=True)
def test_one_address_signed_up_twice_at_once_makes_one_person() -> None:
    start = Barrier(4)

    def call(number: int) -> str:
        try:
            start.wait(timeout=30)
            user = User(email="jimin@firm.example")
            actions.sign_up(user, name=f"{number}", language="ko", consents=[], at=MORNING)
        except actions.AddressTaken:
            return "taken"
        else:
            return "in"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(call, range(4)))

    assert said == ["in", "taken", "taken", "taken"]
    assert User.objects.count() == 1
