"""What types of client are worth: comparison table, contrasts, cycle, price, lead sources, what to record next."""
