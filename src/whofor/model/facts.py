"""How well recorded facts predict won or lost, and which facts to record next."""

from __future__ import annotations

from dataclasses import dataclass

from whofor.model.evidence import Estimate

__all__ = ["FactBlock", "RecordNext"]


@dataclass(frozen=True, slots=True)
class FactBlock:
    """Gain of a kind of facts in predicting won or lost, on the deals held back.

    Attributes:
        name: `firmographics`, `technographics`, `persona`, `situation`, `source`, `other`.
        facts: Labels of its facts.
        n: Deals judged.
        auc: Area under the ROC curve with this block and all before it.
        gain: Its difference to the model without this block, with interval.
        log_loss: Mean log loss.
        log_loss_gain: Its difference to the model without this block; below 0 is better.
    """

    name: str
    facts: tuple[str, ...]
    n: int
    auc: Estimate
    gain: Estimate
    log_loss: float
    log_loss_gain: Estimate


@dataclass(frozen=True, slots=True)
class RecordNext:
    """A fact that would improve the answer were it recorded more often.

    Attributes:
        code: `thin` for a field that is often empty, `absent` for one that is missing.
        label: The field's name.
        filled: Deals for which it is recorded.
        n: Deals.
        gain: Plausible gain, relative to the first of the list, 0 to 1.
    """

    code: str
    label: str
    filled: int
    n: int
    gain: float
