"""What changed between two versions of the rulebook (规则变动), told by table, id and key as the file has them."""

from collections.abc import Iterator, Mapping

from allocator.domain.difference import Change, Fields, Rows, changed_rows

TABLE = "rulebook"


def describe_rulebook(old: Mapping[str, object] | None, new: Mapping[str, object]) -> tuple[Change, ...]:
    """Tell every difference between two files as they were read; a first rulebook is no change."""
    return () if old is None else tuple(changed_rows(TABLE, _rows(old), _rows(new)))


def _rows(source: Mapping[str, object]) -> Rows:
    """Lay the file out as rows: triage.rules.S02 with its keys, levers with theirs, top-level keys under ""."""
    return dict(_parts("", source))


def _parts(path: str, values: Mapping[str, object]) -> Iterator[tuple[str, Fields]]:
    own: Fields = {}
    for key, value in values.items():
        place = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from _parts(place, value)
        elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            for number, item in enumerate(value, start=1):
                yield from _parts(f"{place}.{item.get('id', number)}", item)
        else:
            own[key] = value
    yield path, own
