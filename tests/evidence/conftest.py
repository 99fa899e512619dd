from tests.journey.conftest import couples, scene

__all__ = ["couples", "scene"]
