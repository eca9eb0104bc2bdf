"""Documents -> count claims, dating cues, status claims."""
