"""A segment of uploaded files, which declare no keys: the join that was drafted leads to the people."""

import io

import pytest

from campaigns import services
from campaigns.enums import SegmentStatus
from knowledge.bundles import import_bundle
from knowledge.models import JoinDefinition
from querying.engines import ENGINES
from querying.guard import GuardRefusal
from querying.uploads import services as uploads
from tests.campaigns.conftest import CLOCK

pytestmark = pytest.mark.django_db(transaction=True)
CUSTOMERS = "customer_id,email,country\n" + "".join(
    f"{n},person{n}@example.com,{'FR' if n % 2 else 'DE'}\n" for n in range(1, 41)
)
ORDERS = "order_id,customer_id,rating,amount\n" + "".join(
    f"{100 + n},{1 + n % 30},{1 + n % 5},{n}.5\n" for n in range(90)
)
BUNDLE = """
version: 1
tables: [{name: customers, label: {en: customers, fr: clients}}]
audience: {table: customers, id: customer_id, email: email}
"""


@pytest.fixture
def files(manager, north, settings, tmp_path):
    settings.UPLOADS_DIR, settings.CELERY_TASK_ALWAYS_EAGER = tmp_path, True
    contents = {"customers.csv": CUSTOMERS.encode(), "orders.csv": ORDERS.encode()}
    upload = uploads.begin(manager, [(name, len(content)) for name, content in contents.items()])
    for place, content in enumerate(contents.values()):
        uploads.append(upload, place, 0, io.BytesIO(content))
    uploads.finish(upload)
    uploads.read_upload(str(upload.pk))
    upload.refresh_from_db()
    uploads.use(upload, "")
    uploads.use_upload(str(upload.pk))
    upload.refresh_from_db()
    import_bundle(BUNDLE, source=upload.source, organization=north)
    yield upload.source
    ENGINES["duckdb"].forget(upload.source.reader_url)


def test_a_segment_names_people_by_a_column_that_a_drafted_join_leads_from(manager, files):
    joins = JoinDefinition.objects.filter(source=files).values_list("from_table", "to_table", "on")
    assert list(joins) == [("orders", "customers", [["customer_id", "customer_id"]])]
    sql = "SELECT customer_id FROM orders WHERE amount > 87"
    segment = services.create_segment(manager, source=files, name="Big", sql=sql, clock=CLOCK)
    members = set(segment.members.values_list("person_key", flat=True))
    assert (segment.status, members) == (SegmentStatus.READY, {"28", "29", "30"})
    for other in ("SELECT rating FROM orders", "SELECT order_id FROM orders"):
        with pytest.raises(GuardRefusal, match=r"customers\.customer_id"):
            services.propose_segment(manager, source=files, sql=other, clock=CLOCK)
