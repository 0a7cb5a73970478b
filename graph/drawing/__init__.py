"""What pictures, maps and charts are drawn with: sheets, colours, texts, files."""
