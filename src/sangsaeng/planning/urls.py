"""The addresses of the plan."""

from django.urls import path

from sangsaeng.planning import views

app_name = "planning"
urlpatterns = [
    path("<int:year>/", views.scorecard, name="scorecard"),
    path("<int:year>/evidence/<str:code>/", views.evidence, name="evidence"),
]
