"""What befell the people counted: the signs of a measure and what decides between them."""
