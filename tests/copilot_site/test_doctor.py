"""What `doctor` sees on a machine where nothing has been written yet."""

from __future__ import annotations

from pathlib import Path

from copilot_site.doctor import look_at_space


def test_space_is_told_before_its_folder_is_made(settings, tmp_path: Path):
    settings.VAR_DIR = tmp_path / "not" / "yet"
    (finding,) = look_at_space()
    assert finding.area == "disk"
    assert str(settings.VAR_DIR) in finding.text
