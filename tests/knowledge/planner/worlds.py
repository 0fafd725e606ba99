"""Databases to ask about: the demo's as curated, others as a stranger's would be."""

from __future__ import annotations

from knowledge.semantic.model import Metric, Words
from tests.knowledge.planner.models import PlainValues, key, make_model


def _words(english: str, french: str = "", *synonyms: str) -> Words:
    label = {"en": english, "fr": french} if french else {"en": english}
    return Words(label, {"en": synonyms} if synonyms else {})


FLIGHTS = make_model(
    """
flights: year:int month:int day:int dep_delay:int arr_delay:int carrier>airlines flight:int#
    tailnum>planes origin>airports/origin_airport dest>airports/destination_airport air_time:int
    distance:int time_hour:ts flight_date:date
airlines: carrier* name
airports: faa* name lat:num lon:num alt:int tzone
planes: tailnum* year:int type manufacturer model engines:int seats:int engine
weather: origin>airports/weather_station temp:num humid:num wind_speed:num precip:num observed_at:ts
""",
    labels={
        "flights": _words("flights", "vols"),
        "flights.flight_date": _words("flight date", "date du vol"),
        "flights.dep_delay": _words("departure delay", "retard au départ"),
        "flights.arr_delay": _words("arrival delay", "retard à l'arrivée"),
        "flights.origin": _words("origin", "origine"),
        "flights.dest": _words("destination", "destination"),
        "airlines": Words(
            {"en": "airlines", "fr": "compagnies aériennes"}, {"en": ("carriers",), "fr": ("compagnies",)}
        ),
        "airports": _words("airports", "aéroports"),
        "planes": _words("planes", "avions"),
        "planes.seats": _words("seats", "sièges"),
    },
    times={"flights": "flight_date", "planes": None},
)
FLIGHT_VALUES = PlainValues(
    {
        "flights.origin": ["JFK", "LGA", "EWR"],
        "flights.dest": ["LAX", "BOS", "ORD", "ATL"],
        "airports.faa": ["JFK", "LGA", "EWR", "LAX", "BOS", "ORD", "ATL"],
        "airports.name": ["John F Kennedy Intl", "Los Angeles Intl"],
        "airlines.name": ["United Air Lines Inc.", "JetBlue Airways", "Delta Air Lines Inc."],
        "airlines.carrier": ["UA", "B6", "DL"],
        "flights.carrier": ["UA", "B6", "DL"],
        "planes.manufacturer": ["BOEING", "AIRBUS", "EMBRAER"],
    }
)

SHOP = make_model(
    """
users: id:int* full_name email country channel marketing_consent:bool signed_up_at:ts last_seen_at:ts
products: id:int* name category price:num currency launched_on:date is_active:bool
orders: id:int* user_id:int>users/customer status currency total_amount:num ordered_at:ts refunded_at:ts
order_items: id:int* order_id:int>orders product_id:int>products quantity:int unit_price:num
    amount:num currency status ordered_at:ts
events: id:int* user_id:int>users/user name occurred_at:ts platform product_id:int>products/event_product
""",
    labels={
        "users": Words({"en": "users", "fr": "utilisateurs"}, {"en": ("customers",), "fr": ("clients",)}),
        "users.country": _words("country", "pays"),
        "products": _words("products", "produits"),
        "products.name": _words("product", "produit"),
        "orders": _words("orders", "commandes"),
        "order_items": _words("order lines", "lignes de commande"),
        "events": _words("events", "événements"),
        "users.signed_up_at": Words(
            {"en": "sign-up date", "fr": "date d'inscription"}, {"en": ("signed up",)}
        ),
    },
    times={
        "users": "signed_up_at",
        "orders": "ordered_at",
        "order_items": "ordered_at",
        "events": "occurred_at",
    },
    metrics=[
        Metric(
            "revenue",
            Words(
                {"en": "revenue", "fr": "chiffre d'affaires"},
                {"en": ("sales", "turnover"), "fr": ("CA", "ventes")},
            ),
            key("order_items"),
            "sum(amount)",
            filters=("status = 'paid'",),
            time_column="ordered_at",
            currency_column="currency",
            approved=True,
        ),
        Metric(
            "average_order_value",
            Words({"en": "average order value", "fr": "panier moyen"}, {"en": ("AOV",)}),
            key("orders"),
            "avg(total_amount)",
            time_column="ordered_at",
            approved=True,
        ),
        Metric(
            "active_users",
            Words({"en": "active users", "fr": "utilisateurs actifs"}),
            key("events"),
            "count(DISTINCT user_id)",
            time_column="occurred_at",
            approved=True,
        ),
        Metric(
            "orders",
            Words(
                {"en": "number of orders", "fr": "nombre de commandes"},
                {"en": ("orders",), "fr": ("commandes",)},
            ),
            key("orders"),
            "count(*)",
            time_column="ordered_at",
            approved=True,
        ),
    ],
)
SHOP_VALUES = PlainValues(
    {
        "users.country": ["Germany", "France", "Austria", "Switzerland", "United States"],
        "users.channel": ["newsletter", "search", "social"],
        "products.name": ["Alpine Tent", "Fjord Jacket"],
        "products.category": ["Tents", "Backpacks", "Clothing"],
        "orders.status": ["paid", "pending", "refunded", "cancelled"],
        "order_items.status": ["paid", "pending", "refunded", "cancelled"],
        "events.platform": ["web", "ios", "android"],
    }
)

