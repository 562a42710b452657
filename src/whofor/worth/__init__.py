"""Worth of types of client: comparison table, contrasts, cycle, price, lead sources, what to record next."""
