from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "silah.foundation.files"
    label = "files"
