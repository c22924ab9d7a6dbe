"""What readers tell about ads: the receipt they get, what a report says, and how a sealed one is opened."""
