"""Articles and pages as readers will see them: what is printed as typed, what leads nowhere."""
