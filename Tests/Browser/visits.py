"""Pages in a real browser: in every state a reader may see them in, and what is wrong with them there."""

import asyncio
import collections
import contextlib
import dataclasses
import pathlib
import re
import urllib.parse

import axe_playwright_python
from playwright.async_api import async_playwright

BROWSER = "/usr/bin/chromium"
AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
PROBE = (pathlib.Path(__file__).parent / "probe.js").read_text()
WIDTHS = {1280: 900, 360: 740}
# Long enough for the browser to paint before the scripts come, as on a slow network.
SCRIPTS_COME_AFTER_SECONDS = 0.25
# The browser itself calls a page stable below 0.1; ours has no reason to move at all.
MOST_SHIFT = 0.005
MOST_KEYS = 400
LATE = re.compile(r"\.js$")


@dataclasses.dataclass(frozen=True)
class State:
    """How a page is looked at."""
    scripts: bool
    colors: str
    width: int
    media: str

    @property
    def half(self):
        """0 or 1; either half of the states has each pair of properties as often as any other."""
        return sum([self.scripts, self.colors == "dark", self.width == 360, self.media == "print"]) % 2

    @property
    def quarter(self):
        """0 or 1, for a half of each half."""
        return sum([self.scripts, self.colors == "dark"]) % 2

    def __str__(self):
        return f"{self.colors} {self.width} {self.media}" + ("" if self.scripts else " no-scripts")


@dataclasses.dataclass(frozen=True)
class Problem:
    """What is wrong, where, and what to do."""
    path: str
    state: str
    rule: str
    place: str
    advice: str


STATES = [State(scripts, colors, width, media)
          for scripts in (True, False) for media in ("screen", "print")
          for width in WIDTHS for colors in ("light", "dark")]


class Tab:
    """A tab of the browser that notes what a page says on the console and what it asks for."""

    def __init__(self, page, session, bases, note):
        self.page = page
        self.session = session
        self.bases = bases
        self.path = self.state = ""
        self.width = self.media = None
        self.note = lambda rule, place, advice: note(self.path, self.state, rule, place, advice)
        page.on("console", lambda message: self.note("console", message.text, "the console stays empty"))
        page.on("pageerror", lambda error: self.note("script-error", str(error), "no script may throw"))
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("requestfailed", self._on_failure)

    @staticmethod
    async def open(browser, bases, note):
        context = await browser.new_context()
        page = await context.new_page()
        await page.route(LATE, _late)
        return Tab(page, await context.new_cdp_session(page), bases, note)

    def _on_request(self, request):
        if not request.url.startswith(self.bases):
            self.note("leaves-the-site", request.url, "a site asks for nothing that is not its own")

    def _on_response(self, response):
        if response.status >= 400:
            self.note("request-failed", response.url, f"the server answers {response.status}")

    def _on_failure(self, request):
        # The visit to the page has ended before its icon came.
        if request.failure != "net::ERR_ABORTED":
            self.note("request-failed", request.url, request.failure)

    async def load(self, base, path, scripts, width):
        """Shows a page as it is with scripts or without; the probe works in both cases afterwards."""
        self.path = path
        self.state = f"{base.split(':')[0]} {width}" + ("" if scripts else " no-scripts")
        await self.emulate("light", width)
        await self._allow_scripts(scripts)
        await self.page.goto(_address(base, path))
        await self._allow_scripts(True)
        await self.page.evaluate(PROBE)
        if not scripts:
            await self.page.evaluate("probe.unwrapNoscript()")

    async def emulate(self, colors, width, media="screen", **others):
        if width != self.width:
            self.width = width
            await self.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        wanted = {"color_scheme": colors, "media": media, "forced_colors": "none",
                  "reduced_motion": "no-preference", **others}
        if wanted != self.media:
            self.media = wanted
            await self.page.emulate_media(**wanted)

    async def _allow_scripts(self, value):
        await self.session.send("Emulation.setScriptExecutionDisabled", {"value": not value})


