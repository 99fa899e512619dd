from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "silah.journey.research"
    label = "research"
