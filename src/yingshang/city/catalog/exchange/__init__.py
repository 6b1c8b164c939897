"""An item as a row of a bureau's table: columns in Chinese, read and written without loss."""
