"""The brief in the forms people send: one tree, rendered to HTML, PDF and DOCX."""
