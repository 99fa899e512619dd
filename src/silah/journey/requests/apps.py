from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "silah.journey.requests"
    label = "requests"
