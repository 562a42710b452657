"""What a person does in a company: level and department."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Department", "Seniority"]


class Seniority(StrEnum):
    """Level of a person in the company, highest first.

    `OWNER` has founders and partners; `C_LEVEL` those who lead a company or a function of all of it; `STAFF` all who
    lead nobody, also where their title has the word manager (account manager); `UNKNOWN` where nothing tells.
    """

    OWNER = "owner"
    C_LEVEL = "c_level"
    VP = "vp"
    DIRECTOR = "director"
    MANAGER = "manager"
    STAFF = "staff"
    INTERN = "intern"
    UNKNOWN = "unknown"


class Department(StrEnum):
    """What a person works on. `OTHER` is known to be none of those before it; `UNKNOWN` where nothing tells."""

    GENERAL_MANAGEMENT = "general_management"
    MARKETING = "marketing"
    SALES = "sales"
    IT_ENGINEERING = "it_engineering"
    PRODUCT_DESIGN = "product_design"
    OPERATIONS = "operations"
    FINANCE = "finance"
    HUMAN_RESOURCES = "human_resources"
    LEGAL_COMPLIANCE = "legal_compliance"
    PROCUREMENT = "procurement"
    CUSTOMER_SERVICE = "customer_service"
    ADMINISTRATION = "administration"
    OTHER = "other"
    UNKNOWN = "unknown"
