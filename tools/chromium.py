"""Find a Chromium for the browser journeys; prints its path, or how to get one."""

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return SANGSAENG_CHROMIUM, else the first browser on the path."""
    chosen = os.environ.get("SANGSAENG_CHROMIUM")
    return chosen or next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__":
    found = find()
    if found is None:
        sys.exit(
            "No Chromium found. Install one (Debian, Ubuntu: apt-get install chromium "
            "fonts-noto-cjk), or set SANGSAENG_CHROMIUM to its path."
        )
    print(found)
