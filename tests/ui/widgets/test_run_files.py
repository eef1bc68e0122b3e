"""What a run's files are called."""

from __future__ import annotations

from rnnviz.ui.widgets.run_files import file_stem


def test_a_vietnamese_name_makes_a_readable_file_name():
    assert file_stem("Đà Lạt, lần 1") == "da-lat-lan-1"
    assert file_stem("RNN 64, 5 giờ → 1 giờ") == "rnn-64-5-gio-1-gio"
    assert file_stem("→") == "run"
