"""The planted truth of the made corpus: who says what how often, as arguments."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.example.shares import check_shares

__all__ = ["DEFAULT_VOICES", "HATED_SIZE", "HATED_TENURE", "HATED_TOOL", "PlantedVoices"]

HATED_TOOL = "Tarnolume"
"""The tool that some of its users hate, and what these share: their size and how long they have used it."""
HATED_SIZE = "11-50"
HATED_TENURE = "Less than 6 months"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedVoices:
    """All that is planted in the corpus. Shares are kept exactly, to the nearest person: who it is, is drawn.

    What is planted:

    - Eight pains. Waiting for approval is said by fintech companies of 51 to 200 people, missing records of decisions
      by the large public sector, rights of images that expire by media of 11 to 50 people, figures copied by hand by
      two sectors alike, manufacturing and professional services. The first belongs to the example's ICP A; the deals
      of the second are hardly ever won; of the third there are too few deals to tell.
    - Haters: those of one tool who are 11 to 50 people and have used it for less than six months. They say that it
      takes long to set up, which its vendor denies: a broken promise.
    - A kept promise: one vendor's quick support, which its users praise.
    - A gap: no competitor claims to solve the wait for approval; one's own offer does, with a case study.
    - A contradiction: of one tool reviewers say that it never loses anything, and its users complain in their own chat
      that it loses their comments.
    - Three switches from tool to tool, each with its motive.
    - Copies under other ids, paid reviews, complaints that there is nothing to complain of, vendors' replies and posts.

    Everything else is null: country, role, year, incentive and verification have nothing to do with what is said.

    Attributes:
        said_by_group: Share of the people of a pain's group who say it.
        said_elsewhere: Share of all others who say it.
        said_of_tool: Share of a tool's reviewers who say a pain that is planted in this tool.
        hater_share: Share of the small and new users of the hated tool who give it one or two stars.
        hater_share_elsewhere: The same of everybody else.
        plain_share: Share of the complaints in reviews and in the private chat that are said in plain words; the others
            are said as people do who like to tell, which is harder to group.
        kept_share: Share of the reviewers of the tool with the kept promise who praise it for that.
        praised_elsewhere: Share of the reviewers of other tools who praise either.
        public_praise_share: Share of the reviewers of the tool with two faces who praise it in public.
        public_complaint_share: Share of them who complain of the same in public.
        private_complaint_share: Share of the people in the private chat who complain of it there.
        switch_share: Share of the reviewers of a chosen tool who say what they left for it.
        copy_share: Share of the reviews that are there twice, under another id and name.
        paid_share: Share of the reviews for which a reward was given.
        verified_share: Share of the reviews whose author is verified.
        filler_share: Share of the reviews without a complaint whose field for it says so; the others hold a wish.
        reply_share: Share of the reviews that a vendor answers.
    """

    said_by_group: float = 0.6
    said_elsewhere: float = 0.05
    said_of_tool: float = 0.28
    hater_share: float = 0.85
    hater_share_elsewhere: float = 0.06
    plain_share: float = 0.7
    kept_share: float = 0.4
    praised_elsewhere: float = 0.05
    public_praise_share: float = 0.45
    public_complaint_share: float = 0.03
    private_complaint_share: float = 0.5
    switch_share: float = 0.16
    copy_share: float = 0.02
    paid_share: float = 0.15
    verified_share: float = 0.8
    filler_share: float = 0.6
    reply_share: float = 0.25

    def __post_init__(self) -> None:
        check_shares(self)

    @classmethod
    def none(cls, share: float = 0.12, hater_share: float = 0.14) -> PlantedVoices:
        """Return a truth in which nobody says anything more than others do, and nothing is shared by haters.

        Args:
            share: Share of the people who say each pain.
            hater_share: Share of the reviews with one or two stars.
        """
        return cls(
            said_by_group=share,
            said_elsewhere=share,
            said_of_tool=share,
            hater_share=hater_share,
            hater_share_elsewhere=hater_share,
            kept_share=share,
            praised_elsewhere=share,
            public_praise_share=share,
            public_complaint_share=share,
            private_complaint_share=share,
        )


DEFAULT_VOICES = PlantedVoices()
