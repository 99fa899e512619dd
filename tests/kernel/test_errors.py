import pytest

from silah.foundation.kernel.errors import (
    Conflict,
    DomainError,
    Invalid,
    Malformed,
    NotAllowed,
    NotFound,
    NotYet,
)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (NotFound, "not_found"),
        (NotAllowed, "not_allowed"),
        (Invalid, "invalid"),
        (Conflict, "conflict"),
        (NotYet, "not_yet"),
    ],
)
def test_each_refusal_carries_its_message_and_a_code(kind: type[DomainError], code: str) -> None:
    error = kind("لا يمكن ذلك الآن")
    assert (error.message, str(error), error.code, error.fields) == (
        "لا يمكن ذلك الآن",
        "لا يمكن ذلك الآن",
        code,
        {},
    )


def test_a_refusal_about_fields_takes_its_message_from_the_first_of_them() -> None:
    error = Invalid(fields={"mobile": "اكتب رقم جوال سعودي", "name": "اكتب الاسم"})
    assert error.message == "اكتب رقم جوال سعودي"
    assert error.fields == {"mobile": "اكتب رقم جوال سعودي", "name": "اكتب الاسم"}


def test_a_caller_may_name_a_finer_code() -> None:
    assert Conflict("غيّره شخص آخر", code="edited_meanwhile").code == "edited_meanwhile"


def test_one_error_does_not_share_its_fields_with_the_next() -> None:
    Invalid().fields["name"] = "اكتب الاسم"
    assert Invalid().fields == {}


def test_a_refusal_of_permission_has_room_for_what_the_journal_keeps() -> None:
    error = NotAllowed()
    assert error.refusal is None
    error.refusal = ("decide", "own file")
    assert error.refusal == ("decide", "own file")


def test_a_malformed_text_is_a_value_error_with_a_code() -> None:
    with pytest.raises(ValueError, match="ten digits are needed") as caught:
        raise Malformed("length", "ten digits are needed")
    assert getattr(caught.value, "code", None) == "length"
