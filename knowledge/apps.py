"""The knowledge app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    verbose_name = _("Knowledge")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Draft knowledge whenever a source was introspected; offer it to the editor; read questions anew."""
        # They need the models, which are ready only now.
        from knowledge import receivers  # noqa: F401
        from knowledge.editor_words import words_of
        from knowledge.rereading import read_again
        from querying.enums import GeneratedBy
        from querying.ready.readings import offer_reader
        from querying.workbench.completions import offer_words

        offer_words(words_of)
        offer_reader(GeneratedBy.PLANNER, read_again)
