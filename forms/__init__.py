"""Filling in: field specifications, inputs, the binder and the forms made of them.

Here lives everything in which a person fills something in. A form is described by data (``spec``) and moves
values between a draft and its inputs (``binder``); whether the values are right is said by
``models.appraisal``. A new field is a line in a kind's TOML file; a new input is one module in
``forms/fields``.
"""
