"""Addresses of the demo."""

from django.urls import path

from sangsaeng.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("ledgers/<str:name>", views.ledger, name="ledger"),
]
