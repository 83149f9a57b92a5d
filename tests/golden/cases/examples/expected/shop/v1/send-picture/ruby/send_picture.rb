# SHOP_KEY=<your key> ruby send_picture.rb
require 'net/http'

key = ENV.fetch('SHOP_KEY', '')
abort 'Set SHOP_KEY to your key.' if key.empty?

uri = URI('https://shop.example.com/pictures')
request = Net::HTTP::Post.new(uri)
request['X-Key'] = key
parts = [
  ['picture', File.open('cup.jpg', 'rb')]
]
request.set_form(parts, 'multipart/form-data')
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'It is sent.'
