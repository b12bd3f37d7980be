"""A person at a browser, who looks at every page as an inspector would."""

import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext, override
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Response,
)

from sangsaeng.accounts.models import User
from sangsaeng.accounts.queries import totp_code_now
from sangsaeng.accounts.testing import PASSWORD

# A folder to keep a picture of every page in, for somebody who wants to look at them.
SHOTS = os.environ.get("SANGSAENG_SHOTS")
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def kind_of(url: str) -> str:
    """Name the kind of page an address leads to.

    >>> kind_of("http://localhost:8000/assets/import/?file=12")
    'assets-import-file'
    """
    address = urlsplit(url)
    path = re.sub(r"confirm-email/.+", "confirm-email", re.sub(r"\d+", "0", address.path))
    return "-".join([*path.strip("/").split("/"), *parse_qs(address.query)]) or "home"


@dataclass
class Visitor:
    """One browser window and what went wrong in it; words are given in Korean."""

    context: BrowserContext
    name: str
    language: str = "ko"
    scripts: bool = True
    troubles: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("response", self._answered)

    def say(self, words: str, **values: object) -> str:
        """Give the product's own words in this person's language."""
        with override(self.language):
            return gettext(words) % values if values else gettext(words)

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def press(self, words: str) -> None:
        """Press a button or follow a link, and look at where it leads."""
        self._go(self.control(words))

    def follow(self, words: str) -> None:
        """Follow a link that carries data's own words."""
        self._go(self.page.locator("main").get_by_role("link", name=words).first)

    def control(self, words: str) -> Locator:
        main, said = self.page.locator("main"), self.say(words)
        button = main.get_by_role("button", name=said, exact=True)
        return button.or_(main.get_by_role("link", name=said, exact=True)).first

    def fill(self, **typed: Any) -> None:
        """Fill fields by their names: words, a choice, a tick, a file."""
        for name, value in typed.items():
            place = self.page.locator(f"#id_{name}")
            if isinstance(value, dict):
                place.set_input_files(value)  # type: ignore[arg-type]  # a file's parts
            elif value is True:
                place.check()
            elif place.evaluate("element => element.tagName") == "SELECT":
                place.select_option(value)
            else:
                place.fill(value)

    def sees(self, words: str, **values: object) -> None:
        """Hold that the page says this."""
        said = self.say(words, **values)
        shown = " ".join(self.page.locator("main").inner_text().split())
        assert said in shown, f"{self.page.url} does not say {said!r}: {shown}"

    def sign_in(self, user: User) -> None:
        user.password = make_password(PASSWORD)
        user.save()
        self.open("/accounts/login/")
        self.fill(login=user.email, password=PASSWORD)
        self.press("로그인")
        if user.needs_second_factor:
            self.fill(code=totp_code_now(user))
            self.press("로그인")

    def look(self) -> None:
        """Inspect a page: accessible, no wider than the window; once by kind and headline."""
        kind = kind_of(self.page.url)
        seen = f"{kind} {' '.join(self.page.locator('h1, h2#now').all_inner_texts())}"
        if seen in self.looked_at:
            return
        self.looked_at.add(seen)
        too_wide = self.page.evaluate(_TOO_WIDE)
        if too_wide:
            self.troubles.append(f"{self.page.url}: {too_wide} px wider than the window")
        if self.scripts:
            found = Axe().run(self.page)
            if found.violations_count:
                self.troubles.append(f"{self.page.url}: {found.generate_report()}")
        if SHOTS:
            self._picture(Path(SHOTS), kind)

    def _go(self, control: Locator) -> None:
        control.click()
        self.page.wait_for_load_state("load")
        self.look()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.troubles.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")

    def _picture(self, folder: Path, kind: str) -> None:
        size = self.page.viewport_size or {"width": 0}
        parts = (f"{size['width']}", self.language, self.name, f"{len(self.looked_at):02}", kind)
        with suppress(OSError):
            self.page.screenshot(path=folder / f"{'_'.join(parts)}.png", full_page=True)
