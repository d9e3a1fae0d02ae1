"""The craft every page must show, whichever test opened it; a fault is told with its cure."""

import re
from collections import Counter
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
# What a script tag may hold without being a script.
DATA = {"application/json", "application/ld+json"}
METHODS = {"get", "post"}
HX_METHODS = ("hx-post", "hx-get", "hx-put", "hx-patch", "hx-delete")
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-errormessage")


def check_craft(html: str, path: str, public: bool) -> None:
    """Fail, naming every fault at once, unless this page or fragment is well made."""
    whole = re.search(r"<html[\s>]", html, re.IGNORECASE) is not None
    # As written, not as a browser would repair it: a repaired fault is still a fault.
    soup = BeautifulSoup(html, "html.parser")
    faults = [*_ids(soup), *_labels(soup), *_fields(soup), *_handlers(soup)]
    faults += [*_scripts(soup), *_sheets(soup, public), *_forms(soup), *_htmx(soup)]
    if whole:
        # A fragment may speak of what stands around it on the page; a page may not.
        faults += [*_document(soup, path), *_references(soup), *_nested_forms(soup)]
    assert not faults, f"{path} is not well made:\n  - " + "\n  - ".join(faults)


def _document(soup: BeautifulSoup, path: str) -> Iterator[str]:
    abroad = re.match(r"/(en|min)(/|$)", path)
    language = abroad[1] if abroad else "id"
    if not soup.html or soup.html.get("lang") != language:
        yield f'the page does not say its language: write <html lang="{language}">'
    headings = soup.find_all("h1")
    if len(headings) != 1:
        yield f"the page has {len(headings)} h1, it must have exactly one"
        return
    title = _text(soup.title) if soup.title else ""
    heading = _text(headings[0])
    if not heading:
        yield "the h1 is empty: say what the page is"
    elif not title.removeprefix("Salah: ").removeprefix("Error: ").startswith(heading):
        yield f"the title {title!r} must begin with the h1, {heading!r}, or 'Salah: ' and the h1"


def _ids(soup: BeautifulSoup) -> Iterator[str]:
    for name, times in Counter(str(tag["id"]) for tag in soup.select("[id]")).items():
        if times > 1:
            yield f"id={name!r} stands {times} times: every id once"
        if not name or re.search(r"\s", name):
            yield f"id={name!r} is empty or holds a space"


def _labels(soup: BeautifulSoup) -> Iterator[str]:
    ids = _all_ids(soup)
    for label in soup.select("label[for]"):
        if str(label["for"]) not in ids:
            yield f"{_show(label)} points at a field that is not there"


def _references(soup: BeautifulSoup) -> Iterator[str]:
    ids = _all_ids(soup)
    for attribute in REFERENCES:
        for tag in soup.select(f"[{attribute}]"):
            for name in set(str(tag[attribute]).split()) - ids:
                yield f"{_show(tag)}: {attribute} names {name!r}, which is not there"
    forms = {str(form["id"]) for form in soup.select("form[id]")}
    for tag in soup.select("[form]"):
        if str(tag["form"]) not in forms:
            yield f"{_show(tag)} belongs to form {tag['form']!r}, which is not there"


def _fields(soup: BeautifulSoup) -> Iterator[str]:
    labelled = {str(label["for"]) for label in soup.select("label[for]")}
    for field in soup.select("input, select, textarea"):
        if field.name == "input" and str(field.get("type", "text")).lower() in UNLABELLED:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby")
        if not (named or field.get("id") in labelled or field.find_parent("label")):
            yield f"{_show(field)} has no label: give it <label for> or aria-label"


def _handlers(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(True):
        if "style" in tag.attrs:
            yield f"{_show(tag)} has a style attribute: use a class"
        for name in tag.attrs:
            if name.lower().startswith(("on", "hx-on")):
                yield f"{_show(tag)} has an inline handler {name}: put it in static/js"


def _scripts(soup: BeautifulSoup) -> Iterator[str]:
    for script in soup.select("script:not([src])"):
        if str(script.get("type", "")).lower() not in DATA:
            yield f"an inline script, {str(script.string)[:40]!r}: put it in static/js"


def _sheets(soup: BeautifulSoup, public: bool) -> Iterator[str]:
    sheets = len(soup.find_all("style"))
    if sheets and not public:
        yield "a <style> on a page that is not public: put it in static/css"
    elif sheets > 1:
        yield f"{sheets} <style> on a public page: only the one inlined sheet has a hash"


def _forms(soup: BeautifulSoup) -> Iterator[str]:
    for form in soup.select("form"):
        if not form.get("action"):
            yield f"{_show(form)} works only with JavaScript: give it an action"
        if str(form.get("method", "")).lower() not in METHODS:
            yield f'{_show(form)} does not say how it sends: method="get" or method="post"'


def _nested_forms(soup: BeautifulSoup) -> Iterator[str]:
    for form in soup.select("form form"):
        yield f"{_show(form)} stands inside another form: browsers drop it"


def _htmx(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.select(", ".join(f"[{name}]" for name in HX_METHODS)):
        for name in HX_METHODS:
            if name in tag.attrs:
                yield from _without_javascript(tag, name)
    for tag in soup.select('[hx-boost="true"]'):
        if not (_leads_somewhere(tag) or tag.find(_leads_somewhere)):
            yield f"{_show(tag)} boosts nothing: hx-boost needs a link with href or a form"


def _without_javascript(tag: Tag, name: str) -> Iterator[str]:
    """The same address must be reached by a plain click, so htmx only makes it nicer."""
    if name == "hx-get":
        if not _leads_somewhere(tag):
            yield f"{_show(tag)}: {name} must stand on a link with href or a form with action"
    elif name != "hx-post":
        yield f"{_show(tag)}: {name} has no plain form, which knows only get and post"
    elif tag.name != "form" or str(tag.get("method", "")).lower() != "post":
        yield f'{_show(tag)}: hx-post must stand on a form with method="post"'
    elif tag.get("action") != tag["hx-post"]:
        yield f"{_show(tag)}: hx-post and action must be the same address"


def _leads_somewhere(tag: Tag) -> bool:
    return bool((tag.name == "a" and tag.get("href")) or (tag.name == "form" and tag.get("action")))


def _all_ids(soup: BeautifulSoup) -> set[str]:
    return {str(tag["id"]) for tag in soup.select("[id]")}


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def _show(tag: Tag) -> str:
    """The opening tag alone, short enough to read in a failure."""
    attributes = "".join(
        f' {name}="{" ".join(value) if isinstance(value, list) else value}"'
        for name, value in tag.attrs.items()
    )
    return f"<{tag.name}{attributes}>"[:120]
