"""The association's own words, in each form that a sentence may need."""

from typing import Literal

from silah.foundation.kernel.money import count_noun

from .shape import Part, Words
from .vocabulary import RoleId


class Noun(Part):
    """A word for the person. Oblique is the form after a preposition, as an object, or as a second term."""

    singular: Words
    singular_accusative: Words
    dual: Words
    dual_oblique: Words
    plural: Words
    plural_oblique: Words
    the_singular: Words
    the_dual: Words
    the_dual_oblique: Words
    the_plural: Words
    the_plural_oblique: Words
    to_the_singular: Words
    to_the_plural: Words
    dual_of: Words
    dual_oblique_of: Words
    plural_of: Words
    plural_oblique_of: Words
    our_singular: Words
    our_plural: Words
    our_plural_oblique: Words

    def counted(self, number: int) -> str:
        """«مستفيد واحد»، «مستفيدان»، «3 مستفيدين»، «11 مستفيدًا»، «100 مستفيد»."""
        one = f"{self.singular} واحد"
        forms = (self.plural_oblique, self.singular_accusative, self.singular)
        return count_noun(number, one, self.dual, *forms)


class BodyName(Part):
    """A deciding body in a sentence: «لجنة البحث»، «إلى لجنة البحث»، «للجنة البحث»."""

    name: Words
    short: Words
    to: Words
    for_the: Words
    by: Words
    gender: Literal["feminine", "masculine"]


class Terms(Part):
    party: Noun
    handled: Noun
    """The word in the handling steps, which need not be the word for the party."""
    deciding_body: BodyName
    roles: dict[RoleId, Words]
