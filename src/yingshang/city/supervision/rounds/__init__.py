"""Collection of material (材料报送): a round asks units for papers by a day, and knows who sent."""
