"""What text is: sources read and decoded, articles found on pages, sections, places, dates, folding."""
