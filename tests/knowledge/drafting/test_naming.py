import pytest

from knowledge.drafting.naming import column_label, role_label, table_words


@pytest.mark.parametrize(
    ("name", "english", "french"),
    [
        ("sched_arr_time", "Scheduled arrival time", "Heure d'arrivée prévu"),
        ("userId", "User ID", "Identifiant d'utilisateur"),
        ("created_at", "Created at", "Date de création"),
        ("is_active", "Active", "Actif"),
        ("unit_price", "Unit price", "Prix unitaire"),
        ("montant_total", "Total amount", "Montant total"),
        ("date_naissance", "Birth date", "Date de naissance"),
        ("id_patient", "Patient ID", "Identifiant de patient"),
        ("frobnication", "Frobnication", "Frobnication"),
    ],
)
def test_labels_of_columns(name, english, french):
    assert column_label(name) == {"en": english, "fr": french}


@pytest.mark.parametrize(
    ("name", "english", "french", "singular"),
    [
        ("order_items", "Order items", "Lignes de commande", "order item"),
        ("people", "People", "Personnes", "person"),
        ("categories", "Categories", "Catégories", "category"),
        ("medecins", "Doctors", "Médecins", "doctor"),
        ("OrderLines", "Order lines", "Lignes de commande", "order line"),
        ("tbl_users", "Users", "Utilisateurs", "user"),
    ],
)
def test_labels_of_tables(name, english, french, singular):
    label, synonyms = table_words(name)
    assert label == {"en": english, "fr": french}
    assert singular in synonyms["en"]


def test_roles_of_joined_tables():
    assert role_label(["origin"], "airports") == {"en": "Origin airport", "fr": "Aéroport d'origine"}
    assert role_label(["user"], "users") == {"en": "User", "fr": "Utilisateur"}
    assert role_label(["medecin"], "medecins") == {"en": "Doctor", "fr": "Médecin"}


def test_a_unit_in_a_name_is_left_to_the_number() -> None:
    assert column_label("durationMinutes") == {"en": "Duration", "fr": "Durée"}
    assert column_label("minutes")["en"] == "Minutes"
