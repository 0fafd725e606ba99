"""Charts as pictures: PNG, SVG and PDF, drawn in a process of their own."""

from querying.pictures.drawing import PICTURES, Picture, PictureFailed, draw_picture

__all__ = ["PICTURES", "Picture", "PictureFailed", "draw_picture"]
