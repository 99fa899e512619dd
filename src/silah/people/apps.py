from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "silah.people"
    label = "people"
