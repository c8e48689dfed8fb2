"""Heat in a plate."""

from .fields import Plate, step

__all__ = ["Plate", "step"]
