"""Files in and out: one module per format, each pure in what it makes (bytes), never writing places itself.

Everything that comes from outside is hostile until read; everything that goes out is data, never formulas or markup.
"""
