"""Static files under names that change with their content, so that browsers may keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Rewrites our JavaScript modules' imports too: no old module meets a new one after an update."""

    support_js_module_import_aggregation = True
    # Ours only: comments in other packages' files look like imports of files that aren't there.
    _js_module_import_aggregation_patterns = ("conversations/js/*.js", _IMPORTS)
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("campaigns/js/*.js", _IMPORTS),
        ("querying/*.js", _IMPORTS),
    )
