# SHOP_KEY=<your key> ruby add_thing_whole.rb
require 'erb'
require 'json'
require 'net/http'

shelf = ERB::Util.url_encode('a b/ç')
key = ENV.fetch('SHOP_KEY', '')
abort 'Set SHOP_KEY to your key.' if key.empty?

uri = URI("https://shop.example.com/shelves/#{shelf}/things?notify=true&tags=a%2Cb,c%20d")
request = Net::HTTP::Post.new(uri)
request['X-Key'] = key
request['X-Trace'] = '7'
request['Accept'] = 'application/json'
request['Content-Type'] = 'application/json'
request.body = { name: "Cup \"\#{1}\" $x ${y}", size: 50, notes: ['a', 'b'] }.to_json
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts response.body
