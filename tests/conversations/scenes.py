"""An organization with a scripted model, a data source that is down, and somebody's conversation."""

from __future__ import annotations

from accounts.crypto import encrypt
from accounts.models import Organization, User
from accounts.roles import Role
from conversations import services
from providers.services import make_provider
from querying.models import DataSource, DataSourceAccess
from tests.conversations.people import make_actor
from tests.conversations.sockets import open_chat

SAYS = "One two three four five six seven eight nine ten. 🛫 And it goes on for a while."
SCRIPT = [
    {"when": "slowly", "rounds": [[{"say": SAYS * 3, "delay_ms": 20}]]},
    {"when": "long", "rounds": [[{"say": SAYS * 6, "delay_ms": 30}]]},
    {"when": "hang", "rounds": [[{"hang": True}]]},
    {"when": "fail", "rounds": [[{"fail": "refused"}]]},
    {"rounds": [[{"say": SAYS}]]},
]


class Scene:
    def __init__(self, slug: str = "north") -> None:
        self.actor = make_actor(slug, email=f"ann@{slug}.example", role=Role.MANAGER)
        self.user = User.objects.get(pk=self.actor.user_id)
        organization = Organization.objects.get(slug=slug)
        make_provider(
            "Script", organization=organization, kind="scripted", model="test", parameters={"script": SCRIPT}
        )
        source = DataSource.objects.create(
            name=f"Source {slug}", encrypted_reader_url=encrypt("postgresql://nobody@127.0.0.1:1/none")
        )
        DataSourceAccess.objects.create(source=source, organization=organization)
        self.conversation = services.create_conversation(self.actor)

    def open(self, resume: int | None = 0):
        return open_chat(self.user, self.conversation.pk, resume=resume)
