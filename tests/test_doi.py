"""DOIs, as they are typed, and the addresses at which they are resolved."""

import pytest

from explainer.format.doi import doi_address, doi_of


@pytest.mark.parametrize(
    "typed",
    [
        "10.1000/182",
        "doi:10.1000/182",
        "DOI: 10.1000/182",
        "https://doi.org/10.1000/182",
        "http://www.doi.org/10.1000/182",
    ],
)
def test_what_stands_before_a_doi_is_left_out(typed: str) -> None:
    assert doi_of(typed) == "10.1000/182"
    assert doi_address(typed) == "https://doi.org/10.1000/182"


def test_signs_of_a_doi_are_no_part_of_an_address() -> None:
    """As in the DOIs that publishers made of volumes and pages, and in an escape of `..`."""
    assert doi_address("10.1/(SICI)1(1998)49:8<693::A>3.0.CO;2-O?#") == (
        "https://doi.org/10.1/(SICI)1(1998)49:8%3C693::A%3E3.0.CO;2-O%3F%23"
    )
    assert doi_address("10.1/2/%2e%2e/3\\..") == "https://doi.org/10.1/2/%252e%252e/3%5C.."


def test_other_texts_stay() -> None:
    assert doi_of("doi:x") == "doi:x"
