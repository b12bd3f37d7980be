"""Pure published methods: no Django, dataclasses in and out."""
