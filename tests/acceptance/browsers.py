"""A real browser on the demo's page, and people who use it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

T = TypeVar("T")

PATIENCE = 20

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
)


def programs() -> tuple[str, str] | None:
    """Find Chromium and its driver; `None` when one is missing."""
    names = ("chromium", "chromium-browser", "google-chrome")
    browser = next((found for name in names if (found := shutil.which(name))), None)
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


class Page:
    """The page of phones in a browser."""

    def __init__(self, driver: webdriver.Chrome, pictures: Path | None) -> None:
        self._driver = driver
        self._pictures = pictures

    def open(self, address: str) -> None:
        self._driver.get(address)
        self._wait(lambda: self.find("phone-leaders"))

    def find(self, testid: str, within: WebElement | None = None) -> WebElement | None:
        """Find the last element with a test id, within a phone or anywhere."""
        found = (within or self._driver).find_elements(By.CSS_SELECTOR, f'[data-testid="{testid}"]')
        return found[-1] if found else None

    def phone(self, key: str) -> WebElement:
        return self._wait(lambda: self.find(f"phone-{key}"))

    def say(self, phone: str, text: str) -> None:
        """Type into a phone and send."""
        holder = self.phone(phone)
        box = self._wait(lambda: self.find("composer-input", holder))
        box.send_keys(text)
        self.click(self._wait(lambda: self.find("send", holder)))

    def press(self, phone: str, label: str) -> None:
        """Press the last button with a label."""
        self.click(self._wait(lambda: self.find(f"button-{label}", self.phone(phone))))

    def reply(self, phone: str, to: str, text: str) -> None:
        """Reply to the last message that contains some words."""
        holder = self.phone(phone)
        messages = holder.find_elements(By.CSS_SELECTOR, '[data-testid^="message-"]')
        message = [one for one in messages if to in one.text][-1]
        self.click(self._wait(lambda: self.find("reply", message)))
        self.say(phone, text)

    def tap(self, testid: str) -> None:
        """Press something of the time machine."""
        self.click(self._wait(lambda: self.find(testid)))

    def jump(self, to: str) -> None:
        """Go to an instant like 2024-11-08T16:05."""
        field = self._wait(lambda: self.find("jump-to") or self.find("jump-date"))
        self._driver.execute_script("arguments[0].value = arguments[1]", field, to)
        self.tap("jump-go")

    def sees(self, phone: str, words: str) -> str:
        """Wait until a phone shows some words; gives all it shows."""

        def shown() -> str | None:
            text = self.phone(phone).text
            return text if words in text else None

        return self._wait(shown)

    def picture(self, name: str) -> None:
        """Keep a picture of the page, where pictures are wanted."""
        if self._pictures is not None:
            self._driver.save_screenshot(str(self._pictures / f"{name}.png"))

    def click(self, element: WebElement) -> None:
        """Click through the page's own script: a phone may be scrolled out of sight."""
        self._driver.execute_script("arguments[0].click()", element)

    def _wait(self, what: Callable[[], T | None]) -> T:
        found = WebDriverWait(self._driver, PATIENCE, poll_frequency=0.05).until(lambda _: what())
        assert found is not None
        return found


@contextmanager
def browser(width: int = 1920, height: int = 1080, *, profile: Path) -> Iterator[Page]:
    """Open a headless Chromium. `$NHACVIEC_PICTURES` names a folder to keep pictures in."""
    found = programs()
    assert found is not None
    options = webdriver.ChromeOptions()
    options.binary_location = found[0]
    for flag in (*FLAGS, f"--window-size={width},{height}", f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(found[1]))
    try:
        wanted = os.environ.get("NHACVIEC_PICTURES")
        yield Page(driver, Path(wanted) if wanted else None)
    finally:
        driver.quit()
