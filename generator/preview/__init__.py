"""`gen preview`: a server that shows the pages of specs while their authors edit them."""
