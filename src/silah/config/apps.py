from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "silah.config"
    label = "config"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from silah.config import reactions
        from silah.foundation.journal import links
        from silah.foundation.ui import sentences

        # Old entries are read back by their event's name, and packs name controls: all must be known.
        autodiscover_modules("events", "controls", "leaving")
        # A worker runs only what it knows by name.
        reactions.table()
        links.react = reactions.react
        sentences.keep()
