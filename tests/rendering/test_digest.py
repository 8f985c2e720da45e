from azlift.rendering.digest import canonical, digest_of


def test_the_order_of_members_does_not_matter_to_the_digest() -> None:
    assert digest_of({"a": 1, "b": [1, 2]}) == digest_of({"b": [1, 2], "a": 1})


def test_the_order_of_a_list_does() -> None:
    assert digest_of([1, 2]) != digest_of([2, 1])


def test_the_canonical_form_has_no_white_space_and_only_ascii() -> None:
    assert canonical({"b": "é\ud800", "a": None}) == b'{"a":null,"b":"\\u00e9\\ud800"}'


def test_the_digest_is_the_sha256_of_the_canonical_form() -> None:
    assert digest_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
