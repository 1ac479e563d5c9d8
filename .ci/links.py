"""Follows every link of the built book that stays on the site; prints those that lead nowhere."""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

root = Path(sys.argv[1]).resolve()


class Page(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.targets, self.names = [], set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        for key, value in attributes:
            if key in ("href", "src", "srcset") and value:
                self.targets.append(value)
            elif key in ("id", "name") and value:
                self.names.add(value)


pages = {path: Page(path) for path in sorted(root.rglob("*.html"))}
broken = 0
for path, page in pages.items():
    if path.name in ("print.html", "toc.html", "404.html"):
        continue
    for target in page.targets:
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            continue
        file = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        names = pages[file].names if file in pages else None
        if not file.exists() or (parts.fragment and names is not None and unquote(parts.fragment) not in names):
            print(f"{path.relative_to(root)}: {target}")
            broken += 1
if not pages:
    print(f"{root}: no page")
sys.exit(broken > 0 or not pages)
