"""Places: the country, region and city that the text of a cell names, and the gazetteer that knows them."""
