"""Dates: EDTF read, ordered and said in English, and the English of times read as EDTF."""
