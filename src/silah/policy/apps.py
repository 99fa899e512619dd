from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "silah.policy"
    label = "policy"
