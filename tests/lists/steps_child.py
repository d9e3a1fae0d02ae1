"""A portal that checks a list or takes it in and says so step by step; made to be killed."""

import sys
from pathlib import Path

from portal import clock
from portal.app import create_app
from portal.lists import operations, queries, steps
from portal.people.officer import officer_on
from portal.people.queries import person_named
from tests.conftest import settings_for


def main(url: str, instance: str, account: str, ref: str, act: str) -> None:
    """Check every row, telling each step; or take the list in."""
    app = create_app(settings_for(url, Path(instance)))
    with app.app_context():
        while True:
            person = person_named(account)
            assert person is not None
            officer = officer_on(person, clock.now().date())
            staged = queries.list_for(officer, ref)
            assert staged is not None
            sop = app.config["CATALOGUE"].in_force(staged.sop_id)
            print(staged.checked, flush=True)  # noqa: T201 - the parent reads it
            if act == "take":
                operations.take_in(officer, ref, sop, version=staged.version, key="c" * 32)
                return
            if steps.check_some(officer, ref, sop):
                return


if __name__ == "__main__":
    main(*sys.argv[1:])
