"""The site's addresses."""

from django.contrib import admin
from django.urls import include, path

from accounts.languages import choose_language
from copilot_site.keys_page import keys_page, revoke

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("api/", include("copilot_site.api_urls")),
    path("keys/", keys_page, name="keys"),
    path("keys/<int:pk>/revoke/", revoke, name="key_revoke"),
    path("language/", choose_language, name="set_language"),
    path("workbench/", include("querying.workbench.urls")),
    path("", include("querying.urls")),
    path("", include("campaigns.urls")),
    path("", include("conversations.urls")),
]

handler500 = "copilot_site.unavailable.server_error"
