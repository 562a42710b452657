"""Headers and texts that are personal attributes, and those that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.intake.normalise.personal import personal_header, personal_values

PERSONAL = {
    "name": [
        "First Name", "LastName", "contact_name", "Prénom", "Nom de famille", "Nachname", "Apellidos",
        "Nombre completo", "Sobrenome",
    ],
    "email": [
        "Email Address", "Work e-mail", "contactEmail", "Adresse e-mail", "Courriel", "E-Mail-Adresse",
        "Correo electrónico",
    ],
    "phone": [
        "Phone Number", "mobilephone", "Fax", "Direct phone 2", "Téléphone portable", "N° de téléphone", "Portable",
        "Telefonnummer", "Handy", "Durchwahl", "Móvil", "Celular",
    ],
    "address": [
        "Billing Street", "Address Line 1", "Adresse postale", "Rue", "Straße", "Strasse und Hausnummer", "Anschrift",
        "Calle", "Dirección", "Endereço",
    ],
    "birth": [
        "Date of birth", "Birthdate", "Date de naissance", "Lieu de naissance", "Geburtsdatum", "Fecha de nacimiento",
        "Data de nascimento",
    ],
    "age": [
        "Age group", "Contact age", "Tranche d’âge", "Altersgruppe", "Alter des Ansprechpartners", "Grupo de edad",
        "Faixa etária",
    ],
    "gender": ["Gender", "Contact gender", "Sex", "Sexe", "Geschlecht", "Sexo", "Género"],
    "salutation": ["Salutation", "Civilité", "Anrede", "Tratamiento"],
    "nationality": ["Nationality", "Citizenship", "Nationalité", "Staatsangehörigkeit", "Nacionalidad"],
    "family": ["Marital Status", "Situation familiale", "État civil", "Familienstand", "Estado civil"],
    "belief": [
        "Religion", "Konfession", "Religión", "Political affiliation", "Opinions politiques",
        "Politische Einstellung",
    ],
    "origin": ["Ethnicity", "Race", "Race / Ethnicity", "Origine ethnique", "Ethnische Herkunft", "Etnia"],
    "health": ["Disability", "Blood type", "Handicap", "RQTH", "Schwerbehinderung", "Discapacidad"],
    "union": ["Trade union membership", "Appartenance syndicale", "Gewerkschaftsmitglied", "Afiliación sindical"],
    "orientation": ["Sexual orientation", "Orientation sexuelle", "Sexuelle Orientierung", "Orientación sexual"],
    "photo": ["Photo URL", "Profile picture", "Photo de profil", "Profilbild", "Foto de perfil"],
    "profile": ["LinkedIn", "LinkedIn URL", "Twitter handle", "Profil LinkedIn", "Perfil de LinkedIn"],
    "identity": [
        "SSN", "Passport no.", "Driver's license number", "NIR", "Numéro de sécurité sociale", "Carte d’identité",
        "Sozialversicherungsnummer", "Personalausweis", "DNI", "NIF/DNI", "Pasaporte", "CPF",
    ],
    "network": ["IP Address", "Last IP address", "hs_ip_address", "Adresse IP", "IP-Adresse", "Dirección IP"],
}  # fmt: skip
NOT_PERSONAL = """
Account age|Age|Company name|Deal name|Gender studies|Gender equality index|Phone system|Email provider|
Email opt-in rate|Number of employees who left|Job title|Role|Seniority|Department|Emails sent|Email platform|
Has email|Do not call|
LinkedIn followers|LinkedIn ads spend|Facebook campaign|Website|Web address|Total addressable market|Industry|City|
State|Billing City|Billing Country|Mobile app users|Credit union|Account health|Health score|Health status|Title|
Email domain|Founded year|Portable devices sold|iPhone users|Owner|Lead source|Product name|
Ancienneté du compte|Nom de l’entreprise|Secteur|Fonction|Service|Poste|Fournisseur de messagerie|Système téléphonique|
Taux d’ouverture des e-mails|Nombre de salariés|Effectif|Ville|Pays|Région|Genre musical|Intitulé du poste|Âge|
Firmenname|Branche|Abteilung|Position|Telefonanlage|E-Mail-Anbieter|Anzahl E-Mails|Alter|Alter des Kontos|Bundesland|
Nombre de la empresa|Nombre|Sector|Cargo|Departamento|Provincia|Empleados|Facturación|Proveedor de correo|NIF|
Sistema de telefonía|Tasa de apertura|Edad|Género musical|Antigüedad de la cuenta
"""


@pytest.mark.parametrize(("kind", "header"), [(kind, header) for kind in PERSONAL for header in PERSONAL[kind]])
def test_attributes_of_persons_are_recognised_in_five_languages(kind: str, header: str) -> None:
    assert personal_header(header) == kind


@pytest.mark.parametrize("header", [header.strip() for header in NOT_PERSONAL.split("|")])
def test_attributes_of_companies_and_jobs_are_not_personal(header: str) -> None:
    assert personal_header(header) is None


def test_bare_words_are_personal_only_where_rows_are_persons() -> None:
    for header in ("Age", "Âge", "Alter", "Edad", "Name", "Nom", "Photo", "NIF"):
        assert personal_header(header) is None
        assert personal_header(header, of_persons=True) is not None
    for header in (
        "Company name",
        "Account Name",
        "Nom de la société",
        "Job title",
        "Fonction",
        "Titre",
        "Abteilung",
        "Cargo",
    ):
        assert personal_header(header, of_persons=True) is None


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["jo@acme.com", "-", "n/a", "none"], "email"),
        (["+33 1 42 68 53 00", "(415) 555-0132", "0711 / 22 33 44"], "phone"),
        (["10.0.0.1", "fe80::1"], "network"),
        (["Female", "male", "Sales"], None),
        (["Homme", "Femme"], "gender"),
        (["Frau", "Herr", "Herr Dr."], "salutation"),
        (["2024-01-15", "15.01.2024", "01/02/2024"], None),
        (["552 100 554", "12.345.678/0001-90", "1 200 500,00"], None),
        (["1.2.3", "10.300.2.999"], None),
        (["12:30:45", "08:15:00"], None),
        ([], None),
    ],
)
def test_texts_tell_what_a_header_hides(texts: list[str], kind: str | None) -> None:
    assert personal_values(dict.fromkeys(texts, 1)) == kind


@given(st.text(max_size=60), st.booleans())
def test_nothing_raises(text: str, of_persons: bool) -> None:
    personal_header(text, of_persons=of_persons)
    personal_values({text: 1})
