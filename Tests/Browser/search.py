"""The search and the other comforts of a site, as a reader uses them in Chromium.

Usage: Tests/Python/run .build/python Tests/Browser/search.py SITE CASES [HOSTILE]

SITE is a folder that `rollbook build` wrote, of the sample; HOSTILE is one of hostile records; CASES is a JSON file,
[[text, folded, [end of the id...]]...]: how texts are to be compared. Each problem is a line on
standard output; the exit code is 1 if there is one.
"""

import functools
import http.server
import json
import pathlib
import re
import sys
import threading

from playwright.sync_api import TimeoutError, sync_playwright

BROWSER = "/usr/bin/chromium"
PATIENCE = 30_000
problems = []


def expect(holds, what):
    if not holds:
        problems.append(what)


def settle(page, holds, arg=None):
    """Gives a page time to come to what the check behind this expects. Whether it came to it."""
    try:
        page.wait_for_function(holds, arg=arg, timeout=PATIENCE)
    except TimeoutError:
        return False
    return True


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def served(folder):
    """The address of a web server for the folder."""
    handler = functools.partial(Silent, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


class Reader:
    """Somebody who reads a site, at an address, and notes what the browser complains of."""

    def __init__(self, browser, base, **manner):
        self.base = base
        self.page = browser.new_context(**manner).new_page()
        self.page.on("console", lambda message: problems.append(f"{self.page.url}: says {message.text}"))
        self.page.on("pageerror", lambda error: problems.append(f"{self.page.url}: throws {error}"))
        self.page.on("requestfailed", self.miss)

    def miss(self, request):
        # What is not waited for because the reader goes on is no failure.
        if request.failure != "net::ERR_ABORTED":
            problems.append(f"{request.url}: {request.failure}")

    def open(self, path):
        self.page.goto("about:blank")
        self.page.goto(self.base + path)
        return self.page

    def search(self, text):
        """The results for a text: (label, kind, about, address) of each."""
        field = self.page.locator("#search input")
        field.fill("")
        field.fill(text)
        return self.results(text)

    def results(self, text):
        said = self.page.locator("#search [role=status]")
        answered = settle(
            self.page,
            "text => document.querySelector('#search input').value === text"
            " && document.querySelector('#search ol').ariaBusy === 'false'", text)
        expect(answered, f"{self.page.url}: no answer to {text!r}")
        self.said = said.text_content()
        return self.page.evaluate(
            "() => [...document.querySelectorAll('#search li')].map((item) =>"
            " [item.querySelector('a').textContent, item.querySelector('.chip').textContent,"
            " item.querySelector('small').textContent, item.querySelector('a').href])")


def twin_of(site, folder, wanted):
    """The first record in the site's JSON files that is as wanted."""
    for path in sorted((site / folder).rglob("*.json")):
        record = json.loads(path.read_text())
        if wanted(record):
            return record
    raise SystemExit(f"no record in {folder} is as wanted")


def check_results(reader, site):
    deployment = twin_of(site, "api/dashboard/deployments/id", lambda each: each["commit_sha"] and each["commit_author"]
                         and re.fullmatch(r"[a-z0-9-]+", each["deployment_id"]))
    job = twin_of(site, "api/dashboard/jobs/id", lambda each: each["agent_id"] and re.search(r"-0+[1-9]\d+$", each["job_id"]))
    reader.open("search.html")
    service, version, job_id = deployment["service_name"], deployment["version"], job["job_id"]
    number = re.search(r"(\d+)$", job_id).group(1)
    for text, kind, label in [
            (service, "Service", service), (service.upper(), "Service", service),
            (version, "Version", version), (version.lstrip("v"), "Version", version),
            (deployment["deployment_id"], "Deployment", deployment["deployment_id"]),
            (deployment["commit_sha"][:7], "Commit", deployment["commit_sha"]),
            (deployment["commit_sha"][:4], "Commit", deployment["commit_sha"]),
            (deployment["commit_author"], "Person", deployment["commit_author"]),
            (deployment["commit_author"].split()[-1], "Person", deployment["commit_author"]),
            ("producti", "Environment", "production"), (job["job_type"], "Job type", job["job_type"]),
            (job["agent_id"], "Agent", job["agent_id"]), (job_id, "Job", job_id),
            (number, "Job", job_id), (number.lstrip("0"), "Job", job_id),
            (f"  {number}   {job['job_type']} ", "Job", job_id),
            ("failure rates", "Page", "Failure rates"), ("rates", "Page", "Failure rates")]:
        results = reader.search(text)
        expect((label, kind) in [(each[0], each[1]) for each in results],
               f"{reader.base}: {text!r} does not find the {kind} {label!r}: {reader.said} {results[:3]}")
    results = reader.search(job_id)
    expect(results[0][:2] == [job_id, "Job"], f"{job_id} is not the first for itself")
    expect(reader.said == ("1 result" if len(results) == 1 else f"{len(results)} results"), f"{job_id}: {reader.said}")
    expect(reader.search(service)[0][:2] == [service, "Service"], f"{service} is not the first for itself")
    expect(reader.search("qqqqzzzz") == [] and reader.said == "0 results", f"finds qqqqzzzz: {reader.said}")
    for label, kind, _, address in [reader.search(text)[0] for text in (service, version, job_id, "rates")]:
        opened = reader.page.context.request.get(address).ok if address.startswith("http") else \
            pathlib.Path(address.removeprefix("file://").replace("%7E", "~")).exists()
        expect(opened, f"{kind} {label} leads to {address}, which is not there")
    return deployment


def check_address(reader, deployment):
    version = deployment["version"]
    for path in (f"search.html?q={version}", f"search.html#q={version}", f"404.html#q={version}"):
        reader.open(path)
        expect(any(each[0] == version for each in reader.results(version)), f"{path} shows no results")
    page = reader.open("index.html")
    page.locator("#to-search").click()
    page.wait_for_url("**/search.html#q=")
    expect(page.evaluate("document.activeElement.type") == "search", "the field has no focus")
    page.keyboard.type("failure rates")
    reader.results("failure rates")
    expect(page.url.endswith("#q=failure+rates"), f"the address is {page.url}")
    page.keyboard.press("Enter")
    expect(page.evaluate("document.activeElement.textContent") == "Failure rates", "Enter leads to no result")
    page.keyboard.press("Enter")
    page.wait_for_url("**/failures.html")
    page.keyboard.press("/")
    page.wait_for_url("**/search.html#q=")
    expect(page.evaluate("document.activeElement.type") == "search", "the key / leads to no field")
    page.keyboard.type("a/b")
    expect(page.locator("#search input").input_value() == "a/b", "the key / cannot be typed")
    page = reader.open("index.html")
    page.locator("footer input[type=checkbox]").uncheck()
    page.keyboard.press("/")
    page.wait_for_timeout(200)
    expect(page.url.endswith("index.html"), "the key / cannot be switched off")
    page.locator("footer input[type=checkbox]").check()


def check_folding(reader, cases):
    page = reader.open("search.html")
    for text, folded, ends in cases:
        got = page.evaluate("text => fold(text)", text)
        expect(got == folded, f"{text!r} is folded to {got!r}, not to {folded!r}")
        tail = page.evaluate("text => tailOf(text)", folded)
        expect(tail == (ends[0] if ends else folded) or " " in folded,
               f"the end of {folded!r} is {tail!r}, not {ends}")


MADE_TABLE = """() => {
  const row = (cells) => `<tr>${cells.map(([c, t]) => `<td class="${c}">${t}</td>`).join("")}</tr>`;
  const rows = [
    ["1.9", "4 m 12 s", "9.2 % <small>12 of 131</small>", "1,200", "2026-11-03T02:14:00Z"],
    ["1.10", "850 ms", "11.8 % <small>4 of 34</small>", "9", "2026-11-02T02:14:00Z"],
    ["1.2", "2 d 4 h", "<span class='muted'>no value</span>", "−5", "2026-11-04T02:14:00Z"],
    ["1.1", "3 h 05 m", "0.0 % <small>0 of 9</small>", "80", "2025-11-04T02:14:00Z"],
    ["1.0", "–", "100.0 % <small>1 of 1</small>", "", ""],
  ].map(([a, b, c, d, e]) => row([["", `<code>${a}</code>`], ["right", b], ["right", c], ["right", d],
    ["", e && `<time datetime="${e}">${e}</time>`]]));
  const main = document.getElementById("main");
  main.innerHTML = `<div class="scroll"><table><thead><tr><th>V</th><th class="right">D</th>
    <th class="right">P</th><th class="right">N</th><th>T</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
  makeSortable(main.querySelector("table"), "sort1");
}"""


def check_sorting(reader):
    page = reader.open("services.html")
    page.evaluate(MADE_TABLE)

    def click(head):
        page.locator("main th button").nth(head).click()
        return page.locator("main tbody td:first-child").all_text_contents()

    def arrow(head):
        return page.locator("main th").nth(head).get_attribute("aria-sort")

    expect(arrow(0) is None, "a table that nobody sorted says how it is sorted")
    expect(click(0) == ["1.0", "1.1", "1.2", "1.9", "1.10"], "versions are not in their order")
    expect(arrow(0) == "ascending", "texts do not begin with A")
    expect(click(0) == ["1.10", "1.9", "1.2", "1.1", "1.0"], "versions are not in their order backwards")
    expect(click(0) == ["1.9", "1.10", "1.2", "1.1", "1.0"] and arrow(0) is None, "the page's order does not come back")
    expect(click(1) == ["1.2", "1.1", "1.9", "1.10", "1.0"], "durations are not in their order")
    expect(arrow(1) == "descending" and arrow(0) is None, "numbers do not begin with the largest")
    expect(click(1) == ["1.10", "1.9", "1.1", "1.2", "1.0"], "durations are not in their order, or nothing comes first")
    expect(click(2) == ["1.0", "1.10", "1.9", "1.1", "1.2"], "shares are not in their order")
    expect(click(3) == ["1.9", "1.1", "1.10", "1.2", "1.0"], "numbers are not in their order")
    expect(click(4) == ["1.2", "1.9", "1.10", "1.1", "1.0"], "times are not in their order")
    expect(page.url.endswith("#sort1=-5"), f"the address does not say how it is sorted: {page.url}")


def check_tables(reader):
    page = reader.open("services.html")
    names = page.locator("main tbody tr td:first-child").all_text_contents()
    page.locator(".tools input").fill(names[3].split()[0])
    settle(page, "() => /^Showing/.test(document.querySelector('.tools [role=status]').textContent)")
    shown = page.locator("main tbody tr:visible").count()
    said = page.locator(".tools [role=status]").text_content()
    expect(said == f"Showing {shown} of {len(names)}" and 0 < shown < len(names), f"the filter says {said!r}")
    page.locator("main th button").first.click()
    address = page.url.split("/")[-1]
    expect("filter1=" in address and "sort1=1" in address, f"the view is not in the address: {address}")
    page = reader.open(address)
    expect(page.locator("main tbody tr:visible").count() == shown, "the address does not bring the view back")
    expect(page.locator("main th").first.get_attribute("aria-sort") == "ascending", "nor its order")
    page.evaluate("location.hash = ''")
    settle(
        page, "count => [...document.querySelectorAll('main tbody tr')]"
        ".filter((row) => row.checkVisibility()).length === count", len(names))
    expect(page.locator("main tbody tr:visible").count() == len(names), "a view cannot be left by the address")


def check_copying(browser, base, deployment):
    for manner in ("allowed", "missing", "denied"):
        reader = Reader(browser, base)
        if manner == "allowed" and base.startswith("http"):
            reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        if manner != "allowed":
            reader.page.add_init_script(
                "Object.defineProperty(navigator, 'clipboard', { value: %s })"
                % ("undefined" if manner == "missing" else "{ writeText: () => Promise.reject(new Error()) }"))
        if manner == "denied":
            reader.page.add_init_script("document.execCommand = () => false")
        stem = deployment["deployment_id"]
        page = reader.open(f"deployments/{stem[-2:]}/{stem}.html")
        button = page.locator(".facts div", has_text="Commit").locator("button.copy").first
        expect(button.get_attribute("aria-label") == "Copy Commit", "the button does not say what it copies")
        button.click()
        word = "Selected" if manner == "denied" else "Copied"
        settle(
            page, "word => [...document.querySelectorAll('.facts button.copy')]"
            ".some((button) => button.textContent === word)", word)
        expect(button.text_content() == word, f"{base} {manner}: the button says {button.text_content()}")
        said = button.get_attribute("aria-label")
        expect(said == f"{word} Commit", f"{base} {manner}: is told {said!r}")
        if manner == "allowed" and base.startswith("http"):
            text = page.evaluate("navigator.clipboard.readText()")
            expect(text == deployment["commit_sha"], f"copied is {text!r}")
        if manner != "allowed":
            text = page.evaluate("getSelection().toString()")
            expect(text == deployment["commit_sha"], f"selected is {text!r}")
        page.context.close()


def check_zones(browser, base, deployment):
    stem = deployment["deployment_id"]
    path = f"deployments/{stem[-2:]}/{stem}.html"
    reader = Reader(browser, base, timezone_id="Asia/Kolkata", locale="de-DE")
    page = reader.open(path)
    times = page.locator("main time[datetime*=T]")
    before = times.all_text_contents()
    days = page.locator("main time:not([datetime*=T])").all_text_contents()
    expect(all(each.endswith(" UTC") for each in before) and before, f"times do not say their zone: {before}")
    choice = page.locator("footer select")
    offered = choice.locator("option").all_text_contents()
    expect(offered in (["UTC", f"your zone (Asia/{name})"] for name in ("Kolkata", "Calcutta")), f"offered is {offered}")
    choice.select_option("here")
    after = times.all_text_contents()
    expect(all(re.fullmatch(r"\w{3} \d+ \w{3} \d{4}, \d\d:\d\d \+05:30", each) for each in after), f"{after}")
    moved = page.evaluate("""(texts) => [...document.querySelectorAll("main time[datetime*=T]")].every((time, i) =>
      Math.abs(Date.parse(texts[i].replace(",", "").replace("+05:30", "GMT+0530")) - Date.parse(time.dateTime)) < 60000)""", after)
    expect(moved, "times in the reader's zone are other times")
    expect(days == page.locator("main time:not([datetime*=T])").all_text_contents(), "days were changed")
    times.first.hover()
    title = times.first.get_attribute("title") or ""
    expect(title.startswith(before[0]) and title.endswith(("ago", "now")) or "in " in title, f"the tooltip is {title!r}")
    page = reader.open(path)
    expect(page.locator("main time[datetime*=T]").all_text_contents() == after, "the zone is not remembered")
    page.locator("footer select").select_option("")
    expect(page.locator("main time[datetime*=T]").all_text_contents() == before, "the zone of the site does not come back")
    page.context.close()
    utc = Reader(browser, base, timezone_id="UTC")
    expect(utc.open(path).locator("footer select").count() == 0, "a zone is offered that changes nothing")
    utc.page.context.close()


def check_refusals(browser, base):
    """Without a memory everything works; without scripts everything is there and nothing is dead."""
    reader = Reader(browser, base, timezone_id="Asia/Kolkata")
    reader.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })")
    page = reader.open("index.html")
    page.locator("footer select").select_option("here")
    expect("+05:30" in page.locator("main time[datetime*=T]").first.text_content(), "without a memory no zone")
    page.context.close()
    plain = Reader(browser, base, java_script_enabled=False)
    page = plain.open("search.html")
    expect(page.locator("main a").count() > 20, "without scripts the search leads nowhere")
    expect(page.locator("noscript").is_visible(), "without scripts the search does not say so")
    expect(page.locator("input, button, select").count() == 0, "without scripts there are dead controls")
    rows = plain.open("services.html").locator("main tbody tr:visible").count()
    expect(rows > 5, "without scripts there are no rows")
    plain.page.context.close()


