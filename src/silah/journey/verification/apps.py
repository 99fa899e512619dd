from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "silah.journey.verification"
    label = "verification"
