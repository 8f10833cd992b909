"""What is new in RAW, and its bytes as text."""
