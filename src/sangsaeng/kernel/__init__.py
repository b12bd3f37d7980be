"""What every module stands on: refusals, periods, indicators, clock, pages."""
