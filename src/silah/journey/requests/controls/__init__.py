"""What proves the clauses that a request fulfils. Importing this registers them."""

from silah.journey.requests.controls.asking import AskOnce, Electronic, Form, FromPlace, RequestService
from silah.journey.requests.controls.order import Completeness, OrderedSteps, Registration, Signed

__all__ = [
    "AskOnce",
    "Completeness",
    "Electronic",
    "Form",
    "FromPlace",
    "OrderedSteps",
    "Registration",
    "RequestService",
    "Signed",
]
