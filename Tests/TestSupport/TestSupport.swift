// Tolerances, slow transparent oracles, table reader.
