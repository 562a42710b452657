"""The profile: from deals as rows to the Ideal Customer Profile with its evidence, or an honest no."""

from whofor.profile.analysis import find_profile
from whofor.profile.options import FindOptions

__all__ = ["FindOptions", "find_profile"]
