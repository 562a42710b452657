"""Without `--keep-contacts` nothing that tells of a person reaches the workspace, in whatever language it is headed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SECRETS = (
    "Zephyrine",
    "Quillfeather",
    "zephyrine@quill.example",
    "+33 6 11 22 33 44",
    "1979-05-23",
    "Ravenclaw Lane 9",
)

Import = Callable[..., Any]

HEADERS = {
    "fr": """
accounts: ID de fiche d'informations|Nom de l'entreprise|Nom de domaine de l'entreprise|Secteur d'activité
deals: ID d'enregistrement|Nom de la transaction|Phase de la transaction|Date de création|ID d'entreprise associée
contacts: ID de fiche d'informations|Prénom|Nom de famille|E-mail|Numéro de téléphone|Intitulé du poste
extras: Civilité|Date de naissance|Situation familiale|Nationalité|Adresse postale
stages: Conclue gagnée|Conclue perdue
""",
    "de": """
accounts: Datensatz-ID|Unternehmensname|Domain-Name des Unternehmens|Branche
deals: Datensatz-ID|Deal-Name|Deal-Phase|Erstelldatum|ID des zugeordneten Unternehmens
contacts: Datensatz-ID|Vorname|Nachname|E-Mail|Telefonnummer|Jobbezeichnung
extras: Anrede|Geburtsdatum|Familienstand|Staatsangehörigkeit|Straße
stages: Gewonnen|Verloren
""",
    "es": """
accounts: ID de registro|Nombre de la empresa|Nombre de dominio de la empresa|Sector
deals: ID de registro|Nombre del negocio|Etapa del negocio|Fecha de creación|ID de empresa asociada
contacts: ID de registro|Nombre|Apellidos|Correo|Número de teléfono|Puesto de trabajo
extras: Tratamiento|Fecha de nacimiento|Estado civil|Nacionalidad|Dirección
stages: Cierre ganado|Cierre perdido
""",
}
EXTRA_TEXTS = ("Mme", "1979-05-23", "Single", "Belgian", "Ravenclaw Lane 9")


@pytest.mark.parametrize("language", HEADERS)
def test_nothing_personal_is_kept(imported: Import, tmp_path: Path, language: str) -> None:
    lines = (line.partition(": ") for line in HEADERS[language].strip().splitlines())
    headers = {table: names.split("|") for table, _, names in lines}
    extras = headers["extras"]
    won, lost = headers["stages"]
    numbers = range(1, 41)
    # The same attributes stand with the deals, as exports with everything joined have them, for two sorts of people.
    of_deal = [dict(zip(extras, EXTRA_TEXTS if number % 3 else (*"ABCDE",), strict=True)) for number in numbers]
    person = ("Zephyrine", "Quillfeather", "zephyrine@quill.example", "+33 6 11 22 33 44", "CFO")
    files = {
        "companies.csv": [
            dict(zip(headers["accounts"], (f"1{n}", f"Firm {n}", f"firm{n}.example", "SaaS"), strict=True))
            for n in numbers
        ],
        "deals.csv": [
            dict(zip(headers["deals"], (f"2{n}", f"D{n}", won if n % 2 else lost, "2025-01-02", f"1{n}"), strict=True))
            | of_deal[n - 1]
            for n in numbers
        ],
        "contacts.csv": [
            dict(zip(headers["contacts"], (f"3{n}", *person), strict=True)) | of_deal[n - 1] for n in numbers
        ],
    }
    got = imported(files, keep_contacts=False)
    counts = {
        table: len(got.tables[table][f"{table.removesuffix('s')}_key"]) for table in ("accounts", "deals", "contacts")
    }
    assert set(counts.values()) == {40}
    kept = json.dumps(got.tables, default=str) + (tmp_path / "workspace" / "manifest.json").read_text("utf-8")
    assert [secret for secret in SECRETS if secret in kept] == []
    assert [label for (_, label) in got.roles if label in extras] == []
    assert got.issues["column_personal", "deals"] == len(extras)
    assert set(got.tables["contacts"]["title"]) == {"CFO"}
