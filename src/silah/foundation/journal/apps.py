from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "silah.foundation.journal"
    label = "journal"