LIBRARY = make_model(
    """
branches: id:int* name city opened_on:date
authors: id:int* name country birth_year:int
books: id:int* title author_id:int>authors genre pages:int price:num published_on:date language
readers: id:int* first_name last_name email city joined_on:date premium:bool
loans: id:int* book_id:int>books reader_id:int>readers branch_id:int>branches borrowed_at:ts
    returned_at:ts fine:num
"""
)
LIBRARY_VALUES = PlainValues(
    {
        "branches.name": ["Central", "Harbour", "Riverside", "Old Town"],
        "branches.city": ["Lyon", "Marseille", "Nice"],
        "readers.city": ["Lyon", "Marseille", "Nice", "Paris", "Lille"],
        "authors.country": ["France", "Spain", "Japan", "Brazil"],
        "books.genre": ["Novel", "Poetry", "History", "Science", "Comics", "Biography"],
        "books.language": ["French", "English", "Spanish"],
    }
)

BIKES = make_model(
    """
Station: stationId:int* stationName district capacity:int
Bike: bikeId:int* model electric:bool purchaseDate:date weightKg:num
Rider: riderId:int* plan signupDate:date birthYear:int
Trip: tripId:int* bikeId:int>Bike riderId:int>Rider startStationId:int>Station/start_station
    endStationId:int>Station/end_station startedAt:ts durationMinutes:num distanceKm:num
    priceEur:num
"""
)
BIKE_VALUES = PlainValues(
    {
        "Station.stationName": ["Gare", "Mairie", "Stade", "Port", "Parc"],
        "Station.district": ["Nord", "Sud", "Centre"],
        "Bike.model": ["City One", "Cargo", "Speedster"],
        "Rider.plan": ["day", "monthly", "yearly"],
    }
)

SUPPORT = make_model(
    """
agents: id:int* name team hired_on:date
customers: id:int* company_name country plan
tickets: id:int* customer_id:int>customers agent_id:int>agents subject priority status channel
    created_at:ts resolved_at:ts resolution_hours:num satisfaction_score:int
comments: id:int* ticket_id:int>tickets body created_at:ts
""",
    times={"tickets": "created_at"},
)
SUPPORT_VALUES = PlainValues(
    {
        "tickets.priority": ["low", "medium", "high", "urgent"],
        "tickets.status": ["open", "closed", "pending"],
        "tickets.channel": ["email", "phone", "chat"],
        "agents.team": ["Billing", "Technical"],
        "customers.country": ["France", "Germany", "Spain"],
        "customers.plan": ["free", "pro", "enterprise"],
    }
)

STAFF = make_model(
    """
departments: department_id:int* department_name location
employees: employee_id:int* first_name last_name email job_title salary:num hire_date:date
    department_id:int>departments gender
absences: absence_id:int* employee_id:int>employees start_date:date end_date:date reason days:int
""",
    times={"absences": "start_date"},
)
STAFF_VALUES = PlainValues(
    {
        "departments.department_name": ["Sales", "Marketing", "Engineering", "Finance"],
        "departments.location": ["Paris", "London", "Berlin"],
        "employees.job_title": ["Engineer", "Manager", "Analyst"],
        "employees.gender": ["F", "M"],
        "absences.reason": ["sick leave", "vacation"],
    }
)
