"""Marks of a CRM: plain sheets are no CRM's export, and the smallest genuine exports still are."""

from __future__ import annotations

import random
import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whofor.intake.mapping.detect import load_preset, preset_names, recognise
from whofor.intake.mapping.plan import RawFile
from whofor.schema.columns import TableName

# What people write over the columns of a list of deals that they keep by hand: of each line a sheet has one or none.
PLAIN = {
    "en": [
        "Deal Name,Opportunity Name,Deal,Opportunity,Name,Title,Project,Deal ID,Opportunity ID,ID,#",
        "Company,Company Name,Account,Account Name,Customer,Client,Organization,Organisation,Prospect",
        "Stage,Deal Stage,Sales Stage,Status,Pipeline Stage,Lead Status,State,Outcome,Result,Won/Lost",
        "Value,Amount,Deal Size,Deal Value,Price,Budget,Revenue,Expected Revenue,Deal Amount,Contract Value",
        "Owner,Rep,Sales Rep,Salesperson,Account Manager,Responsible,Assigned To,Deal Owner",
        "Created,Date Created,Created On,Date Opened,Opened,Open Date,Start Date,Created At,Entry Date",
        "Closed,Close Date,Closing Date,Date Closed,Closed On,End Date,Expected Close Date,Won Date,Signed On",
        "Source,Lead Source,Channel,Origin,Campaign", "Industry,Sector,Vertical,Segment",
        "Headcount,Employees,Number of Employees,Size,Company Size,Staff", "Country,Region,Location,City",
        "Probability,Probability (%),Win %,Confidence,Likelihood", "Next Step,Next Action,Follow up,Comments,Notes",
        "Contact,Contact Name,Email,Phone,Website", "Type,Deal Type,Product,Plan,Pipeline", "Lost Reason,Loss Reason,Reason",
    ],
    "fr": [
        "Affaire,Nom de l'affaire,Opportunité,Nom de l'opportunité,Projet,Dossier,Nom,ID",
        "Entreprise,Société,Client,Compte,Nom du compte,Raison sociale", "Étape,Statut,Phase,Avancement,État,Résultat",
        "Montant,Valeur,CA,Budget,Prix", "Commercial,Propriétaire,Responsable,Vendeur",
        "Créé le,Date de création,Ouverture,Date d'ouverture,Début", "Clôture,Date de clôture,Fermé le,Date de signature,Fin",
        "Source,Origine,Canal", "Secteur,Secteur d'activité,Branche", "Effectif,Salariés,Taille,Nombre de salariés", "Pays,Ville,Région",
        "Probabilité,Probabilité (%)", "Prochaine étape,Commentaires,Notes", "Type,Produit,Offre,Pipeline",
    ],
    "es": [
        "Negocio,Nombre del negocio,Oportunidad,Nombre de la oportunidad,Proyecto,Nombre,ID", "Empresa,Cliente,Cuenta,Compañía",
        "Etapa,Fase,Estado,Resultado", "Importe,Valor,Monto,Precio", "Comercial,Vendedor,Responsable,Propietario",
        "Creado,Fecha de creación,Fecha de inicio,Apertura", "Cierre,Fecha de cierre,Cerrado", "Fuente,Origen,Canal", "Sector,Industria",
        "Empleados,Número de empleados,Tamaño", "País,Ciudad", "Probabilidad,Probabilidad (%)", "Tipo,Producto", "Notas,Comentarios",
    ],
    "de": [
        "Deal,Dealname,Projekt,Verkaufschance,Opportunity,Name,ID", "Firma,Unternehmen,Kunde,Account",
        "Phase,Status,Stufe,Ergebnis", "Betrag,Wert,Umsatz,Preis", "Verkäufer,Verantwortlich,Betreuer,Zuständig",
        "Erstellt,Erstellt am,Anlagedatum,Erstelldatum", "Abschluss,Abschlussdatum,Geschlossen am,Enddatum", "Quelle,Herkunft,Kanal",
        "Branche,Segment", "Mitarbeiter,Mitarbeiterzahl,Größe", "Land,Stadt,Ort", "Wahrscheinlichkeit,Wahrscheinlichkeit (%)", "Typ,Produkt",
    ],
    "pt": [
        "Negócio,Nome do negócio,Oportunidade,Projeto,Nome,ID", "Empresa,Cliente,Conta", "Etapa,Fase,Status,Situação,Resultado",
        "Valor,Montante,Preço", "Vendedor,Responsável,Proprietário", "Criado em,Data de criação,Abertura", "Fechado em,Data de fechamento,Fechamento",
        "Fonte,Origem,Canal", "Setor,Segmento", "Funcionários,Número de funcionários,Porte", "País,Cidade", "Probabilidade", "Tipo,Produto",
    ],
    "ru": [
        "Сделка,Название,Название сделки,Проект,Заказ,ID", "Компания,Клиент,Организация,Заказчик", "Стадия,Этап,Статус,Состояние,Результат",
        "Сумма,Бюджет,Стоимость,Цена", "Ответственный,Менеджер,Продавец", "Дата создания,Создано,Дата начала,Открыта",
        "Дата закрытия,Закрыта,Дата окончания,Закрыто", "Источник,Канал", "Отрасль,Сегмент", "Сотрудники,Размер", "Страна,Город", "Вероятность", "Тип,Товар",
    ],
}  # fmt: skip
PRESETS = [load_preset(name) for name in preset_names()]


