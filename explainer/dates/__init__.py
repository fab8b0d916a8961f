"""Dates: EDTF read, ordered and put into English words, and English words for time read as EDTF."""
