"""The annual plan, its targets and the scorecard."""