def taken_for(headers: list[str]) -> list[str]:
    """Names of the presets that take these headers for a table of theirs, other than the user's own two files."""
    found: list[str] = []
    for preset in PRESETS:
        fit = recognise(preset, [RawFile("x.csv", tuple(headers))])
        if fit is not None and fit.files[0].table == TableName.DEALS:
            found.append(preset.name)
    return found


@pytest.mark.parametrize("language", PLAIN)
def test_no_plain_sheet_is_taken_for_the_deals_of_a_crm(language: str) -> None:
    draw = random.Random(language)
    columns = [words.split(",") for words in PLAIN[language]]
    for _ in range(1_000):
        sheet = [draw.choice(words) for words in columns if draw.random() < 0.75]
        draw.shuffle(sheet)
        assert taken_for(sheet) == [], sheet


def test_sheets_of_words_that_the_draft_knows_are_taken_for_no_crm() -> None:
    rules = resources.files("whofor.intake.drafting.rules") / "words.toml"
    every = tomllib.loads(rules.read_text(encoding="utf-8"))["header"]
    words = [[word.strip("~*") for word in header["words"]] for header in every.values()]
    names = [name for plain in PLAIN.values() for name in plain[0].split(",")]
    draw = random.Random(7)
    for _ in range(3_000):
        sheet = [draw.choice(names), *(draw.choice(some).title() for some in words if draw.random() < 0.5)]
        assert taken_for(sheet) == [], sheet


@given(st.data())
def test_a_plain_sheet_in_any_writing_is_taken_for_none(data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(sorted(PLAIN)))
    write = data.draw(st.sampled_from([str, str.upper, str.lower, lambda text: text.replace(" ", "_").lower()]))
    columns = [column.split(",") for column in PLAIN[words]]
    sheet = [write(data.draw(st.sampled_from(column))) for column in columns if data.draw(st.booleans())]
    assert taken_for(sheet) == []


@pytest.mark.parametrize(
    "headers",
    [
        "Deal Name,Company,Industry,Headcount,Country,Stage,Value,Rep,Source,Date Opened,Date Closed",
        "Opportunity Name,Customer,Industry,Employees,Country,Stage,Deal Size,Sales Rep,Created,Closed",
        "Deal ID,Deal Name,Deal Stage,Amount,Close Date,Deal Owner",
        "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date",
        "Name,Website,Industry,Country,Employees",
        "Company,Lead Status,Lead Owner,Lead Source,Created,Industry",
        "First Name,Last Name,Email,Company,Title",
        "Topic,Customer,Status,Estimated Revenue,Owner,Created On",
        "Opportunity,Customer,Salesperson,Stage,Expected Revenue,Created on,Lost Reason",
        "Opportunity Name,Account Name,Sales Stage,Amount,Expected Close Date,Lead Source,Next Step",
        "Deal,Lead,Status,Value,Created,Won,Lost,Owner",
        "Deal name,Stage,Total,Currency,Company,Source,Created on,Closed",
        "Deal name,Stage,Total,Company,Responsible,Created on,Closed",
        "Название,Стадия,Сумма,Ответственный,Дата создания,Дата закрытия",
        "id,name,stage,amount,created_at,closed_at,owner",
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
    ],
)
def test_sheets_that_were_once_taken_for_a_crm(headers: str) -> None:
    assert taken_for(headers.split(",")) == []
    for preset in PRESETS:
        for name, tables in preset.tables.items():
            if name in (TableName.ACCOUNTS, TableName.CONTACTS):
                for table in tables:
                    alone = recognise_only(preset.name, name, headers)
                    assert table.recognise is None or not alone, (preset.name, name)


