# Without a line end behind the last line.
puts 1