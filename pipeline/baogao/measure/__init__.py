"""Figures as data: what a number is about, its unit, period, bound and status."""

from baogao.measure.component import Measurer
from baogao.measure.record import Measure

__all__ = ["Measure", "Measurer"]
