"""A spaCy pipeline in; the same pipeline out, with faster components that give the same annotations.

`accelerate` is the only way in: it checks the annotations, and keeps the stock components if they differ.
"""

from extract.parsing.acceleration.guard import accelerate, numpy_products

__all__ = ["accelerate", "numpy_products"]
