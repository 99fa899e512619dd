"""The cases of one process: which there are, how many of each, and what each showed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from drill.fuzzing import packs, pure
from tests.hostile.town import Town


@dataclass
class Seen:
    name: str
    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        return {"name": self.name, "cases": self.cases, "statuses": dict(self.statuses), "wrong": self.wrong}


def tried(
    seen: Seen, strategy: st.SearchStrategy[Any], check: Callable[[Any], None], cases: int, number: int | None
) -> None:
    """`number` seeds the cases; without one they are the same every time. The smallest that fails is told."""

    def run(case: Any) -> None:
        seen.cases += 1
        check(case)

    quiet = settings(
        max_examples=max(cases, 1),
        database=None,
        deadline=None,
        derandomize=number is None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        print_blob=False,
    )
    test = quiet(given(strategy)(run))
    try:
        (test if number is None else seed(number)(test))()
    except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - whatever it is, it is what was found
        notes = " ".join(getattr(error, "__notes__", ()))
        seen.wrong.append(f"{type(error).__name__}: {error} {notes}"[:600])


def readers(cases: int, number: int | None) -> Iterator[Seen]:
    for each in pure.properties():
        seen = Seen(each.name)
        tried(seen, each.given, each.holds, cases * each.share // 100, number)
        yield seen


def policies(cases: int, number: int | None) -> Iterator[Seen]:
    seen = Seen("a spoilt policy pack is told file, key and remedy")
    tried(seen, packs.spoilt_trees(), packs.told_of_a_tree, cases * 19 // 20, number)
    tried(seen, packs.spoilt_texts(), packs.told_of_a_text, cases // 20, number)
    yield seen


def pages(town: Town, cases: int, number: int | None, *, most: int = 400) -> Iterator[Seen]:
    """Every form that is found by following links, as everybody who may come."""
    from drill.fuzzing import forms
    from drill.fuzzing.state import State
    from drill.fuzzing.visitors import targets_of

    targets, state = targets_of(town, most), State(town)
    sent, asked = Seen("forms of portal and desk, sent"), Seen("boxes above lists, asked")
    for target in targets:
        seen = asked if target.gets else sent
        count = partial(_count, seen)
        check = partial(_sent, forms.send, target, state, count, seen)
        tried(seen, forms.strategy(target), check, max(cases // len(targets), 1), number)
    sent.name += f" ({sum(not each.gets for each in targets)} forms)"
    yield from (sent, asked)


def calls(town: Town, cases: int, number: int | None, *, every: int = 1) -> Iterator[Seen]:
    """Every operation of the api, or each `every`th."""
    from drill.fuzzing.api import Api
    from drill.fuzzing.state import State

    api = Api(town)
    state, operations = State(town), list(api.operations())[::every]
    seen = Seen(f"calls of the api ({len(operations)} operations)")
    for operation in operations:
        check = partial(_called, api.call, state, partial(_count, seen))
        tried(seen, api.cases(operation), check, max(cases // len(operations), 1), number)
    yield seen


def _count(seen: Seen, status: int) -> None:
    seen.statuses[status] += 1


def _sent(send: Any, target: Any, state: Any, count: Any, seen: Seen, values: Any) -> None:
    send(target, values, state, count, place=seen.cases)


def _called(call: Any, state: Any, count: Any, case: Any) -> None:
    call(case, state, count)
