"""Values to lines of styled cells, without Textual: text, formulas, figures, feedback."""
