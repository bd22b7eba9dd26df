"""From garden to pages: which pages the site has and what each shows."""
