from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "silah.journey.decisions"
    label = "decisions"