class Visitor:
    """Looks at pages of one site, some at a time, in one browser."""

    def __init__(self, root, url, tabs):
        self.folder = root.as_uri() + "/"
        self.url = url
        self.bases = (self.folder, url) if url else (self.folder,)
        self.tabs = tabs
        self.problems = set()
        self.states = 0

    async def look(self, visits):
        """Makes the visits: (path, the states to check for accessibility, whether to look closely)."""
        queue = collections.deque(visits)
        async with _browser() as browser:
            async def work():
                tab = await Tab.open(browser, self.bases, self._note)
                while queue:
                    await self._visit(tab, *queue.popleft())
                await tab.page.goto("about:blank")
            await asyncio.gather(*(work() for _ in range(self.tabs)))
        return sorted(self.problems, key=dataclasses.astuple)

    async def photograph(self, visits, folder):
        """Writes a picture of each (name, path) in light and dark, wide and narrow."""
        async with _browser() as browser:
            tab = await Tab.open(browser, self.bases, self._note)
            for name, path in visits:
                await tab.load(self.folder, path, True, 1280)
                for width in WIDTHS:
                    for colors in ("light", "dark"):
                        await tab.emulate(colors, width)
                        await tab.page.screenshot(
                            path=folder / f"{name}-{width}-{colors}.png", full_page=True)

    # MARK: One page

    async def _visit(self, tab, path, states, is_close):
        """Four times: from the server and from the folder, with scripts and without, wide and narrow."""
        # The links of the page for unknown addresses begin at the root of a server.
        folder = self.folder if path != "404.html" or not self.url else self.url
        server = self.url or folder
        await tab.load(server, path, True, 1280)
        await self._check_shifts(tab)
        await self._check_width(tab, 1280)
        await self._check_colors(tab)
        await tab.page.evaluate(AXE)
        if is_close:
            await self._check_accessibility(tab, State(True, "light", 1280, "screen"))
        await self._check_states(tab, [state for state in states if state.scripts])
        await self._check_forced_colors(tab)
        if is_close:
            await self._check_keyboard(tab, 1280)

        await tab.load(folder, path, True, 360)
        await self._check_shifts(tab)
        await self._check_width(tab, 360)
        if is_close:
            await tab.page.evaluate("probe.thin()")
            await self._check_keyboard(tab, 360)

        await tab.load(folder, path, False, 360)
        await self._check_width(tab, 360)
        await tab.page.evaluate(AXE)
        await self._check_states(tab, [state for state in states if not state.scripts])

        await tab.load(server, path, False, 1280)
        await self._check_width(tab, 1280)

    async def _check_states(self, tab, states):
        await tab.page.evaluate("probe.thin()")
        for state in states:
            await self._check_accessibility(tab, state)
        # What was folded has its width as well.
        for width in WIDTHS:
            await self._check_width(tab, width)

    async def _check_accessibility(self, tab, state):
        await tab.emulate(state.colors, state.width, state.media)
        # Nobody points at paper.
        await self._axe(tab, str(state), ["target-size"] if state.media == "print" else [])

    async def _check_forced_colors(self, tab):
        await tab.emulate("light", 1280, forced_colors="active", reduced_motion="reduce")
        await self._axe(tab, "forced colors", [])
        for place in await tab.page.evaluate("probe.motion()"):
            self._note(tab.path, "reduced motion", "motion", place,
                       "no animation, transition or smooth scrolling where less motion is asked for")

    async def _axe(self, tab, state, without):
        self.states += 1
        for found in await tab.page.evaluate("without => probe.accessibility(without)", without):
            for place in found["places"]:
                self._note(tab.path, state, found["rule"], place, f"{found['advice']}: {found['more']}")

    async def _check_width(self, tab, width):
        await tab.emulate("light", width)
        found = await tab.page.evaluate("probe.overflow()")
        if found:
            self._note(tab.path, f"{width}", "overflow", " and ".join(found["places"]) or "?",
                       f"the page is {found['excess']} px wider than its window; wrap or let it scroll")

    async def _check_colors(self, tab):
        backgrounds = []
        for colors in ("light", "dark"):
            await tab.emulate(colors, 1280)
            backgrounds.append(await tab.page.evaluate("probe.background()"))
        if backgrounds[0] == backgrounds[1]:
            self._note(tab.path, "light and dark", "color-scheme", "body",
                       f"the background is {backgrounds[0]} in both; follow prefers-color-scheme")

    async def _check_shifts(self, tab):
        found = await tab.page.evaluate("probe.shifts()")
        if found["sum"] > MOST_SHIFT:
            self._note(tab.path, tab.state, "layout-shift", " and ".join(found["places"]),
                       f"the page moves by {found['sum']:.3f} while it loads; keep the place free")

    async def _check_keyboard(self, tab, width):
        page = tab.page
        await tab.emulate("light", width)
        missing = dict.fromkeys(await page.evaluate("probe.beginTabbing()"))
        for number in range(MOST_KEYS):
            await page.keyboard.press("Tab")
            focus = await page.evaluate("probe.focused()")
            if focus is None:
                break
            if number == 0 and not focus["skips"]:
                self._note(tab.path, tab.state, "skip-link", focus["place"],
                           "the first stop is a link to the content")
            missing.pop(focus["place"], None)
            for problem in focus["problems"]:
                self._note(tab.path, tab.state, problem, focus["place"],
                           "what has the focus shows it, in the window, with nothing above it")
        for place in missing:
            self._note(tab.path, tab.state, "keyboard", place, "the Tab key does not reach it")

    def _note(self, path, state, rule, place, advice):
        self.problems.add(Problem(path, state, rule, place, advice))


async def _late(route):
    await asyncio.sleep(SCRIPTS_COME_AFTER_SECONDS)
    await route.continue_()


@contextlib.asynccontextmanager
async def _browser():
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        try:
            yield browser
        finally:
            await browser.close()


def _address(base, path):
    return base + urllib.parse.quote(path)
