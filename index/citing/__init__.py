"""How is an article cited? What is known of it, in the forms that papers, LaTeX and reference managers want.

`reference`: what of an article is cited, and what is left out
`gbt7714`: GB/T 7714 of 2025 and of 2015, and plain text
`latex`: BibTeX and biblatex
`managers`: RIS and CSL-JSON
`citations`: several articles in one form
"""
