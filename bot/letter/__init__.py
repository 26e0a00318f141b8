"""The letter of intent: its data, its words, its two files, and the reading of what a visitor typed for it.

The doors: `model.Letter`, `answers`, `render.render_docx` and `render_pdf` (one call for each
`render.Paper`), `storage`.
"""
