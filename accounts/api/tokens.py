"""Tokens of programs that act for a person: short-lived ones, and refresh tokens that work once."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth import authenticate
from django.core.cache import cache
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.api.throttling import SignInThrottle
from accounts.models import User
from accounts.services import NoMembership, membership_for


class SignInSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=500, trim_whitespace=False, write_only=True)
    organization = serializers.SlugField(
        required=False, default="", allow_blank=True, help_text="Short name of one of your organizations."
    )


class RefreshSerializer(serializers.Serializer[Any]):
    refresh = serializers.CharField(max_length=4000)


class TokensSerializer(serializers.Serializer[Any]):
    access = serializers.CharField()
    refresh = serializers.CharField()


class TokenView(GenericAPIView[Any]):
    """What both views are: without a credential, slowly."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (SignInThrottle,)

    def get_authenticate_header(self, request: Request) -> str:
        """Says 401, not 403, though nothing authenticates here."""
        return 'Bearer realm="api"'


@extend_schema(tags=["auth"], responses=TokensSerializer)
class SignInView(TokenView):
    """Sign in with e-mail and password: an access token for 10 minutes, a refresh token for a day."""

    serializer_class = SignInSerializer

    def post(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        wanted = given.validated_data
        user = authenticate(request._request, username=wanted["email"].lower(), password=wanted["password"])
        # Who has a second factor signs in on a page: a password alone must not do here.
        if not isinstance(user, User) or has_second_factor(user):
            raise AuthenticationFailed(_("The e-mail address or the password is not right."))
        return Response(tokens_for(user, wanted["organization"]))


@extend_schema(tags=["auth"], responses=TokensSerializer)
class RefreshView(TokenView):
    """Two new tokens for a refresh token, which is used up by that."""

    serializer_class = RefreshSerializer

    def post(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            token = RefreshToken(given.validated_data["refresh"])
            user = JWTAuthentication().get_user(token)
        except TokenError as error:
            raise AuthenticationFailed(_("This token is not valid any more.")) from error
        # add() of Valkey is atomic: of two who come with the same token one is turned away.
        left = max(1, int(token["exp"] - time.time()))
        if not cache.add(f"token-used:{token['jti']}", 1, left + 60):
            raise AuthenticationFailed(_("This token is not valid any more."))
        return Response(tokens_for(user, str(token.get("organization", ""))))


def tokens_for(user: Any, organization: str) -> dict[str, str]:
    """{access, refresh} for one of the person's organizations. Raises AuthenticationFailed."""
    try:
        membership = membership_for(user, organization)
    except NoMembership as error:
        raise AuthenticationFailed(_("The e-mail address or the password is not right.")) from error
    refresh = RefreshToken.for_user(user)
    refresh["organization"] = membership.organization.slug
    return {"access": str(refresh.access_token), "refresh": str(refresh)}


def has_second_factor(user: User) -> bool:
    """Whether the person has set up two-factor sign-in."""
    from allauth.mfa.utils import is_mfa_enabled  # loads slowly, and its models after ours

    return bool(is_mfa_enabled(user))
