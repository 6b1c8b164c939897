"""The yearly appraisal of units: weights before, scores from the ledger, appeals, publication."""