def check_layout(browser, base, pages):
    """What scripts add moves nothing: rows, headings and paragraphs stand where they stood."""
    places = "() => [...document.querySelectorAll('h1, h2, th, main td, dd, p:not([role=status], .notice, noscript *)')].map((each) => {" \
        "const box = each.getBoundingClientRect(); return [Math.round(box.left), Math.round(box.top + scrollY)]; })"
    for width in (1280, 360):
        bare = browser.new_context(viewport={"width": width, "height": 800}).new_page()
        bare.route("**/*.js", lambda route: route.abort())
        full = browser.new_context(viewport={"width": width, "height": 800}).new_page()
        for path in pages:
            found = []
            for page in (bare, full):
                page.goto(base + path)
                found.append(page.evaluate(places))
            moved = [pair for pair in zip(*found) if max(abs(a - b) for a, b in zip(*pair)) > 1]
            expect(len(found[0]) == len(found[1]) and not moved,
                   f"{path} at {width}: {len(moved)} of {len(found[0])} move, {moved[:2]}")
        bare.context.close()
        full.context.close()


def check_hostile(reader, site):
    page = reader.open("search.html")
    page.on("dialog", lambda dialog: problems.append(f"a dialog: {dialog.message}"))
    for text in ("script", "img", "onload", "alert", "job", "x"):
        results = reader.search(text)
        odd = page.evaluate(
            "() => [...document.querySelectorAll('#search li *')].map((each) => each.localName)"
            ".filter((name) => !['a', 'code', 'bdi', 'span', 'small', 'time'].includes(name))")
        expect(odd == [], f"{text}: results hold {odd}")
        for label, _, _, address in results:
            path = pathlib.Path(address.removeprefix("file://").replace("%7E", "~"))
            expect(path.exists(), f"{label!r} leads to {address}, which is not there")
    expect(reader.search("<script>alert(1)</script>") is not None, "no answer")


def look(site, cases, hostiles):
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-dev-shm-usage"])
        for base in (f"file://{site}/", served(site)):
            reader = Reader(browser, base)
            deployment = check_results(reader, site)
            check_address(reader, deployment)
            check_folding(reader, cases)
            check_sorting(reader)
            check_tables(reader)
            check_copying(browser, base, deployment)
            check_zones(browser, base, deployment)
            check_refusals(browser, base)
        stem = deployment["deployment_id"]
        check_layout(browser, base, [
            "index.html", "services.html", "failures.html", "jobs.html", "rollbacks.html", "search.html",
            f"services/{deployment['service_name']}.html", f"deployments/{stem[-2:]}/{stem}.html",
            "deployments/months/2026-10.html"])
        for hostile in hostiles:
            check_hostile(Reader(browser, f"file://{hostile}/"), hostile)
        browser.close()


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    site = pathlib.Path(sys.argv[1]).resolve()
    cases = json.loads(pathlib.Path(sys.argv[2]).read_text())
    try:
        look(site, cases, [pathlib.Path(each).resolve() for each in sys.argv[3:]])
    finally:
        print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()
