"""What every page's frame needs: navigation, unread notices, the demo banner."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - Django's signature
    """Give the frame of the page."""
    return {}
