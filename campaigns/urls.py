"""Addresses of the campaigns' pages."""

from django.urls import path

from campaigns import views

urlpatterns = [
    path("unsubscribe/<str:token>/", views.unsubscribe_page, name="unsubscribe"),
]
