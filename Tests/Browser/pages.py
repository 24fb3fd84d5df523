"""The pages of a site in a folder: which kinds there are, which ones to look at, where their links lead."""

import collections
import dataclasses
import json
import posixpath
import re
import urllib.parse

from selectolax.lexbor import LexborHTMLParser

CLASSES = re.compile(rb'class="([^"]*)"')
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")


@dataclasses.dataclass
class Page:
    """One page: its path from the site's root, and what is in it."""
    path: str
    kind: str
    size: int
    traits: frozenset
    ids: frozenset
    links: tuple


class Site:
    """All pages of a folder, read once, in the order of their paths."""

    def __init__(self, root):
        self.root = root
        self.files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
        self.patterns = _twin_patterns(root / "api/schema/openapi.json")
        self.pages = {name: self._read(name) for name in sorted(self.files) if name.endswith(".html")}

    def _read(self, name):
        source = (self.root / name).read_bytes()
        tree = LexborHTMLParser(source)
        links = tuple(node.attributes[attribute] or "" for attribute in ("href", "src")
                      for node in tree.css(f"[{attribute}]"))
        traits = set(CLASSES.findall(source))
        if RIGHT_TO_LEFT.search(source.decode()):
            traits.add("right to left")
        return Page(
            name, self._kind(name, tree), len(source), frozenset(traits),
            frozenset(node.attributes["id"] for node in tree.css("[id]")), links)

    def _kind(self, name, tree):
        """What the description of the JSON files calls the page's twin; without a twin the page's own path,
        or its folder."""
        for node in tree.css('footer [href$=".json"]'):
            twin = _join(name, urllib.parse.unquote(node.attributes["href"]))
            for pattern, template in self.patterns:
                if pattern.fullmatch(twin):
                    return template
        return name.split("/")[0] + "/*" if "/" in name else name

    def kinds(self):
        """Pages by kind."""
        kinds = collections.defaultdict(list)
        for page in self.pages.values():
            kinds[page.kind].append(page)
        return dict(sorted(kinds.items()))

    def choose(self, count):
        """Of each kind up to so many pages: the one with most in it, the one with least, then those that
        show what the others do not, be it a status, a notice or a script that runs from right to left."""
        return {kind: _choose(pages, count) for kind, pages in self.kinds().items()}

    def dead_links(self):
        """(path, link) of each link that leads to no file, or to no element of its page."""
        for page in self.pages.values():
            for link in page.links:
                if not self._leads_somewhere(page, link):
                    yield page.path, link

    def _leads_somewhere(self, page, link):
        parts = urllib.parse.urlsplit(link)
        if parts.scheme or parts.netloc:
            return parts.scheme in ("http", "https", "mailto")
        target = _join(page.path, urllib.parse.unquote(parts.path)) if parts.path else page.path
        if target not in self.files:
            return False
        fragment = urllib.parse.unquote(parts.fragment)
        return not fragment or target not in self.pages or fragment in self.pages[target].ids


def _join(page, link):
    """The path that a link on a page means, from the site's root."""
    if link.startswith("/"):
        return link[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), link))


def _twin_patterns(description):
    """The paths of the JSON files, as expressions, with the templates that they come from."""
    if not description.exists():
        return []
    paths = json.loads(description.read_bytes())["paths"]
    return [
        (re.compile("".join("[^/]+" if part.startswith("{") else re.escape(part)
                            for part in re.findall(r"\{\w+\}|[^{]+", path.lstrip("/")))), path)
        # Literal paths first: 'running.json' is not some id's.
        for path in sorted(paths, key=lambda path: (path.count("{"), path)) if path.endswith(".json")]


def _choose(pages, count):
    chosen = []
    seen = set()
    by_size = sorted(pages, key=lambda page: (page.size, page.path))

    def take(page):
        if page not in chosen and len(chosen) < count:
            chosen.append(page)
            seen.update(page.traits)

    take(by_size[-1])
    take(by_size[0])
    while len(chosen) < count:
        richest = max(by_size, key=lambda page: len(page.traits - seen))
        if not richest.traits - seen:
            break
        take(richest)
    return chosen
