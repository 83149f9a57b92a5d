# LOOPS_KEY=<your key> ruby cursor.rb
require 'json'
require 'net/http'

key = ENV.fetch('LOOPS_KEY', '')
abort 'Set LOOPS_KEY to your key.' if key.empty?

uri = URI('https://loops.example.com/v1/things?from%24=the%20start&url=x')
request = Net::HTTP::Post.new(uri)
request['X-Key'] = key
request['Accept'] = 'application/json'
request['Content-Type'] = 'application/json'
request.body = { page: "it's" }.to_json
options = { use_ssl: uri.scheme == 'https', open_timeout: 20, read_timeout: 20, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts response.body
