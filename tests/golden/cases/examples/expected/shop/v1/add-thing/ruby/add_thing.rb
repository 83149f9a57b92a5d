# SHOP_KEY=<your key> ruby add_thing.rb
require 'erb'
require 'json'
require 'net/http'

shelf = ERB::Util.url_encode('lobby')
key = ENV.fetch('SHOP_KEY', '')
abort 'Set SHOP_KEY to your key.' if key.empty?

uri = URI("https://shop.example.com/shelves/#{shelf}/things")
request = Net::HTTP::Post.new(uri)
request['X-Key'] = key
request['Accept'] = 'application/json'
request['Content-Type'] = 'application/json'
request.body = { name: 'Cup' }.to_json
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts response.body
