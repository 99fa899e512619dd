"""`python -m silah.config.workers HOST PORT`: the application loaded once, and whoever serves it forked from that.

A process takes some hundred megabytes of modules, templates and addresses before its first page. Forked, all
of them have those together, and a new one after a kill is there at once.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from silah.config import environment, serving
from silah.config.forks import Forks
from silah.config.processes import be_called

if TYPE_CHECKING:
    from silah.config.letters import Render

Act = tuple[str, Callable[[], None]]
FAREWELL = serving.FAREWELL - 1  # before `silah run` loses its own


def main(host: str, port: int) -> int:
    # Rubbish taken away would leave holes, and whatever a fork puts there costs it a whole page of memory.
    gc.disable()
    be_called("silah workers")
    from silah.config import wsgi
    from silah.config.rehearsal import rehearse

    rehearse(wsgi.application)
    acts: list[Act] = []
    if "pages" in serving.parts():
        from silah.config import pages
        from silah.config.letters import Letters
        from silah.foundation.ui.letters import printing

        workers, letters = serving.workers(), Letters(printing.render)
        serve = partial(pages.serve, wsgi.application, host, port, workers=workers)
        acts += [("silah pages", partial(_pages, serve, letters.ask))] * workers
        acts.append(("silah letters", letters.print))
    if "tasks" in serving.parts():
        acts.append(("silah tasks", partial(_tasks, wsgi.held)))
    if (threads := len(list(Path("/proc/self/task").iterdir()))) > 1:
        raise RuntimeError(f"{threads - 1} threads were begun by what was loaded: a fork would lose them")
    gc.freeze()
    return Forks(acts).keep(FAREWELL)


def _pages(serve: Callable[[], None], ask_for_letter: Render) -> None:
    from silah.foundation.ui.letters import printing

    printing.printer = ask_for_letter
    os.environ["PGAPPNAME"] = "silah pages"  # whose connection it is, for who looks at the server
    serve()


def _tasks(held: Any) -> None:
    from silah.config import worker

    os.environ["PGAPPNAME"] = "silah tasks"
    if direct := os.environ.get("DATABASE_DIRECT_URL"):  # a transaction pooler does not pass on notifications
        from django.db import connection

        os.environ["DATABASE_URL"] = direct
        connection.settings_dict.update(environment.database(environment.data_folder()))
    if held:
        held.wait()
    worker.work()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], int(sys.argv[2])))
