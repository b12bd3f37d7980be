"""Addresses of organizations."""

from django.urls import path

from sangsaeng.organizations.views import (
    certificates,
    members,
    organizations,
    registrations,
    ties,
)

app_name = "organizations"
urlpatterns = [
    path("", organizations.organizations, name="list"),
    path("mine/", organizations.mine, name="mine"),
    path("new/", organizations.enter, name="enter"),
    path("<int:pk>/", organizations.detail, name="detail"),
    path("register/", registrations.register, name="register"),
    path("registrations/", registrations.registrations, name="registrations"),
    path("registrations/<int:pk>/", registrations.registration, name="registration"),
    path(
        "registrations/<int:pk>/certificate/",
        registrations.registration_certificate,
        name="registration_certificate",
    ),
    path("registrations/<int:pk>/approve/", registrations.approve, name="approve_registration"),
    path("registrations/<int:pk>/refuse/", registrations.refuse, name="refuse_registration"),
    path("<int:pk>/certificates/new/", certificates.renew, name="renew"),
    path("certificates/<int:pk>/", certificates.certificate, name="certificate"),
    path("certificates/<int:pk>/file/", certificates.certificate_file, name="certificate_file"),
    path("certificates/<int:pk>/approve/", certificates.approve, name="approve_certificate"),
    path("certificates/<int:pk>/refuse/", certificates.refuse, name="refuse_certificate"),
    path("<int:pk>/invite/", members.invite, name="invite"),
    path("invitations/<int:pk>/revoke/", members.revoke, name="revoke_invitation"),
    path("join/<str:token>/", members.join, name="join"),
    path("memberships/<int:pk>/end/", members.end, name="end_membership"),
    path("<int:pk>/ties/", ties.declare, name="declare_tie"),
    path("ties/<int:pk>/confirm/", ties.confirm, name="confirm_tie"),
    path("ties/<int:pk>/end/", ties.end, name="end_tie"),
]
