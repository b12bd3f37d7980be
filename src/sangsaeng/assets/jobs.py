"""Mails that go with notices."""
