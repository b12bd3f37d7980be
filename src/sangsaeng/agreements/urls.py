"""The addresses of agreements."""

from django.urls import path

from sangsaeng.agreements import views

app_name = "agreements"
urlpatterns = [
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/paper/", views.paper, name="paper"),
]
