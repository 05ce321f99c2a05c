"""Source: from the text that editors write to domain objects, with every fault located."""
