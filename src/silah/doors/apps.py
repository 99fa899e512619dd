from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "silah.doors"
    label = "doors"
