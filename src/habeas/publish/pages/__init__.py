"""The pages of the site, one module a page or family of pages; each is a function from a `Book` to pages."""
