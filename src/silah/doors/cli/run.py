"""`silah run`: the pages and the tasks, kept up until somebody stops them."""

from __future__ import annotations

import argparse

from silah.config import environment, serving


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="fill a new installation with a demonstration")
    parser.add_argument("--port", type=int, default=environment.number("PORT", default=8000))
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    return serving.serve(environment.data_folder(), port=given.port, demo=given.demo)
