"""People at accounts: what their job titles say of level and department."""
