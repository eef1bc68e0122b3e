"""Reading with a trained model: verdicts on texts, what a choice changes, how a forecast errs."""
