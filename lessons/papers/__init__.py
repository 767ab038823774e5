"""The paper cards of the course: formulas from papers, with their numbers and the arrays that lines run on."""
