"""Every sentence that the citizen's pages can say, found in the code, the templates and the SOPs.

A sentence stands as a constant in a call of `say`, or in one of the fixed lists named here, whose
words are said from a variable.
"""

import ast
from pathlib import Path
from typing import ClassVar

from jinja2 import Environment, nodes

from portal.cases import reasons
from portal.cases.told import OBJECTION, RUNNING, USUAL_WAIT
from portal.cases.told_before import KEEP, Before, Waiting, tell_before
from portal.complaints.choices import ANSWERS, KINDS, TOPICS
from portal.languages.language import Language
from portal.sop.catalogue import TABLES, Catalogue
from portal.survey.elements import ELEMENTS, PROFILE
from portal.tracking.holding import HOLDERS
from portal.tracking.pages import BRING_BY, RUNNING_STILL, RUNNING_STILL_CARD
from portal.tracking.views import UNKNOWN
from portal.web.errors import PAGES

HOUSE = Path(__file__).resolve().parents[2]
# What a citizen without an account can meet; the others are an officer's.
CITIZENS_ERRORS = (400, 404, 405, 413, 419, 429, 500, 503)


def said_in_code() -> set[str]:
    """Constants that are said, also when a name or a choice stands for them."""
    found: set[str] = set()
    for path in (HOUSE / "portal").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        constants = _constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_say(node.func):
                for argument in node.args:
                    found |= _texts(argument, constants)
    return found


def said_in_templates() -> set[str]:
    """The same of the templates, as Jinja itself reads them."""
    reader, found = Environment(autoescape=True), set[str]()
    for path in (HOUSE / "templates").rglob("*.html"):
        for call in reader.parse(path.read_text("utf-8")).find_all(nodes.Call):
            by_name = isinstance(call.node, nodes.Name) and call.node.name == "say"
            by_part = isinstance(call.node, nodes.Getattr) and call.node.attr == "say"
            if call.args and (by_name or by_part):
                found |= _shown(call.args[0])
    return found


class Ear(Language):
    """A language that remembers what it was asked to say."""

    heard: ClassVar[set[str]] = set()

    def say(self, text: str, **values: object) -> str:
        """The sentence, remembered."""
        self.heard.add(text)
        return super().say(text, **values)


def said_of_cases() -> set[str]:
    """The fixed lists of statuses, reasons and faults, and who holds a file."""
    found = {word for words in RUNNING.values() for word in words}
    found |= {OBJECTION, USUAL_WAIT, KEEP, UNKNOWN, *HOLDERS.values()}
    found |= {BRING_BY, RUNNING_STILL, RUNNING_STILL_CARD}
    for stage in Before:
        tell_before(Waiting(stage, "Lurah", "Asia/Jakarta", language=Ear("xx", "Telinga")))
    found |= Ear.heard
    told = (
        reasons.REFUSALS, reasons.INFORMATIONS, reasons.CANCELLATIONS, reasons.INSURER_REFUSALS,
    )  # fmt: skip
    for reason in (item for group in told for item in group):
        found |= {reason.citizen, *reason.ways}
    for sop in Catalogue.of_folders(TABLES):
        for need in sop.requirements:
            for fault in reasons.faults_of(need):
                found |= {fault.citizen, fault.todo}
    return found


def said_of_sops() -> set[str]:
    """What an SOP's file gives the citizen's pages."""
    found: set[str] = set()
    for sop in Catalogue.of_folders(TABLES):
        found |= {sop.short_name, sop.summary, sop.after}
        found |= {stage.name for stage in sop.stages} | {need.name for need in sop.requirements}
        found |= {check for need in sop.requirements for check in need.subchecks}
    return found


def said_of_errors() -> set[str]:
    """What went wrong, for a citizen."""
    return {word for code in CITIZENS_ERRORS for word in PAGES[code]} | {"Kembali ke halaman utama"}


def said_of_complaints() -> set[str]:
    """Kinds, topics and the office's fixed answers."""
    found = {word for words in KINDS.values() for word in (words.citizen, words.use)}
    lists = (*TOPICS.values(), *ANSWERS.values())
    return found | {choice.citizen for choices in lists for choice in choices}


def said_of_survey() -> set[str]:
    """The nine questions with their answers, and those about the person."""
    found = {word for item in ELEMENTS for word in (item.name, item.plain, *item.words)}
    found |= {trait.name for trait in PROFILE}
    return found | {words for trait in PROFILE for _, words in trait.choices}


def every_sentence() -> set[str]:
    """All of them; a new fixed list of a room is added here."""
    found = said_in_code() | said_in_templates() | said_of_cases() | said_of_sops()
    found |= said_of_complaints() | said_of_survey()
    return (found | said_of_errors()) - {""}


def written_anywhere() -> set[str]:
    """Every constant of code and templates: no catalogue holds more than these and the SOPs'."""
    found = said_of_sops()
    for path in (HOUSE / "portal").rglob("*.py"):
        nodes_of_code = ast.walk(ast.parse(path.read_text("utf-8")))
        found |= {str(node.value) for node in nodes_of_code if isinstance(node, ast.Constant)}
    reader = Environment(autoescape=True)
    for path in (HOUSE / "templates").rglob("*.html"):
        constants = reader.parse(path.read_text("utf-8")).find_all(nodes.Const)
        found |= {str(node.value) for node in constants}
    return found


def _is_say(called: ast.expr) -> bool:
    name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    return name in ("say", "_count")


def _constants(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """What a name stands for, anywhere in the module."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def _texts(node: ast.expr, constants: dict[str, list[ast.expr]]) -> set[str]:
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, ast.IfExp):
        return _texts(node.body, constants) | _texts(node.orelse, constants)
    if isinstance(node, ast.Name):
        return {text for value in constants.get(node.id, []) for text in _texts(value, {})}
    return set()


def _shown(node: nodes.Expr) -> set[str]:
    if isinstance(node, nodes.Const):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, nodes.CondExpr):
        return _shown(node.expr1) | (_shown(node.expr2) if node.expr2 else set())
    return set()
