"""Alternatives, maps, tuples and types that contain themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from generator.spec.writer import write_spec

from .made import KINDS, check_types, client_files, files_of, imported, read
from .shop import Shop

kinds = pytest.mark.parametrize("kind", KINDS)

SPEC = (
    """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example.com}]
paths:
  /pets:
    put:
      operationId: putPet
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses:
        '200':
          description: Fine.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
    post:
      operationId: store
      responses:
        '200':
          description: It was there.
          content: {application/json: {schema: {$ref: '#/components/schemas/Dog'}}}
        '201':
          description: It is there now.
          content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}
        '204': {description: Nothing.}
    get:
      operationId: getAll
      responses:
        '200':
          description: Fine.
          content: {application/json: {schema: {$ref: '#/components/schemas/All'}}}
components:
  schemas:
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: petType, mapping: {kitty: '#/components/schemas/Cat'}}
    Cat:
      type: object
      required: [petType, claws]
      properties:
        petType: {type: string}
        claws: {type: integer}
        friends: {type: array, items: {$ref: '#/components/schemas/Pet'}}
    Dog:
      type: object
      required: [petType]
      properties: {petType: {type: string}, born: {type: string, format: date}}
    Node:
      type: object
      properties: {name: {type: string}, next: {$ref: '#/components/schemas/Node'}}
    Rows: {type: object, additionalProperties: {$ref: '#/components/schemas/Node'}}
    Untagged:
      anyOf:
        - {$ref: '#/components/schemas/Node'}
        - {type: object, required: [size], properties: {size: {type: integer}}}
        - {type: array, items: {type: integer}}
        - {type: string}
    Own: {anyOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Own'}}]}
    All:
      type: object
      properties:
        node: {$ref: '#/components/schemas/Node'}
        rows: {$ref: '#/components/schemas/Rows'}
        counts: {type: object, additionalProperties: {type: integer}}
        pair: {type: array, prefixItems: [{type: integer}, {$ref: '#/components/schemas/Node'}]}
        mixed: {enum: [auto, 1, null]}
        several: {type: [integer, string]}
        untagged: {$ref: '#/components/schemas/Untagged'}
        own: {$ref: '#/components/schemas/Own'}
        pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
        deep: {$ref: '#/components/schemas/L1'}
"""
    + "".join(
        f"    L{n}:\n      type: object\n"
        f"      properties: {{inner: {{$ref: '#/components/schemas/L{n + 1}'}}}}\n"
        for n in range(1, 15)
    )
    + "    L15: {type: object, required: [name], properties: {name: {type: string}}}\n"
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The client of `SPEC`, imported."""
    with imported(files_of(SPEC), tmp_path_factory.mktemp("unions")) as package:
        yield package


def get(shop: Any, value: Any) -> Any:
    return Shop(shop, "sync", httpx.Response(200, json=value)).call("get_all")


@kinds
def test_answers_differ_by_status(shop: Any, kind: str) -> None:
    """One of an undocumented status is read like the first."""
    for status, name in ((200, "Dog"), (201, "Node"), (203, "Dog")):
        answer = httpx.Response(status, json={"petType": "Dog", "name": "n"})
        found = Shop(shop, kind, answer).call("store")
        assert type(found).__name__ == name
    assert Shop(shop, kind, httpx.Response(204)).call("store") is None


@kinds
def test_an_alternative_is_sent_and_read(shop: Any, kind: str) -> None:
    models = shop.models
    answer = {"petType": "kitty", "claws": 1, "friends": [{"petType": "Dog", "born": "2026-01-31"}]}
    made = Shop(shop, kind, httpx.Response(200, json=answer))
    cat = made.call("put_pet", body=models.Dog(pet_type="Dog"))
    assert json.loads(made.bodies[0]) == {"petType": "Dog"}
    assert isinstance(cat, models.Cat) and isinstance(cat.friends[0], models.Dog)
    assert cat.friends[0].born.year == 2026 and cat.to_json() == answer


def test_an_unknown_name_is_what_fits(shop: Any) -> None:
    """Without the value of a discriminator, an object is the first alternative that fits."""
    pets = [{"petType": "lion", "claws": 3}, {"petType": "wolf"}, {"petType": "x", "claws": "y"}]
    first, second, third = get(shop, {"pets": pets}).pets
    assert isinstance(first, shop.models.Cat)
    assert isinstance(second, shop.models.Dog) and isinstance(third, shop.models.Dog)
    with pytest.raises(httpx.DecodingError) as caught:
        get(shop, {"pets": [pets[0], {"claws": 3}]})
    assert str(caught.value) == "pets[1]: it is none of Cat, Dog"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"name": "n"}, "Node"),
        ({"size": 1}, "UntaggedAnyOf2"),
        ({"size": "1"}, "Node"),
        ([1, 2], "list"),
        ("text", "str"),
    ],
)
def test_the_first_alternative_that_fits(shop: Any, value: Any, name: str) -> None:
    found = get(shop, {"untagged": value}).untagged
    assert type(found).__name__ == name
    with pytest.raises(httpx.DecodingError, match="untagged: it is none of Node, "):
        get(shop, {"untagged": 1.5})


