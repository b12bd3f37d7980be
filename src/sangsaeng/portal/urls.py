"""Addresses of the home, the desks and the trail."""

from django.urls import path

from sangsaeng.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/", views.desk, name="desk"),
    path("trail/", views.trail, name="trail"),
]
