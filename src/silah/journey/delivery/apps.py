from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "silah.journey.delivery"
    label = "delivery"