def test_maps_tuples_and_what_contains_itself(shop: Any) -> None:
    value = {
        "node": {"name": "a", "next": {"name": "b", "next": {"name": "c"}}},
        "rows": {"x": {"name": "d"}},
        "counts": {"y": 1},
        "pair": [1, {"name": "e"}, "more"],
        "mixed": None,
        "several": "s",
        "own": ["a", ["b"]],
        "deep": {"inner": {}},
    }
    found = get(shop, value)
    assert found.node.next.next.name == "c" and found.rows["x"].name == "d"
    assert found.pair[1].name == "e" and found.pair[2] == "more" and found.mixed is None
    assert found.counts == {"y": 1} and found.several == "s" and found.own == ["a", ["b"]]
    assert found.deep.inner.inner is None and found.to_json() == value


USES = """\
from collections.abc import Mapping
from shop_client import ShopClient, models
with ShopClient() as client:
    pet = client.put_pet(body=models.Dog(pet_type="Dog"))
    client.put_pet(body="Dog")  # wrong
    if isinstance(pet, models.Cat):
        claws: int = pet.claws
    pet.claws  # wrong
    stored: models.Dog | models.Node | None = client.store()
    dog: models.Dog = client.store()  # wrong
    found = client.get_all()
    rows: Mapping[str, models.Node] | None = found.rows
    pair: tuple[int, models.Node] | None = found.pair
    several: int | str | None = found.several
    text: str | None = found.several  # wrong
    if found.node is not None and found.node.next is not None:
        name: str | None = found.node.next.name
        number: int | None = found.node.next.name  # wrong
"""


def test_types_are_strict(tmp_path: Path) -> None:
    uses = USES.replace("    pet.claws  # wrong", "    print(pet.claws)  # wrong")
    check_types(files_of(SPEC), uses, tmp_path)


def test_nothing_is_any_at_depth(shop: Any) -> None:
    assert shop.models.L15.__annotations__["name"] == "str"


SHARED = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example.com}]
paths:
  /pets:
    put:
      operationId: putPet
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses:
        '200':
          description: Fine.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
  /cats:
    get:
      operationId: getCat
      responses:
        '200':
          description: Fine.
          content: {application/json: {schema: {$ref: '#/components/schemas/Cat'}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties: {name: {type: string}, born: {type: string, format: date}}
      anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
    Cat: {type: object, required: [claws], properties: {claws: {type: integer}}}
    Dog: {type: object, required: [bark], properties: {bark: {type: string}}}
"""


def test_alternatives_have_what_stands_beside_them(tmp_path: Path) -> None:
    """A class that stands elsewhere, too, stays as it is."""
    answer = {"name": "n", "born": "2026-01-31", "bark": "wow"}
    with imported(files_of(SHARED), tmp_path) as package:
        models = package.models
        made = Shop(package, "sync", httpx.Response(200, json=answer))
        found = made.call("put_pet", body=models.PetCat(name="n", claws=1))
        assert json.loads(made.bodies[0]) == {"claws": 1, "name": "n"}
        assert isinstance(found, models.PetDog) and found.to_json() == answer
        assert found.born.year == 2026 and found.bark == "wow"
        assert not hasattr(models.Cat(claws=1), "name")


def test_a_spec_has_them_too() -> None:
    api = read(SHARED)
    assert client_files(read(write_spec(api))) == client_files(api)
