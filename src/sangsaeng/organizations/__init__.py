"""Firms, partner tiers, memberships and invitations."""
