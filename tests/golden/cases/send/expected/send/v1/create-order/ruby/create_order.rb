# ruby create_order.rb
require 'erb'
require 'json'
require 'net/http'

shop = ERB::Util.url_encode('lobby')

uri = URI("https://example.com/shops/#{shop}/orders?limit=5&sort=name")
request = Net::HTTP::Post.new(uri)
request['X-Trace'] = 'a "quoted" id'
request['Cookie'] = 'theme=dark'
request['Accept'] = 'application/json'
request['Content-Type'] = 'application/json'
request.body = {
  name: 'Ada',
  tag: 'new',
  address: { street: '1 Main Street', city: 'Oslo' },
  things: [{ id: 7, size: 'M' }]
}.to_json
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts response.body
