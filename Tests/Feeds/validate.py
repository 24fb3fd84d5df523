"""Every feed, badge and sitemap of a site, read by the parsers that others read them with.

Usage: Tests/Python/run .build/python Tests/Feeds/validate.py SITE [BASE]

Checked: each Atom feed is what the grammar beside this says, and feedparser finds nothing to complain
of; each has a JSON Feed beside it, valid by the schema beside this, with the same entries; ids are there
once; links lead to files of the site, from BASE or from the feed; nothing is changed later than its feed.
Each badge is well-formed, draws nothing from elsewhere, and its white text has a contrast of 4.5 : 1.
"""

import json
import pathlib
import re
import sys
import urllib.parse

import feedparser
import jsonschema
import lxml.etree

HERE = pathlib.Path(__file__).resolve().parent
ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"


class Links:
    def __init__(self, root, base):
        self.root = root
        self.base = base

    def check(self, link, file):
        """That a link in a file leads to a file of the site."""
        if self.base:
            if not link.startswith(self.base):
                raise ValueError(f"{file}: {link} is not below {self.base}")
            target = self.root / link[len(self.base):]
        else:
            if urllib.parse.urlsplit(link).scheme:
                raise ValueError(f"{file}: {link}")
            target = file.parent / link
        if not target.resolve().is_relative_to(self.root) or not target.is_file():
            raise ValueError(f"{file}: {link} leads nowhere")


def text_of(content):
    terms = [element.text for element in content.iter(XHTML + "dt")]
    values = [element.text for element in content.iter(XHTML + "dd")]
    return "\n".join(f"{term}: {value}" for term, value in zip(terms, values, strict=True))


def check_feed(path, grammar, schema, links):
    """How many entries the feed has."""
    tree = lxml.etree.parse(path, lxml.etree.XMLParser(resolve_entities=False, no_network=True))
    grammar.assertValid(tree)
    parsed = feedparser.parse(path.read_bytes())
    if parsed.bozo or parsed.version != "atom10":
        raise ValueError(f"{path}: {parsed.get('bozo_exception')}, {parsed.version}")
    feed = tree.getroot()
    entries = feed.findall(ATOM + "entry")
    if len(parsed.entries) != len(entries) or len(entries) > 50:
        raise ValueError(f"{path}: {len(entries)} entries, of which feedparser sees {len(parsed.entries)}")
    ids = [entry.findtext(ATOM + "id") for entry in entries]
    if len(set(ids)) != len(ids):
        raise ValueError(f"{path}: an id twice")
    relations = [link.get("rel") for link in feed.findall(ATOM + "link")]
    if relations != ["self", "alternate"]:
        raise ValueError(f"{path}: links {relations}")
    for link in feed.iter(ATOM + "link"):
        links.check(link.get("href"), path)
    published = [entry.findtext(ATOM + "published") for entry in entries]
    updated = [entry.findtext(ATOM + "updated") for entry in entries]
    times = [seconds(time) for time in published]
    if times != sorted(times, reverse=True):
        raise ValueError(f"{path}: not the newest first")
    if any(seconds(late) < seconds(early) for early, late in zip(published, updated)):
        raise ValueError(f"{path}: changed before it was published")
    last = max(updated, key=seconds, default="1970-01-01T00:00:00Z")
    if feed.findtext(ATOM + "updated") != last:
        raise ValueError(f"{path}: updated is not that of the newest entry")
    check_twin(path, feed, entries, schema, links)
    return len(entries)


def check_twin(path, feed, entries, schema, links):
    file = path.with_suffix(".json")
    twin = json.loads(file.read_text("utf-8"))
    for error in schema.iter_errors(twin):
        raise ValueError(f"{file}: {error.json_path}: {error.message[:300]}")
    links.check(twin["home_page_url"], file)
    links.check(twin["feed_url"], file)
    if twin["title"] != feed.findtext(ATOM + "title"):
        raise ValueError(f"{file}: another title")
    for item, entry in zip(twin["items"], entries, strict=True):
        links.check(item["url"], file)
        expected = {
            "id": entry.findtext(ATOM + "id"), "title": entry.findtext(ATOM + "title"),
            "date_published": entry.findtext(ATOM + "published"),
            "date_modified": entry.findtext(ATOM + "updated"),
            "content_text": text_of(entry.find(ATOM + "content")),
            "tags": [entry.find(ATOM + "category").get("term")],
            "url": item["url"]}
        if item != expected:
            raise ValueError(f"{file}: {item} is not {expected}")


def seconds(time):
    if "." not in time:
        time = time.replace("Z", ".000Z")
    return time


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def check_badge(path):
    svg = lxml.etree.parse(path).getroot()
    if svg.tag != SVG + "svg" or svg[0].tag != SVG + "title" or not svg[0].text:
        raise ValueError(f"{path}: no SVG with a title")
    if {element.tag for element in svg.iter()} - {SVG + n for n in ("svg", "title", "path", "g", "text")}:
        raise ValueError(f"{path}: an element more")
    if re.search(rb"href|url\(|style|\son|@import", path.read_bytes().split(b"</title>")[1].split(b"<g ")[0]):
        raise ValueError(f"{path}: draws from elsewhere")
    backgrounds = [e.get("fill") for e in svg.iter(SVG + "path") if e.get("fill") != "none"]
    inks = [e.get("fill") for e in svg.iter(SVG + "g")]
    for background in backgrounds:
        for ink in inks:
            high, low = sorted([luminance(background), luminance(ink)], reverse=True)
            if (high + 0.05) / (low + 0.05) < 4.5:
                raise ValueError(f"{path}: {ink} on {background}")
    label, message = (e.text for e in svg.iter(SVG + "text"))
    if not svg[0].text.endswith(f", {label}: {message}"):
        raise ValueError(f"{path}: the title says another thing")
    width = int(svg.get("width"))
    end = max(int(e.get("x")) + int(e.get("textLength")) for e in svg.iter(SVG + "text"))
    if not end < width < 500:
        raise ValueError(f"{path}: {width} wide, its text ends at {end}")


def main(root, base=None):
    root = pathlib.Path(root).resolve()
    grammar = lxml.etree.RelaxNG(lxml.etree.parse(HERE / "atom.rng"))
    schema = jsonschema.Draft202012Validator(
        json.loads((HERE / "json-feed.json").read_text()),
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    links = Links(root, base)
    feeds = sorted(root.rglob("*.atom"))
    entries = sum(check_feed(path, grammar, schema, links) for path in feeds)
    badges = sorted(root.glob("badges/*/*.svg"))
    for path in badges:
        check_badge(path)
    print(f"{len(feeds)} feeds with {entries} entries, {len(badges)} badges")


if len(sys.argv) not in (2, 3):
    sys.exit(__doc__)
main(*sys.argv[1:])
