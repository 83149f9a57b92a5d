"""What an encoder says of a text that it can't represent."""

from __future__ import annotations

import pytest

from generator.languages.encoders import EncoderStyle, UnholdableError, style_writer


def fault_of(only: str, text: str) -> UnholdableError:
    with pytest.raises(UnholdableError) as caught:
        style_writer(EncoderStyle(only=only))(text)
    return caught.value


def test_no_digit_of_a_number_that_is_too_large_is_to_blame() -> None:
    number = "-9223372036854775808"
    what, todo = fault_of("-?[0-9]{1,18}", number).describe(number, "number", True)
    assert what == f"{number} here, which `only` of the encoder number does not match"
    assert todo == ", or add a style to the encoder in language.yaml"


def test_a_character_that_an_encoder_does_not_take_is_named() -> None:
    fault = fault_of("[^#]*", "no #1")
    assert fault.describe("no #1", "text", True) == ("U+0023 (#) here", "")
    assert fault.describe("no #1", "text", False) == ("U+0023 (#) of no #1 here", "")
