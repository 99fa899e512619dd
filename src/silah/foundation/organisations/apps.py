from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "silah.foundation.organisations"
    label = "organisations"