def recognise_only(preset: str, table: str, headers: str) -> bool:
    """Whether the preset takes a file for this table, beside deals of its own."""
    deals = RawFile("deals.csv", tuple(GENUINE[preset][0].split(",")))
    fit = recognise(load_preset(preset), [deals, RawFile("x.csv", tuple(headers.split(",")))])
    return fit is not None and fit.files[1].table == table


# The smallest selections of columns that people export, as each CRM writes their headers.
GENUINE: dict[str, list[str]] = {
    "zoho": [
        "Record Id,Deal Name,Stage,Amount,Closing Date",
        "Deal Name,Deal Owner,Account Name,Stage,Closing Date,Amount",
        "Deal Name,Deal Owner.id,Deal Owner,Stage",
        "id,Deal_Name,Stage,Closing_Date,Account_Name.name,Created_Time",
        "ID de l'enregistrement,Nom de l'affaire,Étape,Date de clôture",
        "Datensatz-ID,Dealname,Phase,Abschlussdatum",
    ],
    "salesforce": [
        "Id,Name,StageName,Amount,CloseDate,AccountId,CreatedDate",
        "ID,ACCOUNTID,NAME,STAGENAME,ISWON,ISCLOSED,OWNERID,CLOSEDATE",
        "Opportunity Owner,Account Name,Opportunity Name,Stage,Fiscal Period,Amount,Close Date,Created Date",
        "Account Name,Opportunity Name,Stage,Opportunity Owner,Close Date",
        "Opportunity Name,Account Name,Stage,Amount,Probability (%),Age,Close Date,Created Date,Lead Source",
        "Propriétaire de l'opportunité,Nom du compte,Nom de l'opportunité,Étape,Montant,Date de clôture",
        "Opportunity-Inhaber,Accountname,Opportunity-Name,Phase,Betrag,Schlusstermin",
    ],
    "hubspot": [
        "Record ID,Deal Name,Deal Stage",
        "Deal Name,Deal Stage,Amount,Close Date,Associated Company (Primary)",
        "Deal Name,Deal Stage,Pipeline,Deal owner,Close Date,Create Date,Amount",
        "dealname,dealstage,amount,closedate,createdate",
        "ID de registro,Nombre del negocio,Etapa del negocio,Valor",
        "Datensatz-ID,Deal-Name,Deal-Phase,Betrag",
        "ID do registro,Nome do negócio,Etapa do negócio,Valor,Data de fechamento",
    ],
    "pipedrive": ["Deal - Title,Deal - Status,Deal - Value", "Affaire - Titre,Affaire - Statut,Affaire - Valeur"],
    "attio": [
        "Record ID,Deal name,Deal stage,Deal value,Associated company",
        "Entry ID,Record,Stage,Parent Record > Domains",
        "record_id,name,stage,owner,value,associated_company",
    ],
    "dynamics365": [
        "Topic,Potential Customer,Est. close date,Est. revenue,Contact,Probability,Rating,Status",
        "(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,Topic,Status,Actual Revenue",
        "opportunityid,name,statecode,estimatedvalue,actualclosedate",
        "Thema,Potenzieller Kunde,Status,Gesch. Umsatz,Tatsächlicher Umsatz",
    ],
    "odoo": [
        "Opportunity,Contact Name,Email,Salesperson,Sales Team,Expected Closing,Expected Revenue,Stage",
        "External ID,Opportunity,Customer,Salesperson,Expected Revenue,Stage,Active",
        "id,name,stage_id,partner_id,expected_revenue,active",
    ],
    "suitecrm": [
        "Opportunity Name,ID,Opportunity Amount,Sales Stage,Expected Close Date,Date Created,Assigned to,Account Name",
        "id,name,date_entered,amount,sales_stage,date_closed,account_id",
    ],
    "vtiger": [
        "Opportunity Name,Amount,Organization Name,Expected Close Date,Sales Stage,Assigned To,Created Time",
        "potentialname,potential_no,amount,closingdate,sales_stage",
    ],
    "close": ["id,lead_id,lead_name,status_type,value,date_won,date_lost", "lead_name,status_label,value_formatted,date_created"],
    "bitrix24": [
        "ID,Deal name,Stage,Total,Currency,Company,Responsible person,Expected close date,Deal closed,Created on",
        "ID,Название сделки,Стадия сделки,Сумма,Ответственный",
        "ID,TITLE,STAGE_ID,OPPORTUNITY,CURRENCY_ID,DATE_CREATE",
        "ID,Auftragsname,Phase,Gewinn,Verantwortlich,Erstellt am",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "headers"), [(name, headers) for name, many in GENUINE.items() for headers in many])
def test_the_smallest_genuine_exports_are_recognised(name: str, headers: str) -> None:
    assert taken_for(headers.split(",")) == [name]
