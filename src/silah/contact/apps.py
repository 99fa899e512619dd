from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "silah.contact"
    label = "contact"
