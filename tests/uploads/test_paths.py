"""A path that cannot be read or written is refused with its reason, before any work."""

from __future__ import annotations

import pytest

from rnnviz.errors import RnnvizError
from rnnviz.uploads.paths import check_folder, check_output, is_file, part_of, read_bytes


def code(function, *arguments) -> str:
    with pytest.raises(RnnvizError) as raised:
        function(*arguments)
    return raised.value.code


def test_outputs_that_cannot_be_written(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("review\ngood\n")
    assert code(check_output, tmp_path, source) == "output_is_folder"
    assert code(check_output, source, source) == "output_is_input"
    assert code(check_output, tmp_path / "none" / "out.csv", source) == "output_no_folder"
    assert code(check_output, tmp_path / ("x" * 300), source) == "output_unwritable"
    assert code(check_folder, source / "model") == "output_is_file"
    check_output(tmp_path / "out.csv", source)
    check_folder(tmp_path / "new" / "model")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]  # trying left nothing behind


def test_inputs_that_are_no_file(tmp_path):
    assert code(read_bytes, tmp_path) == "file_is_folder"
    for odd in ("none.csv", "a\0b.csv", "x" * 5000):
        assert not is_file(tmp_path / odd)
        assert code(read_bytes, tmp_path / odd) == "file_missing"


def test_what_is_written_on_the_way_has_a_name_of_its_own(tmp_path):
    wanted = tmp_path / f"{'ệ' * 83}.csv"  # as long as a name may be
    (tmp_path / "out.csv.part").write_text("the user's")
    for path in (wanted, tmp_path / "out.csv"):
        part = part_of(path)
        assert not part.exists()
        part.write_text("x")
        part.unlink()
    assert (tmp_path / "out.csv.part").read_text() == "the user's"
