from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "silah.config"
    label = "config"

    def ready(self) -> None:
        from silah.config import reactions
        from silah.foundation.journal import chain

        chain.react = reactions.react
