"""How the bot shows Teams who it is: its secret or certificate, exchanged for a token that is kept until it ends."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from botframework.connector.auth import (
    AppCredentials,
    CertificateAppCredentials,
    MicrosoftAppCredentials,
    ServiceClientCredentialsFactory,
)
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from bot.errors import Trouble

if TYPE_CHECKING:
    from bot.platforms.teams.settings import TeamsSettings

_HOW = "It is a PEM file with the private key and the certificate, as TEAMS_CERTIFICATE_FILE."


class Credentials(ServiceClientCredentialsFactory):  # type: ignore[misc] # botbuilder ships no types
    """One app in one tenant. Its token is shared by every connection, and asked for once an hour."""

    def __init__(self, settings: TeamsSettings) -> None:
        self._settings = settings
        self._made: AppCredentials | None = None

    async def is_valid_app_id(self, app_id: str) -> bool:
        """Whether this is the app."""
        return app_id == self._settings.app_id

    async def is_authentication_disabled(self) -> bool:
        """Whether there is nobody to show anything to, which is so on one machine only."""
        return self._settings.mode == "playground"

    async def create_credentials(
        self, app_id: str, oauth_scope: str, login_endpoint: str, validate_authority: bool
    ) -> AppCredentials:
        """Botbuilder's way to ask."""
        del app_id, oauth_scope, login_endpoint, validate_authority
        return self.made

    @property
    def made(self) -> AppCredentials:
        """What signs requests to Teams."""
        if self._made is None:
            self._made = _make(self._settings)
        return self._made


def _make(settings: TeamsSettings) -> AppCredentials:
    if settings.mode == "playground":
        return MicrosoftAppCredentials.empty()
    if not settings.certificate_file:
        return MicrosoftAppCredentials(settings.app_id, settings.app_password, settings.tenant_id)
    try:
        pem = Path(settings.certificate_file).read_text(encoding="utf-8")
        certificate = x509.load_pem_x509_certificate(pem.encode())
    except (OSError, ValueError) as error:
        raise Trouble(f"The certificate {settings.certificate_file} can’t be read. {_HOW}") from error
    thumbprint = hashlib.sha1(certificate.public_bytes(Encoding.DER), usedforsecurity=False).hexdigest()
    return CertificateAppCredentials(
        app_id=settings.app_id,
        certificate_thumbprint=thumbprint,
        certificate_private_key=pem,
        channel_auth_tenant=settings.tenant_id,
        certificate_public=certificate.public_bytes(Encoding.PEM).decode(),
    )
