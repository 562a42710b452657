"""The page a salesperson opens: whom to call, why, and how far the order may be relied on."""
