from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "silah.voice"
    label = "voice"
