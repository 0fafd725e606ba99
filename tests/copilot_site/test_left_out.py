import sys
from importlib import import_module

import pytest

from copilot_site.left_out import leaving_out


def test_leaving_out_hides_what_is_not_loaded_and_only_within_the_block():
    sys.modules.pop("this", None)
    with leaving_out("this", "json"):
        assert import_module("json") is sys.modules["json"]
        with pytest.raises(ImportError):
            import_module("this.one")
        with pytest.raises(ImportError):
            import_module("this")
    assert "this" not in sys.modules
