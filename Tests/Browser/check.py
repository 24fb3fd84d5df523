"""The pages of a site as a reader's browser shows them.

Usage: Tests/Python/run .build/python Tests/Browser/check.py SITE [--url URL] [--page PATH]...
           [--pages N] [--less] [--markup-every N] [--screenshots FOLDER]

SITE is a folder that `rollbook build` wrote, URL where a web server has it. Of each kind of page some are
looked at in Chromium (--pages: how many of a kind, by default 2; --page: these and no others): accessibility
by axe in light and dark, wide and narrow, on screen and on paper, with scripts and without, and in forced
colours (--less: in half of these); an empty console, no failed request, none to elsewhere; no page wider than
its window; nothing that moves while loading; everything within reach of the Tab key, and visibly so (not with
--less). All pages: dead links, and errors of HTML (--markup-every N: in every Nth page of a kind).

Each problem is a line: PAGE [STATES] RULE at PLACE: what to do. The exit code is 1 if there is one.
--screenshots only writes pictures of the pages into FOLDER.
"""

import argparse
import asyncio
import collections
import os
import pathlib
import sys

import markup
from pages import Site
from visits import STATES, Problem, Visitor

MOST_PLACES = 3
MOST_STATES = 4


def visits(chosen, is_less):
    """What to look at: (path, states, whether to look closely). A page that is alone of its kind is seen
    in all states. Of several, one is seen in the half in which each two properties of a state meet in all
    ways, the next in the other half. Less is half of that, and no close look."""
    for pages in chosen.values():
        for number, page in enumerate(pages):
            yield page.path, [
                state for state in STATES
                if (len(pages) == 1 or state.half == number % 2)
                and (not is_less or state.quarter == number % 2)], number == 0 and not is_less


def everything(site, chosen, options):
    """All problems, and a sentence on what was looked at."""
    visitor = Visitor(site.root, options.url, tabs=os.cpu_count() or 2)
    planned = list(visits(chosen, options.less))
    problems = asyncio.run(visitor.look(planned))
    if options.page:
        checked = [path for path, _, _ in planned]
        links = [each for each in site.dead_links() if each[0] in checked]
    else:
        checked = [page.path for pages in site.kinds().values()
                   for page in pages[::options.markup_every]]
        links = list(site.dead_links())
    problems += [Problem(path, "all", "dead-link", link, "nothing is there") for path, link in links]
    problems += [Problem(path, "all", "html", f"line {line}", message)
                 for path, line, message in markup.errors(site.root, checked)]
    count = sum(len(page.links) for page in site.pages.values())
    return problems, (f"{len(planned)} pages of {len(chosen)} kinds in {visitor.states} states; "
                      f"HTML of {len(checked)} pages; {count} links of {len(site.pages)} pages")


def report(problems):
    """Prints the problems, one line a page, rule and place, with the states it was found in."""
    found = collections.defaultdict(list)
    for problem in problems:
        found[problem.path, problem.rule, problem.place].append(problem)
    places = collections.Counter()
    for (path, rule, place), group in sorted(found.items()):
        places[path, rule] += 1
        if places[path, rule] > MOST_PLACES:
            continue
        states = sorted({problem.state for problem in group})
        more = f" and {len(states) - MOST_STATES} more" if len(states) > MOST_STATES else ""
        print(f"{path} [{', '.join(states[:MOST_STATES])}{more}] {rule} at {place}: {group[0].advice}")
    for (path, rule), count in sorted(places.items()):
        if count > MOST_PLACES:
            print(f"{path} {rule}: {count - MOST_PLACES} more places")
    return len(found)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("site", type=pathlib.Path)
    parser.add_argument("--url")
    parser.add_argument("--page", action="append", default=[])
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--less", action="store_true")
    parser.add_argument("--markup-every", type=int, default=1)
    parser.add_argument("--screenshots", type=pathlib.Path)
    options = parser.parse_args()
    site = Site(options.site.resolve())
    chosen = {path: [site.pages[path]] for path in options.page} or site.choose(options.pages)
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
        names = [(page.path.removesuffix(".html").replace("/", "_"), page.path)
                 for pages in chosen.values() for page in pages]
        asyncio.run(Visitor(site.root, None, tabs=1).photograph(names, options.screenshots))
        return 0
    problems, sentence = everything(site, chosen, options)
    count = report(problems)
    print(f"{sentence}; {count} problems")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
