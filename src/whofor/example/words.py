"""Word lists from which names, titles and short texts are made. Data only."""

from __future__ import annotations

__all__ = [
    "ACTIVITY_BODIES",
    "ACTIVITY_TITLES",
    "BUYING_ROLES",
    "FIRST_NAMES",
    "FUNCTIONS",
    "LAST_NAMES",
    "LOST_REASONS",
    "NAME_ENDS",
    "NAME_MIDDLES",
    "NAME_STARTS",
    "OFFERS",
    "ROUNDS",
    "SENIORITIES",
    "TECHNOLOGIES",
    "WON_REASONS",
]

NAME_STARTS = (
    "Bal", "Bren", "Cal", "Cor", "Dal", "Dor", "Fen", "Gal", "Har", "Jun", "Kel", "Lor", "Mar", "Nor", "Or",
    "Pel", "Quin", "Ras", "Sol", "Tam", "Ul", "Ver", "Wen", "Yor", "Zel", "Ask", "Ember", "Hollow", "Tarn", "Vesp",
)  # fmt: skip
NAME_MIDDLES = ("a", "e", "i", "o", "u", "ani", "eri", "olo", "uma", "ive", "ado", "emi")
NAME_ENDS = (
    "bric", "cade", "dane", "fold", "gard", "hallow", "kest", "lume", "mere", "nox", "pell", "quill", "rant",
    "sted", "thorn", "vane", "wick", "yard", "zeth", "lorn",
)  # fmt: skip

FIRST_NAMES = (
    "Ana", "Anders", "Beatriz", "Carlos", "Chiara", "David", "Elif", "Emma", "Fatou", "Felix", "Grace", "Hana",
    "Hugo", "Ines", "Ivan", "Jan", "Julia", "Kavya", "Kenji", "Laura", "Leo", "Lina", "Marc", "Mei", "Nadia",
    "Nina", "Oliver", "Paula", "Rahul", "Sara", "Simon", "Tariq", "Valentina", "Victor", "Wei", "Yasmin",
)  # fmt: skip
LAST_NAMES = (
    "Almeida", "Andersen", "Bauer", "Bianchi", "Castro", "Chen", "Cohen", "Dubois", "Evans", "Fernandez", "Fischer",
    "Garcia", "Gupta", "Haddad", "Ito", "Jansen", "Kovacs", "Lambert", "Lopez", "Mensah", "Meyer", "Murphy", "Novak",
    "Nguyen", "Oliveira", "Park", "Petit", "Rossi", "Santos", "Schmidt", "Silva", "Smith", "Tan", "Visser", "Wong",
)  # fmt: skip

SENIORITIES: tuple[tuple[str, str, float], ...] = (
    ("Employee", "Specialist", 14),
    ("Manager", "Manager", 34),
    ("Director", "Director", 24),
    ("VP", "VP", 16),
    ("Executive", "Chief Officer", 12),
)
"""Seniority as HubSpot writes it, the word it gives a job title, and its weight."""

FUNCTIONS: tuple[tuple[str, float], ...] = (
    ("Marketing", 44),
    ("Operations", 18),
    ("Sales", 16),
    ("Finance", 12),
    ("IT", 10),
)
BUYING_ROLES = (
    "", "", "Decision Maker", "Champion", "End User", "Influencer", "Budget Holder", "Executive Sponsor",
)  # fmt: skip

TECHNOLOGIES = (
    "Google Analytics", "Google Tag Manager", "WordPress", "Shopify", "HubSpot", "Salesforce", "Slack", "Zendesk",
    "Intercom", "Stripe", "Amazon Web Services", "Google Cloud", "Microsoft Azure", "Cloudflare", "Segment",
    "Marketo", "Mailchimp", "Jira", "Notion", "Power BI", "Tableau", "Snowflake", "React", "Drupal",
)  # fmt: skip

ROUNDS = ("Seed", "Series A", "Series B", "Series C", "Debt financing")
OFFERS = ("Starter plan", "Team plan", "Annual plan", "Pilot", "Rollout", "Platform licence")

LOST_REASONS = (
    "No budget", "Went with competitor", "No decision", "Timing", "Missing feature", "Went silent", "Price",
)  # fmt: skip
WON_REASONS = ("Best fit", "Ease of use", "Fast set-up", "Price", "Trusted relationship")

ACTIVITY_TITLES: dict[str, tuple[str, ...]] = {
    "Email": ("Follow-up", "Proposal sent", "Question on pricing", "Intro", "Next steps"),
    "Call": ("Discovery call", "Check-in call", "Pricing call", "Qualification call"),
    "Meeting": ("Product demo", "Kick-off with the team", "Review of the proposal", "Workshop"),
    "Note": ("Note from call", "Internal note", "Competitor mentioned"),
}
ACTIVITY_BODIES: dict[str, tuple[str, ...]] = {
    "Email": (
        "Thanks for your time, here is the summary as agreed.",
        "Could you tell us who else should see the proposal?",
        "Attached is the offer; happy to answer questions.",
        "We would like to move forward, can we speak this week?",
    ),
    "Call": (
        "Talked through the current set-up and what takes too long.",
        "They compare three vendors and decide next month.",
        "Left a message and asked for a slot.",
        "Clear need, asked for references.",
    ),
    "Meeting": (
        "Demo with four people; most questions on integrations.",
        "Walked through the offer line by line.",
        "Agreed on scope for the first three months.",
    ),
    "Note": (
        "Champion is on leave until the 15th.",
        "Budget to be confirmed by finance.",
        "Asked about data residency.",
    ),
}
